/**
 * Voters of this package in a real election: a board that is served over HTTP, the trustees'
 * programs, and the independent verifier over the record at the end.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noPrevious, prevAfter } from '../src/ballot.js';
import { showCode } from '../src/base32.js';
import { Board } from '../src/board.js';
import { toHex } from '../src/bytes.js';
import { Credential } from '../src/credential.js';
import { Election } from '../src/election.js';
import { BoardProblem } from '../src/error.js';
import { readOpening, writeOpening } from '../src/opening.js';
import { manifestOf } from './random_election.js';
import { areProgramsBuilt, RealElection } from './real_election.js';
import { expectRefusal, flipBit } from './sample.js';

const title = (en: string) => ({ en });
const options = (...ids: string[]) => ids.map((id) => ({ id, title: title(id) }));
const contests = [
  {
    id: 'mayor',
    title: title('Mayor'),
    kind: 'choose',
    blank: true,
    min: 1,
    max: 1,
    options: options('anna', 'ivan'),
  },
  {
    id: 'budget',
    title: title('Budget'),
    kind: 'score',
    blank: false,
    max_score: 5,
    min_total: 0,
    max_total: 6,
    options: options('park', 'road', 'school'),
  },
  {
    id: 'name',
    title: title('Name'),
    kind: 'rank',
    blank: true,
    points: [3, 1],
    options: options('dnipro', 'desna', 'ros'),
  },
];
/** Styles: "all" has the contests in order, "back" in the other order. */
const template = {
  ...(JSON.parse(manifestOf(contests, 'sdk-election')) as object),
  registrar: { name: 'Registrar' },
  log: {},
  witnesses: { quorum: 1, members: [{ name: 'witness.example/one' }] },
  trustees: { threshold: 2, members: ['Anna', 'Borys', 'Chrystyna'].map((name) => ({ name })) },
  agreement: { tolerated_corrupt: 0, tolerated_lost: 0, others: [{ name: 'Observer' }] },
};

