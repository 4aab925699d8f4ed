import { expect, test } from 'vitest';
import { type Bytes, concat, equal, toUtf8, u32, u64 } from '../src/bytes.js';
import { keysFromReveals } from '../src/ceremony_keys.js';
import { Election } from '../src/election.js';
import type { ErrorCode } from '../src/error.js';
import type { Evidence } from '../src/evidence.js';
import { decodePoint, encodePoint, generator } from '../src/group.js';
import { leafHash, rootOf } from '../src/merkle.js';
import { bodyOf, forgeLog, inclusionProof, recordEntries, statementEntry } from './forged_log.js';
import {
  expectRefusal,
  flipBit,
  openRecord,
  recordEvidence,
  recordOpeningIndex,
} from './sample.js';
import { ceremony, hex, record } from './vectors.js';

const opening = recordOpeningIndex;
const n = ceremony.n;
const firstConfirm = opening - 1 - n;
const firstReveal = 1 + n;

/** The vectors' election as far as its opening, with some entries replaced. */
function evidenceWith(
  changes: Readonly<Record<number, Bytes>>,
  more: Partial<Evidence> = {},
): Evidence {
  const entries = recordEntries(opening + 1);
  for (const [index, entry] of Object.entries(changes)) entries[Number(index)] = entry;
  const { checkpoint, fetchFile } = forgeLog(entries);
  return { ...recordEvidence, checkpoint, fetchFile, ...more };
}

const refused = (evidence: Evidence, message: RegExp, code: ErrorCode = 'evidence') =>
  expectRefusal(() => Election.open(evidence), code, message);

/** The leaves of keys_root with their proofs, from what was revealed. */
function keyLeaves() {
  const P = ceremony.trustees.map((trustee) => trustee.P.map(hex));
  const leaves = ceremony.Y.map((Y, i) =>
    concat(u32(i + 1), hex(Y), ...P.map((of) => of[i] as Bytes)),
  );
  const hashes = leaves.map(leafHash);
  return new Map(leaves.map((data, i) => [i + 1, { data, path: inclusionProof(hashes, i) }]));
}

test('the published record opens, and its fingerprint is the published one', async () => {
  const election = await openRecord();
  expect(election.fingerprint).toBe(record.fingerprint);
  expect(election.manifest.id).toBe('tiny');
});

test('keys_root and the keys follow from the published reveals', () => {
  const bodies = ceremony.trustees.map(({ reveal_body }) => hex(reveal_body));
  const { keys, keysRoot } = keysFromReveals(bodies, ceremony.J, ceremony.k);
  expect(keys.map(encodePoint)).toEqual(ceremony.Y.map(hex));
  expect(keysRoot).toEqual(hex(ceremony.keys_root));
  expect(rootOf([...keyLeaves().values()].map(({ data }) => leafHash(data)))).toEqual(keysRoot);
});

test('a key that is the identity is refused, however the trustees came to it', async () => {
  const [one, two, three] = ceremony.trustees.map(({ reveal_body }) => hex(reveal_body)) as [
    Bytes,
    Bytes,
    Bytes,
  ];
  const E = (body: Bytes) => decodePoint(body.slice(40, 72), 'E');
  three.set(encodePoint(E(one).add(E(two)).negate()), 40);
  const keys = () => keysFromReveals([one, two, three], ceremony.J, ceremony.k);
  await expectRefusal(keys, 'evidence', /slot 1 is the identity/);
});

test('a log that is honest as far as the opening opens too, by reveals and by leaves', async () => {
  expect((await Election.open(evidenceWith({}))).fingerprint).toBe(record.fingerprint);
  const byLeaves = await Election.open(evidenceWith({}, { leaves: keyLeaves() }));
  expect(byLeaves.fingerprint).toBe(record.fingerprint);
  byLeaves.warm('member');
});

test('a leaf that is missing is missed when its style is used', async () => {
  const leaves = keyLeaves();
  leaves.delete(2);
  const election = await Election.open(evidenceWith({}, { leaves }));
  await expectRefusal(() => election.warm('member'), 'evidence', /slot 2/);
});

