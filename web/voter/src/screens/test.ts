/**
 * Test the encryption: a ballot is opened instead of cast, on a second device that checks it by
 * itself. It never counts, and the choices stay.
 */
import { toHex } from '@viche/ballot';
import { VicheError } from '@viche/ballot/client';
import { h } from '../../../shared/dom.ts';
import {
  type App,
  button,
  buttons,
  details,
  field,
  form,
  notice,
  paragraph,
  show,
  submitButton,
} from '../app.ts';
import { readLink } from '../link.ts';
import { readTest, type TestLink, writeTest } from '../test_link.ts';
import { showCard } from './card.ts';
import { choiceList } from './review.ts';
import { scan } from './scan.ts';
import { changeVote } from './sending.ts';
import { drawCode } from './tracker.ts';

/** On the first device: the test ballot is recorded as one, and its QR code shown. */
export async function showTest(app: App): Promise<void> {
  const { client, texts, voter, view } = app;
  const waiting = voter?.draft;
  if (voter === undefined || waiting === undefined) return;
  voter.draft = undefined;
  show(texts.say('test.title'), h('p', { class: 'busy' }, texts.say('test.recording')));
  try {
    const { draft } = await waiting;
    const { prev } = voter.standing;
    const { ballot, opening } = await client.ask('challenge', { draft, prev });
    await client.ask('submit', { entry: ballot.entry });
    const address = new URL(location.href);
    const hash = toHex(view.manifest.hash);
    address.hash = new URLSearchParams({ election: hash, test: writeTest(opening) }).toString();
    drawTest(app, address.href, ballot.shownTracker);
  } catch (error) {
    app.redraw = () => void changeVote(app, 'review');
    show(
      texts.say('test.title'),
      notice('bad', texts.say('test.failed')),
      buttons(button(texts.say('test.back'), () => void changeVote(app, 'review'), 'main')),
      details(texts, error),
    );
  }
}

function drawTest(app: App, address: string, shownTracker: string): void {
  const { texts, voter } = app;
  app.redraw = () => drawTest(app, address, shownTracker);
  const picture = h('div', { class: 'picture' });
  void drawCode(picture, address, texts.say('test.qr'));
  show(
    texts.say('test.title'),
    notice('note', texts.say('test.marked')),
    paragraph(texts.say('test.scan')),
    picture,
    paragraph(texts.say('tracker.title')),
    h('p', {}, h('code', { class: 'tracker' }, shownTracker)),
    h(
      'details',
      {},
      h('summary', {}, texts.say('details')),
      paragraph(texts.say('test.key')),
      h('p', {}, h('code', {}, toHex(voter?.K ?? new Uint8Array()))),
      paragraph(texts.say('test.link')),
      h('p', {}, h('code', { class: 'long' }, address)),
    ),
    buttons(button(texts.say('test.back'), () => void changeVote(app, 'review'), 'main')),
  );
}

/** On the second device: reads the QR code of the first. */
export function showSecondDevice(app: App): void {
  const { texts } = app;
  app.redraw = () => showSecondDevice(app);
  const { row, input, fail } = field(texts.say('test.label'), { autocapitalize: 'off' });
  const use = (text: string) => {
    const test = readLink(text)?.test;
    const read = test === undefined ? undefined : readTest(test);
    if (read === undefined) fail(texts.say('test.bad-link'));
    else void checkTest(app, read);
  };
  show(
    texts.say('check.title'),
    paragraph(texts.say('test.why')),
    paragraph(texts.say('test.second')),
    form(
      () => use(input.value),
      row,
      buttons(
        submitButton(texts.say('test.check')),
        button(texts.say('scan.start'), () => scan(texts, use)),
        button(texts.say('back'), () => showCard(app), 'plain'),
      ),
    ),
  );
}

/** Fetches the test ballot and shows what it holds. */
export async function checkTest(app: App, test: TestLink): Promise<void> {
  const { client, texts, view } = app;
  app.redraw = () => void checkTest(app, test);
  try {
    const found = await client.ask('find', { noted: test.tracker });
    if (found === null) throw new VicheError('ballot', 'the log has no such ballot');
    const style = view.manifest.styles.find(({ id }) => id === test.style);
    const noted = { tracker: test.tracker, K: found.K };
    const opening = JSON.stringify({ viche_opening: 1, ...test });
    const { choices } = await client.ask('checkOpened', { entry: found.entry, opening, noted });
    show(
      texts.say('checked.title'),
      notice('note', texts.say('checked.text')),
      h('p', {}, h('code', { class: 'tracker' }, found.shownTracker)),
      ...(style?.contests ?? []).map((contest) =>
        h(
          'section',
          { class: 'reviewed' },
          h('h2', {}, texts.of(contest.title)),
          choiceList(texts, contest, choices[contest.id]),
        ),
      ),
      paragraph(texts.say('checked.differs')),
      h(
        'details',
        {},
        h('summary', {}, texts.say('details')),
        paragraph(texts.say('test.key')),
        h('p', {}, h('code', {}, toHex(found.K))),
      ),
      buttons(button(texts.say('back-to-start'), () => showCard(app), 'main')),
    );
  } catch (error) {
    const isWrong = error instanceof VicheError && error.code === 'ballot';
    show(
      texts.say('check.title'),
      notice('bad', texts.say(isWrong ? 'checked.wrong' : 'find.no-answer')),
      buttons(
        button(texts.say('try-again'), () => void checkTest(app, test), 'main'),
        button(texts.say('back-to-start'), () => showCard(app), 'plain'),
      ),
      details(texts, error),
    );
  }
}
