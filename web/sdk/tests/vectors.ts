/** The published vectors of tests/vectors, as the tests read them. */
import { readFileSync } from 'node:fs';
import type { Bytes } from '../src/bytes.js';
import type { FetchFile } from '../src/tiles.js';

const folder = new URL('../../../tests/vectors/', import.meta.url);

export const hex = (text: string): Bytes =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

function read<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Shape;
}

export const generators = read<{ H: string; H_p: string[]; K_p: string[] }>('generators.json');

export const transcripts = read<{
  vectors: { tag: string; items: string[]; H64: string; H32: string; Hs: string }[];
}>('transcripts.json');

export interface BallotVector {
  election: string;
  style: number;
  Y: string[];
  equations: { L: number[]; b: number }[];
  k: string;
  K: string;
  prev: string;
  m: number[];
  r: string;
  s: string;
  a: string[];
  y: string;
  x: string;
  C: string[];
  M: string;
  A: string;
  B: string;
  f: string[];
  z: string;
  tracker: string;
  tracker_shown: string;
  signed_message: string;
  signature: string;
  entry: string;
  opening: { viche_opening: number; tracker: string; style: string; r: string; slots: number[] };
}

export const ballotVector = read<BallotVector>('ballot.json');

export const ceremony = read<{
  manifest_hash: string;
  n: number;
  k: number;
  J: number;
  trustees: { i: number; reveal_body: string; confirm_body: string; P: string[] }[];
  Y: string[];
  keys_root: string;
  opening_body: string;
  election: string;
}>('ceremony.json');

export const record = read<{
  ed25519_seeds: Record<string, string>;
  credentials: { k: string; weight: number }[];
  fingerprint: string;
  manifest: string;
  files: Record<string, string>;
}>('record.json');

/** The record's manifest as bytes. */
export const recordManifest: Bytes = new TextEncoder().encode(record.manifest);

/** A file of the record, as a board would give it. */
export const recordFile: FetchFile = async (path) => {
  const content = record.files[path];
  if (content === undefined) throw new Error(`the record has no ${path}`);
  return hex(content);
};

/** The text of the record's checkpoint. */
export const recordCheckpoint: string = new TextDecoder().decode(
  hex(record.files.checkpoint as string),
);
