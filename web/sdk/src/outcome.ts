/** Section 9: who is elected, by public arithmetic on the totals of a result. */
import type { ElectionResult } from './election_result.js';
import type { Manifest } from './manifest.js';
import type { Text } from './manifest_values.js';
import type { RankPointsRule, ResultRule, VotesRule } from './result_rule.js';

/** What became of one candidate. Options with one id are one candidate. */
export interface CandidateOutcome {
  readonly option: string;
  readonly title: Text;
  /** V_c: the sum of the totals. */
  readonly votes: number;
  /** What `top` and `rank_points` order by; with the other rules the votes. */
  readonly score: number;
  /** Whether the threshold is reached. */
  readonly eligible: boolean;
  readonly seats: number;
  /** Among equals who would share the last seats. */
  readonly tied: boolean;
}

export interface Outcome {
  readonly rule: ResultRule;
  /** In the order of the manifest. */
  readonly candidates: readonly CandidateOutcome[];
  /** Seats that a tie, or missing votes, left open. */
  readonly openSeats: number;
  /** Some unit was withheld, so that its votes are in no number here. */
  readonly isPartial: boolean;
}

type Candidate = { -readonly [Name in keyof CandidateOutcome]: CandidateOutcome[Name] };

/** The options and totals of each decrypted unit of the rule's contests. */
function tables(rule: ResultRule, manifest: Manifest, { units }: ElectionResult) {
  const own = rule.contests.flatMap((id) => units.filter(({ contest }) => contest === id));
  const decrypted = own.filter(({ status }) => status === 'decrypted');
  return {
    isPartial: own.some(({ status }) => status === 'withheld'),
    rows: decrypted.map((unit) => {
      const { options = [] } = manifest.contests.find(({ id }) => id === unit.contest) ?? {};
      return options.map(({ id }, i) => ({ option: id, votes: unit.totals[i] ?? 0 }));
    }),
  };
}

function candidatesOf(rule: ResultRule, manifest: Manifest): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const id of rule.contests)
    for (const { id: option, title } of manifest.contests.find((c) => c.id === id)?.options ?? [])
      if (!candidates.has(option))
        candidates.set(option, {
          ...{ option, title, votes: 0, score: 0, eligible: true, seats: 0, tied: false },
        });
  return candidates;
}

/** Threshold [a, b]: V_c b >= a times all votes. Products are beyond 2^53. */
function applyThreshold({ threshold }: VotesRule, candidates: readonly Candidate[]): void {
  if (threshold === null) return;
  const [a, b] = threshold.map(BigInt) as [bigint, bigint];
  const all = BigInt(candidates.reduce((sum, { votes }) => sum + votes, 0));
  for (const one of candidates) one.eligible = BigInt(one.votes) * b >= a * all;
}

/** Points by rank in one unit; nothing without votes or beyond the list. */
function givePoints(
  { points }: RankPointsRule,
  rows: readonly { option: string; votes: number }[],
  candidates: ReadonlyMap<string, Candidate>,
): void {
  for (const { option, votes } of rows) {
    const rank = rows.filter((other) => other.votes > votes).length;
    const candidate = candidates.get(option);
    if (candidate && votes > 0) candidate.score += points[rank] ?? 0;
  }
}

/** The first `seats` by score; the equals who straddle the last seat are tied, and none has it. */
function seatFirst(candidates: readonly Candidate[], seats: number): number {
  let open = seats;
  const scores = [...new Set(candidates.map(({ score }) => score))].sort((a, b) => b - a);
  for (const score of scores) {
    const equals = candidates.filter((one) => one.score === score);
    if (equals.length <= open) {
      for (const one of equals) one.seats = 1;
      open -= equals.length;
    } else {
      if (open > 0) for (const one of equals) one.tied = true;
      break;
    }
  }
  return open;
}

/** Seats one at a time to the largest quotient, compared as fractions. */
function seatByQuotients(candidates: readonly Candidate[], { rule, seats }: VotesRule): number {
  const divisor = ({ seats: s }: Candidate) => BigInt(rule === 'dhondt' ? s + 1 : 2 * s + 1);
  const takes = candidates.filter(({ votes }) => votes > 0);
  /** Positive if a's quotient is larger. */
  const compare = (a: Candidate, b: Candidate) =>
    BigInt(a.votes) * divisor(b) - BigInt(b.votes) * divisor(a);
  let open = seats;
  while (open > 0 && takes.length > 0) {
    const largest = takes.reduce((best, one) => (compare(one, best) > 0n ? one : best));
    const equals = takes.filter((one) => compare(one, largest) === 0n);
    if (equals.length > open) {
      for (const one of equals) one.tied = true;
      break;
    }
    for (const one of equals) one.seats++;
    open -= equals.length;
  }
  return open;
}

/** The outcome by each of the manifest's result rules, in its order. */
export function outcomesOf(manifest: Manifest, result: ElectionResult): Outcome[] {
  return manifest.results.map((rule) => {
    const { rows, isPartial } = tables(rule, manifest, result);
    const byOption = candidatesOf(rule, manifest);
    const candidates = [...byOption.values()];
    for (const { option, votes } of rows.flat()) {
      const candidate = byOption.get(option);
      if (candidate) candidate.votes += votes;
    }
    let openSeats: number;
    if (rule.rule === 'rank_points') {
      for (const unit of rows) givePoints(rule, unit, byOption);
      for (const { option, points } of rule.added) {
        const candidate = byOption.get(option);
        if (candidate) candidate.score += points;
      }
      openSeats = seatFirst(candidates, rule.seats);
    } else {
      for (const one of candidates) one.score = one.votes;
      applyThreshold(rule, candidates);
      const eligible = candidates.filter((one) => one.eligible);
      openSeats =
        rule.rule === 'top' ? seatFirst(eligible, rule.seats) : seatByQuotients(eligible, rule);
    }
    return { rule, candidates, openSeats, isPartial };
  });
}
