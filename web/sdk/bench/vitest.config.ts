import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: 'bench',
    include: ['*.bench.test.ts'],
    testTimeout: 600_000,
    disableConsoleIntercept: true,
  },
});
