/**
 * What the page and the worker say to each other. Secrets stay in the worker: no answer holds one
 * but that to `challenge`.
 */
import type { BallotType } from './ballot.js';
import type { Bytes } from './bytes.js';
import type { Choices } from './choices.js';
import type { SignedBallot } from './draft.js';
import type { ElectionResult } from './election_result.js';
import type { BoardProblem, ErrorCode } from './error.js';
import type { Manifest } from './manifest.js';
import type { Head } from './merkle.js';
import type { Noted } from './opening.js';
import type { Outcome } from './outcome.js';

/** What the page needs to know of an election to show it. */
export interface ElectionView {
  readonly manifest: Manifest;
  readonly fingerprint: string;
  readonly head: Head;
}

/** What a credential has in the log. */
export interface StandingView {
  /** The style's id. */
  readonly style: string;
  readonly isVoid: boolean;
  readonly ballots: number;
  readonly hasCast: boolean;
  /** What the next ballot has to name. */
  readonly prev: Bytes;
}

/** A ballot of the log whose proof was checked. */
export interface FoundView {
  readonly status: 'included' | 'superseded';
  readonly type: BallotType;
  readonly entry: Bytes;
  readonly K: Bytes;
  readonly shownTracker: string;
  readonly index: number;
  readonly head: Head;
}

export interface ResultView {
  readonly result: ElectionResult;
  /** By the manifest's rules, computed on this device. */
  readonly outcomes: readonly Outcome[];
  readonly reports: readonly { name: string; report: Record<string, unknown> }[];
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
  /** Sends the entry of a ballot, once; the answer is a receipt. */
  submit: { ask: { entry: Bytes }; answer: { receipt: string } };
  /** Checks a receipt, and that its log is the one that was seen before. */
  checkReceipt: { ask: { receipt: string; entry: Bytes }; answer: { index: number; head: Head } };
  /** Where the voter who signed in stands; null if the code is not on the roll. */
  standing: { ask: Record<never, never>; answer: StandingView | null };
  /** Finds a ballot by what was noted of its tracker, and checks it; null if there is none. */
  find: { ask: { noted: string }; answer: FoundView | null };
  /** The phase of the election, as the board says. */
  phase: { ask: Record<never, never>; answer: { phase: string } };
  /** The stated result, in the log under the newest checkpoint, and verifiers' reports. */
  result: { ask: Record<never, never>; answer: ResultView };
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

/** A VicheError's code, or a BoardProblem's members, and a message for a log. */
export interface AnswerError {
  readonly code: ErrorCode | undefined;
  readonly problem?: Pick<BoardProblem, 'status' | 'reason' | 'detail' | 'retryAfter'>;
  readonly message: string;
}

export type Answer =
  | { readonly id: number; readonly answer: Operations[Operation]['answer'] }
  | {
      readonly id: number;
      readonly error: AnswerError;
    };
