/** Section 8.5: the result that the registrar states as the last entry of the log. */
import { ByteReader, type Bytes } from './bytes.js';
import { demand } from './error.js';
import type { Manifest, Unit } from './manifest.js';
import { entryTypes, readPart, readStatement } from './statement.js';
import type { TileLog } from './tiles.js';

export interface UnitResult {
  readonly contest: string;
  /** The manifest's units whose ballots were counted together. */
  readonly members: readonly Unit[];
  /** Withheld: fewer counted ballots than the floor. */
  readonly status: 'decrypted' | 'withheld' | 'empty';
  readonly counted: number;
  /** By row: the contest's options in order, then blank if it has that. Empty unless decrypted. */
  readonly totals: readonly number[];
}

export interface ElectionResult {
  readonly cast: number;
  readonly counted: number;
  readonly superseded: number;
  readonly cancelled: number;
  readonly challenged: number;
  readonly units: readonly UnitResult[];
}

const statuses = ['decrypted', 'withheld', 'empty'] as const;

/** Reads the body of a result. Numbers of people and votes are below 2^53. */
export function readResult(body: Bytes, manifest: Manifest): ElectionResult {
  const reader = new ByteReader(body, 'result');
  const number = () => {
    const value = Number(reader.u64());
    demand(Number.isSafeInteger(value), 'malformed', 'result: a number is too large');
    return value;
  };
  const numbered = <Value>(list: readonly Value[], i: number): Value => {
    const value = list[i - 1];
    demand(value !== undefined, 'malformed', 'result: a number of something that is not there');
    return value;
  };
  const [cast, counted, superseded, cancelled, challenged] = Array.from({ length: 5 }, number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const units = Array.from({ length: reader.unsigned(4) }, (): UnitResult => {
    const contest = numbered(manifest.contests, reader.unsigned(2));
    const members = Array.from({ length: reader.unsigned(2) }, () =>
      numbered(manifest.units, reader.unsigned(2)),
    );
    const status = numbered(statuses, reader.unsigned(1));
    const ballots = number();
    const totals = Array.from({ length: reader.unsigned(2) }, number);
    const rows = contest.options.length + Number(contest.blank);
    demand(
      totals.length === (status === 'decrypted' ? rows : 0),
      'malformed',
      'result: a unit has a wrong number of rows',
    );
    return { contest: contest.id, members, status, counted: ballots, totals };
  });
  reader.end();
  return { cast, counted, superseded, cancelled, challenged, units };
}

/**
 * The result at the end of the log, with the registrar's signature verified. That it follows from
 * the ballots is for verifiers to say.
 */
export async function resultOf(log: TileLog, manifest: Manifest): Promise<ElectionResult> {
  const last = log.head.size - 1;
  const { type, parts } = readPart(await log.entry(last));
  demand(type === entryTypes.result, 'evidence', 'the log does not end with a result');
  const entries: Bytes[] = [];
  for (let i = last - parts + 1; i <= last; i++) entries.push(await log.entry(i));
  const { signer, body } = readStatement(entries, entryTypes.result, manifest);
  demand(signer === 0, 'evidence', "the result is not the registrar's");
  return readResult(body, manifest);
}
