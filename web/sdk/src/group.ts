/**
 * ristretto255 (RFC 9496) and its scalars, on noble-curves. JavaScript's integers are not constant
 * time: see the README.
 */
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { type Bytes, concat, isZero } from './bytes.js';
import { demand, VicheError } from './error.js';

/** An integer in [0, l). */
export type Scalar = bigint;

const Ristretto = ristretto255.Point;

/** An element of ristretto255. */
export type Point = InstanceType<(typeof ristretto255)['Point']>;

/** l = 2^252 + 27742317777372353535851937790883648493, the order of the group. */
export const order: bigint = Ristretto.Fn.ORDER;

/** G, the generator. */
export const generator: Point = Ristretto.BASE;
export const identity: Point = Ristretto.ZERO;

export function reduce(value: bigint): Scalar {
  const rest = value % order;
  return rest < 0n ? rest + order : rest;
}

/** Inverse of a public nonzero scalar. */
export const invert = (value: Scalar): Scalar => Ristretto.Fn.inv(value);

function littleEndian(bytes: Bytes): bigint {
  let hex = '0x';
  for (let i = bytes.length - 1; i >= 0; i--)
    hex += (bytes[i] as number).toString(16).padStart(2, '0');
  return BigInt(hex);
}

/** The 64 bytes of a wide hash, reduced mod l. */
export const scalarFromWide = (bytes: Bytes): Scalar => littleEndian(bytes) % order;

export function encodeScalar(scalar: Scalar): Bytes {
  const bytes = new Uint8Array(32);
  let rest = scalar;
  for (let at = 0; at < 32; at += 4) {
    const word = Number(rest & 0xffffffffn);
    bytes[at] = word;
    bytes[at + 1] = word >>> 8;
    bytes[at + 2] = word >>> 16;
    bytes[at + 3] = word >>> 24;
    rest >>= 32n;
  }
  return bytes;
}

/** A canonical scalar: 32 bytes, little-endian, below l. */
export function decodeScalar(bytes: Bytes, what: string): Scalar {
  demand(bytes.length === 32, 'malformed', `${what} has not 32 bytes`);
  const scalar = littleEndian(bytes);
  demand(scalar < order, 'malformed', `${what} is not below the order of the group`);
  return scalar;
}

export const encodePoint = (point: Point): Bytes => point.toBytes();

/** A canonical encoding of an element, which may be the identity. */
export function decodePoint(bytes: Bytes, what: string): Point {
  try {
    return Ristretto.fromBytes(bytes);
  } catch {
    throw new VicheError('malformed', `${what} is not the encoding of a point`);
  }
}

/** A canonical encoding of an element other than the identity. */
export function decodePointNotIdentity(bytes: Bytes, what: string): Point {
  demand(!isZero(bytes), 'malformed', `${what} is the identity`);
  return decodePoint(bytes, what);
}

export const encodePoints = (points: readonly Point[]): Bytes => concat(...points.map(encodePoint));

const { deriveToCurve } = ristretto255_hasher as Required<typeof ristretto255_hasher>;

/** RFC 9496's one-way map of 64 bytes (section 4.3.4). */
export const mapToPoint = (bytes: Bytes): Point => deriveToCurve(bytes);