describe.skipIf(!areProgramsBuilt)('a real election (the programs are built)', () => {
  let real: RealElection;
  let election: Election;
  let secondDevice: Election;
  let board: Board;
  const codes = Array.from({ length: 5 }, (_, i) => showCode(new Uint8Array(16).fill(i + 1)));
  const styleOf = (voter: number) => (voter < 3 ? 'all' : 'back');
  const voter = (number: number) => Credential.fromCode(codes[number] as string, real.manifestHash);
  const sent: { entry: Uint8Array; receipt: string; tracker: Uint8Array }[] = [];

  async function cast(
    number: number,
    choices: Parameters<Election['prepare']>[1],
    prev = noPrevious,
  ) {
    const ballot = election.prepare(styleOf(number), choices, voter(number)).cast(prev);
    sent.push({ ...ballot, receipt: await board.submit(ballot.entry) });
    return ballot;
  }

  beforeAll(async () => {
    real = new RealElection(template);
    real.open(codes.map((_, i) => ({ K: voter(i).K, style: styleOf(i) })));
    board = new Board(await real.serve());
    election = await Election.open(await board.evidence(real.manifestHash));
    secondDevice = await Election.open(await board.evidence(real.manifestHash));
  });
  afterAll(() => real.remove());

  test('the election that was opened is the one that the registrar stated', () => {
    expect(election.fingerprint).toBe(real.fingerprint);
    expect(election.manifest.id).toBe('sdk-election');
  });

  test('another manifest hash than the board serves is refused', async () => {
    const other = await board.evidence(flipBit(real.manifestHash, 0));
    await expectRefusal(() => Election.open(other), 'evidence', /poll card/);
  });

  test('votes of every kind, a test of the encryption, and a changed vote are taken', async () => {
    const first = await cast(0, {
      mayor: ['anna'],
      budget: { park: 2, road: 3 },
      name: ['ros', 'dnipro'],
    });
    await cast(1, { mayor: 'blank', budget: { school: 5, park: 1 }, name: 'blank' });
    await cast(3, { name: ['desna', 'ros'], budget: { road: 1 }, mayor: ['ivan'] });
    // Voter 2 tests her device first: a second device opens what the first one encrypted.
    const choices = { mayor: ['ivan'], budget: {}, name: ['dnipro', 'desna'] };
    const draft = election.prepare('all', choices, voter(2));
    const noted = { tracker: draft.shownTracker, K: voter(2).K };
    const { ballot, opening } = draft.challenge(noPrevious);
    await board.submit(ballot.entry);
    expect(
      secondDevice.checkOpened(ballot.entry, readOpening(writeOpening(opening)), noted),
    ).toEqual({
      ...choices,
      budget: {},
    });
    await cast(2, choices, prevAfter(ballot.entry));
    // Voter 0 changes her mind.
    await cast(
      0,
      { mayor: ['ivan'], budget: { school: 4 }, name: ['ros', 'desna'] },
      prevAfter(first.entry),
    );
  });

  test('sending the same bytes again is safe; another ballot with an old prev is refused', async () => {
    const [first] = sent;
    if (first === undefined) throw new Error('a ballot was sent');
    expect(await board.submit(first.entry)).toContain('tlog-proof');
    const stale = election
      .prepare('all', { mayor: 'blank', budget: {}, name: 'blank' }, voter(0))
      .cast(noPrevious);
    await expect(board.submit(stale.entry)).rejects.toMatchObject({
      status: 409,
      reason: 'not-next',
    });
    const wrong = flipBit(stale.entry, 8 * 100);
    await expect(board.submit(wrong)).rejects.toBeInstanceOf(BoardProblem);
    const stranger = election.prepare(
      'all',
      { mayor: 'blank', budget: {}, name: 'blank' },
      Credential.generate(),
    );
    await expect(board.submit(stranger.cast(noPrevious).entry)).rejects.toMatchObject({
      reason: 'not-registered',
    });
  });

  test('a receipt counts once the witness has cosigned its checkpoint', async () => {
    for (const { entry, receipt } of sent) {
      await expectRefusal(() => election.checkReceipt(receipt, entry), 'quorum', /witnesses/);
    }
    await real.stop();
    real.cosign();
    board = new Board(await real.serve());
    for (const [i, { entry, tracker }] of sent.entries()) {
      const found = await board.lookup(tracker);
      if (found === undefined) throw new Error('the board has the ballot');
      expect(found.status).toBe(i === 0 ? 'superseded' : 'included');
      expect(election.checkReceipt(found.proof, entry).index).toBe(found.index);
      const log = await election.log(await board.checkpoint(), board.fetchFile);
      expect(toHex(await log.entry(found.index))).toBe(toHex(entry));
      const other = sent[(i + 1) % sent.length] as (typeof sent)[number];
      await expectRefusal(
        () => election.checkReceipt(found.proof, other.entry),
        'proof',
        /this ballot/,
      );
    }
    expect(await board.lookup(flipBit(sent[0]?.tracker ?? new Uint8Array(32), 0))).toBeUndefined();
  });

  test('the tally counts these votes, and the verifier verifies the record and a receipt', async () => {
    const last = sent.at(-1);
    if (last === undefined) throw new Error('a ballot was sent');
    const receipt = (await board.lookup(last.tracker))?.proof ?? '';
    await real.stop();
    real.finish();
    const report = JSON.parse(real.verify(receipt)) as {
      verdict: string;
      counts: Record<string, number>;
      result: { contest: string; option: string; votes: number }[];
    };
    expect(report.verdict).toBe('verified');
    expect(report.counts).toMatchObject({ cast: 5, counted: 4, superseded: 1, challenged: 1 });
    const totals = report.result.map((row) => `${row.contest} ${row.option} ${row.votes}`);
    expect(totals).toEqual([
      ...['mayor anna 0', 'mayor ivan 3', 'mayor blank 1'],
      ...['budget park 1', 'budget road 1', 'budget school 9'],
      ...['name dnipro 3', 'name desna 5', 'name ros 4', 'name blank 1'],
    ]);
  });
});
