/**
 * The C++ programs that the tests run: from VICHE_BUILD, or from build/release where that is
 * missing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const build = resolve(root, process.env.VICHE_BUILD ?? 'build/release');

/** Whether tests run at their long size. */
export const isFullCampaign = process.env.VICHE_CAMPAIGN === 'full';

/** Where a built program is, or undefined: then the tests that need it say why they are skipped. */
export function findProgram(name: string): string | undefined {
  const path = resolve(build, name);
  return existsSync(path) ? path : undefined;
}

/**
 * Runs a program to its end with this standard input, and gives its standard output; throws what it
 * said if it fails.
 */
export function run(
  program: string,
  args: readonly string[],
  options: { input?: string; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    ...options,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
