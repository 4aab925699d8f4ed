/** `./demo --serve`: its link works in a browser; `./demo --tally` counts what was cast, and then the page shows it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram, run } from '../../sdk/tests/programs.ts';
import { areProgramsBuilt } from '../../sdk/tests/real_election.ts';
import { executablePath, launch, onScreen, visit } from './pages.ts';
import { buildApp, dist, removeApp } from './town.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** What ./demo runs when everything is built. */
const script = join(root, 'scripts/serve-election');

describe.skipIf(!areProgramsBuilt || !existsSync(executablePath))(
  'the served demo (programs and Chromium are there)',
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'viche-served-'));
    let browser: Browser;
    let served: ChildProcess | undefined;
    const bin = findProgram('bin/viche')?.replace(/\/viche$/, '') ?? '';
    const env = { ...process.env, VICHE_BIN: bin, VICHE_APP: dist };

    beforeAll(async () => {
      await buildApp();
      browser = await launch();
    });
    afterAll(async () => {
      await browser?.close();
      await stop();
      rmSync(directory, { recursive: true });
      removeApp();
    });

    /** Starts it; the link that it prints. */
    async function serve(): Promise<string> {
      const started = spawn(script, ['serve', directory, '0'], { env });
      served = started;
      let said = '';
      let complained = '';
      started.stderr.on('data', (chunk: Buffer) => {
        complained += chunk.toString();
      });
      return new Promise((resolve, reject) => {
        started.stdout.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (said.endsWith('\n')) resolve(said.trim());
        });
        started.once('exit', (status) => reject(new Error(`ended with ${status}: ${complained}`)));
      });
    }

    /** As Ctrl-C does; the exit status. */
    async function stop(): Promise<number | null> {
      const stopped = served;
      served = undefined;
      if (stopped === undefined || stopped.exitCode !== null) return stopped?.exitCode ?? null;
      const ended = new Promise<number | null>((resolve) => stopped.once('exit', resolve));
      stopped.kill('SIGTERM');
      return ended;
    }

    test('a vote by the printed link, the count, and the result on the page', async () => {
      const link = await serve();
      const origin = new URL(link).origin;
      const { page, context } = await visit(browser, link);
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      await onScreen(page, 'The town votes');
      await press('Start voting');
      await onScreen(page, 'Type your code');
      await press('Next');
      await page.getByRole('radio', { name: 'Ivan Bilyk' }).check();
      await press('Next');
      await page.getByRole('checkbox', { name: 'Mari Tamm' }).check();
      await press('Next');
      await page.getByRole('spinbutton').first().fill('2');
      await press('Next');
      await page.getByRole('checkbox').last().check();
      await press('Next');
      await press('Cast my vote');
      await onScreen(page, 'Your vote is in');
      expect(await stop()).toBe(0);
      await expect(fetch(origin)).rejects.toThrow();

      // It goes on with the same election, for another voter.
      const again = await serve();
      expect(new URL(again).hash).toBe(new URL(link).hash);
      const { cast } = (await (await fetch(`${new URL(again).origin}/v1/status`)).json()) as {
        cast: number;
      };
      expect(cast).toBe(1);
      expect(await stop()).toBe(0);
      await context.close();

      run(script, ['tally', directory], { env });
      const report = JSON.parse(
        readFileSync(join(directory, 'reports', 'This machine.json'), 'utf8'),
      ) as { verdict: string; counts: object };
      expect(report).toMatchObject({ verdict: 'verified', counts: { cast: 1, counted: 1 } });
      const after = await visit(browser, await serve());
      await after.page.getByRole('button', { name: 'See the results' }).click();
      await after.page.getByText('This machine: verified').waitFor();
      await after.page.getByText('Ivan Bilyk').first().waitFor();
      expect(await stop()).toBe(0);
      // Once more is no mistake.
      run(script, ['tally', directory], { env });
      await after.context.close();
    });
  },
);
