/**
 * What several tests share: the record's election, random bytes from a seed, and a small builder of
 * manifests.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { expect } from 'vitest';
import { type Bytes, concat, u32 } from '../src/bytes.js';
import { Election } from '../src/election.js';
import { type ErrorCode, VicheError } from '../src/error.js';
import type { Evidence } from '../src/evidence.js';
import type { RandomSource } from '../src/hedge.js';
import { ceremony, hex, recordCheckpoint, recordFile, recordManifest } from './vectors.js';

/** Where the opening stands in the record of the vectors: the size of the head that it names. */
export const recordOpeningIndex = Number.parseInt(ceremony.opening_body.slice(64, 80), 16);

export const recordEvidence: Evidence = {
  manifestHash: hex(ceremony.manifest_hash),
  manifest: recordManifest,
  checkpoint: recordCheckpoint,
  openingIndex: recordOpeningIndex,
  fetchFile: recordFile,
};

export const openRecord = (): Promise<Election> => Election.open(recordEvidence);

/** A stream of bytes that depends on the seed alone. */
export function seededRandom(seed: number): RandomSource {
  let counter = 0;
  return (buffer) => {
    for (let at = 0; at < buffer.length; at += 32) {
      buffer.set(sha256(concat(u32(seed), u32(counter++))).subarray(0, buffer.length - at), at);
    }
  };
}

/** Whole numbers from a seed: below(n) is uniform enough in 0..n-1 for tests. */
export function seededChooser(seed: number): (n: number) => number {
  const random = seededRandom(seed);
  const buffer = new Uint8Array(4);
  return (n) => {
    random(buffer);
    return new DataView(buffer.buffer).getUint32(0) % n;
  };
}

/** Expects a VicheError with this code, from a function or a promise. */
export async function expectRefusal(
  action: () => unknown,
  code: ErrorCode,
  message = /./,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    expect(error).toBeInstanceOf(VicheError);
    expect({ code: (error as VicheError).code, message: (error as VicheError).message }).toEqual({
      code,
      message: expect.stringMatching(message),
    });
    return;
  }
  expect.fail(`nothing was refused, but a ${code} error was expected`);
}

/** The bytes with one bit turned. */
export function flipBit(bytes: Bytes, bit: number): Bytes {
  const flipped = bytes.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
  return flipped;
}
