/** Marks of a contest in which options are chosen: one by radio buttons, several by boxes. */
import type { Choice, ChooseContest } from '@viche/ballot';
import { h } from '../../../shared/dom.ts';
import { announce } from '../app.ts';
import type { Texts } from '../texts.ts';
import type { Marking } from './contest.ts';

const blankId = 'blank';

function row(
  type: 'radio' | 'checkbox',
  id: string,
  label: string,
  checked: boolean,
): { row: HTMLElement; input: HTMLInputElement } {
  const input = h('input', { type, name: 'option', value: id, checked });
  return { row: h('label', { class: 'option' }, input, h('span', {}, label)), input };
}

export function chooser(texts: Texts, contest: ChooseContest, known: Choice | undefined): Marking {
  return contest.max === 1 && contest.min === 1
    ? chooseOne(texts, contest, known)
    : chooseSeveral(texts, contest, known);
}

function chooseOne(texts: Texts, contest: ChooseContest, known: Choice | undefined): Marking {
  const isMarked = (id: string) => Array.isArray(known) && known.includes(id);
  const rows = contest.options.map(({ id, title }) =>
    row('radio', id, texts.of(title), isMarked(id)),
  );
  if (contest.blank) rows.push(row('radio', blankId, texts.say('blank.none'), known === 'blank'));
  const marked = () => rows.find(({ input }) => input.checked)?.input.value;
  return {
    element: h('fieldset', {}, h('legend', {}, texts.say('choose.one')), ...rows.map((r) => r.row)),
    choice: () => {
      const id = marked();
      return id === undefined ? [] : id === blankId ? 'blank' : [id];
    },
    missing: () =>
      marked() !== undefined
        ? undefined
        : texts.say(contest.blank ? 'choose.missing-or-blank' : 'choose.missing', { n: 1 }),
  };
}

function chooseSeveral(texts: Texts, contest: ChooseContest, known: Choice | undefined): Marking {
  const { min, max, options } = contest;
  const rows = options.map(({ id, title }) =>
    row('checkbox', id, texts.of(title), Array.isArray(known) && known.includes(id)),
  );
  const blank = contest.blank
    ? row('checkbox', blankId, texts.say('blank.none'), known === 'blank')
    : undefined;
  const marked = () => rows.filter(({ input }) => input.checked).map(({ input }) => input.value);
  const count = h('p', { class: 'count', role: 'status' });
  const full = h('p', { class: 'hint', id: 'full' });
  const tell = () => {
    const n = marked().length;
    const isFull = n === max && blank?.input.checked !== true;
    count.textContent = texts.say('choose.count', { n, max });
    full.textContent = isFull ? texts.say('choose.full', { n: max }) : '';
    for (const { input, row: line } of rows) {
      const isClosed = isFull && !input.checked;
      // It stays in the order of the keyboard, so that whoever comes to it hears why.
      if (isClosed) input.setAttribute('aria-disabled', 'true');
      else input.removeAttribute('aria-disabled');
      line.classList.toggle('closed', isClosed);
      if (isClosed) input.setAttribute('aria-describedby', 'full');
      else input.removeAttribute('aria-describedby');
    }
  };
  for (const { input } of rows) {
    input.addEventListener('change', () => {
      if (input.checked && marked().length > max) {
        input.checked = false;
        announce(texts.say('choose.full', { n: max }));
      }
      if (input.checked && blank) blank.input.checked = false;
      tell();
    });
  }
  blank?.input.addEventListener('change', () => {
    if (blank.input.checked) for (const { input } of rows) input.checked = false;
    tell();
  });
  tell();
  return {
    element: h(
      'fieldset',
      {},
      h('legend', {}, texts.say(min === 0 ? 'choose.up-to' : 'choose.several', { min, n: max })),
      count,
      ...rows.map((r) => r.row),
      blank?.row,
      full,
    ),
    choice: () => (blank?.input.checked ? 'blank' : marked()),
    missing: () =>
      blank?.input.checked || marked().length >= min
        ? undefined
        : texts.say(blank ? 'choose.missing-or-blank' : 'choose.missing', { n: min }),
  };
}
