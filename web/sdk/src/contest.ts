/** Section 2: a contest of the manifest. */
import type { JsonReader } from './json_reader.js';
import { readId, readText, type Text } from './manifest_values.js';

export interface Option {
  readonly id: string;
  readonly title: Text;
}

interface ContestBase {
  readonly id: string;
  readonly title: Text;
  /** Whether a voter may say that she chooses nothing. */
  readonly blank: boolean;
  readonly options: readonly Option[];
}

/** Mark between min and max options. */
export interface ChooseContest extends ContestBase {
  readonly kind: 'choose';
  readonly min: number;
  readonly max: number;
}

/** Give each option 0 to maxScore points, minTotal to maxTotal in all. */
export interface ScoreContest extends ContestBase {
  readonly kind: 'score';
  readonly maxScore: number;
  readonly minTotal: number;
  readonly maxTotal: number;
}

/** Put options on places; points[i] is what place i + 1 is worth. */
export interface RankContest extends ContestBase {
  readonly kind: 'rank';
  readonly points: readonly number[];
}

export type Contest = ChooseContest | ScoreContest | RankContest;

const maxOptions = 1000;
const maxScoreLimit = 1000;
const maxPoints = 1_000_000;

function readOption(reader: JsonReader, languages: readonly string[]): Option {
  const { id, title } = reader.members('id', 'title');
  id.demand(id.string() !== 'blank', 'the id blank is reserved');
  return { id: readId(id), title: readText(title, languages) };
}

const common = ['id', 'title', 'kind', 'blank', 'options'] as const;

export function readContest(reader: JsonReader, languages: readonly string[]): Contest {
  const options = reader.member('options').list(1, maxOptions);
  const ids = new Set(options.map((option) => option.member('id').string()));
  reader.demand(ids.size === options.length, 'two options have the same id');
  const base = {
    id: readId(reader.member('id')),
    title: readText(reader.member('title'), languages),
    blank: reader.member('blank').boolean(),
    options: options.map((option) => readOption(option, languages)),
  };
  const kind = reader.member('kind').oneOf('choose', 'score', 'rank');
  switch (kind) {
    case 'choose': {
      const { min, max } = reader.members(...common, 'min', 'max');
      const most = max.integer(1, options.length);
      return { ...base, kind, min: min.integer(0, most), max: most };
    }
    case 'score': {
      const { max_score, min_total, max_total } = reader.members(
        ...common,
        'max_score',
        'min_total',
        'max_total',
      );
      const maxScore = max_score.integer(1, maxScoreLimit);
      const maxTotal = max_total.integer(1, maxScore * options.length);
      return { ...base, kind, maxScore, minTotal: min_total.integer(0, maxTotal), maxTotal };
    }
    case 'rank': {
      const { points } = reader.members(...common, 'points');
      const places = points.list(1, options.length).map((value) => value.integer(0, maxPoints));
      points.demand(
        places.some((value) => value > 0),
        'no place is worth a point',
      );
      return { ...base, kind, points: places };
    }
  }
}
