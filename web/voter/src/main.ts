/** The app's start: which election, in which language, and where its voter was. */
import '../../shared/style.css';
import { toHex } from '@viche/ballot';
import { BallotClient, BoardProblem, VicheError } from '@viche/ballot/client';
import { h } from '../../shared/dom.ts';
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
} from './app.ts';
import { type Link, readLink } from './link.ts';
import { showCard } from './screens/card.ts';
import { scan } from './screens/scan.ts';
import { resume } from './screens/sending.ts';
import { checkTest } from './screens/test.ts';
import { keepLanguage, keptElection, keptLanguage, Store } from './store.ts';
import { readTest } from './test_link.ts';
import { chooseLanguage, languages, Texts } from './texts.ts';

const client = new BallotClient(
  new Worker(new URL('./ballot_worker.ts', import.meta.url), { type: 'module' }),
);
let texts: Texts;
let app: App | undefined;
let redraw: () => void = () => undefined;

/** The languages by their own names. */
function drawHeader(): void {
  const names = (language: string) =>
    new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  const select = h(
    'select',
    {
      id: 'language',
      change: () => void changeLanguage(select.value),
    },
    ...languages.map((language) =>
      h(
        'option',
        { value: language, selected: language === texts.language, lang: language },
        names(language),
      ),
    ),
  );
  const header = document.getElementById('header') as HTMLElement;
  header.replaceChildren(
    h('span', { class: 'brand' }, 'Viche'),
    h('label', { for: 'language', class: 'only-heard' }, texts.say('language')),
    select,
  );
}

async function changeLanguage(language: string): Promise<void> {
  keepLanguage(language);
  await useLanguage(language);
  if (app) {
    Object.assign(app, { texts });
    app.redraw();
  } else {
    redraw();
  }
  document.getElementById('language')?.focus();
}

async function useLanguage(language: string): Promise<void> {
  texts = await Texts.load(language);
  document.documentElement.lang = language;
  drawHeader();
}

/** No link was given and none is kept: the poll card has it. */
function showStart(): void {
  redraw = showStart;
  const { row, input, fail } = field(texts.say('start.label'), {
    autocapitalize: 'off',
    inputmode: 'url',
  });
  const use = (text: string) => {
    const link = readLink(text);
    if (link === undefined) fail(texts.say('start.bad'));
    else void open(link);
  };
  show(
    texts.say('start.title'),
    paragraph(texts.say('start.text')),
    form(
      () => use(input.value),
      row,
      buttons(
        submitButton(texts.say('next')),
        button(texts.say('scan.start'), () => scan(texts, use)),
      ),
    ),
  );
}

/** Opens the election and checks it, before anything of it is shown. */
async function open(link: Link): Promise<void> {
  const { manifestHash, code, test } = link;
  redraw = () => undefined;
  show(texts.say('open.title'), h('p', { class: 'busy' }, texts.say('open.text')));
  const store = new Store(manifestHash);
  try {
    const { origin } = location;
    const { seen } = store;
    const asked = { origin, manifestHash };
    const view = await client.ask('open', seen === undefined ? asked : { ...asked, seen });
    store.seen = view.head;
    const { phase } = await client.ask('phase', {});
    app = { client, view, store, texts, phase, code, voter: undefined, redraw };
    const opened = test === undefined ? undefined : readTest(test);
    if (opened !== undefined) await checkTest(app, opened);
    else if (store.pending !== undefined) await resume(app, store.pending);
    else showCard(app);
  } catch (error) {
    showClosed(link, error);
  }
}

/** What to say of an election that could not be opened. */
function showClosed(link: Link, error: unknown): void {
  redraw = () => showClosed(link, error);
  const code = error instanceof VicheError ? error.code : undefined;
  const key =
    error instanceof BoardProblem
      ? 'open.no-answer'
      : code === 'fork'
        ? 'open.fork'
        : code === 'quorum'
          ? 'open.witnesses'
          : 'open.wrong';
  show(
    texts.say('open.stopped'),
    notice('bad', texts.say(key)),
    buttons(
      button(texts.say('try-again'), () => void open(link), 'main'),
      button(texts.say('open.other'), showStart, 'plain'),
    ),
    details(texts, error),
  );
}

async function start(): Promise<void> {
  const kept = keptLanguage();
  await useLanguage(chooseLanguage(kept ? [kept] : navigator.languages));
  const link = readLink(location.hash) ?? readLink(keptElection() ?? '');
  // The code is a secret: it stays neither in the address nor in the history.
  if (location.hash !== '' && link) {
    history.replaceState(null, '', `#election=${toHex(link.manifestHash)}`);
  }
  if (link === undefined) showStart();
  else await open(link);
  if ('serviceWorker' in navigator) await navigator.serviceWorker.register('/service_worker.js');
}

addEventListener('hashchange', () => location.reload());
void start();
