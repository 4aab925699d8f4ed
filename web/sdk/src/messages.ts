/**
 * What the page and the worker say to each other. Secrets stay in the worker: no answer holds one
 * but that to `challenge`.
 */
import type { Bytes } from './bytes.js';
import type { Choices } from './choices.js';
import type { SignedBallot } from './draft.js';
import type { ErrorCode } from './error.js';
import type { Manifest } from './manifest.js';
import type { Head } from './merkle.js';
import type { Noted } from './opening.js';

/** What the page needs to know of an election to show it. */
export interface ElectionView {
  readonly manifest: Manifest;
  readonly fingerprint: string;
  readonly head: Head;
}

/** A draft by the number under which the worker keeps it. */
export interface DraftView {
  readonly draft: number;
  readonly tracker: Bytes;
  readonly shownTracker: string;
}

/** Each operation: what is asked and what is answered. */
export interface Operations {
  /** Opens the election of a board and checks it. */
  open: { ask: { origin: string; manifestHash: Bytes; seen?: Head }; answer: ElectionView };
  /** Reads a printed code; from then on ballots are of this credential. */
  signIn: { ask: { code: string }; answer: { K: Bytes } };
  /** Forgets the credential and every draft. */
  signOut: { ask: Record<never, never>; answer: Record<never, never> };
  /** Makes the tables of a style. */
  warm: { ask: { style: string }; answer: Record<never, never> };
  prepare: { ask: { style: string; choices: Choices }; answer: DraftView };
  cast: { ask: { draft: number; prev: Bytes }; answer: SignedBallot };
  /** `opening` is the text for a second device. */
  challenge: {
    ask: { draft: number; prev: Bytes };
    answer: { ballot: SignedBallot; opening: string };
  };
  discard: { ask: { draft: number }; answer: Record<never, never> };
  checkReceipt: { ask: { receipt: string; entry: Bytes }; answer: { index: number; head: Head } };
  checkOpened: {
    ask: { entry: Bytes; opening: string; noted: Noted };
    answer: { choices: Choices };
  };
}

export type Operation = keyof Operations;

export interface Request<Op extends Operation = Operation> {
  readonly id: number;
  readonly op: Op;
  readonly ask: Operations[Op]['ask'];
}

export type Answer =
  | { readonly id: number; readonly answer: Operations[Operation]['answer'] }
  | {
      readonly id: number;
      readonly error: { readonly code: ErrorCode | undefined; readonly message: string };
    };
