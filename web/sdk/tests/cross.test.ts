import { describe, expect, test } from 'vitest';
import { noPrevious, prevAfter } from '../src/ballot.js';
import { showCode } from '../src/base32.js';
import { fromHex, toHex, toUtf8 } from '../src/bytes.js';
import type { Choices } from '../src/choices.js';
import { Credential } from '../src/credential.js';
import { VicheError } from '../src/error.js';
import { encodePoint } from '../src/group.js';
import { readOpening, writeOpening } from '../src/opening.js';
import { findProgram, isFullCampaign, run } from './programs.js';
import {
  type Chooser,
  type MadeUpElection,
  madeUpElection,
  randomChoices,
  randomManifest,
} from './random_election.js';
import { flipBit, seededChooser } from './sample.js';

const program = findProgram('tests/viche_sdk_cross');
const elections = isFullCampaign ? 250 : 12;
const ballotsEach = isFullCampaign ? 8 : 4;
const seed = 20260301;

/** What the C++ answers. */
const ask = <Answer>(verb: string, question: unknown): Answer =>
  JSON.parse(run(program as string, [verb], { input: JSON.stringify(question) })) as Answer;

interface Made {
  readonly entry: string;
  readonly opening: string | null;
}

interface Judged {
  readonly engine: boolean;
  readonly verifier: boolean;
  readonly tracker: string;
  readonly choices: Choices | null;
}

const electionOf = (text: string, { fingerprint, keys }: MadeUpElection) => ({
  manifest: text,
  election: toHex(fingerprint),
  Y: keys.map((Y) => toHex(encodePoint(Y))),
});

/** The choices with the marks of each contest in one order, so that they can be compared. */
function inOneOrder(choices: Choices, { manifest }: MadeUpElection): Choices {
  return Object.fromEntries(
    Object.entries(choices).map(([id, choice]) => {
      const kind = manifest.contests.find((contest) => contest.id === id)?.kind;
      return [id, kind === 'choose' && Array.isArray(choice) ? [...choice].sort() : choice];
    }),
  );
}

function randomCode(below: Chooser): string {
  return showCode(Uint8Array.from({ length: 16 }, () => below(256)));
}

/** A voter of a random style with random choices, and whether she tests the ballot. */
function randomVoter(below: Chooser, { manifest }: MadeUpElection) {
  const style = manifest.styles[below(manifest.styles.length)];
  if (style === undefined) throw new Error('a manifest has a style');
  return {
    style: style.id,
    choices: randomChoices(below, style.contests),
    code: randomCode(below),
    type: below(2) === 0 ? ('cast' as const) : ('challenge' as const),
  };
}

describe.skipIf(program === undefined)('with the C++ (viche_sdk_cross is built)', () => {
  const cases = Array.from({ length: elections }, (_, i) => i);

  test.each(cases)(
    'election %i: the engine and the verifier accept our ballots and open them',
    (i) => {
      const below = seededChooser(seed + i);
      const text = randomManifest(below, 1 + below(3), `cross-${i}`);
      const made = madeUpElection(text);
      const ballots = Array.from({ length: ballotsEach }, () => {
        const voter = randomVoter(below, made);
        const credential = Credential.fromCode(voter.code, made.manifest.hash);
        const draft = made.election.prepare(voter.style, voter.choices, credential);
        if (voter.type === 'cast')
          return { ...draft.cast(noPrevious), choices: null, opening: null };
        const { ballot, opening } = draft.challenge(prevAfter(toUtf8('an entry')));
        return { ...ballot, choices: voter.choices, opening: writeOpening(opening) };
      });
      // Of each ballot also one that is wrong in one bit, anywhere behind its type and style.
      const wrong = ballots.map(({ entry, opening }) => ({
        entry: flipBit(entry, 24 + below(8 * (entry.length - 3))),
        opening,
      }));
      const judged = ask<Judged[]>('judge', {
        ...electionOf(text, made),
        ballots: [...ballots, ...wrong].map(({ entry, opening }) => ({
          entry: toHex(entry),
          opening,
        })),
      });
      ballots.forEach((ballot, b) => {
        const { engine, verifier, tracker, choices } = judged[b] as Judged;
        expect({ engine, verifier, tracker }).toEqual({
          engine: true,
          verifier: true,
          tracker: toHex(ballot.tracker),
        });
        const marked = ballot.choices && inOneOrder(ballot.choices, made);
        expect(choices && inOneOrder(choices, made)).toEqual(marked);
      });
      for (const { engine, verifier } of judged.slice(ballots.length)) {
        expect({ engine, verifier }).toEqual({ engine: false, verifier: false });
      }
    },
  );

  test.each(cases)(
    'election %i: we accept the ballots of the C++, and open those that it challenged',
    (i) => {
      const below = seededChooser(seed + 1_000_000 + i);
      const text = randomManifest(below, 1 + below(3), `cross-back-${i}`);
      const made = madeUpElection(text);
      const wanted = Array.from({ length: ballotsEach }, () => ({
        ...randomVoter(below, made),
        prev: toHex(Uint8Array.from({ length: 32 }, () => below(256))),
      }));
      const answered = ask<Made[]>('make', { ...electionOf(text, made), ballots: wanted });
      answered.forEach(({ entry, opening }, b) => {
        const voter = wanted[b] as (typeof wanted)[number];
        const bytes = fromHex(entry, entry.length / 2);
        const ballot = made.election.verifyBallot(bytes);
        const { K } = Credential.fromCode(voter.code, made.manifest.hash);
        expect({ type: ballot.type, K: ballot.K, prev: toHex(ballot.prev) }).toEqual({
          type: voter.type,
          K,
          prev: voter.prev,
        });
        const wrong = flipBit(bytes, 24 + below(8 * (bytes.length - 3)));
        expect(() => made.election.verifyBallot(wrong)).toThrow(VicheError);
        if (opening === null) return;
        const read = readOpening(opening);
        const marked = made.election.checkOpened(bytes, read, { tracker: toHex(read.tracker), K });
        expect(inOneOrder(marked, made)).toEqual(inOneOrder(voter.choices, made));
      });
    },
  );
});
