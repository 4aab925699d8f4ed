/** The app in Chromium, before a board that is served. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

export const executablePath = process.env.VICHE_CHROMIUM ?? '/usr/bin/chromium';
export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 800 };

/** Chromium's own sandbox does not start as root. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });

/** Where screenshots go, if they are wanted. */
const pictures = process.env.VICHE_SCREENSHOTS;

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained of. */
  readonly complaints: string[];
}

export interface Look {
  readonly locale?: string;
  readonly viewport?: { width: number; height: number };
  readonly colorScheme?: 'light' | 'dark';
}

/** A device of its own: nothing kept, one language. */
export async function visit(browser: Browser, address: string, look: Look = {}): Promise<Visit> {
  const { locale = 'en', viewport = phone, colorScheme = 'light' } = look;
  const context = await browser.newContext({
    locale,
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Chromium itself notes answers that are no 2xx, and requests that fail.
    const isOurs = message.type() === 'error' && !message.text().startsWith('Failed to load');
    if (isOurs) complaints.push(message.text());
  });
  await page.goto(address);
  return { page, context, complaints };
}

/** Waits for the screen with this heading, which must have the focus. */
export async function onScreen(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
}

/** What only a written test sees: room at 320 pixels, and how large targets are. */
async function demandRoom(page: Page): Promise<void> {
  const viewport = page.viewportSize() ?? phone;
  await page.setViewportSize({ width: 320, height: 640 });
  const found = await page.evaluate(() => {
    const isShown = (element: Element) => element.getClientRects().length > 0;
    const targets = [...document.querySelectorAll('button, select, summary, input, label.option')];
    return {
      wide: document.documentElement.scrollWidth,
      small: targets
        .filter((target) => isShown(target) && !target.closest('label.option > *'))
        .filter((target) => !(target.matches('input') && target.closest('label.option')))
        .filter((target) => target.getBoundingClientRect().height < 44)
        .map((target) => target.outerHTML),
    };
  });
  await page.setViewportSize(viewport);
  expect(found).toEqual({ wide: 320, small: [] });
}

/** Holds a screen to WCAG 2.2 AA, and takes its picture if that is wanted. */
export async function inspect({ page }: Visit, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page: page as never })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => [name, id, ...nodes.map(({ html }) => html)])).toEqual(
    [],
  );
  await demandRoom(page);
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
