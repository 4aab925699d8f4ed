/** The bundled worker in a real browser, under a strict Content-Security-Policy, with the page's thread free meanwhile. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { showCode } from '../src/base32.js';
import { toHex } from '../src/bytes.js';
import type { BallotClient } from '../src/client.js';
import { bundle, gzipBytes } from './bundles.js';
import { type Served, serveRecord } from './record_board.js';
import { openRecord, recordEvidence } from './sample.js';
import { record } from './vectors.js';

const executablePath = process.env.VICHE_CHROMIUM ?? '/usr/bin/chromium';

const page = `<!doctype html>
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'">
<title>SDK</title>
<script type="module" src="/page.js"></script>`;
const pageScript = `import { BallotClient } from '/client.js';
window.client = new BallotClient(new Worker('/worker.js', { type: 'module' }));`;

test('the bundles are small and evaluate no text', async () => {
  const [worker, client] = [await bundle('worker.ts'), await bundle('client.ts')];
  expect(gzipBytes(worker)).toBeLessThan(36 * 1024);
  expect(gzipBytes(client)).toBeLessThan(1024);
  for (const code of [worker, client]) expect(code).not.toMatch(/\beval\(|new Function|\bimport /);
});

describe.skipIf(!existsSync(executablePath))(`in Chromium (${executablePath} is installed)`, () => {
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    served = await serveRecord({
      '': ['text/html', page],
      'page.js': ['text/javascript', pageScript],
      'client.js': ['text/javascript', await bundle('client.ts')],
      'worker.js': ['text/javascript', await bundle('worker.ts')],
    });
    // Chromium's own sandbox does not start as root.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test('a ballot is made in the worker, and the page stays free', async () => {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(`${served.origin}/`);
    await tab.waitForFunction(() => 'client' in window);
    const asked = {
      origin: served.origin,
      manifestHash: [...recordEvidence.manifestHash],
      code: showCode(new Uint8Array(16).fill(3)),
    };
    const made = await tab.evaluate(async ({ origin, manifestHash, code }) => {
      const { client } = window as unknown as { client: BallotClient };
      let longestGap = 0;
      let last = performance.now();
      const timer = setInterval(() => {
        longestGap = Math.max(longestGap, performance.now() - last);
        last = performance.now();
      }, 1);
      const view = await client.ask('open', {
        origin,
        manifestHash: Uint8Array.from(manifestHash),
      });
      await client.ask('signIn', { code });
      await client.ask('warm', { style: 'member' });
      const started = performance.now();
      const draft = await client.ask('prepare', { style: 'member', choices: { garden: 'blank' } });
      const took = performance.now() - started;
      const { entry } = await client.ask('cast', { draft: draft.draft, prev: new Uint8Array(32) });
      clearInterval(timer);
      return {
        fingerprint: view.fingerprint,
        entry: [...entry],
        tracker: [...draft.tracker],
        took,
        longestGap,
      };
    }, asked);
    expect(complaints).toEqual([]);
    expect(made.fingerprint).toBe(record.fingerprint);
    expect((await openRecord()).verifyBallot(Uint8Array.from(made.entry)).type).toBe('cast');
    expect(toHex(Uint8Array.from(made.tracker))).toHaveLength(64);
    // The page's timer never waits for the arithmetic: generous, as other programs may hold the processor.
    expect(made.longestGap).toBeLessThan(500);
  });
});