test('another manifest than that of the poll card is refused', async () => {
  const manifestHash = flipBit(recordEvidence.manifestHash, 3);
  await refused({ ...recordEvidence, manifestHash }, /poll card/);
  await refused({ ...recordEvidence, manifest: flipBit(recordEvidence.manifest, 9) }, /poll card/);
});

test('a checkpoint without the quorum, or of another log, is refused', async () => {
  const entries = recordEntries(opening + 1);
  const { checkpoint } = forgeLog(entries, { cosigned: false });
  await refused({ ...evidenceWith({}), checkpoint }, /witnesses/, 'quorum');
  const other = forgeLog(entries, { origin: `viche/v1/${'0'.repeat(64)}` }).checkpoint;
  await refused({ ...evidenceWith({}), checkpoint: other }, /another log/, 'proof');
});

test('files that are not those of the checkpoint are refused', async () => {
  const honest = evidenceWith({});
  for (const part of ['tile/0', 'tile/entries']) {
    const fetchFile = async (path: string) => {
      const file = await honest.fetchFile(path);
      return path.startsWith(part) ? flipBit(file, 8 * (file.length - 40)) : file;
    };
    await refused({ ...honest, fetchFile }, /checkpoint/, 'proof');
  }
  const cut = async (path: string) => (await honest.fetchFile(path)).slice(0, -1);
  await refused({ ...honest, fetchFile: cut }, /./, 'malformed');
});

test('an opening that is not one is refused', async () => {
  const body = bodyOf(recordEntries()[opening] as Bytes);
  await refused({ ...evidenceWith({}), openingIndex: opening - 1 }, /type 17 is expected/);
  await refused({ ...evidenceWith({}), openingIndex: opening + 1 }, /no entry/);
  await refused(evidenceWith({ [opening]: statementEntry(0x11, 1, body) }), /registrar/);
  await refused(
    evidenceWith({ [opening]: flipBit(recordEntries()[opening] as Bytes, 800) }),
    /signature/,
  );
  const otherManifest = concat(flipBit(body.slice(0, 32), 0), body.slice(32));
  await refused(
    evidenceWith({ [opening]: statementEntry(0x11, 0, otherManifest) }),
    /another manifest/,
  );
  const otherSize = concat(body.slice(0, 32), u64(opening - 1), body.slice(40));
  await refused(
    evidenceWith({ [opening]: statementEntry(0x11, 0, otherSize) }),
    /opening names another log/,
  );
  const otherRoot = concat(body.slice(0, 40), flipBit(body.slice(40, 72), 0), body.slice(72));
  await refused(
    evidenceWith({ [opening]: statementEntry(0x11, 0, otherRoot) }),
    /opening names another log/,
  );
  const longer = statementEntry(0x11, 0, concat(body, new Uint8Array(1)));
  await refused(evidenceWith({ [opening]: longer }), /too many/, 'malformed');
});

/** A log in which something before the opening was changed, and roll and opening made to follow. */
function rebuilt(
  changes: Readonly<Record<number, Bytes>>,
  keysRoot = hex(ceremony.keys_root),
): Evidence {
  const entries = recordEntries(opening);
  for (const [index, entry] of Object.entries(changes)) entries[Number(index)] = entry;
  const head = concat(u64(entries.length), rootOf(entries.map(leafHash)));
  const body = concat(hex(ceremony.manifest_hash), head, keysRoot);
  return evidenceWith({ ...changes, [opening]: statementEntry(0x11, 0, body) });
}

