/** The camera, until it sees a QR code. The reader is loaded when it is asked for. */

import { h } from '../../../shared/dom.ts';
import { button, buttons, paragraph } from '../app.ts';
import type { Texts } from '../texts.ts';

const framesPerSecond = 8;

export async function scan(texts: Texts, found: (text: string) => void): Promise<void> {
  const problem = h('p', { class: 'error', role: 'alert' });
  const video = h('video', { playsinline: true, 'aria-label': texts.say('scan.title') });
  let stream: MediaStream | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const dialog = h(
    'dialog',
    {
      'aria-label': texts.say('scan.title'),
      close: () => {
        clearInterval(timer);
        for (const track of stream?.getTracks() ?? []) track.stop();
        dialog.remove();
      },
    },
    paragraph(texts.say('scan.title')),
    video,
    problem,
    buttons(button(texts.say('scan.stop'), () => dialog.close())),
  );
  document.body.append(dialog);
  dialog.showModal();
  try {
    const [{ readFrame }, camera] = await Promise.all([
      import('../qr_reader.ts'),
      navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }),
    ]);
    stream = camera;
    if (!dialog.isConnected) {
      for (const track of camera.getTracks()) track.stop();
      return;
    }
    video.srcObject = camera;
    await video.play();
    timer = setInterval(() => {
      const text = readFrame(video);
      if (text === undefined) return;
      dialog.close();
      found(text);
    }, 1000 / framesPerSecond);
  } catch {
    problem.textContent = texts.say('scan.denied');
  }
}
