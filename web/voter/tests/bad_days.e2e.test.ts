/**
 * Bad days in Chromium before a real board: each with the text that a person reads, and with what
 * then stands in the log.
 */
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { areProgramsBuilt, type RealElection } from '../../sdk/tests/real_election.ts';
import { executablePath, inspect, launch, onScreen, visit } from './pages.ts';
import { buildApp, codeOf, dist, linkOf, openTown, removeApp } from './town.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe.skipIf(!areProgramsBuilt || !existsSync(executablePath))(
  'bad days in Chromium before a board (both are there)',
  () => {
    let town: RealElection;
    let browser: Browser;
    let origin: string;

    beforeAll(async () => {
      await buildApp();
      town = openTown('first', 8);
      origin = await town.serveWitnessed('--http-app', dist);
      browser = await launch();
    });
    afterAll(async () => {
      await browser?.close();
      await town?.remove();
      removeApp();
    });

    const casts = async (): Promise<number> =>
      ((await (await fetch(`${origin}/v1/status`)).json()) as { cast: number }).cast;

    /** Blank votes as far as the review. */
    async function toReview(page: Page, code: string): Promise<void> {
      await onScreen(page, 'The town votes');
      await press(page, 'Start voting');
      await page.getByLabel('Code').fill(code);
      await press(page, 'Next');
      await onScreen(page, 'Mayor');
      await page.getByRole('radio').last().check();
      await press(page, 'Next');
      await page.getByRole('checkbox').last().check();
      await press(page, 'Next');
      await page.getByRole('spinbutton').first().fill('2');
      await press(page, 'Next');
      await page.getByRole('checkbox').last().check();
      await press(page, 'Next');
      await onScreen(page, 'Check your vote');
    }

    test('a code with a typing mistake, one too short, and one of nobody', async () => {
      const visited = await visit(browser, linkOf(origin, town));
      const { page } = visited;
      await press(page, 'Start voting');
      await page.getByLabel('Code').fill('0000');
      await press(page, 'Next');
      await page.getByText('The code has 28 letters and digits. You typed 4.').waitFor();
      await page
        .getByLabel('Code')
        .fill(`${codeOf(0).slice(0, -1)}${codeOf(0).endsWith('0') ? '1' : '0'}`);
      await press(page, 'Next');
      await page.getByText('There is a typing mistake in the code.').waitFor();
      await inspect(visited, 'sign-in-mistake');
      await page.getByLabel('Code').fill(codeOf(99));
      await press(page, 'Next');
      await page.getByText('This code is not on the list of voters.').waitFor();
      await inspect(visited, 'sign-in-unknown');
      await visited.context.close();
    });

    test('the board is busy, and then takes the vote', async () => {
      const visited = await visit(browser, linkOf(origin, town));
      const { page } = visited;
      await toReview(page, codeOf(0));
      await page.route('**/v1/ballots', (route) =>
        route.fulfill({
          status: 503,
          headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
          body: '{"reason": "overloaded", "detail": "", "status": 503}',
        }),
      );
      await press(page, 'Cast my vote');
      await onScreen(page, 'Many people are voting');
      await page.getByText('Your vote is not recorded yet.').waitFor();
      await inspect(visited, 'busy');
      await page.unroute('**/v1/ballots');
      await onScreen(page, 'Your vote is in');
      expect(await casts()).toBe(1);
      await visited.context.close();
    });

    test('the answer is lost: after a reload the vote is found, and was cast once', async () => {
      const visited = await visit(browser, linkOf(origin, town));
      const { page } = visited;
      await toReview(page, codeOf(1));
      await page.route('**/v1/ballots', async (route) => {
        await route.fetch();
        await route.abort();
      });
      await press(page, 'Cast my vote');
      await onScreen(page, 'No answer from the server');
      await page.getByText('It is not known yet whether your vote was recorded.').waitFor();
      await inspect(visited, 'unknown');
      await page.unroute('**/v1/ballots');
      await page.reload();
      await onScreen(page, 'Your vote is in');
      expect(await casts()).toBe(2);
      await visited.context.close();
    });

    test('nothing arrived: after a reload the voter decides, and the vote is sent once', async () => {
      const visited = await visit(browser, linkOf(origin, town));
      const { page } = visited;
      await toReview(page, codeOf(2));
      await page.route('**/v1/ballots', (route) => route.abort());
      await press(page, 'Cast my vote');
      await onScreen(page, 'No answer from the server');
      await page.unroute('**/v1/ballots');
      await page.reload();
      await page.getByText('is NOT recorded yet').waitFor();
      await inspect(visited, 'resume');
      expect(await casts()).toBe(2);
      await press(page, 'Send it now');
      await onScreen(page, 'Your vote is in');
      expect(await casts()).toBe(3);
      await visited.context.close();
    });

    test('a receipt that was tampered with is not believed', async () => {
      const visited = await visit(browser, linkOf(origin, town));
      const { page } = visited;
      await toReview(page, codeOf(3));
      await page.route('**/v1/ballots', async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace(/^index (\d+)$/m, 'index 0');
        await route.fulfill({ response, body });
      });
      await press(page, 'Cast my vote');
      await onScreen(page, 'The confirmation is not valid');
      await page.getByText('It is not known whether your vote was recorded').waitFor();
      await inspect(visited, 'tampered');
      await page.unroute('**/v1/ballots');
      await press(page, 'Ask again');
      await onScreen(page, 'Your vote is in');
      expect(await casts()).toBe(4);
      await visited.context.close();
    });

    test('a log that is not the one seen before is not voted in', async () => {
      const visited = await visit(browser, linkOf(origin, town));
      const { page } = visited;
      await onScreen(page, 'The town votes');
      await page.evaluate(() => {
        for (const name of Object.keys(localStorage)) {
          const kept = localStorage.getItem(name) ?? '';
          if (!kept.startsWith('{')) continue;
          const { seen } = JSON.parse(kept) as { seen: { size: number; root: string } };
          const other = { seen: { ...seen, root: '0'.repeat(64) } };
          localStorage.setItem(name, JSON.stringify(other));
        }
      });
      await page.reload();
      await page.getByText('The server shows another history').waitFor();
      await page.getByText('no vote was recorded now').waitFor();
      await inspect(visited, 'fork');
      await visited.context.close();
    });

    test('a code that voted already, and one whose other device was faster', async () => {
      const visited = await visit(browser, linkOf(origin, town));
      const { page } = visited;
      await onScreen(page, 'The town votes');
      await press(page, 'Start voting');
      await page.getByLabel('Code').fill(codeOf(0));
      await press(page, 'Next');
      await page.getByText('A vote with this code is already recorded, and it counts.').waitFor();
      await inspect(visited, 'sign-in-once');
      await page.reload();
      const other = await visit(browser, linkOf(origin, town));
      await toReview(page, codeOf(4));
      await toReview(other.page, codeOf(4));
      await press(other.page, 'Cast my vote');
      await onScreen(other.page, 'Your vote is in');
      await press(page, 'Cast my vote');
      await onScreen(page, 'Your vote was not recorded');
      await page.getByText('This vote was NOT recorded').waitFor();
      await inspect(visited, 'refused');
      expect(await casts()).toBe(5);
      await other.context.close();
      await visited.context.close();
    });

    test('the board is down, and then voting is closed', async () => {
      const visited = await visit(browser, linkOf(origin, town));
      const { page } = visited;
      await toReview(page, codeOf(5));
      await page.route('**/v1/**', (route) => route.abort());
      await press(page, 'Cast my vote');
      await onScreen(page, 'No answer from the server');
      const cold = await visit(browser, linkOf(origin, town));
      await onScreen(cold.page, 'The town votes');
      await cold.page.route('**/v1/**', (route) => route.abort());
      await cold.page.reload();
      await cold.page.getByText('The voting server does not answer.').waitFor();
      await inspect(cold, 'down');
      await cold.context.close();
      await page.unroute('**/v1/**');
      await onScreen(page, 'Your vote is in');
      const late = await visit(browser, linkOf(origin, town));
      await toReview(late.page, codeOf(6));
      await late.page.route('**/v1/ballots', (route) =>
        route.fulfill({
          status: 409,
          contentType: 'application/problem+json',
          body: '{"reason": "not-open", "detail": "", "status": 409}',
        }),
      );
      await press(late.page, 'Cast my vote');
      await late.page.getByText('This vote was NOT recorded: voting is closed.').waitFor();
      await inspect(late, 'closed');
      for (const { context } of [visited, late]) await context.close();
    });
  },
);
