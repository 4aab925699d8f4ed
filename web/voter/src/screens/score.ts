/** Marks of a contest in which options get points, as many as are left. */
import type { Choice, ScoreContest } from '@viche/ballot';
import { h } from '../../../shared/dom.ts';
import { announce } from '../app.ts';
import type { Texts } from '../texts.ts';
import type { Marking } from './contest.ts';

export function scorer(texts: Texts, contest: ScoreContest, known: Choice | undefined): Marking {
  const { options, maxScore, minTotal, maxTotal } = contest;
  const given =
    typeof known === 'object' && !Array.isArray(known) ? (known as Record<string, number>) : {};
  const scores = new Map(options.map(({ id }) => [id, given[id] ?? 0]));
  const total = () => [...scores.values()].reduce((sum, score) => sum + score, 0);
  const limit = Math.min(maxTotal, maxScore * options.length);
  const count = h('p', { class: 'count', role: 'status' });
  const blank = contest.blank
    ? h('input', { type: 'checkbox', checked: known === 'blank' })
    : undefined;
  const updates: (() => void)[] = [];
  const tell = () => {
    count.textContent = texts.say('score.left', { n: limit - total(), limit });
    for (const update of updates) update();
  };
  const set = (id: string, wanted: number) => {
    const others = total() - (scores.get(id) ?? 0);
    const most = Math.min(maxScore, limit - others);
    scores.set(id, Math.max(0, Math.min(wanted, most)));
    if (wanted > most) {
      announce(
        most === maxScore
          ? texts.say('score.most', { n: maxScore })
          : texts.say('score.full', { limit }),
      );
    }
    if (blank && total() > 0) blank.checked = false;
    tell();
  };
  const rows = options.map(({ id, title }) => {
    const name = texts.of(title);
    const input = h('input', {
      type: 'number',
      inputmode: 'numeric',
      min: 0,
      max: maxScore,
      'aria-label': texts.say('score.of', { name }),
      change: () => set(id, Math.trunc(Number(input.value)) || 0),
    });
    const step = (by: number, sign: string, label: string) =>
      h(
        'button',
        {
          type: 'button',
          class: 'step',
          'aria-label': label,
          click: () => {
            set(id, (scores.get(id) ?? 0) + by);
            announce(texts.say('score.now', { name, n: scores.get(id) ?? 0 }));
          },
        },
        sign,
      );
    updates.push(() => {
      input.value = String(scores.get(id) ?? 0);
    });
    return h(
      'div',
      { class: 'option score' },
      h('span', {}, name),
      step(-1, '−', texts.say('score.less', { name })),
      input,
      step(1, '+', texts.say('score.more', { name })),
    );
  });
  blank?.addEventListener('change', () => {
    if (blank.checked) for (const { id } of options) scores.set(id, 0);
    tell();
  });
  tell();
  return {
    element: h(
      'fieldset',
      {},
      h('legend', {}, texts.say('score.legend', { n: maxScore, limit })),
      count,
      ...rows,
      blank && h('label', { class: 'option' }, blank, h('span', {}, texts.say('blank.none'))),
    ),
    choice: () =>
      blank?.checked ? 'blank' : Object.fromEntries([...scores].filter(([, score]) => score > 0)),
    missing: () =>
      blank?.checked || total() >= minTotal
        ? undefined
        : texts.say('score.missing', { n: minTotal }),
  };
}
