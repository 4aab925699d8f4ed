/** The board as the public sees it: one page that keeps itself up to date. */
import '../../shared/style.css';
import './observer.css';
import { type Child, h } from '../../shared/dom.ts';
import { chooseLanguage, languages, type TextKey, Texts } from './texts.ts';
import { type View, Watch } from './watch.ts';

const seconds = 5;
const watch = new Watch();
let texts: Texts;
let view: View | undefined;
let isDown = false;

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const say: Texts['say'] = (key, values) => texts.say(key, values);
const section = (title: TextKey, ...children: readonly Child[]): HTMLElement =>
  h('section', { class: 'card' }, h('h2', {}, say(title)), ...children);
const notice = (kind: 'good' | 'bad' | 'note', text: string): HTMLElement =>
  h('p', { class: `notice ${kind}`, role: kind === 'bad' ? 'alert' : undefined }, text);

/** A table of names and numbers. */
const table = (
  head: readonly [string, string],
  rows: readonly [Node | string, string][],
): HTMLElement =>
  h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))),
    h(
      'tbody',
      {},
      ...rows.map(([name, value]) =>
        h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, value)),
      ),
    ),
  );

function phaseKey(phase: string): TextKey {
  switch (phase) {
    case 'voting':
    case 'closed':
    case 'sealed':
    case 'finished':
      return `phase.${phase}`;
    default:
      return 'phase.preparing';
  }
}

function logSection({ sights, alarm }: View): HTMLElement {
  const newest = sights.at(-1)?.checkpoint;
  const time = new Intl.DateTimeFormat(texts.language, { timeStyle: 'medium' });
  return section(
    'log.title',
    alarm === undefined ? notice('good', say('log.grows')) : notice('bad', say(`log.${alarm}`)),
    newest && h('p', { class: 'large' }, say('log.size', { n: newest.size })),
    newest && h('p', {}, `${say('log.root')}: `, h('code', {}, hex(newest.root))),
    table(
      [say('log.time'), say('log.newer')],
      [...sights]
        .reverse()
        .map(({ time: seen, checkpoint }) => [
          h('span', {}, `${time.format(seen)} `, h('code', {}, hex(checkpoint.root))),
          texts.number(checkpoint.size),
        ]),
    ),
  );
}

const votesSection = ({ status }: View): HTMLElement =>
  section(
    'votes.title',
    h('p', {}, say('votes.note')),
    h(
      'dl',
      {},
      ...(['cast', 'superseded', 'cancelled', 'challenged'] as const).flatMap((name) => [
        h('dt', {}, say(`votes.${name}`)),
        h('dd', {}, texts.number(status[name])),
      ]),
    ),
  );

const refusedSection = ({ refused }: View): HTMLElement =>
  section(
    'refused.title',
    refused.size === 0
      ? h('p', {}, say('refused.none'))
      : table(
          [say('refused.reason'), say('refused.count')],
          [...refused].map(([reason, count]) => [
            say(`reason.${reason}` as TextKey),
            texts.number(count),
          ]),
        ),
  );

function witnessSection({ manifest, sights, status }: View): HTMLElement {
  const { quorum, members } = manifest.witnesses;
  const confirmed = new Set(sights.at(-1)?.checkpoint.witnesses.map(({ name }) => name));
  return section(
    'witness.title',
    ...status.contradicted_by.map((name) => notice('bad', say('witness.against', { name }))),
    h('p', {}, say('witness.quorum', { n: confirmed.size, all: members.length, quorum })),
    h(
      'ul',
      {},
      ...members.map(({ name }) =>
        h('li', {}, say(confirmed.has(name) ? 'witness.yes' : 'witness.no', { name })),
      ),
    ),
  );
}

function reportSection({ reports, fingerprint }: View): HTMLElement {
  const lines = reports.map(({ name, report }) => {
    const election = report.election as { fingerprint?: unknown } | null | undefined;
    if (fingerprint === undefined || election?.fingerprint !== fingerprint)
      return notice('note', say('reports.other', { name }));
    const checks = Array.isArray(report.checks) ? (report.checks as { holds?: unknown }[]) : [];
    const n = checks.filter(({ holds }) => holds === true).length;
    const isGood = report.verdict === 'verified' && n === checks.length;
    const key = isGood ? 'reports.verified' : 'reports.failed';
    return notice(isGood ? 'good' : 'bad', say(key, { name, n, all: checks.length }));
  });
  return section(
    'reports.title',
    ...(lines.length > 0 ? lines : [h('p', {}, say('reports.none'))]),
  );
}

const checkSection = ({ fingerprint = '' }: View): HTMLElement =>
  section(
    'check.title',
    h('p', {}, say('check.text')),
    h(
      'p',
      {},
      h('code', {}, `viche-verify ${location.origin} --fingerprint ${fingerprint} --mirror record`),
    ),
    h('p', {}, say('check.files')),
    h(
      'p',
      {},
      h('a', { href: '/checkpoint', download: 'checkpoint.txt' }, say('check.checkpoint')),
    ),
  );

function draw(): void {
  const main = document.getElementById('main') as HTMLElement;
  document.title = say('title');
  const time = new Intl.DateTimeFormat(texts.language, { timeStyle: 'medium' });
  main.replaceChildren(h('h1', {}, say('title')));
  if (isDown)
    main.append(notice('bad', say('down', { time: view ? time.format(view.time) : '–' })));
  if (view === undefined) {
    if (!isDown) main.append(h('p', {}, say('loading')));
    return;
  }
  const { manifest, status, fingerprint } = view;
  main.append(
    h('p', { class: 'large' }, texts.of(manifest.title)),
    h('p', {}, `${say('phase')}: ${say(phaseKey(status.phase))}`),
  );
  if (fingerprint !== undefined)
    main.append(
      h('p', {}, `${say('fingerprint')}: `, h('code', {}, fingerprint)),
      h('p', {}, say('compare')),
    );
  main.append(
    ...[logSection, votesSection, refusedSection, witnessSection, reportSection, checkSection].map(
      (part) => part(view as View),
    ),
  );
}

async function useLanguage(language: string): Promise<void> {
  texts = await Texts.load(language);
  document.documentElement.lang = language;
  const names = (code: string) =>
    new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  const select = h(
    'select',
    { id: 'language', change: () => void useLanguage(select.value).then(() => select.focus()) },
    ...languages.map((code) =>
      h('option', { value: code, selected: code === language, lang: code }, names(code)),
    ),
  );
  document
    .getElementById('header')
    ?.replaceChildren(
      h('span', { class: 'brand' }, 'Viche'),
      h('label', { for: 'language', class: 'only-heard' }, say('language')),
      select,
    );
  draw();
}

/** What a reader could see change. */
const stampOf = ({ status, refused, reports, alarm, sights }: View): string => {
  const newest = sights.at(-1)?.checkpoint;
  return JSON.stringify([
    ...[status, [...refused], reports, alarm, newest?.size],
    newest?.witnesses.map(({ name }) => name),
  ]);
};

async function follow(): Promise<void> {
  // Whoever reads or selects is not disturbed without a reason.
  try {
    const before = view && stampOf(view);
    view = await watch.look();
    const isChanged = isDown || before !== stampOf(view);
    isDown = false;
    if (isChanged) draw();
  } catch {
    if (!isDown) {
      isDown = true;
      draw();
    }
  }
  setTimeout(() => void follow(), 1000 * seconds);
}

await useLanguage(chooseLanguage(navigator.languages));
void follow();
