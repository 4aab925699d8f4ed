/**
 * Section 7: the challenges of a ballot's proof, and the equations that it is checked by, one by
 * one and without weights.
 */
import { type Ballot, decodeValues, signedMessage, trackerOf } from './ballot.js';
import { type Bytes, u16 } from './bytes.js';
import { demand } from './error.js';
import { FixedBase, sum, type Term } from './fixed_base.js';
import { fixedGenerators, positionGenerators, sumBlocks } from './generators.js';
import { encodeScalar, type Point, reduce, type Scalar } from './group.js';
import type { StyleLayout } from './layout.js';
import { verifySchnorr } from './schnorr.js';
import { hs } from './transcript.js';

export const challengeY = (
  election: Bytes,
  style: number,
  K: Bytes,
  ciphertexts: Bytes,
  M: Bytes,
  A: Bytes,
): Scalar => hs('viche/v1/ballot-y', election, u16(style), K, ciphertexts, M, A);

export const challengeX = (y: Scalar, B: Bytes): Scalar =>
  hs('viche/v1/ballot-x', encodeScalar(y), B);

/** y^1, ..., y^n. */
export function powers(y: Scalar, n: number): Scalar[] {
  const all: Scalar[] = [];
  for (let power = y; all.length < n; power = reduce(power * y)) all.push(power);
  return all;
}

/** Whether a list of terms sums to the identity. */
const vanishes = (terms: readonly Term[]): boolean => sum(terms).is0();

const term = (point: Point, scalar: Scalar): Term => [
  new FixedBase(point, sumBlocks),
  reduce(scalar),
];

/** Throws unless L f = x b. */
function demandEquations({ equations }: StyleLayout, f: readonly Scalar[], x: Scalar): void {
  for (const { terms, total } of equations) {
    const left = terms.reduce(
      (value, { slot, weight }) => value + BigInt(weight) * (f[slot] as Scalar),
      0n,
    );
    demand(reduce(left - x * BigInt(total)) === 0n, 'ballot', 'ballot: L f = x b does not hold');
  }
}

/**
 * Throws unless the ballot's form, equations and signature hold; keys are Y_1..Y_n by position.
 * Slow: about three times a proof.
 */
export function verifyBallot(
  election: Bytes,
  style: StyleLayout,
  keys: readonly Point[],
  ballot: Ballot,
): void {
  const n = style.positions;
  demand(ballot.style === style.style.number, 'ballot', 'ballot: it is of another style');
  demand(
    ballot.ciphertexts.length === 32 * (n + 1),
    'ballot',
    'ballot: no ballot of the style has this length',
  );
  const { C, M, A, B, f, z } = decodeValues(ballot);
  const [encodedM, encodedA, encodedB] = [0, 1, 2].map((i) =>
    ballot.proof.slice(32 * i, 32 * i + 32),
  ) as [Bytes, Bytes, Bytes];
  const y = challengeY(election, ballot.style, ballot.K, ballot.ciphertexts, encodedM, encodedA);
  const x = challengeX(y, encodedB);
  demandEquations(style, f, x);
  const { G, H } = fixedGenerators();
  const yPowers = [1n, ...powers(y, n)];
  const weighted = f.reduce((total, value, i) => total + value * (yPowers[i + 1] as Scalar), z);
  // z Y* + (sum_p y^p f_p) G - B - x C*
  const first = [
    [G, reduce(weighted)] as const,
    ...keys.map((Y, i) => term(Y, z * (yPowers[i + 1] as Scalar))),
    term(B, -1n),
    ...C.map((point, p) => term(point, -x * (yPowers[p] as Scalar))),
  ];
  demand(vanishes(first), 'ballot', 'ballot: equation (E1) does not hold');
  // z H + sum_p f_p H_p + sum_p f_p (x - f_p) K_p - A - x M
  const second = [
    [H, z] as const,
    ...positionGenerators(n).flatMap((base, i): Term[] => {
      const value = f[i] as Scalar;
      return [
        [base.H, value],
        [base.K, reduce(value * (x - value))],
      ];
    }),
    term(A, -1n),
    term(M, -x),
  ];
  demand(vanishes(second), 'ballot', 'ballot: equation (E2) does not hold');
  const message = signedMessage(ballot.type, election, ballot.prev, trackerOf(election, ballot));
  demand(
    verifySchnorr(ballot.K, message, ballot.signature),
    'ballot',
    'ballot: the signature does not hold',
  );
}
