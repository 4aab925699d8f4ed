import { expect, test } from 'vitest';
import { concat, u8, u16 } from '../src/bytes.js';
import { readPart } from '../src/statement.js';
import { expectRefusal } from './sample.js';

const partOf = (part: number, parts: number, length: number) =>
  concat(u8(5), u16(part), u16(parts), new Uint8Array(length));

test('parts of a statement', () => {
  expect(readPart(partOf(2, 2, 1))).toMatchObject({ type: 5, part: 2, parts: 2 });
  expect(readPart(partOf(1, 2, 65_530)).fragment).toHaveLength(65_530);
});

test.each([
  [0, 1, 9, /part 0 of 1/],
  [2, 1, 9, /part 2 of 1/],
  [1, 1, 0, /wrong length/],
  [1, 1, 65_531, /wrong length/],
  [1, 2, 65_529, /not full/],
])('refused: part %i of %i with %i bytes', async (part, parts, length, message) => {
  await expectRefusal(() => readPart(partOf(part, parts, length)), 'malformed', message);
});
