/** The worker's messages, without a browser: what it answers goes to a client as if there were a worker between them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noPrevious } from '../src/ballot.js';
import { showCode } from '../src/base32.js';
import { BallotClient, type WorkerLike } from '../src/client.js';
import { Credential } from '../src/credential.js';
import { Election } from '../src/election.js';
import type { Answer, Request } from '../src/messages.js';
import { type Served, serveRecord } from './record_board.js';
import { expectRefusal, openRecord, recordEvidence } from './sample.js';
import { record } from './vectors.js';

type Scope = {
  onmessage: (event: { data: Request }) => void;
  postMessage: (answer: Answer) => void;
};
const scope = globalThis as unknown as Scope;
const { manifestHash } = recordEvidence;

let served: Served;
let client: BallotClient;
let fail: (event: ErrorEvent) => void;

beforeAll(async () => {
  served = await serveRecord();
  await import('../src/worker.js');
  const listeners: ((event: MessageEvent<Answer>) => void)[] = [];
  scope.postMessage = (answer) => {
    for (const listener of listeners)
      listener({ data: structuredClone(answer) } as MessageEvent<Answer>);
  };
  const worker: WorkerLike = {
    postMessage: (request) => scope.onmessage({ data: structuredClone(request) }),
    addEventListener: (type: string, listener: unknown) => {
      if (type === 'message') listeners.push(listener as (event: MessageEvent<Answer>) => void);
      else fail = listener as (event: ErrorEvent) => void;
    },
  };
  client = new BallotClient(worker);
});
afterAll(() => served.close());

const code = showCode(new Uint8Array(16).fill(5));
const open = () => client.ask('open', { origin: served.origin, manifestHash });
const prepare = () => client.ask('prepare', { style: 'member', choices: { garden: ['yes'] } });

test('nothing is encrypted before an election was opened and a voter signed in', async () => {
  await expectRefusal(() => client.ask('signIn', { code }), 'evidence', /no election/);
  const view = await open();
  expect(view.fingerprint).toBe(record.fingerprint);
  expect(view.manifest.title.get('en')).toBe('A small club decides');
  await expectRefusal(prepare, 'code', /nobody signed in/);
  await expectRefusal(() => client.ask('signIn', { code: `${code}X` }), 'code');
});

test('a draft is cast, challenged or discarded, once', async () => {
  await open();
  const { K } = await client.ask('signIn', { code });
  expect(K).toEqual(Credential.fromCode(code, manifestHash).K);
  await client.ask('warm', { style: 'member' });
  const election = await openRecord();
  const [first, second, third] = [await prepare(), await prepare(), await prepare()];
  const cast = await client.ask('cast', { draft: first.draft, prev: noPrevious });
  expect(cast.shownTracker).toBe(first.shownTracker);
  expect(election.verifyBallot(cast.entry).type).toBe('cast');
  await expectRefusal(() => client.ask('cast', { draft: first.draft, prev: noPrevious }), 'used');
  const { ballot, opening } = await client.ask('challenge', {
    draft: second.draft,
    prev: noPrevious,
  });
  const noted = { tracker: second.shownTracker, K };
  expect(await client.ask('checkOpened', { entry: ballot.entry, opening, noted })).toEqual({
    choices: { garden: ['yes'] },
  });
  await client.ask('discard', { draft: third.draft });
  await expectRefusal(
    () => client.ask('challenge', { draft: third.draft, prev: noPrevious }),
    'used',
  );
  await expectRefusal(
    () => client.ask('prepare', { style: 'member', choices: {} }),
    'choices',
    /garden/,
  );
  await expectRefusal(
    () => client.ask('checkReceipt', { receipt: '', entry: cast.entry }),
    'malformed',
  );
});

test('signing out forgets the credential and the drafts', async () => {
  await open();
  await client.ask('signIn', { code });
  const { draft } = await prepare();
  await client.ask('signOut', {});
  await expectRefusal(() => client.ask('cast', { draft, prev: noPrevious }), 'used');
  await expectRefusal(prepare, 'code');
});

test('another manifest, a log that was not seen before, and a board that is not there', async () => {
  const other = manifestHash.map((byte) => byte ^ 1);
  await expectRefusal(
    () => client.ask('open', { origin: served.origin, manifestHash: other }),
    'evidence',
  );
  const { head } = await Election.open(recordEvidence);
  const seen = { ...head, root: new Uint8Array(32) };
  await expectRefusal(
    () => client.ask('open', { origin: served.origin, manifestHash, seen }),
    'fork',
    /seen before/,
  );
  await expect(
    client.ask('open', { origin: `${served.origin}/nowhere`, manifestHash }),
  ).rejects.toMatchObject({ name: 'BoardProblem', status: 404, reason: 'not-found' });
  await expect(
    client.ask('open', { origin: 'http://127.0.0.1:1', manifestHash }),
  ).rejects.toMatchObject({ status: 0, reason: 'unreachable' });
});

test('a worker that dies rejects whoever waits', async () => {
  const waiting = client.ask('open', { origin: served.origin, manifestHash });
  fail({ message: 'out of memory' } as ErrorEvent);
  await expect(waiting).rejects.toThrow(/out of memory/);
});
