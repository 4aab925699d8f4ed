/** The README's example, run as it stands but for the board's address. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { showCode } from '../src/base32.js';
import { serveRecord } from './record_board.js';
import { recordEvidence } from './sample.js';

test('the ten lines of the README', async () => {
  const sdk: Record<string, unknown> = await import('../src/index.js');
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const lines = example.split('\n').filter((line) => line !== '');
  expect(lines.length).toBeLessThanOrEqual(10);
  const [imported, ...rest] = lines;
  const names =
    /^import \{ (.*) \} from '@viche\/ballot';$/.exec(imported ?? '')?.[1]?.split(', ') ?? [];
  expect(names.every((name) => name in sdk)).toBe(true);
  const served = await serveRecord();
  const body = rest.join('\n').replace('https://board.example', served.origin);
  const AsyncFunction = (async () => {}).constructor as new (
    ...words: string[]
  ) => (...given: unknown[]) => Promise<void>;
  const run = new AsyncFunction(
    ...names,
    'manifestHash',
    'code',
    'show',
    `${body}\nreturn ballot.shownTracker;`,
  );
  const shown: string[] = [];
  const given = names.map((name) => sdk[name]);
  const code = showCode(new Uint8Array(16).fill(9));
  const tracker = await run(...given, recordEvidence.manifestHash, code, (text: string) =>
    shown.push(text),
  );
  expect(shown).toEqual([tracker]);
  await served.close();
});
