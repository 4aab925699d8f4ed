/**
 * The vectors' record as a board would serve it over HTTP, and with it the pages of a browser test.
 * Any ballot is taken, and its receipt is good.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { receiptOf, recordEntries } from './forged_log.js';
import { recordOpeningIndex } from './sample.js';
import { record } from './vectors.js';

export interface Served {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves on a free port of loopback. `pages` maps paths to a type and a content. */
export async function serveRecord(pages: Record<string, [string, string]> = {}): Promise<Served> {
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1);
    const file = record.files[path];
    const page = pages[path];
    if (page !== undefined) {
      response.setHeader('content-type', page[0]).end(page[1]);
    } else if (path === 'v1/election') {
      const election = { manifest: record.manifest, opening_index: recordOpeningIndex };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(election));
    } else if (request.method === 'POST' && path === 'v1/ballots') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const entry = new Uint8Array(Buffer.concat(chunks).subarray(2));
        const entries = [...recordEntries(), entry];
        response.writeHead(201).end(receiptOf(entries, entries.length - 1));
      });
    } else if (path.startsWith('v1/entries/')) {
      response.end(Buffer.from(recordEntries()[Number(path.slice(11))] ?? []));
    } else if (file !== undefined) {
      response.end(Buffer.from(file, 'hex'));
    } else {
      response.writeHead(404, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ reason: 'not-found', detail: path }));
    }
  });
  // A slow test must not meet a connection that ends as it is used again.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
