/** The stated result, drawn; and what verifiers say of it. */
import type { Contest, ElectionResult, Outcome, UnitResult } from '@viche/ballot';
import type { ResultView } from '@viche/ballot/client';
import { h } from '../../../shared/dom.ts';
import { type App, button, buttons, details, notice, paragraph, show } from '../app.ts';
import type { Texts } from '../texts.ts';
import { showCard } from './card.ts';
import { showFind } from './find.ts';

/** Each row of a table with a bar; the numbers are in the text, the bar repeats them. */
function chart(texts: Texts, rows: readonly { name: string; total: number }[]): HTMLElement {
  const all = rows.reduce((sum, { total }) => sum + total, 0);
  const most = Math.max(1, ...rows.map(({ total }) => total));
  return h(
    'table',
    { class: 'chart' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, texts.say('results.option')),
        h('th', { scope: 'col' }, texts.say('results.total')),
        h('th', { scope: 'col' }, texts.say('results.share')),
      ),
    ),
    h(
      'tbody',
      {},
      ...rows.map(({ name, total }) => {
        const bar = h('span', { class: 'bar', 'aria-hidden': 'true' });
        bar.style.width = `${(100 * total) / most}%`;
        return h(
          'tr',
          {},
          h('th', { scope: 'row' }, name, bar),
          h('td', {}, texts.number(total)),
          h('td', {}, all === 0 ? '–' : texts.percent(total / all)),
        );
      }),
    ),
  );
}

function unitSection(texts: Texts, contest: Contest, unit: UnitResult, only: boolean): HTMLElement {
  const names = [...contest.options.map(({ title }) => texts.of(title))];
  if (contest.blank) names.push(texts.say('review.blank'));
  const rows = names
    .map((name, i) => ({ name, total: unit.totals[i] ?? 0 }))
    .sort((a, b) => b.total - a.total);
  return h(
    'section',
    {},
    !only && h('h3', {}, unit.members.map(({ title }) => texts.of(title)).join(', ')),
    paragraph(texts.say('results.counted', { n: unit.counted })),
    unit.status === 'decrypted'
      ? chart(texts, rows)
      : paragraph(texts.say(unit.status === 'withheld' ? 'results.withheld' : 'results.empty')),
  );
}

const contestSections = ({ texts, view }: App, { units }: ElectionResult): HTMLElement[] =>
  view.manifest.contests.map((contest) => {
    const own = units.filter((unit) => unit.contest === contest.id);
    return h(
      'section',
      { class: 'card' },
      h('h2', {}, texts.of(contest.title)),
      ...own.map((unit) => unitSection(texts, contest, unit, own.length === 1)),
    );
  });

/** Who is elected by one of the manifest's rules. */
function outcomeSection(texts: Texts, outcome: Outcome): HTMLElement {
  const { rule, candidates, openSeats, isPartial } = outcome;
  const isBySeats = rule.rule === 'dhondt' || rule.rule === 'sainte_lague';
  const elected = candidates.filter(({ seats }) => seats > 0);
  elected.sort((a, b) => b.seats - a.seats || b.score - a.score);
  const tied = candidates.filter((candidate) => candidate.tied);
  const line = ({ title, seats, score }: Outcome['candidates'][number]) => {
    const name = texts.of(title);
    if (isBySeats) return texts.say('outcome.seats', { name, n: seats });
    if (rule.rule === 'rank_points') return texts.say('outcome.points', { name, n: score });
    return texts.say('outcome.elected', { name });
  };
  const threshold = rule.rule === 'rank_points' ? null : rule.threshold;
  return h(
    'section',
    { class: 'outcome' },
    h('h3', {}, texts.of(rule.title)),
    elected.length === 0
      ? paragraph(texts.say('outcome.nobody'))
      : h('ul', {}, ...elected.map((candidate) => h('li', {}, line(candidate)))),
    tied.length > 0 &&
      notice(
        'note',
        texts.say('outcome.tied', { names: texts.list(tied.map(({ title }) => texts.of(title))) }),
      ),
    openSeats > 0 && paragraph(texts.say('outcome.open', { n: openSeats })),
    threshold !== null &&
      paragraph(
        texts.say('outcome.threshold', { share: texts.percent(threshold[0] / threshold[1]) }),
      ),
    isPartial && paragraph(texts.say('outcome.partial')),
  );
}

/** Whether a verifier's report is of this election, and verified. */
function verdictOf(app: App, report: Record<string, unknown>): 'good' | 'bad' {
  const election = report.election as { fingerprint?: unknown } | null | undefined;
  const isSame = election?.fingerprint === app.view.fingerprint;
  return isSame && report.verdict === 'verified' ? 'good' : 'bad';
}

export async function showResults(app: App): Promise<void> {
  const { texts, client } = app;
  show(texts.say('results.title'), h('p', { class: 'busy' }, texts.say('results.loading')));
  try {
    drawResults(app, await client.ask('result', {}));
  } catch (error) {
    app.redraw = () => void showResults(app);
    show(
      texts.say('results.title'),
      notice('bad', texts.say('results.failed')),
      buttons(
        button(texts.say('try-again'), () => void showResults(app), 'main'),
        button(texts.say('back'), () => showCard(app), 'plain'),
      ),
      details(texts, error),
    );
  }
}

function drawResults(app: App, { result, outcomes, reports }: ResultView): void {
  const { texts } = app;
  app.redraw = () => drawResults(app, { result, outcomes, reports });
  show(
    texts.say('results.title'),
    paragraph(texts.say('results.cast', { n: result.counted })),
    outcomes.length > 0 &&
      h(
        'section',
        { class: 'card' },
        h('h2', {}, texts.say('outcome.title')),
        ...outcomes.map((outcome) => outcomeSection(texts, outcome)),
      ),
    ...contestSections(app, result),
    h(
      'section',
      { class: 'card' },
      h('h2', {}, texts.say('verifiers.title')),
      paragraph(texts.say('verifiers.text')),
      ...reports.map(({ name, report }) => {
        const verdict = verdictOf(app, report);
        return notice(
          verdict === 'good' ? 'good' : 'note',
          texts.say(verdict === 'good' ? 'verifiers.verified' : 'verifiers.failed', { name }),
        );
      }),
      reports.length === 0 && paragraph(texts.say('verifiers.none')),
    ),
    buttons(
      button(texts.say('find.title'), () => showFind(app)),
      button(texts.say('back'), () => showCard(app), 'plain'),
    ),
  );
}
