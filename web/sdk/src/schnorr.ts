/**
 * Section 1: Schnorr signatures over ristretto255 in the form of FROST(ristretto255, SHA-512), RFC
 * 9591 section 6.2.
 */
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, toUtf8 } from './bytes.js';
import { fixedGenerators } from './generators.js';
import {
  decodePointNotIdentity,
  decodeScalar,
  encodePoint,
  encodeScalar,
  generator,
  type Point,
  reduce,
  type Scalar,
  scalarFromWide,
} from './group.js';
import { Hedge, type RandomSource } from './hedge.js';

/** A secret scalar and its public point's encoding. */
export interface KeyPair {
  readonly secret: Scalar;
  readonly public: Bytes;
}

const challenge = (R: Bytes, publicKey: Bytes, message: Bytes): Scalar =>
  scalarFromWide(sha512(concat(toUtf8('FROST-RISTRETTO255-SHA512-v1chal'), R, publicKey, message)));

/** R || z, 64 bytes. */
export function signSchnorr(key: KeyPair, message: Bytes, random: RandomSource): Bytes {
  const hedge = new Hedge(random, key.secret, key.public, message);
  // A nonce of zero would be an R that everybody refuses; it comes up once in l times.
  const nonce = hedge.scalar('viche/v1/sdk-signature', 0) || 1n;
  hedge.wipe();
  const R = encodePoint(fixedGenerators().G.multiply(nonce));
  return concat(R, encodeScalar(reduce(nonce + challenge(R, key.public, message) * key.secret)));
}

/**
 * Whether z G = R + c PK, R and PK not the identity; throws if the signature or key does not
 * decode.
 */
export function verifySchnorr(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  const R = decodePointNotIdentity(signature.slice(0, 32), 'R');
  const z = decodeScalar(signature.slice(32), 'z');
  const PK: Point = decodePointNotIdentity(publicKey, 'the public key');
  const c = challenge(signature.slice(0, 32), publicKey, message);
  return generator.multiplyUnsafe(z).equals(R.add(PK.multiplyUnsafe(c)));
}
