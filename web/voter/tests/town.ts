/** A town's election in four languages, with a contest of every kind. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bytes, Credential, showCode, toHex } from '@viche/ballot';
import { build } from 'vite';
import { RealElection } from '../../sdk/tests/real_election.ts';

const text = (en: string, uk = en, et = en, da = en) => ({ en, uk, et, da });
const option = (id: string, ...names: [string, string?, string?, string?]) => ({
  id,
  title: text(...names),
});

const contests = [
  {
    id: 'mayor',
    title: text('Mayor', 'Міський голова', 'Linnapea', 'Borgmester'),
    kind: 'choose',
    blank: true,
    min: 1,
    max: 1,
    options: [option('anna', 'Anna Kask', 'Анна Каск'), option('ivan', 'Ivan Bilyk', 'Іван Білик')],
  },
  {
    id: 'council',
    title: text('Council', 'Рада', 'Volikogu', 'Byråd'),
    kind: 'choose',
    blank: true,
    min: 1,
    max: 2,
    options: [
      option('mari', 'Mari Tamm', 'Марі Тамм'),
      option('olena', 'Olena Hrytsenko', 'Олена Гриценко'),
      option('peter', 'Peter Holm', 'Петер Гольм'),
    ],
  },
  {
    id: 'budget',
    title: text('Budget', 'Бюджет', 'Eelarve', 'Budget'),
    kind: 'score',
    blank: false,
    max_score: 4,
    min_total: 1,
    max_total: 5,
    options: [
      option('park', 'A park', 'Парк', 'Park', 'En park'),
      option('road', 'A road', 'Дорога', 'Tee', 'En vej'),
    ],
  },
  {
    id: 'name',
    title: text('Name of the bridge', 'Назва мосту', 'Silla nimi', 'Broens navn'),
    kind: 'rank',
    blank: true,
    points: [3, 1],
    options: [
      option('dnipro', 'Dnipro', 'Дніпро'),
      option('emajogi', 'Emajõgi', 'Емайиґі'),
      option('guden', 'Gudenå', 'Гудено'),
    ],
  },
];

const template = (revote: 'last' | 'first') => ({
  viche: 1,
  id: `town-${revote}`,
  languages: ['en', 'uk', 'et', 'da'],
  title: text('The town votes', 'Місто голосує', 'Linn hääletab', 'Byen stemmer'),
  opens: '2026-03-01T06:00:00Z',
  closes: '2026-03-01T18:00:00Z',
  previous: null,
  registrar: { name: 'Town hall' },
  log: {},
  witnesses: { quorum: 1, members: [{ name: 'witness.example/one' }] },
  trustees: { threshold: 2, members: ['Anna', 'Borys', 'Chrystyna'].map((name) => ({ name })) },
  agreement: { tolerated_corrupt: 0, tolerated_lost: 0, others: [{ name: 'Observer' }] },
  revote,
  max_ballots: 20,
  floor: 1,
  weights: 'not-secret',
  batch_seconds: 5,
  contests,
  styles: [
    {
      id: 'town',
      title: text('Town', 'Місто', 'Linn', 'By'),
      contests: contests.map(({ id }) => id),
      replacements: 0,
    },
  ],
  units: contests.map(({ id, title }) => ({ id, title, contest: id, styles: ['town'] })),
  results: [],
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
