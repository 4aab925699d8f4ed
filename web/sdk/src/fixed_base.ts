/**
 * Sums of multiples of points that are known long before: G, H, H_p, K_p and Y_j.
 *
 * A scalar k is first made odd: k' = k if it is odd, else k + l, which is the same multiple in a
 * group of order l. Then
 *
 *     k' = sum over i of d_i 16^i,   d_i = 2 e_i - 15,
 *     e_i the 64 hexadecimal digits of (k' + 2^256 - 1) / 2
 *
 * so every digit d_i is odd and in -15..15: none is zero, a table of the 16 odd multiples serves
 * all of them, and every scalar, zero too, takes the same 64 additions. A table has the odd
 * multiples of 16^(64 b / blocks) P for each of its blocks b: more blocks are more memory and fewer
 * doublings; the doublings of a sum are shared by its terms.
 */
import { identity, order, type Point, type Scalar } from './group.js';

const digits = 64;
const allOnes = (1n << 256n) - 1n;

/** A point with its table of blocks * 16 points. */
export class FixedBase {
  readonly #odd: readonly (readonly Point[])[];

  constructor(
    readonly point: Point,
    /** How many blocks the table has: a power of two, 1 to 64. */
    readonly blocks: number,
  ) {
    const odd: Point[][] = [];
    let power = point;
    for (let block = 0; block < blocks; block++) {
      if (block > 0) for (let i = 0; i < (4 * digits) / blocks; i++) power = power.double();
      odd.push(oddMultiples(power));
    }
    this.#odd = odd;
  }

  /** The multiple of 16^(64 block / blocks) that the digit stands for. */
  entry(block: number, digit: number): Point {
    return (this.#odd[block] as readonly Point[])[digit] as Point;
  }

  /** scalar * point. */
  multiply(scalar: Scalar): Point {
    return sum([[this, scalar]]);
  }
}

/** (2 e - 15) P for e = 0..15. */
function oddMultiples(point: Point): Point[] {
  const twice = point.double();
  const positive = [point];
  for (let i = 1; i < 8; i++) positive.push((positive[i - 1] as Point).add(twice));
  return [...positive.map((multiple) => multiple.negate()).reverse(), ...positive];
}

/** The digits e_0..e_63 of the file's comment. */
function recode(scalar: Scalar): Uint8Array {
  const odd = scalar + order * (1n - (scalar & 1n));
  const text = ((odd + allOnes) >> 1n).toString(16).padStart(digits, '0');
  return Uint8Array.from({ length: digits }, (_, i) =>
    Number.parseInt(text[digits - 1 - i] as string, 16),
  );
}

export type Term = readonly [FixedBase, Scalar];

/**
 * The sum of scalar * base over the terms. Which operations it does depends on the tables alone.
 */
export function sum(terms: readonly Term[]): Point {
  const recoded = terms.map(([base, scalar]) => ({
    base,
    length: digits / base.blocks,
    digits: recode(scalar),
  }));
  const top = Math.max(0, ...recoded.map(({ length }) => length)) - 1;
  let total = identity;
  for (let i = top; i >= 0; i--) {
    if (i < top) for (let doubling = 0; doubling < 4; doubling++) total = total.double();
    for (const term of recoded) {
      if (i >= term.length) continue;
      for (let block = 0; block < term.base.blocks; block++) {
        total = total.add(term.base.entry(block, term.digits[block * term.length + i] as number));
      }
    }
  }
  for (const term of recoded) term.digits.fill(0);
  return total;
}
