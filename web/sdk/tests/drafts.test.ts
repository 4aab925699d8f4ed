import { describe, expect, test } from 'vitest';
import { noPrevious, prevAfter } from '../src/ballot.js';
import { showCode, showTracker } from '../src/base32.js';
import { concat, isZero, toUtf8 } from '../src/bytes.js';
import { type Choices, encodeChoices } from '../src/choices.js';
import { Credential } from '../src/credential.js';
import { Draft } from '../src/draft.js';
import { encodeScalar, order } from '../src/group.js';
import { NullSpace } from '../src/masks.js';
import { signSchnorr, verifySchnorr } from '../src/schnorr.js';
import { expectRefusal, seededRandom } from './sample.js';
import { credential, fingerprint, good, made, prepare, prover, style } from './three_kinds.js';
import { ballotVector, hex } from './vectors.js';

describe('drafts', () => {
  test('a draft is cast or challenged once, and its secrets are wiped or released', async () => {
    const draft = prepare();
    const { entry, tracker, shownTracker } = draft.cast(noPrevious);
    expect({ tracker, shownTracker }).toEqual({
      tracker: draft.tracker,
      shownTracker: showTracker(draft.tracker),
    });
    expect(made.election.verifyBallot(entry)).toMatchObject({ type: 'cast', prev: noPrevious });
    await expectRefusal(() => draft.cast(noPrevious), 'used');
    await expectRefusal(() => draft.challenge(noPrevious), 'used');
    const discarded = prepare();
    discarded.discard();
    discarded.discard();
    await expectRefusal(() => discarded.cast(noPrevious), 'used');
    const challenged = prepare();
    expect(challenged.challenge(prevAfter(entry)).ballot.type).toBe('challenge');
    await expectRefusal(() => challenged.cast(noPrevious), 'used');
    const kept = prepare();
    await expectRefusal(() => kept.cast(new Uint8Array(31)), 'malformed', /prev/);
    expect(kept.cast(noPrevious).type).toBe('cast');
  });

  test('casting and discarding wipe r and the slots where they lie; a challenge releases them', () => {
    const draftOf = () => {
      const made = prover.prove(encodeChoices(style, good), credential.keyPair(), seededRandom(1));
      const draft = new Draft(
        fingerprint,
        'all',
        made.ballot,
        made.secrets,
        credential,
        seededRandom(2),
      );
      return { draft, secrets: made.secrets };
    };
    const [cast, discarded, challenged] = [draftOf(), draftOf(), draftOf()];
    expect(isZero(cast.secrets.r)).toBe(false);
    cast.draft.cast(noPrevious);
    discarded.draft.discard();
    for (const { secrets } of [cast, discarded]) {
      expect(isZero(secrets.r) && isZero(secrets.slots)).toBe(true);
    }
    expect(challenged.draft.challenge(noPrevious).opening).toMatchObject(challenged.secrets);
    expect(isZero(challenged.secrets.r)).toBe(false);
  });

  test('two drafts of one choice share nothing: r, s and a are drawn anew, even from a generator that repeats itself', () => {
    const [first, second] = [prepare(), prepare()];
    expect(first.tracker).not.toEqual(second.tracker);
    // A broken generator: all zero. Hedging still separates ballots by choice and by credential.
    const zero = (buffer: Uint8Array) => void buffer.fill(0);
    const C = (choices: Choices, key = credential.keyPair()) =>
      prover.prove(encodeChoices(style, choices), key, zero).ballot.ciphertexts.slice(0, 32);
    const other = Credential.fromCode(showCode(new Uint8Array(16)), made.manifest.hash);
    expect(C(good)).toEqual(C(good));
    expect(C(good)).not.toEqual(C({ ...good, c: [] }));
    expect(C(good)).not.toEqual(C(good, other.keyPair()));
  });

  test('random bytes go into every secret scalar', () => {
    let calls = 0;
    const counting = (buffer: Uint8Array<ArrayBuffer>) => {
      calls++;
      seededRandom(calls)(buffer);
    };
    prover.prove(encodeChoices(style, good), credential.keyPair(), counting);
    expect(calls).toBe(2 + new NullSpace(style.equations, style.positions).dimension);
  });
});

describe('signatures', () => {
  const message = toUtf8('message');
  test('they hold for their key and message alone', async () => {
    const key = credential.keyPair();
    const signature = signSchnorr(key, message, seededRandom(9));
    expect(verifySchnorr(key.public, message, signature)).toBe(true);
    expect(verifySchnorr(key.public, toUtf8('massage'), signature)).toBe(false);
    expect(verifySchnorr(hex(ballotVector.K), message, signature)).toBe(false);
    await expectRefusal(
      () => verifySchnorr(new Uint8Array(32), message, signature),
      'malformed',
      /identity/,
    );
    const long = concat(signature.slice(0, 32), encodeScalar(order));
    await expectRefusal(() => verifySchnorr(key.public, message, long), 'malformed', /below/);
  });
});
