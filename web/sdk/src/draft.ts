/**
 * Section 7: from a draft to a ballot. The tracker is there before the voter decides between
 * casting and challenging; only then is the ballot signed. A draft serves once: what was sent is
 * kept as bytes by the caller, and a retry sends the same bytes.
 */

import {
  type BallotType,
  encodeBallot,
  signedMessage,
  trackerOf,
  type UnsignedBallot,
} from './ballot.js';
import { showTracker } from './base32.js';
import { type Bytes, wipe } from './bytes.js';
import type { Credential } from './credential.js';
import { demand } from './error.js';
import type { RandomSource } from './hedge.js';
import type { Opening } from './opening.js';
import type { BallotSecrets } from './prover.js';
import { signSchnorr } from './schnorr.js';

/** A ballot that is signed and can be sent, again and again if need be. */
export interface SignedBallot {
  readonly type: BallotType;
  /** The entry's bytes. Keep them until a receipt was checked: they are not secret. */
  readonly entry: Bytes;
  readonly tracker: Bytes;
  /** The tracker as people see it. */
  readonly shownTracker: string;
}

/** An encrypted ballot that waits for the voter's decision. */
export class Draft {
  readonly tracker: Bytes;
  readonly shownTracker: string;
  #secrets: BallotSecrets | undefined;

  /** @internal Made by Election.prepare. */
  constructor(
    private readonly election: Bytes,
    private readonly styleId: string,
    private readonly ballot: UnsignedBallot,
    secrets: BallotSecrets,
    private readonly credential: Credential,
    private readonly random: RandomSource,
  ) {
    this.#secrets = secrets;
    this.tracker = trackerOf(election, ballot);
    this.shownTracker = showTracker(this.tracker);
  }

  /** Takes the secrets out, so that nothing else gets them; nothing is lost if prev is malformed. */
  #take(prev: Bytes): BallotSecrets {
    demand(prev.length === 32, 'malformed', 'prev has not 32 bytes');
    const secrets = this.#secrets;
    demand(secrets !== undefined, 'used', 'this draft was cast, challenged or discarded already');
    this.#secrets = undefined;
    return secrets;
  }

  #sign(type: BallotType, prev: Bytes): SignedBallot {
    const message = signedMessage(type, this.election, prev, this.tracker);
    const signature = signSchnorr(this.credential.keyPair(), message, this.random);
    const entry = encodeBallot({ ...this.ballot, type, prev, signature });
    return { type, entry, tracker: this.tracker, shownTracker: this.shownTracker };
  }

  /**
   * The vote. prev is the leaf hash of the credential's latest entry, `noPrevious` if it has none.
   * r and the slots are wiped.
   */
  cast(prev: Bytes): SignedBallot {
    const secrets = this.#take(prev);
    wipe(secrets.r, secrets.slots);
    return this.#sign('cast', prev);
  }

  /**
   * A test of the encryption instead of a vote: the opening goes to a second device, and the ballot
   * never counts.
   */
  challenge(prev: Bytes): { ballot: SignedBallot; opening: Opening } {
    const secrets = this.#take(prev);
    const opening = {
      tracker: this.tracker,
      style: this.styleId,
      r: secrets.r,
      slots: secrets.slots,
    };
    return { ballot: this.#sign('challenge', prev), opening };
  }

  /** Ends the draft unsigned, for instance when the voter changes a choice. */
  discard(): void {
    if (this.#secrets !== undefined) wipe(this.#secrets.r, this.#secrets.slots);
    this.#secrets = undefined;
  }
}
