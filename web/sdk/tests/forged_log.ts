/**
 * A log built by somebody who has every key of the vectors' election: honest, or wrong in one thing
 * and right in all others.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ByteReader, type Bytes, concat, toBase64, toUtf8, u8, u16, u64 } from '../src/bytes.js';
import { originOf } from '../src/checkpoint.js';
import { leafHash, rootOf, split } from '../src/merkle.js';
import type { FetchFile } from '../src/tiles.js';
import { h64 } from '../src/transcript.js';
import { ceremony, hex, record } from './vectors.js';

const manifestHash = hex(ceremony.manifest_hash);

function seed(role: string): Bytes {
  const found = record.ed25519_seeds[role];
  if (found === undefined) throw new Error(`the vectors have no ${role}`);
  return hex(found);
}

/** The entries of the record up to and including the one before `end`. */
export function recordEntries(end = Number.POSITIVE_INFINITY): Bytes[] {
  const path = Object.keys(record.files).find((name) => name.startsWith('tile/entries/'));
  const reader = new ByteReader(hex(record.files[path as string] as string), 'bundle');
  const entries: Bytes[] = [];
  while (reader.left > 0 && entries.length < end) entries.push(reader.take(reader.unsigned(2)));
  return entries;
}

/** An entry that is the one part of a statement by this signer (0 the registrar). */
export function statementEntry(type: number, signer: number, body: Bytes): Bytes {
  const message = h64('viche/v1/statement', manifestHash, u8(type), u16(signer), body);
  const signature = ed25519.sign(message, seed(signer === 0 ? 'registrar' : `trustee-${signer}`));
  return concat(u8(type), u16(1), u16(1), u16(signer), body, signature);
}

/** The body of a statement of one part. */
export const bodyOf = (entry: Bytes): Bytes => entry.slice(7, -64);

function signatureLine(name: string, type: number, key: Bytes, signature: Bytes): string {
  const id = sha256(concat(toUtf8(`${name}\n`), u8(type), key)).slice(0, 4);
  return `\u2014 ${name} ${toBase64(concat(id, signature))}\n`;
}

export interface CheckpointParts {
  /** Whether the witness cosigns. */
  readonly cosigned?: boolean;
  readonly origin?: string;
  /** Lines below the log's and the witness's. */
  readonly more?: string;
}

/** A checkpoint of the vectors' log. */
export function checkpointOf(size: number, root: Bytes, parts: CheckpointParts = {}): string {
  const { cosigned = true, origin = originOf(manifestHash), more = '' } = parts;
  const body = `${origin}\n${size}\n${toBase64(root)}\n`;
  const log = ed25519.sign(toUtf8(body), seed('log'));
  const time = 1_772_000_000;
  const cosignature = ed25519.sign(
    toUtf8(`cosignature/v1\ntime ${time}\n${body}`),
    seed('witness-1'),
  );
  return (
    `${body}\n` +
    signatureLine(origin, 1, ed25519.getPublicKey(seed('log')), log) +
    (cosigned
      ? signatureLine(
          'witness.example/one',
          4,
          ed25519.getPublicKey(seed('witness-1')),
          concat(u64(time), cosignature),
        )
      : '') +
    more
  );
}

/** A signature line of somebody whom the manifest does not know. */
export const strangersLine = (name: string): string =>
  signatureLine(name, 1, new Uint8Array(32), new Uint8Array(64));

const groupsOf = (n: number): string =>
  n < 1000
    ? String(n).padStart(3, '0')
    : `x${String(Math.floor(n / 1000)).padStart(3, '0')}/${String(n % 1000).padStart(3, '0')}`;

/** The files of a log with these entries. */
export function filesOf(entries: readonly Bytes[]): Map<string, Bytes> {
  const files = new Map<string, Bytes>();
  const write = (level: number | 'entries', items: readonly Bytes[]) => {
    for (let n = 0; n * 256 < items.length; n++) {
      const held = items.slice(256 * n, 256 * n + 256);
      const suffix = held.length < 256 ? `.p/${held.length}` : '';
      files.set(`tile/${level}/${groupsOf(n)}${suffix}`, concat(...held));
    }
  };
  write(
    'entries',
    entries.map((entry) => concat(u16(entry.length), entry)),
  );
  let hashes = entries.map(leafHash);
  for (let level = 0; hashes.length > 0; level++) {
    write(level, hashes);
    const full = Math.floor(hashes.length / 256);
    hashes = Array.from({ length: full }, (_, i) => rootOf(hashes.slice(256 * i, 256 * i + 256)));
  }
  return files;
}

export interface ForgedLog {
  readonly checkpoint: string;
  readonly fetchFile: FetchFile;
  readonly root: Bytes;
  readonly size: number;
}

/** A log of these entries with its checkpoint. */
export function forgeLog(entries: readonly Bytes[], parts: CheckpointParts = {}): ForgedLog {
  const files = filesOf(entries);
  const root = rootOf(entries.map(leafHash));
  return {
    checkpoint: checkpointOf(entries.length, root, parts),
    root,
    size: entries.length,
    fetchFile: async (path) => {
      const file = files.get(path);
      if (file === undefined) throw new Error(`the log has no ${path}`);
      return file;
    },
  };
}

/** The inclusion proof of leaf `index` by RFC 6962's recursive definition. */
export function inclusionProof(leaves: readonly Bytes[], index: number): Bytes[] {
  if (leaves.length <= 1) return [];
  const left = split(leaves.length);
  return index < left
    ? [...inclusionProof(leaves.slice(0, left), index), rootOf(leaves.slice(left))]
    : [...inclusionProof(leaves.slice(left), index - left), rootOf(leaves.slice(0, left))];
}

/** The text of a receipt for entry `index`. */
export function receiptOf(
  entries: readonly Bytes[],
  index: number,
  parts: CheckpointParts = {},
  extra = '',
): string {
  const proof = inclusionProof(entries.map(leafHash), index);
  const { checkpoint } = forgeLog(entries, parts);
  return `c2sp.org/tlog-proof@v1\n${extra}index ${index}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`;
}
