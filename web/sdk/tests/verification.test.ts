import { describe, expect, test } from 'vitest';
import {
  encodeBallot,
  noPrevious,
  signedMessage,
  trackerOf,
  type UnsignedBallot,
} from '../src/ballot.js';
import { challengeX, challengeY, powers } from '../src/ballot_equations.js';
import { concat, u16 } from '../src/bytes.js';
import { encodeChoices } from '../src/choices.js';
import { fixedGenerators, positionGenerators } from '../src/generators.js';
import {
  encodePoint,
  encodePoints,
  encodeScalar,
  generator,
  identity,
  order,
  type Point,
  reduce,
} from '../src/group.js';
import { NullSpace } from '../src/masks.js';
import { type ProofScalars, Prover } from '../src/prover.js';
import { signSchnorr } from '../src/schnorr.js';
import { expectRefusal, flipBit, seededChooser, seededRandom } from './sample.js';
import {
  credential,
  fingerprint,
  good,
  keys,
  made,
  prepare,
  prover,
  style,
} from './three_kinds.js';

describe('verification', () => {
  const entry = prepare().cast(noPrevious).entry;
  const n = style.positions;

  test('a bit turned anywhere is refused', () => {
    const below = seededChooser(5);
    for (let i = 0; i < 40; i++) {
      const bad = flipBit(entry, below(8 * entry.length));
      expect(() => made.election.verifyBallot(bad)).toThrow();
    }
  });

  test('lengths, types and styles', async () => {
    const refusal = (bytes: Uint8Array, code: 'malformed' | 'ballot', message: RegExp) =>
      expectRefusal(() => made.election.verifyBallot(bytes), code, message);
    await refusal(entry.slice(0, -1), 'malformed', /length/);
    await refusal(entry.slice(0, -64), 'ballot', /no ballot of the style/);
    await refusal(new Uint8Array(291), 'malformed', /length/);
    await refusal(concat(Uint8Array.of(0x12), entry.slice(1)), 'malformed', /not a cast/);
    await refusal(concat(entry.slice(0, 1), u16(4), entry.slice(3)), 'ballot', /no style 4/);
    await refusal(
      concat(entry.slice(0, 1), u16(3), entry.slice(3)),
      'ballot',
      /no ballot of the style/,
    );
    await refusal(concat(Uint8Array.of(0x14), entry.slice(1)), 'ballot', /signature/);
  });

  test('the identity and scalars of l or more', async () => {
    const put = (at: number, bytes: Uint8Array) => {
      const changed = entry.slice();
      changed.set(bytes, at);
      return changed;
    };
    const refusal = (bytes: Uint8Array, code: 'malformed' | 'ballot', message: RegExp) =>
      expectRefusal(() => made.election.verifyBallot(bytes), code, message);
    const zero = new Uint8Array(32);
    const [K, C0, M, f1] = [3, 67, 67 + 32 * (n + 1), 67 + 32 * (n + 4)];
    await refusal(put(K, zero), 'malformed', /K is the identity/);
    await refusal(put(C0, zero), 'malformed', /C_0 is the identity/);
    await refusal(put(entry.length - 64, zero), 'malformed', /R is the identity/);
    await refusal(put(C0 + 32, zero), 'ballot', /does not hold/);
    await refusal(put(M, zero), 'ballot', /does not hold/);
    await refusal(put(f1, encodeScalar(order)), 'malformed', /f_1 is not below/);
    await refusal(put(entry.length - 32, encodeScalar(order)), 'malformed', /z is not below/);
    await refusal(put(f1, encodeScalar(5n)), 'ballot', /L f = x b/);
    await refusal(put(f1 - 32, encodePoint(generator)), 'ballot', /L f = x b/);
  });

  test('each equation by itself', async () => {
    const slots = encodeChoices(style, good);
    const secrets = { r: 5n, s: 6n, a: new NullSpace(style.equations, n).draw((p) => BigInt(p)) };
    const signed = (ballot: UnsignedBallot) => {
      const tracker = trackerOf(fingerprint, ballot);
      const message = signedMessage('cast', fingerprint, noPrevious, tracker);
      const signature = signSchnorr(credential.keyPair(), message, seededRandom(1));
      return encodeBallot({ ...ballot, type: 'cast', prev: noPrevious, signature });
    };
    const refusal = (ballot: UnsignedBallot, message: RegExp) =>
      expectRefusal(() => made.election.verifyBallot(signed(ballot)), 'ballot', message);
    made.election.verifyBallot(signed(prover.proveWith(slots, credential.K, secrets)));
    // Encrypted to another key: only (E1) knows the keys.
    const otherKeys = new Prover(fingerprint, style, [generator, ...keys.slice(1)]);
    await refusal(otherKeys.proveWith(slots, credential.K, secrets), /\(E1\)/);
    // Masks outside the null space.
    const a = secrets.a.map((mask, i) => (i === 0 ? mask + 1n : mask));
    await refusal(prover.proveWith(slots, credential.K, { ...secrets, a }), /L f = x b/);
    // A ballot that gives two votes to one option and takes one from another: only (E2) wants bits.
    await refusal(overVote(slots, secrets), /\(E2\)/);
  });
});

/**
 * A ballot whose first three slots hold 2, -1 and 0 (two marks of `choose` as before), proved as
 * well as it can be.
 */
function overVote(slots: Uint8Array, { r, s, a }: ProofScalars): UnsignedBallot {
  const m = [2n, -1n, 0n, ...Array.from(slots.slice(3), BigInt)];
  const [H, bases] = [fixedGenerators().H.point, positionGenerators(m.length)];
  const times = (point: Point, scalar: bigint) => point.multiplyUnsafe(reduce(scalar));
  const add = (points: Point[]) => points.reduce((total, point) => total.add(point), identity);
  const C = m.map((m_p, i) => times(keys[i] as Point, r).add(times(generator, m_p)));
  const ciphertexts = encodePoints([times(generator, r), ...C]);
  const M = encodePoint(
    add([
      times(H, r),
      ...m.map((m_p, i) => times(bases[i]?.H.point as Point, m_p)),
      ...m.map((m_p, i) => times(bases[i]?.K.point as Point, (a[i] as bigint) * (1n - 2n * m_p))),
    ]),
  );
  const A = encodePoint(
    add([
      times(H, s),
      ...a.map((a_p, i) => times(bases[i]?.H.point as Point, a_p)),
      ...a.map((a_p, i) => times(bases[i]?.K.point as Point, -a_p * a_p)),
    ]),
  );
  const y = challengeY(fingerprint, 1, credential.K, ciphertexts, M, A);
  const y_p = powers(y, m.length);
  const Y = add([generator, ...y_p.map((power, i) => times(keys[i] as Point, power))]);
  const inner = y_p.reduce((total, power, i) => total + power * (a[i] as bigint), 0n);
  const B = encodePoint(times(Y, s).add(times(generator, inner)));
  const x = challengeX(y, B);
  const f = a.map((a_p, i) => encodeScalar(reduce(a_p + x * (m[i] as bigint))));
  return {
    style: 1,
    K: credential.K,
    ciphertexts,
    proof: concat(M, A, B, ...f, encodeScalar(reduce(s + x * r))),
  };
}
