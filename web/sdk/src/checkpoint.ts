/**
 * Section 10: checkpoints, which are C2SP signed notes of three lines (origin, size, root), signed
 * by the log and cosigned by witnesses. Read here are those that somebody kept and those of
 * receipts, which may also hold lines of others.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { ByteReader, type Bytes, concat, equal, fromBase64, toHex, toUtf8, u8 } from './bytes.js';
import { verifyEd25519 } from './ed25519.js';
import { demand } from './error.js';
import type { Manifest } from './manifest.js';
import type { Head } from './merkle.js';

/** A checkpoint whose signatures hold. */
export interface Checkpoint extends Head {
  /** Its text, to be kept and shown to others. */
  readonly text: string;
  /** The witnesses of the manifest that cosigned it, and when, in seconds since 1970. */
  readonly witnesses: readonly { readonly name: string; readonly time: bigint }[];
  /**
   * Whether they are as many as the manifest's quorum. Without it a checkpoint proves nothing about
   * what others are shown.
   */
  readonly quorum: boolean;
}

const logSignature = 1;
const cosignature = 4;
const maxLines = 64;

/** The origin line of an election's log. */
export const originOf = (manifestHash: Bytes): string => `viche/v1/${toHex(manifestHash)}`;

const keyId = (name: string, type: number, key: Bytes): Bytes =>
  sha256(concat(toUtf8(`${name}\n`), u8(type), key)).slice(0, 4);

interface SignatureLine {
  readonly name: string;
  readonly id: Bytes;
  readonly signature: Bytes;
}

function readSignatureLine(line: string): SignatureLine {
  const match = /^\u2014 ([\x21-\x2a\x2c-\x7e]{1,}) (\S+)$/.exec(line);
  demand(match !== null, 'malformed', 'checkpoint: a signature line is not "— name base64"');
  const bytes = fromBase64(match[2] as string, 'checkpoint: a signature');
  demand(bytes.length > 4, 'malformed', 'checkpoint: a signature line holds no signature');
  return { name: match[1] as string, id: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/** The text that is signed, its head, and the lines below it. */
function readNote(
  text: string,
  origin: string,
): { body: string; head: Head; lines: SignatureLine[] } {
  const parts = /^(([^\n]*)\n([^\n]*)\n([^\n]*)\n)\n((?:[^\n]+\n)+)$/.exec(text);
  demand(
    parts !== null,
    'malformed',
    'checkpoint: three lines, an empty one and signature lines are expected',
  );
  const [body, name, size, root, signatures] = parts.slice(1) as [
    string,
    string,
    string,
    string,
    string,
  ];
  demand(name === origin, 'proof', 'checkpoint: it is of another log');
  demand(
    /^(0|[1-9][0-9]*)$/.test(size) && Number.isSafeInteger(Number(size)),
    'malformed',
    'checkpoint: the size is not a number',
  );
  const rootBytes = fromBase64(root, 'checkpoint: the root');
  demand(rootBytes.length === 32, 'malformed', 'checkpoint: the root has not 32 bytes');
  const lines = signatures.slice(0, -1).split('\n');
  demand(
    lines.length <= maxLines,
    'malformed',
    `checkpoint: more than ${maxLines} signature lines`,
  );
  return {
    body,
    head: { size: Number(size), root: rootBytes },
    lines: lines.map(readSignatureLine),
  };
}

/** The one line of this signer, if there is one. */
function lineOf(
  lines: readonly SignatureLine[],
  name: string,
  id: Bytes,
): SignatureLine | undefined {
  const own = lines.filter((line) => line.name === name && equal(line.id, id));
  demand(own.length <= 1, 'malformed', `checkpoint: two lines of ${name}`);
  return own[0];
}

/**
 * When the witness cosigned, or undefined if it did not; throws if its line is there and does not
 * hold.
 */
function cosignedAt(
  lines: readonly SignatureLine[],
  body: string,
  name: string,
  key: Bytes,
): bigint | undefined {
  const line = lineOf(lines, name, keyId(name, cosignature, key));
  if (line === undefined) return undefined;
  const reader = new ByteReader(line.signature, `checkpoint: the cosignature of ${name}`);
  const time = reader.u64();
  const signature = reader.take(64);
  reader.end();
  const message = toUtf8(`cosignature/v1\ntime ${time}\n${body}`);
  demand(
    verifyEd25519(key, message, signature),
    'proof',
    `checkpoint: the cosignature of ${name} does not hold`,
  );
  return time;
}

/**
 * Reads and verifies a checkpoint of the manifest's log. Whether it has the quorum is in the
 * answer.
 */
export function readCheckpoint(text: string, manifest: Manifest): Checkpoint {
  const origin = originOf(manifest.hash);
  const { body, head, lines } = readNote(text, origin);
  const own = lineOf(lines, origin, keyId(origin, logSignature, manifest.logKey));
  demand(own !== undefined, 'proof', 'checkpoint: the log did not sign it');
  demand(
    verifyEd25519(manifest.logKey, toUtf8(body), own.signature),
    'proof',
    "checkpoint: the log's signature does not hold",
  );
  const witnesses: { name: string; time: bigint }[] = [];
  for (const { name, key } of manifest.witnesses.members) {
    const time = cosignedAt(lines, body, name, key);
    if (time !== undefined) witnesses.push({ name, time });
  }
  return { ...head, text, witnesses, quorum: witnesses.length >= manifest.witnesses.quorum };
}
