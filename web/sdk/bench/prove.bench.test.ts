/** Prints what a ballot costs: in Node, in Chromium's worker, and on its page with the processor throttled five times. */
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { bundle } from '../tests/bundles.js';
import { serveRecord } from '../tests/record_board.js';
import { type Figures, measure } from './measure.js';

const cases = [
  [10, 31],
  [100, 9],
] as const;

const page = `<!doctype html><title>bench</title><script type="module">
import { measure } from '/measure.js';
window.measure = measure;
</script>`;

const print = (where: string, { options, warm, median, slowest }: Figures) =>
  console.log(
    `${where.padEnd(34)} 1 of ${String(options).padEnd(4)} tables ${warm.toFixed(0)} ms, ` +
      `ballot ${median.toFixed(1)} ms (median), ${slowest.toFixed(1)} ms (slowest)`,
  );

test('Node', () => {
  for (const [options, rounds] of cases) print(`Node ${process.version}`, measure(options, rounds));
});

test('Chromium', async () => {
  const served = await serveRecord({
    '': ['text/html', page],
    'measure.js': ['text/javascript', await bundle('../bench/measure.ts')],
    'worker.js': ['text/javascript', await bundle('../bench/worker.ts')],
  });
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const executablePath = process.env.VICHE_CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args });
  const tab = await browser.newPage();
  await tab.goto(`${served.origin}/`);
  await tab.waitForFunction(() => 'measure' in window);
  for (const asked of cases) {
    const figures = await tab.evaluate(
      (question) =>
        new Promise<Figures>((resolve, reject) => {
          const worker = new Worker('/worker.js', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data as Figures);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(question);
        }),
      asked,
    );
    print(`Chromium ${browser.version()}, worker`, figures);
  }
  const session = await tab.context().newCDPSession(tab);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 5 });
  for (const [options, rounds] of cases) {
    const figures = await tab.evaluate(
      ([count, times]) => (window as unknown as { measure: typeof measure }).measure(count, times),
      [options, rounds] as const,
    );
    print('Chromium, page, throttled 5 times', figures);
  }
  await browser.close();
  await served.close();
  expect(browser.isConnected()).toBe(false);
});
