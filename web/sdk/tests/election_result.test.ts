/** The result at the end of the vectors' record. */
import { expect, test } from 'vitest';
import { readResult, resultOf } from '../src/election_result.js';
import { TileLog } from '../src/tiles.js';
import { forgeLog, recordEntries } from './forged_log.js';
import { expectRefusal, openRecord, recordEvidence } from './sample.js';

test('the registrar stated counts and totals', async () => {
  const election = await openRecord();
  const log = await election.log(recordEvidence.checkpoint, recordEvidence.fetchFile);
  const result = await resultOf(log, election.manifest);
  expect(result.cast).toBe(result.counted + result.superseded + result.cancelled);
  expect(result.units).toHaveLength(1);
  const [unit] = result.units;
  expect(unit).toMatchObject({ contest: 'garden', status: 'decrypted', counted: result.counted });
  expect(unit?.members.map(({ id }) => id)).toEqual(['club']);
  expect(unit?.totals).toHaveLength(3);
  // Some credentials weigh more than one vote.
  expect(unit?.totals.reduce((sum, total) => sum + total)).toBeGreaterThan(result.counted);
});

test('a log that does not end with a result has none', async () => {
  const { manifest } = await openRecord();
  const log = forgeLog(recordEntries().slice(0, -1));
  await expectRefusal(() => resultOf(new TileLog(log.fetchFile, log), manifest), 'evidence');
});

test('a body that is cut off or names what is not there is refused', async () => {
  const { manifest } = await openRecord();
  const entry = recordEntries().at(-1) as Uint8Array;
  const body = entry.slice(7, -64);
  expect(readResult(body, manifest).units).toHaveLength(1);
  for (let length = 0; length < body.length; length++)
    await expectRefusal(() => readResult(body.slice(0, length), manifest), 'malformed');
  await expectRefusal(() => readResult(new Uint8Array([...body, 0]), manifest), 'malformed');
  const other = body.slice();
  other[45] = 9; // the contest's number
  await expectRefusal(() => readResult(other, manifest), 'malformed');
});
