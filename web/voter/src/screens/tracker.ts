/** A tracker as people keep it: grouped, as a QR code, saved or shared. */

import { h } from '../../../shared/dom.ts';
import { type App, announce, button, buttons, paragraph } from '../app.ts';

/** Puts the QR code into the element; its writer is loaded when it is needed. */
export async function drawCode(element: HTMLElement, text: string, label: string): Promise<void> {
  const { qrCode } = await import('../qr_code.ts');
  element.replaceChildren(qrCode(text, label));
}

export function trackerCard(app: App, shownTracker: string, receipt: string): HTMLElement {
  const { texts, view } = app;
  const title = texts.of(view.manifest.title);
  const picture = h('div', { class: 'picture' });
  void drawCode(picture, shownTracker, texts.say('tracker.qr'));
  const save = () => {
    const file = new Blob([`${title}\n${shownTracker}\n\n${receipt}`], { type: 'text/plain' });
    const address = URL.createObjectURL(file);
    h('a', { href: address, download: `${shownTracker}.txt` }).click();
    URL.revokeObjectURL(address);
    announce(texts.say('tracker.saved'));
  };
  const share = () => {
    // Whoever closes the device's dialogue shared nothing.
    void navigator.share({ title, text: shownTracker }).catch(() => undefined);
  };
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, texts.say('tracker.title')),
    h('p', {}, h('code', { class: 'tracker' }, shownTracker)),
    picture,
    paragraph(texts.say('tracker.text')),
    buttons(
      button(texts.say('tracker.save'), save),
      'share' in navigator && button(texts.say('tracker.share'), share),
    ),
  );
}
