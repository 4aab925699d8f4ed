/**
 * Completed ballots: what a voter chose, encoded to slots (section 3), and read back from the slots
 * of an opened ballot.
 */

import { equal } from './bytes.js';
import type { ChooseContest, Contest, RankContest, ScoreContest } from './contest.js';
import { demand, VicheError } from './error.js';
import {
  type ContestLayout,
  digits,
  isScoreBound,
  type StyleLayout,
  type Weighted,
} from './layout.js';

/**
 * What was chosen in one contest: in `choose` the marked options, in `score` the scores of options
 * (0 where none is given), in `rank` the options by place, the first choice first; or "blank" where
 * the contest allows it.
 */
export type Choice = 'blank' | readonly string[] | Readonly<Record<string, number>>;

/** One choice for each contest of the style, by the contest's id. */
export type Choices = Readonly<Record<string, Choice>>;

/** Slots of one position each, 0 or 1. They are secret: wipe them. */
export type SlotBits = Uint8Array;

/** The value in its digits, greedily from the largest weight, the earlier first among equals. */
function encodeDigits(value: number, D: number): number[] {
  const weights = digits(D);
  const order = weights
    .map((_, i) => i)
    .sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  const bits = weights.map(() => 0);
  let left = value;
  for (const i of order) {
    if ((weights[i] as number) > left) continue;
    bits[i] = 1;
    left -= weights[i] as number;
  }
  return bits;
}

class Encoder {
  constructor(private readonly path: string) {}

  demand(holds: boolean, message: string): asserts holds {
    demand(holds, 'choices', `${this.path}: ${message}`);
  }

  /** The chosen options as numbers from 0, each known and none twice. */
  #options({ options }: Contest, choice: Choice): number[] {
    this.demand(Array.isArray(choice), 'a list of options is expected');
    const numbers = choice.map((id: unknown) => {
      const number = options.findIndex((option) => option.id === id);
      this.demand(number >= 0, `there is no option ${JSON.stringify(id)}`);
      return number;
    });
    this.demand(new Set(numbers).size === numbers.length, 'an option stands twice');
    return numbers;
  }

  choose(contest: ChooseContest, choice: Choice): number[] {
    const { options, min, max, blank } = contest;
    const slack = max - min;
    if (choice === 'blank') return [...options.map(() => 0), ...encodeDigits(0, slack), 1];
    const marked = this.#options(contest, choice);
    this.demand(
      marked.length >= min && marked.length <= max,
      `${marked.length} options are marked, but ${min} to ${max} are allowed`,
    );
    return [
      ...options.map((_, o) => Number(marked.includes(o))),
      ...encodeDigits(max - marked.length, slack),
      ...(blank ? [0] : []),
    ];
  }

  score(contest: ScoreContest, choice: Choice): number[] {
    const { options, maxScore, minTotal, maxTotal, blank } = contest;
    const slack = maxTotal - minTotal;
    const isBlank = choice === 'blank';
    const given = isBlank ? {} : choice;
    this.demand(
      typeof given === 'object' && given !== null && !Array.isArray(given),
      'an object of scores is expected',
    );
    const scores = new Map(Object.entries(given));
    for (const [id, value] of scores) {
      this.demand(
        options.some((option) => option.id === id),
        `there is no option ${JSON.stringify(id)}`,
      );
      this.demand(
        Number.isInteger(value) && value >= 0 && value <= maxScore,
        `the score of ${id} is not from 0 to ${maxScore}`,
      );
    }
    const values = options.map(({ id }) => scores.get(id) ?? 0);
    const total = values.reduce((sum, value) => sum + value, 0);
    this.demand(
      isBlank || (total >= minTotal && total <= maxTotal),
      `the scores sum to ${total}, but ${minTotal} to ${maxTotal} are allowed`,
    );
    return [
      ...values.flatMap((value) => encodeDigits(value, maxScore)),
      ...(isScoreBound(contest) ? encodeDigits(isBlank ? 0 : maxTotal - total, slack) : []),
      ...(blank ? [Number(isBlank)] : []),
    ];
  }

  rank(contest: RankContest, choice: Choice): number[] {
    const { options, points, blank } = contest;
    const isBlank = choice === 'blank';
    const ranked = isBlank ? [] : this.#options(contest, choice);
    this.demand(
      isBlank || ranked.length === points.length,
      `${ranked.length} options are ranked, but there are ${points.length} places`,
    );
    const hasSlack = points.length < options.length || blank;
    return [
      ...points.flatMap((_, place) => options.map((_option, o) => Number(ranked[place] === o))),
      ...(hasSlack ? options.map((_, o) => Number(!ranked.includes(o))) : []),
      ...(blank ? [Number(isBlank)] : []),
    ];
  }

  contest(contest: Contest, choice: Choice): number[] {
    this.demand(choice !== 'blank' || contest.blank, 'this contest has no blank vote');
    switch (contest.kind) {
      case 'choose':
        return this.choose(contest, choice);
      case 'score':
        return this.score(contest, choice);
      case 'rank':
        return this.rank(contest, choice);
    }
  }
}

/** The slots m_1..m_n of a completed ballot; throws if the contests do not allow it. */
export function encodeChoices(
  { style, contests, positions }: StyleLayout,
  choices: Choices,
): SlotBits {
  const known = new Set(style.contests.map(({ id }) => id));
  for (const id of Object.keys(choices))
    demand(known.has(id), 'choices', `/${id}: there is no such contest in style ${style.id}`);
  const slots = new Uint8Array(positions);
  for (const { layout, firstPosition } of contests) {
    const { id } = layout.contest;
    const choice = Object.hasOwn(choices, id) ? choices[id] : undefined;
    demand(choice !== undefined, 'choices', `/${id}: nothing is chosen`);
    slots.set(new Encoder(`/${id}`).contest(layout.contest, choice), firstPosition);
  }
  return slots;
}

/** What the contest's slots say; nothing is checked. */
function decodeContest({ contest, rows, slots }: ContestLayout, bits: SlotBits): Choice {
  const { options, blank } = contest;
  if (blank && bits[slots - 1] === 1) return 'blank';
  if (contest.kind === 'rank') {
    return contest.points.map(
      (_, place) => options.find((_option, o) => bits[place * options.length + o] === 1)?.id ?? '',
    );
  }
  const totals = options.map(({ id }, o) => {
    const total = (rows[o] as readonly Weighted[]).reduce(
      (sum, { slot, weight }) => sum + weight * (bits[slot] as number),
      0,
    );
    return [id, total] as const;
  });
  const given = totals.filter(([, total]) => total > 0);
  return contest.kind === 'score' ? Object.fromEntries(given) : given.map(([id]) => id);
}

/** What a voter chose whose ballot has these slots; throws if no completed ballot has them. */
export function decodeChoices(style: StyleLayout, slots: SlotBits): Choices {
  const choices: Choices = Object.fromEntries(
    style.contests.map(({ layout, firstPosition }) => [
      layout.contest.id,
      decodeContest(layout, slots.subarray(firstPosition, firstPosition + layout.slots)),
    ]),
  );
  let again: SlotBits | undefined;
  try {
    again = encodeChoices(style, choices);
  } catch (error) {
    if (!(error instanceof VicheError)) throw error;
  }
  demand(
    again !== undefined && equal(again, slots),
    'ballot',
    'no completed ballot has these slots',
  );
  return choices;
}
