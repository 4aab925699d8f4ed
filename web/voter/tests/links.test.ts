import { toHex } from '@viche/ballot';
import { expect, test } from 'vitest';
import { readLink } from '../src/link.ts';
import { readTest, writeTest } from '../src/test_link.ts';

const hash = 'ab'.repeat(32);

test('a link has the election and, where it is printed, the code', () => {
  const link = readLink(`https://board.example/#election=${hash}&code=AAAA-BBBB`);
  expect(toHex(link?.manifestHash ?? new Uint8Array())).toBe(hash);
  expect(link?.code).toBe('AAAA-BBBB');
  expect(readLink(hash)?.code).toBeUndefined();
  for (const other of ['', 'https://board.example/', '#election=12', hash.slice(1)])
    expect(readLink(other)).toBeUndefined();
});

test('what opens a test is the same after a link', () => {
  for (const count of [1, 4, 7, 100]) {
    const slots = Array.from({ length: count }, (_, i) => Number(i % 3 === 1));
    const opening = { tracker: hash, style: 'all', r: '0c'.repeat(32), slots };
    expect(readTest(writeTest(JSON.stringify(opening)))).toEqual(opening);
  }
  for (const wrong of ['', `${hash}.all.${hash}.9.ff`, `${hash}.all.12.1.8`])
    expect(readTest(wrong)).toBeUndefined();
});
