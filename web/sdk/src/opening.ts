/** Sections 7 and 12: the opening of a challenged ballot, and how a second device checks it. */
import { decodeBallot, trackerOf } from './ballot.js';
import { isNotedTracker } from './base32.js';
import { type Bytes, equal, fromHex, toHex, toUtf8 } from './bytes.js';
import { type Choices, decodeChoices } from './choices.js';
import { demand } from './error.js';
import { decodeScalar, encodePoints, generator, type Point } from './group.js';
import { parseJson } from './json.js';
import { JsonReader } from './json_reader.js';
import type { StyleLayout } from './layout.js';

/**
 * What opens a ballot. It says how the voter marked: it is for a second device and not for
 * publication.
 */
export interface Opening {
  readonly tracker: Bytes;
  /** The style's id. */
  readonly style: string;
  /** The encoding of r. */
  readonly r: Bytes;
  /** m_1..m_n. */
  readonly slots: Uint8Array;
}

export function writeOpening({ tracker, style, r, slots }: Opening): string {
  return JSON.stringify({
    viche_opening: 1,
    tracker: toHex(tracker),
    style,
    r: toHex(r),
    slots: [...slots],
  });
}

export function readOpening(text: string): Opening {
  const root = new JsonReader(parseJson(toUtf8(text), 'opening'), '', 'malformed');
  const { viche_opening, tracker, style, r, slots } = root.members(
    'viche_opening',
    'tracker',
    'style',
    'r',
    'slots',
  );
  viche_opening.integer(1, 1);
  const scalar = fromHex(r.string(), 32, 'opening: r');
  decodeScalar(scalar, 'opening: r');
  return {
    tracker: fromHex(tracker.string(), 32, 'opening: tracker'),
    style: style.string(),
    r: scalar,
    slots: Uint8Array.from(slots.list(), (slot) => slot.integer(0, 1)),
  };
}

/** What a second device has of the election, by itself. */
export interface CheckContext {
  readonly election: Bytes;
  readonly style: StyleLayout;
  /** Y_p by position. */
  readonly keys: readonly Point[];
}

/** What the voter knows without the first device's help. */
export interface Noted {
  /** The tracker as the first device showed it before she decided. */
  readonly tracker: string;
  /** Her own K. */
  readonly K: Bytes;
}

/**
 * Checks a challenged ballot against its opening and what the voter noted: tracker and K are those,
 * C_0 = r G and every C_p = r Y_p + m_p G. Returns how the ballot was marked, for the voter to
 * compare; throws if the first device cheated.
 */
export function checkOpened(
  { election, style, keys }: CheckContext,
  entry: Bytes,
  opening: Opening,
  noted: Noted,
): Choices {
  const ballot = decodeBallot(entry);
  demand(ballot.type === 'challenge', 'ballot', 'this ballot is a vote: it must not be opened');
  const tracker = trackerOf(election, ballot);
  demand(
    isNotedTracker(noted.tracker, tracker),
    'ballot',
    'the ballot is not the one whose tracker was noted',
  );
  demand(equal(tracker, opening.tracker), 'ballot', 'the opening is of another ballot');
  demand(equal(ballot.K, noted.K), 'ballot', "the ballot is another voter's");
  demand(
    ballot.style === style.style.number && opening.style === style.style.id,
    'ballot',
    'the ballot is of another style',
  );
  demand(
    opening.slots.length === style.positions,
    'ballot',
    'the opening has not one slot a position',
  );
  const r = decodeScalar(opening.r, 'opening: r');
  demand(r !== 0n, 'ballot', 'r is zero');
  // Nothing is secret any more on a device that holds the opening: variable time is right here.
  const C = keys.map((Y, i) =>
    opening.slots[i] === 1 ? Y.multiplyUnsafe(r).add(generator) : Y.multiplyUnsafe(r),
  );
  const recomputed = encodePoints([generator.multiplyUnsafe(r), ...C]);
  demand(
    equal(recomputed, ballot.ciphertexts),
    'ballot',
    'the ballot does not hold what the opening says: the first device cheated',
  );
  return decodeChoices(style, opening.slots);
}
