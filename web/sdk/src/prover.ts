/** Section 7: encryption and proof of one ballot, with the symbols of the specification. */
import type { UnsignedBallot } from './ballot.js';
import { challengeX, challengeY, powers } from './ballot_equations.js';
import { type Bytes, concat, u16 } from './bytes.js';
import { FixedBase, sum, type Term } from './fixed_base.js';
import { fixedGenerators, positionGenerators, soloBlocks } from './generators.js';
import {
  encodePoint,
  encodePoints,
  encodeScalar,
  generator,
  type Point,
  reduce,
  type Scalar,
} from './group.js';
import { Hedge, type RandomSource } from './hedge.js';
import type { StyleLayout } from './layout.js';
import { NullSpace } from './masks.js';
import type { KeyPair } from './schnorr.js';

/**
 * What a ballot's secret parts are: to be wiped when it is cast, or given to a second device when
 * it is challenged.
 */
export interface BallotSecrets {
  /** The encoding of r. */
  readonly r: Bytes;
  /** m_1..m_n. */
  readonly slots: Uint8Array;
}

/**
 * The secret scalars of a ballot. For tests of other values they can be chosen; the prover draws
 * them.
 */
export interface ProofScalars {
  readonly r: Scalar;
  readonly s: Scalar;
  /** a_1..a_n with L a = 0. */
  readonly a: readonly Scalar[];
}

/**
 * Proves ballots of one style of one election. Building it makes the tables, which is the slow
 * part.
 */
export class Prover {
  readonly #keys: readonly FixedBase[];
  readonly #masks: NullSpace;

  constructor(
    private readonly election: Bytes,
    readonly style: StyleLayout,
    /** Y_p for each position. */
    keys: readonly Point[],
  ) {
    this.#keys = keys.map((Y) => new FixedBase(Y, soloBlocks));
    this.#masks = new NullSpace(style.equations, style.positions);
    positionGenerators(style.positions);
    fixedGenerators();
  }

  /**
   * Encrypts the slots with an r that is drawn here: no r ever has two proofs. Which operations it
   * does depends on the style alone.
   */
  prove(
    slots: Uint8Array,
    key: KeyPair,
    random: RandomSource,
  ): { ballot: UnsignedBallot; secrets: BallotSecrets } {
    const statement = concat(this.election, u16(this.style.style.number), key.public);
    const hedge = new Hedge(random, key.secret, statement, slots);
    // C_0 would be the identity if r were zero, which comes up once in l times.
    const r = hedge.scalar('viche/v1/sdk-ballot-r', 0) || 1n;
    const s = hedge.scalar('viche/v1/sdk-ballot-s', 0);
    const a = this.#masks.draw((p) => hedge.scalar('viche/v1/sdk-ballot-a', p));
    hedge.wipe();
    const ballot = this.proveWith(slots, key.public, { r, s, a });
    return { ballot, secrets: { r: encodeScalar(r), slots: slots.slice() } };
  }

  /**
   * @internal The ballot of given scalars. Two proofs of one r give the vote away: only `prove` and
   * the published vectors call this.
   */
  proveWith(slots: Uint8Array, K: Bytes, { r, s, a }: ProofScalars): UnsignedBallot {
    const { G, H } = fixedGenerators();
    const bases = positionGenerators(this.style.positions);
    const m = Array.from(slots, BigInt);
    const ciphertexts = encodePoints([
      G.multiply(r),
      ...this.#keys.map((Y, i) => plusIf(m[i] as Scalar, Y.multiply(r), generator)),
    ]);
    const masked = sum([
      [H, r],
      ...bases.map(
        ({ K: base }, i): Term => [base, reduce((a[i] as Scalar) * (1n - 2n * (m[i] as Scalar)))],
      ),
    ]);
    const M = encodePoint(
      bases.reduce((total, base, i) => plusIf(m[i] as Scalar, total, base.H.point), masked),
    );
    const A = encodePoint(
      sum([
        [H, s],
        ...bases.map((base, i): Term => [base.H, a[i] as Scalar]),
        ...bases.map((base, i): Term => [base.K, reduce(-(a[i] as Scalar) * (a[i] as Scalar))]),
      ]),
    );
    const y = challengeY(this.election, this.style.style.number, K, ciphertexts, M, A);
    const yPowers = powers(y, this.style.positions);
    const masksSum = yPowers.reduce(
      (total, power, i) => reduce(total + power * (a[i] as Scalar)),
      0n,
    );
    // s Y* + (sum_p y^p a_p) G with Y* = G + sum_p y^p Y_p.
    const B = encodePoint(
      sum([
        [G, reduce(s + masksSum)],
        ...this.#keys.map((Y, i): Term => [Y, reduce(s * (yPowers[i] as Scalar))]),
      ]),
    );
    const x = challengeX(y, B);
    const f = a.map((mask, i) => encodeScalar(reduce(mask + x * (m[i] as Scalar))));
    const z = encodeScalar(reduce(s + x * r));
    return { style: this.style.style.number, K, ciphertexts, proof: concat(M, A, B, ...f, z) };
  }
}

/** point + bit * other: both are computed and one is taken. */
function plusIf(bit: Scalar, point: Point, other: Point): Point {
  return [point, point.add(other)][Number(bit)] as Point;
}
