/** Two hundred voters in parallel threads before one board: every receipt holds, and every vote is counted. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { showCode } from '../src/base32.js';
import type { Choices } from '../src/choices.js';
import { Credential } from '../src/credential.js';
import { bundle } from './bundles.js';
import { isFullCampaign } from './programs.js';
import { areProgramsBuilt, RealElection } from './real_election.js';

const voters = isFullCampaign ? 2000 : 200;
const threads = 4;
const workerFile = fileURLToPath(new URL('crowd_worker.js', import.meta.url));
const example = fileURLToPath(new URL('../../../examples/town/manifest.json', import.meta.url));

const codeOf = (number: number): string => {
  const code = new Uint8Array(16);
  new DataView(code.buffer).setUint32(0, number + 1);
  return showCode(code);
};

/** What a voter casts in turn: everybody something else, every fifth changes her mind. */
function choicesOf(number: number): Choices[] {
  const choices = (n: number): Choices => ({
    mayor: n % 7 === 0 ? 'blank' : [n % 3 === 0 ? 'anna' : 'ivan'],
    council: n % 2 === 0 ? ['mari'] : ['olena', 'peter'],
    budget: { park: n % 4, road: 1 },
    name: n % 5 === 0 ? 'blank' : n % 2 === 0 ? ['dnipro', 'guden'] : ['emajogi', 'dnipro'],
  });
  return number % 5 === 0 ? [choices(number), choices(number + 1)] : [choices(number)];
}

/** The totals that must come out, `contest option` to votes. */
function expectedTotals(): Record<string, number> {
  const totals: Record<string, number> = {};
  const add = (contest: string, option: string, votes: number) => {
    const name = `${contest} ${option}`;
    totals[name] = (totals[name] ?? 0) + votes;
  };
  for (let number = 0; number < voters; number++) {
    const counted = choicesOf(number).at(-1) as Choices;
    for (const [contest, choice] of Object.entries(counted))
      if (choice === 'blank') add(contest, 'blank', 1);
      else if (!Array.isArray(choice))
        for (const [option, points] of Object.entries(choice)) add(contest, option, points);
      else
        choice.forEach((option, place) => {
          add(contest, option, contest === 'name' ? ([3, 1][place] ?? 0) : 1);
        });
  }
  return totals;
}

describe.skipIf(!areProgramsBuilt)('before a real board (the programs are built)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'viche-crowd-'));
  let town: RealElection;
  let origin: string;

  beforeAll(async () => {
    writeFileSync(join(directory, 'sdk.mjs'), await bundle('index.ts'));
    town = new RealElection(JSON.parse(readFileSync(example, 'utf8')) as object);
    town.open(
      Array.from({ length: voters }, (_, number) => ({
        K: Credential.fromCode(codeOf(number), town.manifestHash).K,
        style: 'town',
      })),
    );
    origin = await town.serveWitnessed();
  });
  afterAll(async () => {
    await town?.remove();
    rmSync(directory, { recursive: true });
  });

  const crowd = (votes: readonly object[]): Promise<number[]> =>
    new Promise((resolve, reject) => {
      const { manifestHash } = town;
      const worker = new Worker(workerFile, {
        workerData: { bundle: join(directory, 'sdk.mjs'), origin, manifestHash, votes },
      });
      worker.once('message', resolve);
      worker.once('error', reject);
    });

  test(`${voters} voters in ${threads} threads are counted exactly`, async () => {
    const votes = Array.from({ length: voters }, (_, number) => ({
      ...{ code: codeOf(number), style: 'town', choices: choicesOf(number) },
    }));
    const started = Date.now();
    const places = await Promise.all(
      Array.from({ length: threads }, (_, thread) =>
        crowd(votes.filter((_, number) => number % threads === thread)),
      ),
    );
    const casts = votes.reduce((sum, { choices }) => sum + choices.length, 0);
    console.log(`${casts} ballots of ${voters} voters: ${Date.now() - started} ms`);
    // Every ballot has a place of its own in the log.
    expect(new Set(places.flat()).size).toBe(casts);
    await town.stop();
    town.finish();
    const report = JSON.parse(town.verify()) as {
      verdict: string;
      counts: object;
      result: { contest: string; option: string; votes: number }[];
    };
    expect(report.verdict).toBe('verified');
    expect(report.counts).toMatchObject({
      ...{ cast: casts, counted: voters, superseded: casts - voters, challenged: 0 },
    });
    const counted = report.result.filter(({ votes: total }) => total > 0);
    const totals = counted.map(({ contest, option, votes: total }) => [
      `${contest} ${option}`,
      total,
    ]);
    expect(Object.fromEntries(totals)).toEqual(expectedTotals());
  });
});
