/** The package as a browser gets it: bundled and minified by Vite. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';

/** The code of an entry of src and of everything that it imports, in one file. */
export async function bundle(entry: string): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL(`../src/${entry}`, import.meta.url)),
        formats: ['es'],
        fileName: 'bundle',
      },
    },
  })) as Rollup.RollupOutput[];
  const chunks = output.flatMap(({ output: files }) => files);
  const [chunk] = chunks;
  if (chunks.length !== 1 || chunk?.type !== 'chunk') throw new Error('one chunk is expected');
  return chunk.code;
}

export const gzipBytes = (code: string): number => gzipSync(code, { level: 9 }).length;
