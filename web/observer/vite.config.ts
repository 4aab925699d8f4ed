import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import voter from '../voter/vite.config.ts';

/** Built into the voter's app, which the board serves: /observer.html beside /. */
export default mergeConfig(
  voter,
  defineConfig({
    publicDir: false,
    build: {
      outDir: fileURLToPath(new URL('../voter/dist', import.meta.url)),
      emptyOutDir: false,
      assetsDir: 'assets/observer',
      rollupOptions: { input: fileURLToPath(new URL('observer.html', import.meta.url)) },
    },
  }),
);
