/** Section 1: framing and transcripts. Each tag is used in one place only. */
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, toUtf8, u32 } from './bytes.js';
import { type Scalar, scalarFromWide } from './group.js';

/**
 * The message frame(tag) || frame(a_1) || ... || frame(a_m), where frame(b) = u32(length of b) ||
 * b.
 */
export const framed = (tag: string, ...items: readonly Bytes[]): Bytes =>
  concat(...[toUtf8(tag), ...items].flatMap((item) => [u32(item.length), item]));

/** H64(tag; a_1, ..., a_m): 64 bytes. Items may be secret: no copy of them is made here. */
export function h64(tag: string, ...items: readonly Bytes[]): Bytes {
  const hash = sha512.create();
  for (const item of [toUtf8(tag), ...items]) hash.update(u32(item.length)).update(item);
  return hash.digest();
}

/** H32(tag; ...): 32 bytes. */
export const h32 = (tag: string, ...items: readonly Bytes[]): Bytes =>
  h64(tag, ...items).slice(0, 32);

/** Hs(tag; ...): a scalar. */
export const hs = (tag: string, ...items: readonly Bytes[]): Scalar =>
  scalarFromWide(h64(tag, ...items));
