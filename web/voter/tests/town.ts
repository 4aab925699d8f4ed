/** A town's election in four languages, with a contest of every kind. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bytes, Credential, showCode, toHex } from '@viche/ballot';
import { build } from 'vite';
import { RealElection } from '../../sdk/tests/real_election.ts';

const example = fileURLToPath(new URL('../../../examples/town/manifest.json', import.meta.url));

const template = (revote: 'last' | 'first') => ({
  ...(JSON.parse(readFileSync(example, 'utf8')) as object),
  id: `town-${revote}`,
  revote,
});

/** The printed code of a voter, by her number. */
export const codeOf = (number: number): string => showCode(new Uint8Array(16).fill(number + 1));

/** Where the app is built to: files of tests run side by side. */
export const dist = mkdtempSync(join(tmpdir(), 'viche-voter-'));

export const buildApp = async (): Promise<void> => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const configFile = join(root, 'vite.config.ts');
  await build({ root, configFile, logLevel: 'error', build: { outDir: dist } });
};

export const removeApp = (): void => rmSync(dist, { recursive: true });

/** Opens it for voters 0 to `voters` - 1. */
export function openTown(revote: 'last' | 'first', voters: number): RealElection {
  const town = new RealElection(template(revote));
  const credential = (number: number): { K: Bytes; style: string } => ({
    K: Credential.fromCode(codeOf(number), town.manifestHash).K,
    style: 'town',
  });
  town.open(Array.from({ length: voters }, (_, number) => credential(number)));
  return town;
}

export const linkOf = (origin: string, town: RealElection, voter?: number): string =>
  `${origin}/#election=${toHex(town.manifestHash)}${voter === undefined ? '' : `&code=${codeOf(voter)}`}`;
