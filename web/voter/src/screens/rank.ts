/** Marks of a ranking: options are put on places by buttons, or dragged. */
import type { Choice, RankContest } from '@viche/ballot';
import { h } from '../../../shared/dom.ts';
import { announce } from '../app.ts';
import type { Texts } from '../texts.ts';
import type { Marking } from './contest.ts';

export function ranker(texts: Texts, contest: RankContest, known: Choice | undefined): Marking {
  const places = contest.points.length;
  const ranked: string[] = Array.isArray(known) ? known.slice(0, places) : [];
  const blank = contest.blank
    ? h('input', { type: 'checkbox', checked: known === 'blank' })
    : undefined;
  const names = new Map(contest.options.map(({ id, title }) => [id, texts.of(title)]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const count = h('p', { class: 'count', role: 'status' });
  const list = h('ol', { class: 'ranked', 'aria-label': texts.say('rank.chosen') });
  const rest = h('div', { class: 'unranked' });

  const say = (id: string) =>
    announce(texts.say('rank.now', { name: nameOf(id), place: ranked.indexOf(id) + 1 }));
  const small = (text: string, label: string, click: () => void, isOff = false) =>
    h(
      'button',
      { type: 'button', class: 'step', 'aria-label': label, disabled: isOff, click },
      text,
    );

  /** Moves it to another place; the same button keeps the focus, or the other where that is off. */
  const move = (id: string, to: number, by: 'up' | 'down' | 'drag') => {
    ranked.splice(ranked.indexOf(id), 1);
    ranked.splice(to, 0, id);
    draw();
    say(id);
    if (by === 'drag') return;
    const [up, down] = list.children[to]?.querySelectorAll('button') ?? [];
    const wanted = by === 'up' ? up : down;
    (wanted?.disabled ? (by === 'up' ? down : up) : wanted)?.focus();
  };

  /** While the handle is held, the option goes where the finger is. */
  const drag = (id: string) => (event: Event) => {
    const { pointerId } = event as PointerEvent;
    list.setPointerCapture(pointerId);
    const follow = ({ clientY }: PointerEvent) => {
      const to = [...list.children].findIndex((item) => {
        const { top, bottom } = item.getBoundingClientRect();
        return clientY >= top && clientY <= bottom;
      });
      if (to >= 0 && ranked[to] !== id) move(id, to, 'drag');
    };
    const end = () => {
      list.removeEventListener('pointermove', follow);
      list.removeEventListener('pointerup', end);
      list.removeEventListener('pointercancel', end);
    };
    list.addEventListener('pointermove', follow);
    list.addEventListener('pointerup', end);
    list.addEventListener('pointercancel', end);
  };

  const draw = () => {
    list.replaceChildren(
      ...ranked.map((id, place) => {
        const name = nameOf(id);
        return h(
          'li',
          { class: 'option' },
          h('span', { class: 'handle', 'aria-hidden': 'true', pointerdown: drag(id) }, '⠿'),
          h('span', {}, texts.say('rank.place', { place: place + 1, name })),
          small('↑', texts.say('rank.up', { name }), () => move(id, place - 1, 'up'), place === 0),
          small(
            '↓',
            texts.say('rank.down', { name }),
            () => move(id, place + 1, 'down'),
            place === ranked.length - 1,
          ),
          small('✕', texts.say('rank.remove', { name }), () => {
            ranked.splice(place, 1);
            draw();
            (rest.querySelector(`[value="${id}"]`) as HTMLElement | null)?.focus();
          }),
        );
      }),
    );
    const isFull = ranked.length === places;
    rest.replaceChildren(
      ...contest.options
        .filter(({ id }) => !ranked.includes(id))
        .map(({ id }) =>
          h(
            'button',
            {
              type: 'button',
              class: `option add${isFull ? ' closed' : ''}`,
              value: id,
              'aria-disabled': isFull ? 'true' : undefined,
              'aria-describedby': isFull ? 'rank-full' : undefined,
              click: () => {
                if (ranked.length === places) {
                  announce(texts.say('rank.full', { n: places }));
                  return;
                }
                if (blank) blank.checked = false;
                ranked.push(id);
                draw();
                say(id);
                const next =
                  rest.querySelector('button') ?? list.querySelector('li:last-child button');
                (next as HTMLElement | null)?.focus();
              },
            },
            texts.say('rank.add', { name: nameOf(id), place: Math.min(ranked.length + 1, places) }),
          ),
        ),
      ...(isFull
        ? [h('p', { class: 'hint', id: 'rank-full' }, texts.say('rank.full', { n: places }))]
        : []),
    );
    count.textContent = texts.say('rank.count', { n: ranked.length, max: places });
  };
  blank?.addEventListener('change', () => {
    if (blank.checked) ranked.length = 0;
    draw();
  });
  draw();
  return {
    element: h(
      'fieldset',
      {},
      h('legend', {}, texts.say('rank.legend', { n: places })),
      count,
      list,
      rest,
      blank && h('label', { class: 'option' }, blank, h('span', {}, texts.say('blank.none'))),
    ),
    choice: () => (blank?.checked ? 'blank' : [...ranked]),
    missing: () =>
      blank?.checked || ranked.length === places
        ? undefined
        : texts.say(blank ? 'rank.missing-or-blank' : 'rank.missing', {
            n: places - ranked.length,
          }),
  };
}
