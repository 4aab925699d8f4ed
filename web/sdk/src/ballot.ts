/** Section 7: the bytes of a ballot, its tracker, and the message that its signature covers. */
import { ByteReader, type Bytes, concat, u8, u16 } from './bytes.js';
import { demand } from './error.js';
import {
  decodePoint,
  decodePointNotIdentity,
  decodeScalar,
  type Point,
  type Scalar,
} from './group.js';
import { leafHash } from './merkle.js';
import { framed, h32 } from './transcript.js';

/** An entry's type: a vote, or a ballot that was made to be opened. */
export type BallotType = 'cast' | 'challenge';
const typeBytes = { cast: 0x13, challenge: 0x14 } as const;

/** prev of a credential's first entry. */
export const noPrevious: Bytes = new Uint8Array(32);

/**
 * A ballot before it is signed: everything that its tracker covers. Points and scalars are
 * encodings.
 */
export interface UnsignedBallot {
  /** Number of the style, from 1. */
  readonly style: number;
  readonly K: Bytes;
  /** C_0 || ... || C_n. */
  readonly ciphertexts: Bytes;
  /** M || A || B || f_1 || ... || f_n || z. */
  readonly proof: Bytes;
}

/** A whole ballot, as an entry of the log holds it. */
export interface Ballot extends UnsignedBallot {
  readonly type: BallotType;
  readonly prev: Bytes;
  readonly signature: Bytes;
}

export const trackerOf = (
  election: Bytes,
  { style, K, ciphertexts, proof }: UnsignedBallot,
): Bytes => h32('viche/v1/tracker', election, u16(style), K, ciphertexts, proof);

export const signedMessage = (
  type: BallotType,
  election: Bytes,
  prev: Bytes,
  tracker: Bytes,
): Bytes => framed('viche/v1/ballot', u8(typeBytes[type]), election, prev, tracker);

/** The entry of the log: 64 n + 291 bytes. */
export const encodeBallot = (ballot: Ballot): Bytes =>
  concat(
    u8(typeBytes[ballot.type]),
    u16(ballot.style),
    ballot.K,
    ballot.prev,
    ballot.ciphertexts,
    ballot.proof,
    ballot.signature,
  );

/** What the next ballot of the credential has to name: the leaf hash of this entry. */
export const prevAfter = (entry: Bytes): Bytes => leafHash(entry);

/**
 * Splits an entry by its length. Whether points and scalars decode is the business of whoever
 * computes with them.
 */
export function decodeBallot(entry: Bytes): Ballot {
  const positions = (entry.length - 291) / 64;
  demand(
    Number.isInteger(positions) && positions >= 1,
    'malformed',
    'ballot: no ballot has this length',
  );
  const reader = new ByteReader(entry, 'ballot');
  const typeByte = reader.unsigned(1);
  demand(
    typeByte === typeBytes.cast || typeByte === typeBytes.challenge,
    'malformed',
    'ballot: the entry is not a cast or a challenge',
  );
  return {
    type: typeByte === typeBytes.cast ? 'cast' : 'challenge',
    style: reader.unsigned(2),
    K: reader.take(32),
    prev: reader.take(32),
    ciphertexts: reader.take(32 * (positions + 1)),
    proof: reader.take(32 * (positions + 4)),
    signature: reader.take(64),
  };
}

/** The ciphertexts and the proof as numbers. */
export interface BallotValues {
  /** C_0, ..., C_n. */
  readonly C: readonly Point[];
  readonly M: Point;
  readonly A: Point;
  readonly B: Point;
  readonly f: readonly Scalar[];
  readonly z: Scalar;
}

/** Decodes strictly: canonical points and scalars, C_0 and K not the identity. */
export function decodeValues({ K, ciphertexts, proof }: UnsignedBallot): BallotValues {
  decodePointNotIdentity(K, 'ballot: K');
  const points = new ByteReader(ciphertexts, 'ballot: ciphertexts');
  const C = [decodePointNotIdentity(points.take(32), 'ballot: C_0')];
  for (let p = 1; points.left > 0; p++) C.push(decodePoint(points.take(32), `ballot: C_${p}`));
  const values = new ByteReader(proof, 'ballot: proof');
  const [M, A, B] = ['M', 'A', 'B'].map((name) =>
    decodePoint(values.take(32), `ballot: ${name}`),
  ) as [Point, Point, Point];
  const f = C.slice(1).map((_, i) => decodeScalar(values.take(32), `ballot: f_${i + 1}`));
  const z = decodeScalar(values.take(32), 'ballot: z');
  values.end();
  return { C, M, A, B, f, z };
}
