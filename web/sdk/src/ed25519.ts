/**
 * Section 1: the Ed25519 signatures of officials, log and witnesses, so strict that every
 * implementation agrees.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import type { Bytes } from './bytes.js';

/** Whether the 32 bytes are the canonical encoding of a point of prime order. */
export function isPrimeOrderPoint(bytes: Bytes): boolean {
  try {
    const point = ed25519.Point.fromBytes(bytes, false);
    return !point.is0() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/** Keys that passed isPrimeOrderPoint, so that each is checked once. */
const goodKeys = new Set<string>();

/** Whether the 32 bytes may be a public key. */
export function isEd25519Key(key: Bytes): boolean {
  const name = key.toString();
  if (goodKeys.has(name)) return true;
  const good = isPrimeOrderPoint(key);
  if (good && goodKeys.size < 1024) goodKeys.add(name);
  return good;
}

/**
 * Whether the signature holds: s < l, A and R canonical and of prime order, and RFC 8032's
 * equation. noble checks the equation times the cofactor, which is the same for points of prime
 * order.
 */
export function verifyEd25519(key: Bytes, message: Bytes, signature: Bytes): boolean {
  return (
    signature.length === 64 &&
    isEd25519Key(key) &&
    isPrimeOrderPoint(signature.slice(0, 32)) &&
    ed25519.verify(signature, message, key, { zip215: false })
  );
}
