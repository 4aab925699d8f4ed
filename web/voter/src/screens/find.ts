/** Find my vote: looked up by its tracker and proved by the log, whatever the board says. */
import { type FoundView, VicheError } from '@viche/ballot/client';
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
import { showCard } from './card.ts';
import { scan } from './scan.ts';

export function showFind(app: App): void {
  const { texts, store } = app;
  app.redraw = () => showFind(app);
  const { row, input, fail } = field(texts.say('tracker.title'));
  input.value = store.tracker ?? '';
  const look = async (noted: string) => {
    const n = noted.replace(/[^0-9A-Za-z]/g, '').length;
    if (n !== 20) return fail(texts.say('find.length', { n }));
    fail('');
    try {
      const found = await app.client.ask('find', { noted });
      if (found === null) showAbsent(app, noted);
      else showFound(app, found);
    } catch (error) {
      showNotLooked(app, error);
    }
  };
  show(
    texts.say('find.title'),
    paragraph(texts.say('find.text')),
    form(
      () => void look(input.value),
      row,
      buttons(
        submitButton(texts.say('find.look')),
        button(texts.say('scan.start'), () =>
          scan(texts, (text) => {
            input.value = text;
            void look(text);
          }),
        ),
        button(texts.say('back'), () => showCard(app), 'plain'),
      ),
    ),
  );
}

const ways = (app: App): HTMLElement =>
  buttons(
    button(app.texts.say('find.other'), () => showFind(app)),
    button(app.texts.say('back-to-start'), () => showCard(app), 'plain'),
  );

function showFound(app: App, found: FoundView): void {
  const { texts, store } = app;
  store.seen = found.head;
  app.redraw = () => showFound(app, found);
  const isTest = found.type === 'challenge';
  const key = isTest ? 'find.test' : found.status === 'included' ? 'find.counts' : 'find.replaced';
  show(
    texts.say('find.found'),
    notice(key === 'find.counts' ? 'good' : 'note', texts.say(key)),
    h('p', {}, h('code', { class: 'tracker' }, found.shownTracker)),
    h(
      'ul',
      {},
      h('li', {}, texts.say('in.included', { index: found.index, size: found.head.size })),
      h('li', {}, texts.say('in.signed')),
      h('li', {}, texts.say('in.consistent')),
    ),
    ways(app),
  );
}

function showAbsent(app: App, noted: string): void {
  const { texts } = app;
  app.redraw = () => showAbsent(app, noted);
  show(
    texts.say('find.absent.title'),
    notice('bad', texts.say('find.absent.text')),
    h('p', {}, h('code', { class: 'tracker' }, noted)),
    ways(app),
  );
}

function showNotLooked(app: App, error: unknown): void {
  const { texts } = app;
  app.redraw = () => showNotLooked(app, error);
  const code = error instanceof VicheError ? error.code : undefined;
  const key =
    code === undefined
      ? 'find.no-answer'
      : code === 'quorum'
        ? 'find.witnesses'
        : code === 'fork'
          ? 'open.fork'
          : 'find.unproved';
  show(
    texts.say('find.stopped'),
    notice(key === 'find.witnesses' ? 'note' : 'bad', texts.say(key)),
    ways(app),
    details(texts, error),
  );
}
