/**
 * Section 2: the manifest, which says everything about an election that is fixed before it begins.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from './bytes.js';
import { type Contest, readContest } from './contest.js';
import { parseJson } from './json.js';
import { distinct, JsonReader } from './json_reader.js';
import { readId, readText, readTime, type Text } from './manifest_values.js';
import { type Officials, readOfficials } from './officials.js';
import { type ResultRule, readResultRule } from './result_rule.js';

/** A ballot style: which contests a voter sees, in which order. */
export interface Style {
  /** From 1, in the manifest's order. */
  readonly number: number;
  readonly id: string;
  readonly title: Text;
  readonly contests: readonly Contest[];
  readonly replacements: bigint;
}

/** A unit: of which contest and styles totals are published together. */
export interface Unit {
  readonly id: string;
  readonly title: Text;
  readonly contest: string;
  readonly styles: readonly string[];
}

export interface Manifest extends Officials {
  /** SHA-256 of its exact bytes. */
  readonly hash: Bytes;
  readonly id: string;
  readonly languages: readonly string[];
  readonly title: Text;
  readonly opens: string;
  readonly closes: string;
  readonly previous: {
    readonly manifest: string;
    readonly size: bigint;
    readonly root: string;
  } | null;
  readonly revote: 'last' | 'first';
  readonly maxBallots: number;
  readonly floor: bigint;
  readonly weights: 'secret' | 'not-secret';
  readonly batchSeconds: number;
  readonly contests: readonly Contest[];
  readonly styles: readonly Style[];
  readonly units: readonly Unit[];
  readonly results: readonly ResultRule[];
}

const maxListed = 65_535;

function readPrevious(reader: JsonReader): Manifest['previous'] {
  if (reader.isNull()) return null;
  const { manifest, size, root } = reader.members('manifest', 'size', 'root');
  for (const hash of [manifest, root])
    hash.demand(/^[0-9a-f]{64}$/.test(hash.string()), '64 digits 0-9 a-f are expected');
  return { manifest: manifest.string(), size: size.big(), root: root.string() };
}

function readStyles(
  reader: JsonReader,
  languages: readonly string[],
  contests: ReadonlyMap<string, Contest>,
): Style[] {
  return reader.list(1, maxListed).map((element, i) => {
    const style = element.members('id', 'title', 'contests', 'replacements');
    const held = style.contests.list(1);
    distinct(held, (contest) => contest.string());
    return {
      number: i + 1,
      id: readId(style.id),
      title: readText(style.title, languages),
      contests: held.map(
        (contest) => contests.get(contest.string()) ?? contest.fail('no such contest'),
      ),
      replacements: style.replacements.big(),
    };
  });
}

/** The units; each pair of a contest and a style that holds it is in exactly one of them. */
function readUnits(
  reader: JsonReader,
  languages: readonly string[],
  styles: readonly Style[],
): Unit[] {
  const pairs = new Set(
    styles.flatMap((style) => style.contests.map((contest) => `${contest.id} ${style.id}`)),
  );
  const units = reader.list(0, maxListed).map((element) => {
    const unit = element.members('id', 'title', 'contest', 'styles');
    const contest = unit.contest.string();
    const held = unit.styles.list(1);
    const names = distinct(held, (style) => style.string());
    for (const style of held) {
      style.demand(
        pairs.delete(`${contest} ${style.string()}`),
        `contest ${contest} in this style is in another unit, or not at all`,
      );
    }
    return { id: readId(unit.id), title: readText(unit.title, languages), contest, styles: names };
  });
  const [missing] = pairs;
  reader.demand(missing === undefined, `no unit has the contest and style ${missing}`);
  return units;
}

/** Every id of a list once. */
function demandDistinctIds(reader: JsonReader): void {
  distinct(reader.list(), (element) => element.member('id').string());
}

// biome-ignore format: in the order of section 2
const memberNames = [
  'viche', 'id', 'languages', 'title', 'opens', 'closes', 'previous', 'registrar', 'log',
  'witnesses', 'trustees', 'agreement', 'revote', 'max_ballots', 'floor', 'weights',
  'batch_seconds', 'contests', 'styles', 'units', 'results',
] as const;

/** Reads a manifest's exact bytes, and refuses it as section 2 says. */
export function readManifest(bytes: Bytes): Manifest {
  const root = new JsonReader(parseJson(bytes, 'manifest'), '', 'manifest');
  const m = root.members(...memberNames);
  m.viche.integer(1, 1);
  const languages = distinct(m.languages.list(1, 32), (language) => language.string());
  for (const language of m.languages.list()) {
    language.demand(
      /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language.string()),
      'this is not a language',
    );
  }
  for (const list of [m.contests, m.styles, m.units, m.results]) demandDistinctIds(list);
  const contests = m.contests.list(1).map((contest) => readContest(contest, languages));
  const byId = new Map(contests.map((contest) => [contest.id, contest]));
  const styles = readStyles(m.styles, languages, byId);
  const held = new Set(styles.flatMap((style) => style.contests));
  for (const contest of contests)
    m.styles.demand(held.has(contest), `no style holds the contest ${contest.id}`);
  return {
    hash: sha256(bytes),
    id: readId(m.id),
    languages,
    title: readText(m.title, languages),
    opens: readTime(m.opens),
    closes: readTime(m.closes),
    previous: readPrevious(m.previous),
    ...readOfficials(m),
    revote: m.revote.oneOf('last', 'first'),
    maxBallots: m.max_ballots.integer(1, 1000),
    floor: m.floor.big(1n),
    weights: m.weights.oneOf('secret', 'not-secret'),
    batchSeconds: m.batch_seconds.integer(1, 3600),
    contests,
    styles,
    units: readUnits(m.units, languages, styles),
    results: m.results.list().map((rule) => readResultRule(rule, languages, byId)),
  };
}
