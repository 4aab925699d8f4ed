import { showCode } from '../src/base32.js';
import type { Choices } from '../src/choices.js';
import { Credential } from '../src/credential.js';
import type { StyleLayout } from '../src/layout.js';
import { Prover } from '../src/prover.js';
import { madeUpElection, manifestOf } from './random_election.js';

const options = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `o${i + 1}`, title: { en: `O${i + 1}` } }));
const choose = {
  id: 'c',
  title: { en: 'C' },
  kind: 'choose',
  blank: true,
  options: options(3),
  min: 0,
  max: 2,
};
const score = {
  id: 's',
  title: { en: 'S' },
  kind: 'score',
  blank: false,
  options: options(2),
  max_score: 4,
  min_total: 1,
  max_total: 5,
};
const rank = {
  id: 'r',
  title: { en: 'R' },
  kind: 'rank',
  blank: true,
  options: options(3),
  points: [3, 1],
};
export const made = madeUpElection(manifestOf([choose, score, rank], 'three-kinds'));
export const style = made.layout.styles[0] as StyleLayout;
export const good: Choices = { c: ['o2'], s: { o1: 3 }, r: ['o3', 'o1'] };
export const credential = Credential.fromCode(
  showCode(new Uint8Array(16).fill(7)),
  made.manifest.hash,
);
export const { fingerprint, keys } = made; // style "all" has the global slots in order
export const prover = new Prover(fingerprint, style, keys);
export const prepare = (choices = good) => made.election.prepare('all', choices, credential);
