import { describe, expect, test } from 'vitest';
import { isEd25519Key, verifyEd25519 } from '../src/ed25519.js';
import { flipBit } from './sample.js';
import { hex } from './vectors.js';

describe('Ed25519', () => {
  // RFC 8032 section 7.1, test 2.
  const key = hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  const signature = hex(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );
  const message = Uint8Array.of(0x72);

  test('a good signature, and wrong ones', () => {
    expect(verifyEd25519(key, message, signature)).toBe(true);
    expect(verifyEd25519(key, Uint8Array.of(0x73), signature)).toBe(false);
    for (let bit = 0; bit < 512; bit += 31)
      expect(verifyEd25519(key, message, flipBit(signature, bit))).toBe(false);
    expect(verifyEd25519(key, message, signature.slice(1))).toBe(false);
  });

  test('s + l is refused, and points that are not of prime order', () => {
    const l = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = signature.slice(32).reduceRight((value, byte) => value * 256n + BigInt(byte), 0n) + l;
    const malleable = signature.slice();
    for (let i = 0; i < 32; i++) malleable[32 + i] = Number((s >> BigInt(8 * i)) & 255n);
    expect(verifyEd25519(key, message, malleable)).toBe(false);
    // The identity, a point of order 4, one of order 8, y = p + 1 (not canonical), and of order 8
    // l.
    for (const point of [
      '0100000000000000000000000000000000000000000000000000000000000000',
      '0000000000000000000000000000000000000000000000000000000000000000',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      '0100000000000000000000000000000000000000000000000000000000000080',
    ]) {
      expect(isEd25519Key(hex(point))).toBe(false);
      expect(verifyEd25519(hex(point), message, signature)).toBe(false);
      const withR = signature.slice();
      withR.set(hex(point));
      expect(verifyEd25519(key, message, withR)).toBe(false);
    }
  });
});
