/**
 * Section 7, Devices: what a device checks before it encrypts. The manifest's hash is the one that
 * it was told outside the board; the opening and the n confirmations stand in the log, under a
 * checkpoint with the witness quorum, and name its heads; the keys are leaves under the keys_root
 * that they sign. Else a board that makes the keys itself reads the votes.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { ByteReader, type Bytes, equal } from './bytes.js';
import { type KeyLeaf, keyFromLeaf, keysFromReveals } from './ceremony_keys.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import { demand } from './error.js';
import type { Point } from './group.js';
import { Layout } from './layout.js';
import { type Manifest, readManifest } from './manifest.js';
import type { Head } from './merkle.js';
import { entryTypes, readPart, readStatement, type Statement } from './statement.js';
import { type FetchEntry, type FetchFile, TileLog } from './tiles.js';
import { h32 } from './transcript.js';

/** What a device is given. Only the manifest's hash has to come from somewhere that is trusted. */
export interface Evidence {
  /** SHA-256 of the manifest, from a poll card or another place that is not the board. */
  readonly manifestHash: Bytes;
  readonly manifest: Bytes;
  /** A checkpoint's text. */
  readonly checkpoint: string;
  /** Where the opening stands in the log. */
  readonly openingIndex: number;
  readonly fetchFile: FetchFile;
  /** Where given, single entries are read by it and not from bundles. */
  readonly fetchEntry?: FetchEntry;
  /**
   * Leaves of keys_root by global slot, from 1. Without them all keys are recomputed from what the
   * trustees revealed.
   */
  readonly leaves?: ReadonlyMap<number, KeyLeaf>;
  /** The last head that this device saw: the log must still begin with it. */
  readonly seen?: Head;
}

/** An election in which everything was checked. */
export interface CheckedElection {
  readonly manifest: Manifest;
  readonly layout: Layout;
  /** The election's fingerprint. */
  readonly election: Bytes;
  /** Y_j by global slot, from 1. */
  readonly keys: ReadonlyMap<number, Point>;
  readonly checkpoint: Checkpoint;
}

/** head || keys_root, as in confirmations and, after the manifest's hash, in the opening. */
interface NamedHead {
  readonly head: Head;
  readonly keysRoot: Bytes;
}

function readNamedHead(reader: ByteReader): NamedHead {
  const size = Number(reader.u64());
  const root = reader.take(32);
  const keysRoot = reader.take(32);
  reader.end();
  return { head: { size, root }, keysRoot };
}

/** Throws unless the head is that of the log's first `size` entries. */
async function demandHead(
  log: TileLog,
  { head }: NamedHead,
  size: number,
  what: string,
): Promise<void> {
  const actual = await log.headAt(size);
  demand(
    head.size === size && equal(head.root, actual.root),
    'evidence',
    `${what} names another log`,
  );
}

/** The statement whose first part stands at `index`, and where the next entry stands. */
async function statementAt(
  log: TileLog,
  index: number,
  type: number,
  manifest: Manifest,
): Promise<Statement & { next: number }> {
  const { parts } = readPart(await log.entry(index));
  const entries: Bytes[] = [];
  for (let i = 0; i < parts; i++) entries.push(await log.entry(index + i));
  return { ...readStatement(entries, type, manifest), next: index + parts };
}

/**
 * The n confirmations, which stand just before the roll; all of them over these keys, naming the
 * log before them.
 */
async function demandConfirmations(
  log: TileLog,
  openingIndex: number,
  keysRoot: Bytes,
  manifest: Manifest,
): Promise<void> {
  const lastOfRoll = readPart(await log.entry(openingIndex - 1));
  demand(
    lastOfRoll.type === entryTypes.roll && lastOfRoll.part === lastOfRoll.parts,
    'evidence',
    'the roll does not stand before the opening',
  );
  const n = manifest.trustees.members.length;
  const first = openingIndex - lastOfRoll.parts - n;
  const signers = new Set<number>();
  for (let index = first; index < first + n; index++) {
    const { signer, body } = await statementAt(log, index, entryTypes.confirm, manifest);
    demand(
      signer >= 1 && !signers.has(signer),
      'evidence',
      'a confirmation is not that of one trustee',
    );
    signers.add(signer);
    const named = readNamedHead(new ByteReader(body, 'confirmation'));
    await demandHead(log, named, first, `the confirmation of trustee ${signer}`);
    demand(equal(named.keysRoot, keysRoot), 'evidence', `trustee ${signer} confirmed other keys`);
  }
}

/**
 * All keys, recomputed from the reveals, which stand behind the manifest's parts and the n commits.
 */
async function keysOfReveals(
  log: TileLog,
  keysRoot: Bytes,
  manifest: Manifest,
  layout: Layout,
): Promise<Map<number, Point>> {
  const { threshold, members } = manifest.trustees;
  let index = readPart(await log.entry(0)).parts + members.length;
  const bodies: Bytes[] = [];
  for (const _ of members) {
    const { body, next } = await statementAt(log, index, entryTypes.reveal, manifest);
    bodies.push(body);
    index = next;
  }
  const recomputed = keysFromReveals(bodies, layout.slots, threshold);
  demand(
    equal(recomputed.keysRoot, keysRoot),
    'evidence',
    'the revealed keys are not those that were confirmed',
  );
  return new Map(recomputed.keys.map((Y, i) => [i + 1, Y]));
}

function keysOfLeaves(
  leaves: ReadonlyMap<number, KeyLeaf>,
  keysRoot: Bytes,
  manifest: Manifest,
  layout: Layout,
): Map<number, Point> {
  const n = manifest.trustees.members.length;
  return new Map(
    [...leaves].map(([j, leaf]) => [j, keyFromLeaf(leaf, j, layout.slots, n, keysRoot)]),
  );
}

/**
 * Checks everything that a device must check before it encrypts; throws at the first thing that
 * does not hold.
 */
export async function checkEvidence(evidence: Evidence): Promise<CheckedElection> {
  demand(
    equal(sha256(evidence.manifest), evidence.manifestHash),
    'evidence',
    'the manifest is not the one of the poll card',
  );
  const manifest = readManifest(evidence.manifest);
  const layout = new Layout(manifest);
  const checkpoint = readCheckpoint(evidence.checkpoint, manifest);
  demand(checkpoint.quorum, 'quorum', 'too few witnesses cosigned the checkpoint');
  const log = new TileLog(evidence.fetchFile, checkpoint, evidence.fetchEntry);
  demand(
    evidence.seen === undefined || (await log.extends(evidence.seen)),
    'fork',
    'the log is not the one that was seen before',
  );
  const { openingIndex } = evidence;
  const { signer, body, next } = await statementAt(log, openingIndex, entryTypes.opening, manifest);
  demand(
    signer === 0 && next === openingIndex + 1,
    'evidence',
    "the opening is not the registrar's",
  );
  const reader = new ByteReader(body, 'opening');
  demand(equal(reader.take(32), manifest.hash), 'evidence', 'the opening is of another manifest');
  const opening = readNamedHead(reader);
  await demandHead(log, opening, openingIndex, 'the opening');
  await demandConfirmations(log, openingIndex, opening.keysRoot, manifest);
  const keys =
    evidence.leaves === undefined
      ? await keysOfReveals(log, opening.keysRoot, manifest, layout)
      : keysOfLeaves(evidence.leaves, opening.keysRoot, manifest, layout);
  return { manifest, layout, election: h32('viche/v1/election', body), keys, checkpoint };
}
