/**
 * Section 1: the Merkle tree of RFC 6962 section 2.1, its inclusion and consistency proofs as RFC
 * 9162 section 2.1 checks them.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, equal, u8 } from './bytes.js';

/** A log of `size` entries whose root is `root`. */
export interface Head {
  readonly size: number;
  readonly root: Bytes;
}

export const leafHash = (data: Bytes): Bytes => sha256(concat(u8(0), data));
export const nodeHash = (left: Bytes, right: Bytes): Bytes => sha256(concat(u8(1), left, right));

/** The largest power of two below n, n >= 2. */
export function split(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** The root over leaf hashes. */
export function rootOf(leaves: readonly Bytes[]): Bytes {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leaves[0] as Bytes;
  const left = split(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

/**
 * Follows a path of siblings from a node to the root: `node` counts the nodes of its level, of
 * which `last` is the last one. `join` is told of each sibling and its side. Whether the path ends
 * there.
 */
function climb(
  node: number,
  last: number,
  path: readonly Bytes[],
  join: (sibling: Bytes, side: 'left' | 'right') => void,
): boolean {
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      join(sibling, 'left');
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      join(sibling, 'right');
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0;
}

/** Whether the proof shows that the leaf stands at `index` of the tree. */
export function verifyInclusion(
  leaf: Bytes,
  index: number,
  head: Head,
  proof: readonly Bytes[],
): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= head.size) return false;
  let hash = leaf;
  const ended = climb(index, head.size - 1, proof, (sibling, side) => {
    hash = side === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  });
  return ended && equal(hash, head.root);
}

/** Whether the proof shows that the log of `older` is the beginning of that of `newer`. */
export function verifyConsistency(older: Head, newer: Head, proof: readonly Bytes[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && equal(older.root, newer.root);
  if (older.size === 0) return proof.length === 0 && equal(older.root, rootOf([]));
  let node = older.size - 1;
  let last = newer.size - 1;
  while (node % 2 === 1) {
    node = (node - 1) / 2;
    last = Math.floor(last / 2);
  }
  // An older tree of a power of two leaves is one node of the newer: its root is where the path
  // begins.
  const [start, ...path] = node === 0 ? [older.root, ...proof] : proof;
  if (start === undefined) return false;
  let [olderHash, newerHash] = [start, start];
  const ended = climb(node, last, path, (sibling, side) => {
    if (side === 'left') olderHash = nodeHash(sibling, olderHash);
    newerHash = side === 'left' ? nodeHash(sibling, newerHash) : nodeHash(newerHash, sibling);
  });
  return ended && equal(olderHash, older.root) && equal(newerHash, newer.root);
}
