/** What is measured: from completed choices to a signed ballot, with tables that are warm, and how long the tables take. */
import { noPrevious } from '../src/ballot.js';
import { toUtf8 } from '../src/bytes.js';
import { Credential } from '../src/credential.js';
import { Election } from '../src/election.js';
import { generator } from '../src/group.js';
import { Layout } from '../src/layout.js';
import { readManifest } from '../src/manifest.js';
import { manifestOf } from '../tests/random_election.js';

export interface Figures {
  readonly options: number;
  /** Milliseconds: making the tables, once an election. */
  readonly warm: number;
  /** Milliseconds: encrypt, prove and sign one ballot; the median and the slowest. */
  readonly median: number;
  readonly slowest: number;
}

/** A ballot of one of `options`, `rounds` times. Each ballot is verified once before anything is timed. */
export function measure(options: number, rounds: number): Figures {
  const contest = {
    id: 'c',
    title: { en: 'C' },
    kind: 'choose',
    blank: false,
    min: 1,
    max: 1,
    options: Array.from({ length: options }, (_, i) => ({ id: `o${i}`, title: { en: `O${i}` } })),
  };
  const manifest = readManifest(toUtf8(manifestOf([contest], `one-of-${options}`)));
  const keys = Array.from({ length: options }, (_, i) => generator.multiply(3n ** BigInt(i + 50)));
  const election = new Election({
    manifest,
    layout: new Layout(manifest),
    election: new Uint8Array(32),
    keys: new Map(keys.map((Y, i) => [i + 1, Y])),
    checkpoint: { size: 0, root: new Uint8Array(32), text: '', witnesses: [], quorum: true },
  });
  const credential = Credential.generate();
  const vote = () => election.prepare('all', { c: ['o3'] }, credential).cast(noPrevious).entry;
  const started = performance.now();
  election.warm('all');
  const warm = performance.now() - started;
  election.verifyBallot(vote());
  const times = Array.from({ length: rounds }, () => {
    const before = performance.now();
    vote();
    return performance.now() - before;
  }).sort((a, b) => a - b);
  return { options, warm, median: times[rounds >> 1] as number, slowest: times.at(-1) as number };
}