test('confirmations that are missing, doubled, or over other keys or another log are refused', async () => {
  const entries = recordEntries();
  const at = (i: number): Bytes => entries[firstConfirm + i] as Bytes;
  const body = bodyOf(at(0));
  await Election.open(rebuilt({}));
  await refused(rebuilt({ [firstConfirm + 1]: at(0) }), /not that of one trustee/);
  await refused(
    rebuilt({ [firstConfirm]: entries[firstConfirm - 1] as Bytes }),
    /type 5 is expected/,
  );
  await refused(rebuilt({ [firstConfirm]: statementEntry(5, 0, body) }), /not that of one trustee/);
  await refused(rebuilt({ [firstConfirm]: flipBit(at(0), 500) }), /signature/);
  const signer = ((at(0)[5] as number) << 8) | (at(0)[6] as number);
  const confirmOf = (changed: Bytes): Bytes => statementEntry(5, signer, changed);
  const otherKeys = concat(body.slice(0, 40), flipBit(body.slice(40), 5));
  await refused(rebuilt({ [firstConfirm]: confirmOf(otherKeys) }), /confirmed other keys/);
  const otherHead = concat(body.slice(0, 8), flipBit(body.slice(8, 40), 5), body.slice(40));
  await refused(rebuilt({ [firstConfirm]: confirmOf(otherHead) }), /names another log/);
});

test('an opening that does not follow the roll is refused', async () => {
  const notice = statementEntry(0x17, 0, toUtf8('text'));
  await refused(rebuilt({ [opening - 1]: notice }), /roll does not stand before/);
  // The first of two parts of a roll.
  const half = (recordEntries()[opening - 1] as Bytes).slice();
  half[4] = 2;
  await refused(
    rebuilt({ [opening - 1]: concat(half, new Uint8Array(65_535 - half.length)) }),
    /roll does not stand/,
  );
});

test('keys that nobody confirmed are refused: by the reveals, and by a leaf', async () => {
  await refused(rebuilt({}, flipBit(hex(ceremony.keys_root), 0)), /confirmed other keys/);
  // A board that makes the keys itself: the first commitment of a reveal, signed by the trustee all
  // the same.
  const reveal = recordEntries()[firstReveal] as Bytes;
  const body = bodyOf(reveal);
  body.set(encodePoint(generator.multiply(77n)), 40);
  const signer = ((reveal[5] as number) << 8) | (reveal[6] as number);
  const confirms = Object.fromEntries(
    Array.from({ length: n }, (_, i) => {
      const entry = recordEntries()[firstConfirm + i] as Bytes;
      const entries = recordEntries(firstConfirm);
      entries[firstReveal] = statementEntry(3, signer, body);
      const head = concat(u64(firstConfirm), rootOf(entries.map(leafHash)));
      const number = ((entry[5] as number) << 8) | (entry[6] as number);
      return [firstConfirm + i, statementEntry(5, number, concat(head, bodyOf(entry).slice(40)))];
    }),
  );
  const forged = rebuilt({ [firstReveal]: statementEntry(3, signer, body), ...confirms });
  await refused(forged, /not those that were confirmed/);
  const leaves = keyLeaves();
  const leaf = leaves.get(1);
  if (leaf === undefined) throw new Error('slot 1 has a leaf');
  const data = concat(leaf.data.slice(0, 4), encodePoint(generator), leaf.data.slice(36));
  await refused(
    evidenceWith({}, { leaves: new Map([[1, { ...leaf, data }]]) }),
    /not the one that the trustees/,
  );
  await refused(
    evidenceWith({}, { leaves: new Map([[2, leaf]]) }),
    /not a leaf of this slot/,
    'malformed',
  );
});

test('a log that does not begin with the one that was seen before is refused', async () => {
  const { root } = forgeLog(recordEntries(5));
  expect((await Election.open({ ...recordEvidence, seen: { size: 5, root } })).head.size).toBe(34);
  await refused(
    { ...recordEvidence, seen: { size: 5, root: flipBit(root, 1) } },
    /seen before/,
    'fork',
  );
  await refused({ ...recordEvidence, seen: { size: 35, root } }, /seen before/, 'fork');
  const election = await openRecord();
  const { checkpoint, fetchFile } = forgeLog(recordEntries(opening + 1));
  await expectRefusal(() => election.log(checkpoint, fetchFile), 'fork', /seen before/);
  const log = await election.log(recordEvidence.checkpoint, recordEvidence.fetchFile);
  expect(equal(await log.entry(3), recordEntries()[3] as Bytes)).toBe(true);
});
