/**
 * @viche/ballot: the voter's side of Viche, written from docs/protocol.md alone. Start with
 * `Election.open`.
 */
export {
  type Ballot,
  type BallotType,
  decodeBallot,
  encodeBallot,
  noPrevious,
  prevAfter,
  trackerOf,
} from './ballot.js';
export { isNotedTracker, readCode, showCode, showTracker } from './base32.js';
export { Board, type Lookup, type Standing } from './board.js';
export { type Bytes, fromBase64, fromHex, toBase64, toHex } from './bytes.js';
export type { KeyLeaf } from './ceremony_keys.js';
export { type Checkpoint, readCheckpoint } from './checkpoint.js';
export { type Choice, type Choices, decodeChoices, encodeChoices } from './choices.js';
export type { ChooseContest, Contest, Option, RankContest, ScoreContest } from './contest.js';
export { Credential } from './credential.js';
export type { Draft, SignedBallot } from './draft.js';
export { Election } from './election.js';
export { type ElectionResult, readResult, resultOf, type UnitResult } from './election_result.js';
export { BoardProblem, type ErrorCode, VicheError } from './error.js';
export { type CheckedElection, checkEvidence, type Evidence } from './evidence.js';
export { type RandomSource, systemRandom } from './hedge.js';
export {
  type ContestLayout,
  type Equation,
  Layout,
  type StyleLayout,
  type Weighted,
} from './layout.js';
export { type Manifest, readManifest, type Style, type Unit } from './manifest.js';
export type { Text } from './manifest_values.js';
export { type Head, leafHash, verifyConsistency, verifyInclusion } from './merkle.js';
export type { Officials, Signer } from './officials.js';
export { type Noted, type Opening, readOpening, writeOpening } from './opening.js';
export { type CandidateOutcome, type Outcome, outcomesOf } from './outcome.js';
export { checkReceipt, type Receipt } from './receipt.js';
export type { RankPointsRule, ResultRule, VotesRule } from './result_rule.js';
export { type FetchEntry, type FetchFile, TileLog } from './tiles.js';
