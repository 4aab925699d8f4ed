/**
 * Section 3: from contests to slots, which hold one bit each, equations over them, and a row for
 * each option's total.
 */
import type { ChooseContest, Contest, RankContest, ScoreContest } from './contest.js';
import { demand } from './error.js';
import type { Manifest, Style } from './manifest.js';

/**
 * A slot and its coefficient or weight. Slots are numbered from 0 here, within the contest or the
 * style.
 */
export interface Weighted {
  readonly slot: number;
  readonly weight: number;
}

/** sum of weight * m[slot] = total, for every legal ballot. */
export interface Equation {
  readonly terms: readonly Weighted[];
  readonly total: number;
}

/** A contest compiled to slots. */
export interface ContestLayout {
  readonly contest: Contest;
  readonly slots: number;
  readonly equations: readonly Equation[];
  /** One row for each option in order, then one for blank. */
  readonly rows: readonly (readonly Weighted[])[];
  /** Its first slot among the election's global slots, from 0. */
  readonly firstGlobal: number;
}

/** A style compiled to positions: the slots of its contests in order. */
export interface StyleLayout {
  readonly style: Style;
  readonly contests: readonly { readonly layout: ContestLayout; readonly firstPosition: number }[];
  /** n_s. */
  readonly positions: number;
  /** The global slot, from 0, of each position: j(p) - 1. */
  readonly globalSlots: readonly number[];
  readonly equations: readonly Equation[];
}

/** The weights 1, 2, 4, ... of which the last is cut so that they sum to D. */
export function digits(D: number): number[] {
  const weights: number[] = [];
  let left = D;
  for (let weight = 1; left > 0; weight *= 2) {
    weights.push(Math.min(weight, left));
    left -= Math.min(weight, left);
  }
  return weights;
}

/** Hands out slots in order. */
class Slots {
  count = 0;

  /** One slot for each of the weights. */
  take(weights: readonly number[]): Weighted[] {
    return weights.map((weight) => ({ slot: this.count++, weight }));
  }

  one(): number {
    return this.count++;
  }
}

type Compiled = Pick<ContestLayout, 'slots' | 'equations' | 'rows'>;

const weigh = (slots: readonly number[], weight = 1): Weighted[] =>
  slots.map((slot) => ({ slot, weight }));

function compileChoose({ options, min, max, blank }: ChooseContest): Compiled {
  const slots = new Slots();
  const marks = options.map(() => slots.one());
  const slack = slots.take(digits(max - min));
  const blanks = blank ? [slots.one()] : [];
  return {
    slots: slots.count,
    equations: [{ terms: [...weigh(marks), ...slack, ...weigh(blanks, max)], total: max }],
    rows: [...marks, ...blanks].map((slot) => weigh([slot])),
  };
}

/** Whether a score contest needs its equation. */
export const isScoreBound = ({
  options,
  maxScore,
  minTotal,
  maxTotal,
  blank,
}: ScoreContest): boolean => blank || minTotal > 0 || maxTotal < options.length * maxScore;

function compileScore(contest: ScoreContest): Compiled {
  const slots = new Slots();
  const scores = contest.options.map(() => slots.take(digits(contest.maxScore)));
  if (!isScoreBound(contest)) return { slots: slots.count, equations: [], rows: scores };
  const slack = slots.take(digits(contest.maxTotal - contest.minTotal));
  const blanks = contest.blank ? [slots.one()] : [];
  return {
    slots: slots.count,
    equations: [
      {
        terms: [...scores.flat(), ...slack, ...weigh(blanks, contest.maxTotal)],
        total: contest.maxTotal,
      },
    ],
    rows: [...scores, ...blanks.map((slot) => weigh([slot]))],
  };
}

function compileRank({ options, points, blank }: RankContest): Compiled {
  const slots = new Slots();
  const places = points.map(() => options.map(() => slots.one()));
  const slack = points.length < options.length || blank ? options.map(() => slots.one()) : [];
  const blanks = blank ? [slots.one()] : [];
  const ofOption = options.map((_, o) => places.map((place) => place[o] as number));
  return {
    slots: slots.count,
    equations: [
      ...places.map((place) => ({ terms: weigh([...place, ...blanks]), total: 1 })),
      ...ofOption.map((own, o) => ({ terms: weigh([...own, ...slack.slice(o, o + 1)]), total: 1 })),
    ],
    rows: [
      ...ofOption.map((own) =>
        own.map((slot, place) => ({ slot, weight: points[place] as number })),
      ),
      ...blanks.map((slot) => weigh([slot])),
    ],
  };
}

function compileContest(contest: Contest): Compiled {
  switch (contest.kind) {
    case 'choose':
      return compileChoose(contest);
    case 'score':
      return compileScore(contest);
    case 'rank':
      return compileRank(contest);
  }
}

const maxPositions = 1019;

function compileStyle(style: Style, contests: ReadonlyMap<Contest, ContestLayout>): StyleLayout {
  let positions = 0;
  const held = style.contests.map((contest) => {
    const layout = contests.get(contest) as ContestLayout;
    const firstPosition = positions;
    positions += layout.slots;
    return { layout, firstPosition };
  });
  demand(
    positions <= maxPositions,
    'manifest',
    `a ballot of style ${style.id} has ${positions} slots; at most ${maxPositions} fit`,
  );
  return {
    style,
    contests: held,
    positions,
    globalSlots: held.flatMap(({ layout }) =>
      Array.from({ length: layout.slots }, (_, i) => layout.firstGlobal + i),
    ),
    equations: held.flatMap(({ layout, firstPosition }) =>
      layout.equations.map(({ terms, total }) => ({
        terms: terms.map(({ slot, weight }) => ({ slot: firstPosition + slot, weight })),
        total,
      })),
    ),
  };
}

/** An election's contests and styles as slots. */
export class Layout {
  /** J, the number of global slots and of keys. */
  readonly slots: number;
  readonly contests: readonly ContestLayout[];
  readonly styles: readonly StyleLayout[];

  constructor(manifest: Manifest) {
    let firstGlobal = 0;
    this.contests = manifest.contests.map((contest) => {
      const compiled = compileContest(contest);
      for (const { terms } of compiled.equations) {
        const sum = terms.reduce((total, { weight }) => total + weight, 0);
        demand(
          sum < 2 ** 32,
          'manifest',
          `the coefficients of contest ${contest.id} sum to 2^32 or more`,
        );
      }
      const layout = { contest, ...compiled, firstGlobal };
      firstGlobal += compiled.slots;
      return layout;
    });
    this.slots = firstGlobal;
    const byContest = new Map(this.contests.map((layout) => [layout.contest, layout]));
    this.styles = manifest.styles.map((style) => compileStyle(style, byContest));
  }

  /** The style of this number, from 1; undefined if there is none. */
  style(number: number): StyleLayout | undefined {
    return this.styles[number - 1];
  }
}
