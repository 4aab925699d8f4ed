import { describe, expect, test } from 'vitest';
import { noPrevious } from '../src/ballot.js';
import { encodeScalar, order } from '../src/group.js';
import { readOpening, writeOpening } from '../src/opening.js';
import { expectRefusal } from './sample.js';
import { credential, made, prepare } from './three_kinds.js';
import { ballotVector, hex } from './vectors.js';

describe('challenged ballots', () => {
  const draft = prepare();
  const { ballot, opening } = draft.challenge(noPrevious);
  const noted = { tracker: ballot.shownTracker, K: credential.K };
  const check = (changes: Partial<typeof opening> = {}, entry = ballot.entry, by = noted) =>
    made.election.checkOpened(entry, { ...opening, ...changes }, by);
  const refusal = (action: () => unknown, message: RegExp) =>
    expectRefusal(action, 'ballot', message);

  test('they say how the ballot was marked', () => {
    expect(check()).toEqual({ c: ['o2'], s: { o1: 3 }, r: ['o3', 'o1'] });
    expect(readOpening(writeOpening(opening))).toEqual(opening);
    expect(
      check({}, ballot.entry, {
        ...noted,
        tracker: noted.tracker.toLowerCase().replace(/-/g, ' '),
      }),
    ).toBeTruthy();
  });

  test('whatever does not fit is refused', async () => {
    const other = prepare();
    await refusal(
      () => check({}, ballot.entry, { ...noted, tracker: other.shownTracker }),
      /noted/,
    );
    await refusal(
      () => check({}, ballot.entry, { ...noted, K: hex(ballotVector.K) }),
      /another voter/,
    );
    await refusal(() => check({ tracker: other.tracker }), /another ballot/);
    await refusal(() => check({ style: 'last' }), /another style/);
    await refusal(() => check({ slots: opening.slots.slice(1) }), /one slot a position/);
    await refusal(() => check({ r: encodeScalar(5n) }), /cheated/);
    await refusal(() => check({ r: new Uint8Array(32) }), /zero/);
    const changed = opening.slots.slice();
    [changed[0], changed[1]] = [1, 0];
    await refusal(() => check({ slots: changed }), /cheated/);
    const cast = other.cast(noPrevious);
    await refusal(
      () => check({}, cast.entry, { ...noted, tracker: cast.shownTracker }),
      /is a vote/,
    );
    await expectRefusal(() => check({ r: encodeScalar(order) }), 'malformed', /below/);
  });

  test.each([
    ['viche_opening', 2],
    ['tracker', 'AB'],
    ['r', 'f'.repeat(64)],
    ['r', 7],
    ['slots', [2]],
    ['style', 1],
    ['more', 1],
  ])('an opening with another %s is refused', async (name, value) => {
    const json = { ...(JSON.parse(writeOpening(opening)) as object), [name]: value };
    await expectRefusal(() => readOpening(JSON.stringify(json)), 'malformed');
  });
});
