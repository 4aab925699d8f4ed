/**
 * Section 5: the election's keys and keys_root, from what the trustees revealed or from leaves with
 * their proofs.
 */
import { ByteReader, type Bytes, concat, equal, u32 } from './bytes.js';
import { demand } from './error.js';
import { decodePoint, decodePointNotIdentity, encodePoint, type Point } from './group.js';
import { leafHash, rootOf, verifyInclusion } from './merkle.js';

const headBytes = 40;
const proofBytes = 64;

/** Leaf j of keys_root: u32 j || Y_j || P_1j || ... || P_nj. */
export interface KeyLeaf {
  readonly data: Bytes;
  /** Its inclusion proof among the J leaves. */
  readonly path: readonly Bytes[];
}

/** The E_iju of a reveal's body: [j][u], for J slots and threshold k. */
function readCommitments(body: Bytes, J: number, k: number): Point[][] {
  const reader = new ByteReader(body, 'reveal');
  reader.take(headBytes);
  const E = Array.from({ length: J }, () =>
    Array.from({ length: k }, (_, u) =>
      (u === 0 ? decodePointNotIdentity : decodePoint)(reader.take(32), 'reveal: a commitment'),
    ),
  );
  reader.take(proofBytes);
  reader.end();
  return E;
}

/** sum_u t^u E_u, by Horner's rule. */
function evaluate(E: readonly Point[], t: bigint): Point {
  return E.reduceRight((value, coefficient) => value.multiplyUnsafe(t).add(coefficient));
}

/** Y_1..Y_J and keys_root, recomputed from the reveals' bodies in the order of trustees. */
export function keysFromReveals(
  bodies: readonly Bytes[],
  J: number,
  k: number,
): { keys: Point[]; keysRoot: Bytes } {
  const revealed = bodies.map((body) => readCommitments(body, J, k));
  const keys: Point[] = [];
  const leaves: Bytes[] = [];
  for (let j = 0; j < J; j++) {
    const E = Array.from({ length: k }, (_, u) =>
      revealed
        .map((commitments) => commitments[j]?.[u] as Point)
        .reduce((total, point) => total.add(point)),
    );
    const Y = E[0] as Point;
    demand(!Y.is0(), 'evidence', `the key of slot ${j + 1} is the identity`);
    const P = bodies.map((_, i) => encodePoint(evaluate(E, BigInt(i + 1))));
    keys.push(Y);
    leaves.push(leafHash(concat(u32(j + 1), encodePoint(Y), ...P)));
  }
  return { keys, keysRoot: rootOf(leaves) };
}

/**
 * Y_j of a leaf that is proved to be the j-th of J (j from 1) under keys_root, with the keys of n
 * trustees.
 */
export function keyFromLeaf(
  { data, path }: KeyLeaf,
  j: number,
  J: number,
  n: number,
  keysRoot: Bytes,
): Point {
  const what = `the key of slot ${j}`;
  demand(
    data.length === 36 + 32 * n && equal(data.slice(0, 4), u32(j)),
    'malformed',
    `${what}: it is not a leaf of this slot`,
  );
  demand(
    verifyInclusion(leafHash(data), j - 1, { size: J, root: keysRoot }, path),
    'evidence',
    `${what} is not the one that the trustees confirmed`,
  );
  return decodePointNotIdentity(data.slice(4, 36), what);
}
