/** The engine and this package read the same manifests and refuse the same ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Bytes, toHex, toUtf8 } from '../src/bytes.js';
import { VicheError } from '../src/error.js';
import { Layout } from '../src/layout.js';
import { readManifest } from '../src/manifest.js';
import { findProgram, isFullCampaign, run } from './programs.js';
import { type Chooser, manifestOf, randomManifest } from './random_election.js';
import { seededChooser } from './sample.js';

const program = findProgram('tests/viche_sdk_cross');
const seed = 20260302;

describe.skipIf(program === undefined)('with the C++ (viche_sdk_cross is built)', () => {
  test('the engine and we accept the same manifests', () => {
    const corpus = new URL('../../../tests/fuzz/corpus/', import.meta.url);
    const texts: Bytes[] = ['manifest', 'json'].flatMap((name) => {
      const folder = new URL(`${name}/`, corpus);
      return readdirSync(folder).map((file) => new Uint8Array(readFileSync(new URL(file, folder))));
    });
    texts.push(...spelledManifests());
    const below = seededChooser(seed + 7);
    for (let i = 0; i < (isFullCampaign ? 20_000 : 1500); i++)
      texts.push(toUtf8(changedManifest(below)));
    const input = JSON.stringify(texts.map(toHex));
    const accepted = JSON.parse(run(program as string, ['manifests'], { input })) as boolean[];
    const differing = texts.filter((text, i) => accepted[i] !== isManifest(text));
    expect(differing.map((text) => new TextDecoder().decode(text))).toEqual([]);
    expect(accepted).toContain(true);
    expect(accepted).toContain(false);
  });
});

function isManifest(text: Bytes): boolean {
  try {
    new Layout(readManifest(text));
    return true;
  } catch (error) {
    if (error instanceof VicheError) return false;
    throw error;
  }
}

/** Where in a JSON value something can be changed: every member and element, at any depth. */
function places(value: unknown): { holder: Record<string, unknown>; name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [{ holder, name }, ...places(holder[name])]);
}

/**
 * A manifest in which one or two things are changed: missing, doubled, of another type, or a
 * neighbouring number.
 */
function changedManifest(below: Chooser): string {
  const results = [
    { id: 'r1', title: { en: 'R' }, rule: 'top', contests: ['c1'], seats: 1, threshold: [1, 2] },
    {
      id: 'r2',
      title: { en: 'R' },
      rule: 'rank_points',
      contests: ['c1'],
      seats: 2,
      points: [3, 1],
      added: [{ option: 'o1', points: 4 }],
    },
  ];
  const root = JSON.parse(randomManifest(below, 1 + below(3), 'changed')) as Record<
    string,
    unknown
  >;
  Object.assign(root, { results });
  for (let changes = 1 + below(2); changes > 0; changes--) {
    const all = places(root);
    const { holder, name } = all[below(all.length)] as (typeof all)[number];
    const old = holder[name];
    const values: unknown[] = [
      null,
      true,
      '',
      'blank',
      [],
      {},
      0,
      1,
      1001,
      2 ** 40,
      65_536,
      1.5,
      -1,
      'c1',
      'o1',
      ['all'],
    ];
    if (typeof old === 'number') values.push(old + 1, old - 1, old * 2, old + 1, old - 1);
    if (typeof old === 'string')
      values.push(`${old}x`, old.slice(1), old.toUpperCase(), `${old} `, `${old}é`);
    if (Array.isArray(old)) values.push([...old, old[0]], old.slice(1), [...old].reverse());
    if (below(6) === 0 && !Array.isArray(holder)) delete holder[name];
    else holder[name] = values[below(values.length)];
  }
  return JSON.stringify(root);
}

/** A manifest in other spellings of JSON, of which some are none. */
function spelledManifests(): Bytes[] {
  const text = randomManifest(seededChooser(seed), 1, 'spelled');
  const titles = [
    '\\ud800',
    '\\udc00',
    '\\ud83d\\ude00',
    '\\ude00\\ud83d',
    '\\u0000',
    '\\/',
    '\\x',
    '\t',
    'é',
    '\u{1f5f3}',
  ];
  const floors = [
    '01',
    '1.0',
    '1e0',
    '-1',
    '-0',
    '+1',
    '18446744073709551615',
    '18446744073709551616',
    '1 ',
    '"1"',
    '0x1',
    '',
  ];
  const whole = [
    `\ufeff${text}`,
    `${text}\n`,
    ` \r\n\t${text} `,
    `${text}x`,
    `${text}${text}`,
    `\u000b${text}`,
    text.replace('{', '{,'),
    text.replace(/\}$/, ',}'),
    text.replace('"viche":1', '"viche":1,"viche":1'),
    text.replace('"viche":1', '"\\u0076iche":1'),
    text.replace('"viche":1', '"\\u0076iche":1,"viche":1'),
    text.replace('{', '/**/{'),
    text.slice(0, -1),
    text.replace(/"/g, "'"),
    '',
  ];
  const spelled = [
    ...titles.map((title) => text.replace('"en":"spelled"', `"en":"${title}"`)),
    ...floors.map((floor) => text.replace('"floor":1', `"floor":${floor}`)),
    ...whole,
  ].map(toUtf8);
  const good = toUtf8(text);
  const at = text.indexOf('"en":"spelled"') + 7;
  const badBytes = [
    [0x80],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2, 0x82],
    [0xff],
  ];
  for (const bytes of badBytes) {
    const changed = good.slice();
    changed.set(bytes, at);
    spelled.push(changed);
  }
  return spelled;
}

test('the changed manifests start from a good one', () => {
  expect(isManifest(toUtf8(manifestOf([], 'none')))).toBe(false);
  expect(isManifest(toUtf8(randomManifest(seededChooser(1), 3, 'good')))).toBe(true);
});
