/**
 * Section 9: the result rules of a manifest, read and checked; outcome.ts has the arithmetic.
 */
import type { Contest } from './contest.js';
import { distinct, type JsonReader } from './json_reader.js';
import { readId, readText, type Text } from './manifest_values.js';

interface RuleBase {
  readonly id: string;
  readonly title: Text;
  readonly contests: readonly string[];
  readonly seats: number;
}

/**
 * The largest numbers, or seats by quotients; candidates under the share a / b of all votes take no
 * part.
 */
export interface VotesRule extends RuleBase {
  readonly rule: 'top' | 'dhondt' | 'sainte_lague';
  readonly threshold: readonly [number, number] | null;
}

/** Points by rank in each unit, and points that were added from elsewhere. */
export interface RankPointsRule extends RuleBase {
  readonly rule: 'rank_points';
  readonly points: readonly number[];
  readonly added: readonly { readonly option: string; readonly points: number }[];
}

export type ResultRule = VotesRule | RankPointsRule;

const million = 1_000_000;

function readThreshold(reader: JsonReader): VotesRule['threshold'] {
  if (reader.isNull()) return null;
  const [a, b] = reader.list(2, 2) as [JsonReader, JsonReader];
  const whole = b.integer(1, million);
  return [a.integer(0, whole), whole];
}

const common = ['id', 'title', 'rule', 'contests', 'seats'] as const;

export function readResultRule(
  reader: JsonReader,
  languages: readonly string[],
  contests: ReadonlyMap<string, Contest>,
): ResultRule {
  const listed = reader.member('contests').list(1);
  const base = {
    id: readId(reader.member('id')),
    title: readText(reader.member('title'), languages),
    contests: distinct(listed, (contest) => contest.string()),
    seats: reader.member('seats').integer(1, 10_000),
  };
  const candidates = new Set<string>();
  for (const contest of listed) {
    const known = contests.get(contest.string()) ?? contest.fail('no such contest');
    for (const option of known.options) candidates.add(option.id);
  }
  const rule = reader.member('rule').oneOf('top', 'dhondt', 'sainte_lague', 'rank_points');
  if (rule !== 'rank_points') {
    return {
      ...base,
      rule,
      threshold: readThreshold(reader.members(...common, 'threshold').threshold),
    };
  }
  const { points, added } = reader.members(...common, 'points', 'added');
  const listedPoints = points.list(1, 1000).map((value) => value.integer(0, million));
  const additions = added.list().map((element) => element.members('option', 'points'));
  distinct(
    additions.map(({ option }) => option),
    (option) => option.string(),
  );
  for (const { option } of additions)
    option.demand(candidates.has(option.string()), 'no such option');
  return {
    ...base,
    rule,
    points: listedPoints,
    added: additions.map(({ option, points: more }) => ({
      option: option.string(),
      points: more.integer(0, million),
    })),
  };
}
