import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../src/bytes.js';
import { reduce } from '../src/group.js';
import { Hedge } from '../src/hedge.js';
import { Layout, type StyleLayout } from '../src/layout.js';
import { readManifest } from '../src/manifest.js';
import { NullSpace } from '../src/masks.js';
import { randomManifest } from './random_election.js';
import { seededChooser, seededRandom } from './sample.js';

describe('masks', () => {
  test('they vanish on every equation, and have n - rank(L) dimensions', () => {
    const random = seededRandom(3);
    const hedge = new Hedge(random, 1n, new Uint8Array(), new Uint8Array());
    for (let seed = 0; seed < 20; seed++) {
      const layout = new Layout(
        readManifest(toUtf8(randomManifest(seededChooser(seed), 2, 'masks'))),
      );
      for (const { equations, positions } of layout.styles) {
        const space = new NullSpace(equations, positions);
        const masks = space.draw((p) => hedge.scalar('test', p));
        for (const { terms } of equations) {
          expect(
            reduce(
              terms.reduce(
                (sum, { slot, weight }) => sum + BigInt(weight) * (masks[slot] as bigint),
                0n,
              ),
            ),
          ).toBe(0n);
        }
        expect(space.dimension).toBe(positions - rankOf(equations, positions));
      }
    }
  });

  test('equations that say the same take one dimension, and masks may be forced to zero', () => {
    const one = { terms: [{ slot: 0, weight: 2 }], total: 2 };
    const space = new NullSpace([one, { terms: [{ slot: 0, weight: 3 }], total: 3 }], 2);
    expect(space.dimension).toBe(1);
    expect(space.draw(() => 5n)).toEqual([0n, 5n]);
  });
});

/**
 * The rank of L over the rationals, by fraction-free elimination: another way than the one that is
 * tested.
 */
function rankOf(equations: StyleLayout['equations'], n: number): number {
  const rows = equations.map(({ terms }) => {
    const row = Array.from({ length: n }, () => 0n);
    for (const { slot, weight } of terms) row[slot] = BigInt(weight);
    return row;
  });
  let rank = 0;
  for (let column = 0; column < n; column++) {
    const pivot = rows.findIndex((row, i) => i >= rank && row[column] !== 0n);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot] as bigint[], rows[rank] as bigint[]];
    const top = rows[rank] as bigint[];
    for (let i = rank + 1; i < rows.length; i++) {
      const row = rows[i] as bigint[];
      const [a, b] = [row[column] as bigint, top[column] as bigint];
      rows[i] = row.map((value, c) => value * b - (top[c] as bigint) * a);
    }
    rank++;
  }
  return rank;
}
