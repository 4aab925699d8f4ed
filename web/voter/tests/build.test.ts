/** What voters load: how large it is, that it evaluates no text, and that it is the same from two paths. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

const web = fileURLToPath(new URL('../../', import.meta.url));
const places = [0, 1].map((i) => mkdtempSync(join(tmpdir(), `viche-build-${'x'.repeat(5 * i)}`)));
const files = new Map<string, Buffer>();
const others = new Map<string, Buffer>();

async function buildIn(place: string, into: Map<string, Buffer>): Promise<void> {
  for (const part of ['sdk', 'shared', 'voter'])
    cpSync(join(web, part), join(place, part), {
      recursive: true,
      filter: (path) => !/\/(node_modules|dist|tests)$/.test(path),
    });
  symlinkSync(join(web, 'node_modules'), join(place, 'node_modules'));
  const root = join(place, 'voter');
  await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
  const dist = join(root, 'dist');
  for (const name of readdirSync(dist, { recursive: true, withFileTypes: true }))
    if (name.isFile()) {
      const path = join(name.parentPath, name.name);
      into.set(path.slice(dist.length + 1), readFileSync(path));
    }
}

beforeAll(async () => {
  await buildIn(places[0] as string, files);
  await buildIn(places[1] as string, others);
});
afterAll(() => {
  for (const place of places) rmSync(place, { recursive: true });
});

const find = (pattern: RegExp): string[] => [...files.keys()].filter((name) => pattern.test(name));

test('two paths give the same bytes', () => {
  expect(others).toEqual(files);
  expect(files.size).toBeGreaterThan(10);
});

test('the first load is under 60 KB, whatever the language', () => {
  const gzip = (name: string) => gzipSync(files.get(name) as Buffer, { level: 9 }).length;
  const first = find(/^index\.html$|^assets\/(index|ballot_worker)-[^/]*\.(js|css)$|^icon\.svg$/);
  const languages = find(/^assets\/(da|en|et|uk)-[^/]*\.js$/).map(gzip);
  expect(first).toHaveLength(5);
  expect(languages).toHaveLength(4);
  const total = first.reduce((sum, name) => sum + gzip(name), 0) + Math.max(...languages);
  console.log(`first load: ${total} bytes compressed`);
  expect(total).toBeLessThan(60_000);
});

test('what is compressed beside a file is that file, and nothing evaluates text', () => {
  for (const name of find(/\.(js|html)$/)) {
    const text = (files.get(name) as Buffer).toString();
    expect(text).not.toMatch(/\beval\(|new Function|javascript:|<style|<script>| on\w+="/);
  }
  for (const name of find(/\.gz$/))
    expect(gunzipSync(files.get(name) as Buffer)).toEqual(files.get(name.slice(0, -3)));
  expect(find(/^assets\/.*\.gz$/).length).toBe(find(/^assets\/.*\.(js|css)$/).length);
});
