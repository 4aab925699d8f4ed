/** Section 4: statements of officials, carried by one or more consecutive entries of the log. */
import { ByteReader, type Bytes, concat, u8, u16 } from './bytes.js';
import { verifyEd25519 } from './ed25519.js';
import { demand } from './error.js';
import type { Manifest } from './manifest.js';
import { h64 } from './transcript.js';

/** The types of entries that a voter's device reads. */
export const entryTypes = {
  reveal: 0x03,
  confirm: 0x05,
  roll: 0x10,
  opening: 0x11,
  result: 0x23,
} as const;

export interface Statement {
  readonly type: number;
  /** 0 the registrar, 1..n the trustees. */
  readonly signer: number;
  readonly body: Bytes;
}

const fullFragment = 65_530;

/** The header of a part: which of how many it is, from 1. */
export function readPart(entry: Bytes): {
  type: number;
  part: number;
  parts: number;
  fragment: Bytes;
} {
  const reader = new ByteReader(entry, 'entry');
  const [type, part, parts] = [reader.unsigned(1), reader.unsigned(2), reader.unsigned(2)];
  demand(part >= 1 && part <= parts, 'malformed', `entry: part ${part} of ${parts}`);
  const fragment = reader.take(reader.left);
  demand(
    fragment.length >= 1 && fragment.length <= fullFragment,
    'malformed',
    'entry: a fragment has a wrong length',
  );
  demand(
    part === parts || fragment.length === fullFragment,
    'malformed',
    'entry: a fragment before the last is not full',
  );
  return { type, part, parts, fragment };
}

/**
 * Reads the statement that these entries are, all of them and in order, and verifies its signature.
 */
export function readStatement(
  entries: readonly Bytes[],
  type: number,
  manifest: Manifest,
): Statement {
  const parts = entries.map(readPart);
  parts.forEach((part, i) => {
    demand(
      part.type === type,
      'evidence',
      `an entry of type ${type} is expected, and one of type ${part.type} is there`,
    );
    demand(
      part.part === i + 1 && part.parts === parts.length,
      'malformed',
      'the parts of a statement are not in order',
    );
  });
  const reader = new ByteReader(concat(...parts.map(({ fragment }) => fragment)), 'statement');
  const signer = reader.unsigned(2);
  const body = reader.take(Math.max(0, reader.left - 64));
  const signature = reader.take(64);
  const key = signer === 0 ? manifest.registrar.key : manifest.trustees.members[signer - 1]?.key;
  demand(key !== undefined, 'evidence', `there is no trustee ${signer}`);
  const message = h64('viche/v1/statement', manifest.hash, u8(type), u16(signer), body);
  demand(
    verifyEd25519(key, message, signature),
    'evidence',
    `the signature of a statement of type ${type} does not hold`,
  );
  return { type, signer, body };
}
