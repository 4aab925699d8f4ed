/** What sending does for each answer of a board, without a clock. */
import { BoardProblem, VicheError } from '@viche/ballot/client';
import { expect, test } from 'vitest';
import { type Sending, send } from '../src/send.ts';

const head = { size: 9, root: new Uint8Array(32) };
const problem = (status: number, reason: string, after?: number) =>
  new BoardProblem(status, reason, '', after);
const yes = { index: 8, head };

/** Sends with these answers in turn: an error, or a receipt that is checked by the next answer. */
async function run(answers: (Error | 'receipt')[], checks: (Error | typeof yes)[] = [yes]) {
  const states: Sending[] = [];
  const waits: number[] = [];
  const next = <T>(list: (Error | T)[]): T => {
    const answer = list.length > 1 ? list.shift() : list[0];
    if (answer instanceof Error) throw answer;
    return answer as T;
  };
  const sent = await send({
    submit: async () => ({ receipt: next(answers) as string }),
    check: async () => next(checks),
    wait: async (seconds) => waits.push(seconds) < 20,
    random: () => 0.5,
    tell: (state) => states.push(state),
  });
  return { sent, states, waits };
}

test('a checked receipt ends it', async () => {
  const { sent, states } = await run(['receipt']);
  expect(sent).toEqual({ kind: 'in', receipt: 'receipt', ...yes });
  expect(states).toEqual([]);
});

test('a busy board is asked again when it says, and nothing is recorded meanwhile', async () => {
  const { sent, states, waits } = await run([problem(503, 'overloaded', 4), 'receipt']);
  expect(sent.kind).toBe('in');
  expect(states).toEqual(['busy']);
  expect(waits).toEqual([5]);
});

test('without an answer it is not known what became of the vote, until there is one', async () => {
  const { sent, states, waits } = await run([
    problem(0, 'unreachable'),
    problem(503, 'overloaded', 1),
    problem(503, 'storage', 1),
    'receipt',
  ]);
  expect(sent.kind).toBe('in');
  expect(states).toEqual(['unknown', 'unknown', 'unknown']);
  expect(waits[0]).toBe(1);
});

test('pauses grow to half a minute and no further', async () => {
  const { sent, waits } = await run([problem(0, 'unreachable')]);
  expect(sent.kind).toBe('left');
  expect(waits.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 30, 30]);
});

test('a receipt without the witnesses is recorded, and asked for again', async () => {
  const missing = new VicheError('quorum', '');
  const { sent, states } = await run(
    ['receipt', problem(0, 'unreachable'), 'receipt'],
    [missing, yes],
  );
  expect(sent.kind).toBe('in');
  expect(states).toEqual(['witnesses', 'witnesses']);
});

test('refusals, receipts that do not hold and other logs end it', async () => {
  expect((await run([problem(409, 'not-next')])).sent.kind).toBe('refused');
  expect((await run(['receipt'], [new VicheError('proof', '')])).sent.kind).toBe('tampered');
  expect((await run(['receipt'], [new VicheError('malformed', '')])).sent.kind).toBe('tampered');
  expect((await run(['receipt'], [new VicheError('fork', '')])).sent.kind).toBe('fork');
  await expect(run([new TypeError('ours')])).rejects.toThrow('ours');
});
