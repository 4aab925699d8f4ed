/** Section 9, by hand: ties, thresholds, quotients as fractions, points by rank in each unit. */
import { expect, test } from 'vitest';
import type { ElectionResult } from '../src/election_result.js';
import { type Manifest, readManifest } from '../src/manifest.js';
import { outcomesOf } from '../src/outcome.js';
import { manifestOf } from './random_election.js';

const ids = ['a', 'b', 'c', 'd'];
const contest = (id: string, names = ids) => ({
  ...{ id, title: { en: id }, kind: 'choose', blank: true, min: 0, max: 1 },
  options: names.map((name) => ({ id: name, title: { en: name } })),
});
const contests = [contest('one'), contest('two', ['d', 'a', 'e'])];

const manifestWith = (rule: object): Manifest => {
  const text = JSON.parse(manifestOf(contests, 'outcomes')) as object;
  const results = [{ id: 'r', title: { en: 'R' }, contests: ['one'], seats: 1, ...rule }];
  return readManifest(new TextEncoder().encode(JSON.stringify({ ...text, results })));
};

/** A unit of each of these contests, with its totals, or withheld. */
const resultOf = (units: readonly [string, number[] | null][]): ElectionResult => ({
  ...{ cast: 9, counted: 9, superseded: 0, cancelled: 0, challenged: 0 },
  units: units.map(([id, totals]) => ({
    ...{ contest: id, members: [], counted: 9, totals: totals ?? [] },
    status: totals === null ? 'withheld' : 'decrypted',
  })),
});

function decide(rule: object, units: readonly [string, number[] | null][]) {
  const [outcome] = outcomesOf(manifestWith(rule), resultOf(units));
  if (outcome === undefined) throw new Error('no outcome');
  const { candidates, openSeats, isPartial } = outcome;
  const seats = Object.fromEntries(
    candidates.filter((one) => one.seats > 0).map((one) => [one.option, one.seats]),
  );
  const tied = candidates.filter((one) => one.tied).map(({ option }) => option);
  const scores = candidates.map(({ score }) => score);
  return { seats, tied, openSeats, isPartial, scores, order: candidates.map((c) => c.option) };
}

test('top: equals at the last seat are tied, and blank is nobody', () => {
  const top = { rule: 'top', threshold: null };
  const cases: [number, number[], object, string[], number][] = [
    [1, [5, 4, 1, 0, 99], { a: 1 }, [], 0],
    [2, [5, 4, 4, 0, 0], { a: 1 }, ['b', 'c'], 1],
    [3, [5, 4, 4, 0, 0], { a: 1, b: 1, c: 1 }, [], 0],
    [1, [0, 0, 0, 0, 7], {}, ids, 1],
    [9, [1, 2, 3, 4, 0], { a: 1, b: 1, c: 1, d: 1 }, [], 5],
  ];
  for (const [count, totals, seats, tied, openSeats] of cases)
    expect(decide({ ...top, seats: count }, [['one', totals]])).toMatchObject({
      ...{ seats, tied, openSeats },
    });
});

test('a threshold is of all votes of candidates, and is reached by equality', () => {
  const rule = { rule: 'top', threshold: [1, 4], seats: 4 };
  expect(decide(rule, [['one', [10, 5, 5, 0, 1000]]]).seats).toEqual({ a: 1, b: 1, c: 1 });
  expect(decide(rule, [['one', [11, 5, 5, 0, 0]]]).seats).toEqual({ a: 1 });
});

test('quotients, with ties that leave the rest open', () => {
  // 100, 80, 30, 20: the textbook's eight seats are 4 3 1 0, and by odd divisors 3 3 1 1.
  const units: [string, number[]][] = [['one', [100, 80, 30, 20, 0]]];
  const quotients = (rule: string, seats: number) =>
    decide({ rule, threshold: null, seats }, units).seats;
  expect(quotients('dhondt', 8)).toEqual({ a: 4, b: 3, c: 1 });
  expect(quotients('sainte_lague', 8)).toEqual({ a: 3, b: 3, c: 1, d: 1 });
  const equal = decide({ rule: 'dhondt', threshold: null, seats: 3 }, [['one', [6, 6, 0, 0, 0]]]);
  expect(equal).toMatchObject({ seats: { a: 1, b: 1 }, tied: ['a', 'b'], openSeats: 1 });
  const none = decide({ rule: 'dhondt', threshold: null, seats: 3 }, [['one', [0, 0, 0, 0, 0]]]);
  expect(none).toMatchObject({ seats: {}, tied: [], openSeats: 3 });
  // Quotients that no double tells apart.
  const close = 2 ** 40;
  const large = decide({ rule: 'sainte_lague', threshold: null, seats: 2 }, [
    ['one', [3 * close, close - 1, 0, 0, 0]],
  ]);
  expect(large.seats).toEqual({ a: 2 });
});

test('points by rank in each unit, added points, one candidate in two contests', () => {
  const rule = {
    ...{ rule: 'rank_points', contests: ['one', 'two'], points: [12, 10, 8] },
    added: [{ option: 'e', points: 3 }],
  };
  const outcome = decide(rule, [
    ['one', [7, 7, 2, 0, 50]],
    ['two', [1, 9, 0, 0]],
    ['two', null],
  ]);
  expect(outcome.order).toEqual(['a', 'b', 'c', 'd', 'e']);
  // a: 12 + 12, b: 12, c: third, d: second in the other contest, e: added alone.
  expect(outcome.scores).toEqual([24, 12, 8, 10, 3]);
  expect(outcome).toMatchObject({ seats: { a: 1 }, tied: [], openSeats: 0, isPartial: true });
});
