import { ristretto255 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { FixedBase, sum } from '../src/fixed_base.js';
import { fixedGenerators, positionGenerators } from '../src/generators.js';
import {
  decodePoint,
  decodePointNotIdentity,
  decodeScalar,
  encodePoint,
  encodeScalar,
  generator,
  identity,
  order,
  reduce,
  scalarFromWide,
} from '../src/group.js';
import { framed, h32, h64, hs } from '../src/transcript.js';
import { expectRefusal, seededRandom } from './sample.js';
import { generators, hex, transcripts } from './vectors.js';

/** Scalars that tables get wrong if anything, and random ones. */
function scalars(): bigint[] {
  const random = seededRandom(1);
  const wide = new Uint8Array(64);
  const drawn = Array.from({ length: 8 }, () => {
    random(wide);
    return scalarFromWide(wide);
  });
  return [0n, 1n, 2n, 15n, 16n, 2n ** 252n - 1n, 2n ** 252n, order - 1n, order - 2n, ...drawn];
}

describe('the group', () => {
  test('H, H_p and K_p are the published ones', () => {
    expect(encodePoint(fixedGenerators().H.point)).toEqual(hex(generators.H));
    const bases = positionGenerators(generators.H_p.length);
    expect(bases.map(({ H }) => encodePoint(H.point))).toEqual(generators.H_p.map(hex));
    expect(bases.map(({ K }) => encodePoint(K.point))).toEqual(generators.K_p.map(hex));
  });

  test.each([1, 2, 8, 64])(
    'tables of %i blocks multiply as noble does, zero included',
    (blocks) => {
      const base = new FixedBase(generator, blocks);
      for (const scalar of scalars()) {
        expect(encodePoint(base.multiply(scalar))).toEqual(
          encodePoint(generator.multiplyUnsafe(scalar)),
        );
      }
    },
  );

  test('a sum shares doublings among tables of different sizes', () => {
    const [a, b, c] = [generator, generator.multiply(5n), identity];
    for (const scalar of scalars()) {
      const total = sum([
        [new FixedBase(a, 8), scalar],
        [new FixedBase(b, 1), reduce(scalar * scalar)],
        [new FixedBase(c, 2), scalar],
      ]);
      expect(total.equals(generator.multiplyUnsafe(reduce(scalar + 5n * scalar * scalar)))).toBe(
        true,
      );
    }
    expect(sum([]).is0()).toBe(true);
  });

  test('scalars are canonical: 32 bytes, little-endian, below l', async () => {
    for (const scalar of scalars()) expect(decodeScalar(encodeScalar(scalar), 's')).toBe(scalar);
    expect(encodeScalar(0x0102n).slice(0, 3)).toEqual(Uint8Array.of(2, 1, 0));
    const l = encodeScalar(order);
    await expectRefusal(() => decodeScalar(l, 's'), 'malformed', /not below the order/);
    await expectRefusal(() => decodeScalar(new Uint8Array(32).fill(255), 's'), 'malformed');
    await expectRefusal(() => decodeScalar(new Uint8Array(31), 's'), 'malformed', /32 bytes/);
  });

  test('points are canonical: RFC 9496 appendix A.3, a set top bit, a wrong length', async () => {
    // biome-ignore format: one a line
    const bad = [
      '00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
      'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      '0100000000000000000000000000000000000000000000000000000000000000',
      '01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371',
      '4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f',
      '3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ];
    for (const encoding of bad)
      await expectRefusal(() => decodePoint(hex(encoding), 'P'), 'malformed');
    const topBit = encodePoint(generator);
    topBit[31] = (topBit[31] as number) | 0x80;
    await expectRefusal(() => decodePoint(topBit, 'P'), 'malformed');
    await expectRefusal(() => decodePoint(new Uint8Array(33), 'P'), 'malformed');
  });

  test('the identity decodes, except where it is refused', async () => {
    expect(decodePoint(new Uint8Array(32), 'P').is0()).toBe(true);
    expect(encodePoint(identity)).toEqual(new Uint8Array(32));
    await expectRefusal(
      () => decodePointNotIdentity(new Uint8Array(32), 'P'),
      'malformed',
      /identity/,
    );
    expect(
      decodePointNotIdentity(encodePoint(generator), 'P').equals(ristretto255.Point.BASE),
    ).toBe(true);
  });
});

test.each(transcripts.vectors)('transcript $tag $items', ({ tag, items, H64, H32, Hs }) => {
  const bytes = items.map(hex);
  expect(h64(tag, ...bytes)).toEqual(hex(H64));
  expect(h32(tag, ...bytes)).toEqual(hex(H32));
  expect(encodeScalar(hs(tag, ...bytes))).toEqual(hex(Hs));
});

test('a framed message is the concatenation of frames', () => {
  expect(framed('ab', Uint8Array.of(7), new Uint8Array())).toEqual(
    Uint8Array.of(0, 0, 0, 2, 97, 98, 0, 0, 0, 1, 7, 0, 0, 0, 0),
  );
});
