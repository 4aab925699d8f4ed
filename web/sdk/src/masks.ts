/**
 * Section 7: masks a, uniform with L a = 0, for the equations of a style. The equations are public,
 * the masks are secret.
 */
import { invert, reduce, type Scalar } from './group.js';
import type { Equation } from './layout.js';

/** One coefficient for each position that has any, by position. */
type Row = Map<number, Scalar>;

/** Takes `factor` times `from` away from `row`. */
function subtract(row: Row, from: Row, factor: Scalar): void {
  for (const [position, coefficient] of from) {
    const value = reduce((row.get(position) ?? 0n) - factor * coefficient);
    if (value === 0n) row.delete(position);
    else row.set(position, value);
  }
}

/**
 * The null space of L mod l: free positions take any value, and each pivot is a combination of free
 * ones. There are n - rank(L) free positions, so that uniform values there give uniform masks.
 */
export class NullSpace {
  readonly #pivots = new Map<number, Row>();

  constructor(
    equations: readonly Equation[],
    private readonly positions: number,
  ) {
    for (const { terms } of equations) {
      const row: Row = new Map();
      for (const { slot, weight } of terms)
        row.set(slot, reduce((row.get(slot) ?? 0n) + BigInt(weight)));
      this.#add(row);
    }
    for (const [pivot, row] of this.#pivots) row.delete(pivot);
  }

  /** Keeps the rows reduced: a pivot stands in its own row only, with coefficient 1. */
  #add(row: Row): void {
    for (const [pivot, other] of this.#pivots) {
      const factor = row.get(pivot);
      if (factor !== undefined) subtract(row, other, factor);
    }
    const pivot = [...row.keys()].find((position) => row.get(position) !== 0n);
    if (pivot === undefined) return;
    const inverse = invert(row.get(pivot) as Scalar);
    for (const [position, coefficient] of row) row.set(position, reduce(coefficient * inverse));
    for (const other of this.#pivots.values()) {
      const factor = other.get(pivot);
      if (factor !== undefined) subtract(other, row, factor);
    }
    this.#pivots.set(pivot, row);
  }

  /** n - rank(L). */
  get dimension(): number {
    return this.positions - this.#pivots.size;
  }

  /** A mask for each position; draw(p) gives a uniform scalar for position p, counted from 1. */
  draw(draw: (p: number) => Scalar): Scalar[] {
    const masks = Array.from({ length: this.positions }, (_, i) =>
      this.#pivots.has(i) ? 0n : draw(i + 1),
    );
    for (const [pivot, row] of this.#pivots) {
      let sum = 0n;
      for (const [position, coefficient] of row) sum += coefficient * (masks[position] as Scalar);
      masks[pivot] = reduce(-sum);
    }
    return masks;
  }
}
