/** Section 1: the generators H, H_p and K_p, of which nobody knows a relation. */
import { u32 } from './bytes.js';
import { FixedBase } from './fixed_base.js';
import { generator, mapToPoint } from './group.js';
import { h64 } from './transcript.js';

/** Blocks of a base that is multiplied by itself, and of one that stands in long sums only. */
export const soloBlocks = 8;
export const sumBlocks = 1;

let fixed: { G: FixedBase; H: FixedBase } | undefined;

/** G and H with their tables, which are made once. */
export function fixedGenerators(): { G: FixedBase; H: FixedBase } {
  fixed ??= {
    G: new FixedBase(generator, soloBlocks),
    H: new FixedBase(mapToPoint(h64('viche/v1/generator-H')), sumBlocks),
  };
  return fixed;
}

/** H_p and K_p for the positions p = 1, 2, ..., as many as were asked for so far. */
const positions: { H: FixedBase; K: FixedBase }[] = [];

/** H_1..H_n and K_1..K_n with their tables. A table is made once, when it is first needed. */
export function positionGenerators(n: number): readonly { H: FixedBase; K: FixedBase }[] {
  for (let p = positions.length + 1; p <= n; p++) {
    positions.push({
      H: new FixedBase(mapToPoint(h64('viche/v1/generator-Hp', u32(p))), sumBlocks),
      K: new FixedBase(mapToPoint(h64('viche/v1/generator-Kp', u32(p))), sumBlocks),
    });
  }
  return positions.slice(0, n);
}
