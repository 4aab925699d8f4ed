/**
 * A running board over HTTP (docs/http-api.md). Nothing that it says is believed here: answers are
 * checked by whoever asked.
 */
import { type Bytes, concat, toHex, toUtf8, u16 } from './bytes.js';
import { demand } from './error.js';
import type { Evidence } from './evidence.js';

/** A refusal: programs act on `reason`, people read `detail`. */
export class BoardProblem extends Error {
  override readonly name = 'BoardProblem';

  constructor(
    readonly status: number,
    readonly reason: string,
    readonly detail: string,
    /** In how many seconds to try again, if the board said so. */
    readonly retryAfter: number | undefined,
  ) {
    super(`${status} ${reason}: ${detail}`);
  }
}

async function problemOf(response: Response): Promise<BoardProblem> {
  const retry = Number(response.headers.get('retry-after') ?? Number.NaN);
  const problem: unknown = await response.json().catch(() => undefined);
  const { reason, detail } = (problem ?? {}) as { reason?: unknown; detail?: unknown };
  return new BoardProblem(
    response.status,
    String(reason ?? 'unknown'),
    String(detail ?? ''),
    Number.isNaN(retry) ? undefined : retry,
  );
}

/** What a board says of a ballot; `proof` is a receipt's text. */
export interface Lookup {
  readonly status: string;
  readonly index: number;
  readonly proof: string;
}

/** The board at an origin, as https://board.example. */
export class Board {
  constructor(
    private readonly origin: string,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  async #get(path: string): Promise<Response> {
    const response = await this.fetcher(`${this.origin}/${path}`);
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  /** A file of the published log. */
  readonly fetchFile = async (path: string): Promise<Bytes> =>
    new Uint8Array(await (await this.#get(path)).arrayBuffer());

  async checkpoint(): Promise<string> {
    return (await this.#get('checkpoint')).text();
  }

  /** What `Election.open` checks; the manifest's hash comes from elsewhere. */
  async evidence(manifestHash: Bytes): Promise<Evidence> {
    const { manifest, opening_index } = (await (await this.#get('v1/election')).json()) as {
      manifest: unknown;
      opening_index: unknown;
    };
    demand(typeof manifest === 'string', 'malformed', 'board: no manifest in its answer');
    demand(typeof opening_index === 'number', 'malformed', 'board: voting has not been opened');
    return {
      manifestHash,
      manifest: toUtf8(manifest),
      checkpoint: await this.checkpoint(),
      openingIndex: opening_index,
      fetchFile: this.fetchFile,
    };
  }

  /** Sends a ballot and returns the receipt's text. Sending the same bytes again is always safe. */
  async submit(entry: Bytes): Promise<string> {
    const response = await this.fetcher(`${this.origin}/v1/ballots`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: concat(u16(entry.length), entry) as Uint8Array<ArrayBuffer>,
    });
    if (!response.ok) throw await problemOf(response);
    return response.text();
  }

  /**
   * What the board says of the ballot with this tracker; undefined if the published log has none.
   */
  async lookup(tracker: Bytes): Promise<Lookup | undefined> {
    try {
      return (await (await this.#get(`v1/ballots/${toHex(tracker)}`)).json()) as Lookup;
    } catch (error) {
      if (error instanceof BoardProblem && error.reason === 'unknown-ballot') return undefined;
      throw error;
    }
  }
}
