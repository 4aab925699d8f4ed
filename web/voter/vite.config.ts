import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const sdk = (path: string) => fileURLToPath(new URL(`../sdk/src/${path}`, import.meta.url));

/** Puts NAME.gz beside each file that was written, which the board sends to those who take it. */
const compressed: Plugin = {
  name: 'compressed',
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle)) {
      const path = join(dir, name);
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
    }
  },
};

/** A build holds no date, path or name of a machine: the same sources give the same bytes. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@viche\/ballot$/, replacement: sdk('index.ts') },
      { find: /^@viche\/ballot\/(.+)$/, replacement: sdk('$1.ts') },
    ],
  },
  plugins: [compressed],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
  },
});
