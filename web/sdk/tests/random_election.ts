/**
 * Elections at random: manifests with contests of every kind, completed ballots, and keys that
 * nobody needs to know.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, toUtf8 } from '../src/bytes.js';
import type { Choice, Choices } from '../src/choices.js';
import type { Contest } from '../src/contest.js';
import { Election } from '../src/election.js';
import { generator, type Point } from '../src/group.js';
import { Layout } from '../src/layout.js';
import { type Manifest, readManifest } from '../src/manifest.js';

/** below(n) gives a whole number in 0..n-1. */
export type Chooser = (n: number) => number;

const text = (en: string) => ({ en });

/** An Ed25519 public key that depends on the name alone. */
export const keyOf = (name: string): string => toHex(ed25519.getPublicKey(sha256(toUtf8(name))));

function randomContest(below: Chooser, id: string): object {
  const N = 1 + below(7);
  const options = Array.from({ length: N }, (_, i) => ({ id: `o${i + 1}`, title: text(`O${i}`) }));
  const base = { id, title: text(id), blank: below(2) === 1, options };
  const kind = below(3);
  if (kind === 0) {
    const max = 1 + below(N);
    return { ...base, kind: 'choose', min: below(max + 1), max };
  }
  if (kind === 1) {
    const max_score = 1 + below(9);
    const max_total = 1 + below(N * max_score);
    return {
      ...base,
      kind: 'score',
      max_score,
      min_total: below(2) * below(max_total + 1),
      max_total: below(3) === 0 ? N * max_score : max_total,
    };
  }
  const points = Array.from({ length: 1 + below(Math.min(N, 5)) }, (_, i) =>
    i === 0 ? 12 : below(10),
  );
  return { ...base, kind: 'rank', points };
}

/** A manifest's text with `count` contests and two styles. */
export function randomManifest(below: Chooser, count: number, name: string): string {
  const contests = Array.from({ length: count }, (_, i) => randomContest(below, `c${i + 1}`));
  return manifestOf(contests as { id: string }[], name);
}

/**
 * A manifest's text with these contests: style "all" holds them all, "last" the last, backwards
 * "back" all of them.
 */
export function manifestOf(
  contests: readonly { id: string }[],
  name: string,
  changes = {},
): string {
  const ids = contests.map(({ id }) => id);
  const styles = [
    { id: 'all', contests: ids },
    { id: 'back', contests: [...ids].reverse() },
    { id: 'last', contests: ids.slice(-1) },
  ].map((style) => ({ ...style, title: text(style.id), replacements: 0 }));
  const units = ids.map((contest) => ({
    id: `u-${contest}`,
    title: text(contest),
    contest,
    styles: styles.filter((style) => style.contests.includes(contest)).map(({ id }) => id),
  }));
  return JSON.stringify({
    viche: 1,
    id: name,
    languages: ['en'],
    title: text(name),
    opens: '2026-03-01T09:00:00Z',
    closes: '2026-03-01T18:00:00Z',
    previous: null,
    registrar: { name: 'R', key: keyOf('registrar') },
    log: { key: keyOf('log') },
    witnesses: { quorum: 1, members: [{ name: 'w.example/1', key: keyOf('witness') }] },
    trustees: { threshold: 1, members: [{ name: 'T', key: keyOf('trustee') }] },
    agreement: { tolerated_corrupt: 0, tolerated_lost: 0, others: [] },
    revote: 'last',
    max_ballots: 20,
    floor: 1,
    weights: 'not-secret',
    batch_seconds: 5,
    contests,
    styles,
    units,
    results: [],
    ...changes,
  });
}

/** `count` of the options, in any order. */
function some(below: Chooser, contest: Contest, count: number): string[] {
  const left = contest.options.map(({ id }) => id);
  return Array.from({ length: count }, () => left.splice(below(left.length), 1)[0] as string);
}

function randomScores(
  below: Chooser,
  contest: Contest & { kind: 'score' },
): Record<string, number> {
  const { options, maxScore, minTotal, maxTotal } = contest;
  const scores = options.map(() => 0);
  const total = minTotal + below(maxTotal - minTotal + 1);
  for (let given = 0; given < total; given++) {
    const open = scores.flatMap((score, o) => (score < maxScore ? [o] : []));
    const o = open[below(open.length)] as number;
    scores[o] = (scores[o] as number) + 1;
  }
  return Object.fromEntries(
    options.map(({ id }, o) => [id, scores[o] as number]).filter(([, score]) => score !== 0),
  );
}

export function randomChoice(below: Chooser, contest: Contest): Choice {
  if (contest.blank && below(4) === 0) return 'blank';
  switch (contest.kind) {
    case 'choose':
      return some(below, contest, contest.min + below(contest.max - contest.min + 1));
    case 'score':
      return randomScores(below, contest);
    case 'rank':
      return some(below, contest, contest.points.length);
  }
}

export const randomChoices = (below: Chooser, contests: readonly Contest[]): Choices =>
  Object.fromEntries(contests.map((contest) => [contest.id, randomChoice(below, contest)]));

/**
 * An election of this manifest with keys and a fingerprint that are made up: nothing of it was
 * checked.
 */
export interface MadeUpElection {
  readonly election: Election;
  readonly manifest: Manifest;
  readonly layout: Layout;
  readonly fingerprint: Uint8Array;
  readonly keys: readonly Point[];
}

export function madeUpElection(manifestText: string): MadeUpElection {
  const manifest = readManifest(toUtf8(manifestText));
  const layout = new Layout(manifest);
  const fingerprint = sha256(toUtf8(`election ${manifestText}`));
  const keys = Array.from({ length: layout.slots }, (_, j) =>
    generator.multiply(BigInt(`0x${toHex(sha256(toUtf8(`key ${j}`)).slice(0, 30))}`)),
  );
  const election = new Election({
    manifest,
    layout,
    election: fingerprint,
    keys: new Map(keys.map((Y, i) => [i + 1, Y])),
    checkpoint: { size: 0, root: new Uint8Array(32), text: '', witnesses: [], quorum: true },
  });
  return { election, manifest, layout, fingerprint, keys };
}
