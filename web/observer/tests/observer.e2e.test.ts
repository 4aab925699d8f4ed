/** The board's page in Chromium, before a real board: from the vote to the verifiers' reports, and its alarms. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Board, Credential, Election, noPrevious } from '@viche/ballot';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { areProgramsBuilt, type RealElection } from '../../sdk/tests/real_election.ts';
import { desk, executablePath, inspect, launch, phone, visit } from '../../voter/tests/pages.ts';
import { buildApp, codeOf, dist, openTown, removeApp } from '../../voter/tests/town.ts';
import { refusalsOf } from '../src/watch.ts';

const choices = {
  mayor: ['anna'],
  council: ['mari'],
  budget: { park: 2 },
  name: ['dnipro', 'guden'],
} as const;

test('refusals are read from the metrics, those that happened', () => {
  const metrics = `# TYPE viche_board_ballots_refused_total counter
viche_board_ballots_refused_total{reason="not-next"} 2
viche_board_ballots_refused_total{reason="malformed"} 0
viche_board_ballots_total{outcome="appended"} 7
`;
  expect([...refusalsOf(metrics)]).toEqual([['not-next', 2]]);
});

describe.skipIf(!areProgramsBuilt || !existsSync(executablePath))(
  'before a real board (programs and Chromium are there)',
  () => {
    let town: RealElection;
    let browser: Browser;
    let origin: string;
    const serve = () => town.serveWitnessed('--http-app', dist, '--http-reports', 'reports');

    beforeAll(async () => {
      await buildApp();
      const root = fileURLToPath(new URL('..', import.meta.url));
      const configFile = join(root, 'vite.config.ts');
      await build({ root, configFile, logLevel: 'error', build: { outDir: dist } });
      town = openTown('last', 5);
      mkdirSync(join(town.directory, 'reports'));
      origin = await serve();
      browser = await launch();
    });
    afterAll(async () => {
      await browser?.close();
      await town?.remove();
      removeApp();
    });

    const countOf = (page: Page, name: string) =>
      page.locator(`dt:text-is("${name}") + dd`).textContent();

    test('the page is small', () => {
      const folder = join(dist, 'assets/observer');
      const gzip = (path: string) => gzipSync(readFileSync(path), { level: 9 }).length;
      const files = readdirSync(folder).filter((name) => !name.endsWith('.gz'));
      const own = files.filter((name) => name.startsWith('observer-'));
      expect(own).toHaveLength(2);
      expect(files).toHaveLength(6);
      const languages = files.filter((name) => !own.includes(name));
      const load =
        own.reduce((sum, name) => sum + gzip(join(folder, name)), 0) +
        Math.max(...languages.map((name) => gzip(join(folder, name)))) +
        gzip(join(dist, 'observer.html'));
      console.log(`first load of the board's page: ${load} bytes compressed`);
      expect(load).toBeLessThan(32_000);
    });

    test('votes and refusals appear as they come, never a total', async () => {
      const visited = await visit(browser, `${origin}/observer.html`);
      const { page } = visited;
      await page.getByText('Stage: voting is open').waitFor();
      await page.getByText(town.fingerprint, { exact: true }).waitFor();
      await page.getByText('Nothing was refused.').waitFor();
      await page.getByText('1 of 1 have confirmed the newest state; 1 are needed.').waitFor();
      await page.getByText('No report has been published here yet.').waitFor();
      expect(await countOf(page, 'Cast')).toBe('0');
      const board = new Board(origin);
      const election = await Election.open(await board.evidence(town.manifestHash));
      const voter = Credential.fromCode(codeOf(0), town.manifestHash);
      const [first, second] = [0, 1].map(() =>
        election.prepare('town', choices as never, voter).cast(noPrevious),
      );
      await board.submit(first?.entry as Uint8Array);
      await expect(board.submit(second?.entry as Uint8Array)).rejects.toMatchObject({
        reason: 'not-next',
      });
      await page.getByText('another vote came first').waitFor();
      expect(await countOf(page, 'Cast')).toBe('1');
      const { size } = (await (await fetch(`${origin}/v1/status`)).json()) as { size: number };
      await page.getByText(`${size} entries`, { exact: true }).waitFor();
      await page.getByText('It only grows').waitFor();
      // Both states are listed, and nothing says for whom anybody voted.
      expect(await page.locator('section:has(h2:text("The public log")) tbody tr').count()).toBe(2);
      expect(await page.textContent('main')).not.toMatch(/Anna|Dnipro|park/);
      await page.getByText(`viche-verify ${origin} --fingerprint ${town.fingerprint}`).waitFor();
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Download the newest state' }).click();
      expect((await download).suggestedFilename()).toBe('checkpoint.txt');
      await inspect(visited, 'observer');
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test.each([
      ['uk', 'Дошка, якою її бачать усі', phone, 'dark'],
      ['et', 'Tahvel, nagu kõik seda näevad', desk, 'light'],
      ['da', 'Tavlen, som alle ser den', desk, 'dark'],
    ] as const)('the page in %s', async (locale, title, viewport, colorScheme) => {
      const look = { locale, viewport, colorScheme };
      const visited = await visit(browser, `${origin}/observer.html`, look);
      await visited.page.getByRole('heading', { level: 1, name: title }).waitFor();
      await visited.page.locator('dd').first().waitFor();
      expect(await visited.page.getAttribute('html', 'lang')).toBe(locale);
      await inspect(visited, `observer-${locale}`);
      await visited.page.locator('select').selectOption('en');
      await visited.page.getByRole('heading', { name: 'The public log' }).waitFor();
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test('a board that is down, one that unsigned its log, one that forgot what it showed', async () => {
      const down = await visit(browser, `${origin}/observer.html`);
      await down.page.getByText('It only grows').waitFor();
      await down.page.route('**/v1/**', (route) => route.abort());
      await down.page.getByText('The board does not answer.').waitFor();
      await inspect(down, 'observer-down');
      await down.context.close();

      // The older checkpoint is a good one: only who saw the newer one knows.
      const older = readFileSync(join(town.directory, 'record', 'checkpoint'), 'utf8');
      const voter = Credential.fromCode(codeOf(1), town.manifestHash);
      const board = new Board(origin);
      const election = await Election.open(await board.evidence(town.manifestHash));
      const { entry } = election.prepare('town', choices as never, voter).cast(noPrevious);
      await board.submit(entry);
      const forked = await visit(browser, `${origin}/observer.html`);
      await forked.page.getByText('It only grows').waitFor();
      await forked.page.route('**/checkpoint', (route) => route.fulfill({ body: older }));
      await forked.page.getByText('ALARM: the board shows another history than before.').waitFor();
      await inspect(forked, 'observer-fork');
      // An alarm stays, whatever comes next.
      await forked.page.unroute('**/checkpoint');
      await forked.page.waitForResponse('**/checkpoint');
      await forked.page.waitForResponse('**/v1/status');
      await forked.page.getByText('ALARM: the board shows another history').waitFor();
      await forked.context.close();

      const unsigned = await visit(browser, `${origin}/observer.html`);
      await unsigned.page.getByText('It only grows').waitFor();
      const false_ = older.replace(/^(viche\/v1\/.*\n)\d+\n/, '$199\n');
      await unsigned.page.route('**/checkpoint', (route) => route.fulfill({ body: false_ }));
      await unsigned.page.getByText('ALARM: the newest state of the log is not signed').waitFor();
      await unsigned.context.close();
    });

    test('after the count: the verifiers, and a report on something else', async () => {
      await town.stop();
      town.finish();
      const report = town.verify();
      writeFileSync(join(town.directory, 'reports', 'University.json'), report);
      const other = report.replaceAll(town.fingerprint, '0'.repeat(64));
      writeFileSync(join(town.directory, 'reports', 'Elsewhere.json'), other);
      const failed = report.replace(/"verdict": *"verified"/, '"verdict": "failed"');
      expect(failed).not.toBe(report);
      writeFileSync(join(town.directory, 'reports', 'Sceptic.json'), failed);
      origin = await serve();
      const visited = await visit(browser, `${origin}/observer.html`, { viewport: desk });
      const { page } = visited;
      await page.getByText('Stage: counted').waitFor();
      await page.getByText('University: verified, 53 of 53 checks hold').waitFor();
      await page.getByText('Elsewhere: a report on another election').waitFor();
      await page.getByText('Sceptic: NOT verified').waitFor();
      await inspect(visited, 'observer-counted');
      await visited.context.close();
    });
  },
);
