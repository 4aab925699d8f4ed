import { expect, test } from 'vitest';
import { toUtf8 } from '../src/bytes.js';
import { parseJson } from '../src/json.js';
import { JsonReader } from '../src/json_reader.js';
import { expectRefusal } from './sample.js';
import { hex } from './vectors.js';

const parse = (text: string) => parseJson(toUtf8(text), 'text');

test('what JSON is', () => {
  expect(parse(' {"a" : [1, true,false,null, "\\u0041\\n\\/é"], "b":{}} \r\n\t')).toEqual(
    new Map<string, unknown>([
      ['a', [1n, true, false, null, 'A\n/é']],
      ['b', new Map()],
    ]),
  );
  expect(parse('18446744073709551615')).toBe(2n ** 64n - 1n);
  expect(parse(`${'['.repeat(16)}0${']'.repeat(16)}`)).toBeDefined();
});

test.each([
  ['', /value is expected/],
  ['{"a":1,"a":1}', /"a" stands twice/],
  ['{"a":1,"\\u0061":1}', /stands twice/],
  ['{"a":1,}', /string is expected/],
  ['{a:1}', /string is expected/],
  ['{"a" 1}', /":" is expected/],
  ['[1,]', /value is expected/],
  ['[1 2]', /"," or "]"/],
  ['{"a":1', /"," or "}"/],
  ['[1]x', /follows the end/],
  ['\ufeff[]', /value is expected/],
  ['[01]', /plain non-negative/],
  ['[-1]', /plain non-negative/],
  ['[1.0]', /plain non-negative/],
  ['[1e3]', /plain non-negative/],
  ['[18446744073709551616]', /2\^64/],
  ['["\\ud800"]', /surrogate/],
  ['["\\x"]', /string|value/],
  ['["\t"]', /string|value/],
  ["['a']", /value is expected/],
  ['[nul]', /value is expected/],
  [`${'['.repeat(17)}${']'.repeat(17)}`, /16 levels/],
  [`${'{"a":'.repeat(17)}1${'}'.repeat(17)}`, /16 levels/],
])('refused: %s', async (text, message) => {
  await expectRefusal(() => parse(text), 'malformed', message);
});

test.each(['80', 'c080', 'eda080', 'f4908080', 'e282'])('not UTF-8: %s', async (bytes) => {
  await expectRefusal(() => parseJson(hex(`22${bytes}22`), 'text'), 'malformed', /UTF-8/);
});

test('errors name the place', async () => {
  const root = new JsonReader(parse('{"a":[{"b":"x"}],"n":5}'), '', 'manifest');
  const b = () => root.member('a').list()[0]?.members('b').b;
  expect(b()?.string()).toBe('x');
  await expectRefusal(() => b()?.integer(0, 9), 'manifest', /^\/a\/0\/b: an integer/);
  await expectRefusal(() => root.members('a'), 'manifest', /^\/: unknown member "n"/);
  await expectRefusal(() => root.members('a', 'n', 'z'), 'manifest', /"z" is missing/);
  await expectRefusal(
    () => root.member('n').integer(6, 9),
    'manifest',
    /^\/n: 5 is not from 6 to 9/,
  );
});
