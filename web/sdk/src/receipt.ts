/**
 * Section 10: receipts, which are C2SP tlog-proofs of one entry under a checkpoint with the witness
 * quorum.
 */
import { type Bytes, fromBase64 } from './bytes.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import { demand } from './error.js';
import type { Manifest } from './manifest.js';
import { leafHash, verifyInclusion } from './merkle.js';

/** Where an entry stands, and the checkpoint that vouches for it. */
export interface Receipt {
  readonly index: number;
  readonly checkpoint: Checkpoint;
}

const maxHashes = 64;

/**
 * Reads a tlog-proof and checks that it proves this entry (with its type byte) under a checkpoint
 * with the witness quorum. Only then is a vote in.
 */
export function checkReceipt(text: string, entry: Bytes, manifest: Manifest): Receipt {
  const match =
    /^c2sp\.org\/tlog-proof@v1\n(?:extra ([^\n]+)\n)?index (0|[1-9][0-9]*)\n((?:[^\n]+\n)*)\n/.exec(
      text,
    );
  demand(match !== null, 'malformed', 'receipt: it is not a tlog-proof');
  if (match[1] !== undefined) fromBase64(match[1], 'receipt: extra');
  const index = Number(match[2]);
  demand(Number.isSafeInteger(index), 'malformed', 'receipt: the index is too large');
  const lines = (match[3] as string).split('\n').slice(0, -1);
  demand(lines.length <= maxHashes, 'malformed', 'receipt: the proof is too long');
  const proof = lines.map((line) => fromBase64(line, 'receipt: a hash'));
  demand(
    proof.every((hash) => hash.length === 32),
    'malformed',
    'receipt: a hash has not 32 bytes',
  );
  const checkpoint = readCheckpoint(text.slice(match[0].length), manifest);
  demand(
    verifyInclusion(leafHash(entry), index, checkpoint, proof),
    'proof',
    'receipt: it does not prove this ballot',
  );
  demand(checkpoint.quorum, 'quorum', 'receipt: too few witnesses cosigned its checkpoint');
  return { index, checkpoint };
}
