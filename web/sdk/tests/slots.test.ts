import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../src/bytes.js';
import { type Choices, decodeChoices, encodeChoices } from '../src/choices.js';
import { digits, Layout } from '../src/layout.js';
import { readManifest } from '../src/manifest.js';
import { randomChoices, randomManifest } from './random_election.js';
import { expectRefusal, seededChooser } from './sample.js';
import { good, made, prepare, style } from './three_kinds.js';

describe('slots', () => {
  test('digits', () => {
    expect([0, 1, 2, 4, 5, 7, 10].map(digits)).toEqual([
      [],
      [1],
      [1, 1],
      [1, 2, 1],
      [1, 2, 2],
      [1, 2, 4],
      [1, 2, 4, 3],
    ]);
  });

  test('the three kinds, slot by slot', () => {
    // choose: options, slack 1 1, blank; score: 1 2 1 each, slack 1 2 1; rank: places, slack,
    // blank.
    expect([...encodeChoices(style, good)]).toEqual([
      ...[0, 1, 0, 1, 0, 0],
      ...[1, 1, 0, 0, 0, 0, 0, 1, 0],
      ...[0, 0, 1, 1, 0, 0, 0, 1, 0, 0],
    ]);
    const blank = encodeChoices(style, { c: 'blank', s: { o1: 4, o2: 1 }, r: 'blank' });
    expect([...blank]).toEqual([
      ...[0, 0, 0, 0, 0, 1],
      ...[1, 1, 1, 1, 0, 0, 0, 0, 0],
      ...[0, 0, 0, 0, 0, 0, 1, 1, 1, 1],
    ]);
    expect(style.equations).toHaveLength(2 + 2 + 3);
    expect(style.globalSlots).toEqual(Array.from({ length: 25 }, (_, i) => i));
    expect(made.layout.styles[1]?.globalSlots[0]).toBe(15);
  });

  test('every completed ballot meets the equations and is read back', () => {
    for (let seed = 0; seed < 40; seed++) {
      const below = seededChooser(seed);
      const layout = new Layout(readManifest(toUtf8(randomManifest(below, 2, 'slots'))));
      for (const of of layout.styles) {
        const choices = randomChoices(below, of.style.contests);
        const slots = encodeChoices(of, choices);
        for (const { terms, total } of of.equations) {
          expect(
            terms.reduce((sum, { slot, weight }) => sum + weight * (slots[slot] as number), 0),
          ).toBe(total);
        }
        expect(encodeChoices(of, decodeChoices(of, slots))).toEqual(slots);
      }
    }
  });

  test.each<[string, Choices, RegExp]>([
    ['a contest left out', { c: [], s: { o1: 1 } }, /^\/r: nothing is chosen/],
    ['a contest of another style', { ...good, x: [] }, /^\/x: there is no such contest/],
    [
      'too many marks',
      { ...good, c: ['o1', 'o2', 'o3'] },
      /^\/c: 3 options are marked, but 0 to 2/,
    ],
    ['an option twice', { ...good, c: ['o1', 'o1'] }, /stands twice/],
    ['an unknown option', { ...good, c: ['o9'] }, /no option "o9"/],
    ['a list for scores', { ...good, s: ['o1'] }, /^\/s: an object/],
    ['scores for a list', { ...good, c: { o1: 1 } }, /^\/c: a list/],
    ['a score too high', { ...good, s: { o1: 5 } }, /from 0 to 4/],
    ['a score that is no integer', { ...good, s: { o1: 0.5 } }, /from 0 to 4/],
    ['a score of an unknown option', { ...good, s: { o9: 1 } }, /no option/],
    ['a total too low', { ...good, s: {} }, /sum to 0, but 1 to 5/],
    ['a total too high', { ...good, s: { o1: 4, o2: 4 } }, /sum to 8/],
    ['a place left free', { ...good, r: ['o1'] }, /1 options are ranked, but there are 2/],
    ['blank where there is none', { ...good, s: 'blank' }, /no blank/],
  ])('refused: %s', async (_, choices, message) => {
    await expectRefusal(() => prepare(choices), 'choices', message);
  });

  test('slots that no completed ballot has are refused: other digits are a mark', async () => {
    const slots = encodeChoices(style, { ...good, s: { o1: 1, o2: 1 } });
    // 1 2 1 holds 1 in two ways; the greedy one is the first.
    [slots[6], slots[8]] = [0, 1];
    await expectRefusal(() => decodeChoices(style, slots), 'ballot', /no completed ballot/);
  });
});
