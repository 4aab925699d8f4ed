/**
 * A running board over HTTP (docs/http-api.md). Nothing that it says is believed here: answers are
 * checked by whoever asked.
 */
import { type Bytes, concat, fromBase64, toHex, toUtf8, u16 } from './bytes.js';
import { BoardProblem, demand } from './error.js';
import type { Evidence } from './evidence.js';

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
  readonly status: 'included' | 'superseded';
  readonly index: number;
  readonly entry: Bytes;
  readonly proof: string;
}

/** What a board says of a credential. */
export interface Standing {
  /** Number of its style, from 1. */
  readonly style: number;
  readonly isVoid: boolean;
  /** How many casts and challenges it has. */
  readonly ballots: number;
  readonly hasCast: boolean;
  /** Its last cast or challenge. */
  readonly latest: { readonly entry: Bytes; readonly proof: string } | undefined;
}

/** The board at an origin, as https://board.example. */
export class Board {
  constructor(
    private readonly origin: string,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  async #ask(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.fetcher(`${this.origin}/${path}`, init).catch((error: unknown) => {
      throw new BoardProblem(0, 'unreachable', String(error), undefined);
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  /** An answer that ends too early is none. */
  async #read<Body>(body: Promise<Body>): Promise<Body> {
    return body.catch((error: unknown) => {
      throw new BoardProblem(0, 'unreachable', String(error), undefined);
    });
  }

  async #bytes(path: string): Promise<Bytes> {
    return new Uint8Array(await this.#read((await this.#ask(path)).arrayBuffer()));
  }

  async #json<Body>(path: string): Promise<Body> {
    return this.#read((await this.#ask(path)).json() as Promise<Body>);
  }

  /** The same, but undefined where the board says that there is none. */
  async #jsonUnless<Body>(reason: string, path: string): Promise<Body | undefined> {
    try {
      return await this.#json<Body>(path);
    } catch (error) {
      if (error instanceof BoardProblem && error.reason === reason) return undefined;
      throw error;
    }
  }

  /** A file of the published log. */
  readonly fetchFile = (path: string): Promise<Bytes> => this.#bytes(path);

  /** One entry of the published log, unverified. */
  readonly fetchEntry = (index: number): Promise<Bytes> => this.#bytes(`v1/entries/${index}`);

  async checkpoint(): Promise<string> {
    return this.#read((await this.#ask('checkpoint')).text());
  }

  /** What `Election.open` checks; the manifest's hash comes from elsewhere. */
  async evidence(manifestHash: Bytes): Promise<Evidence> {
    const { manifest, opening_index } = await this.#json<{
      manifest: unknown;
      opening_index: unknown;
    }>('v1/election');
    demand(typeof manifest === 'string', 'malformed', 'board: no manifest in its answer');
    demand(typeof opening_index === 'number', 'malformed', 'board: voting has not been opened');
    return {
      manifestHash,
      manifest: toUtf8(manifest),
      checkpoint: await this.checkpoint(),
      openingIndex: opening_index,
      fetchFile: this.fetchFile,
      fetchEntry: this.fetchEntry,
    };
  }

  /** How far the election has come: one of the phases of docs/openapi.json. */
  async phase(): Promise<string> {
    return (await this.#json<{ phase: string }>('v1/status')).phase;
  }

  /** Verifiers' reports, as the operator was given them. */
  async reports(): Promise<readonly { name: string; report: Record<string, unknown> }[]> {
    return this.#json('v1/reports');
  }

  /** Sends a ballot and returns the receipt's text. Sending the same bytes again is always safe. */
  async submit(entry: Bytes): Promise<string> {
    const response = await this.#ask('v1/ballots', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: concat(u16(entry.length), entry) as Uint8Array<ArrayBuffer>,
    });
    return this.#read(response.text());
  }

  /**
   * What the board says of the ballot with this tracker, whole or as people see it; undefined if
   * the published log has none.
   */
  async lookup(tracker: Bytes | string): Promise<Lookup | undefined> {
    const name = typeof tracker === 'string' ? encodeURIComponent(tracker) : toHex(tracker);
    const found = await this.#jsonUnless<Omit<Lookup, 'entry'> & { entry: string }>(
      'unknown-ballot',
      `v1/ballots/${name}`,
    );
    return found && { ...found, entry: fromBase64(found.entry, 'board: the entry') };
  }

  /** What the board says of the credential K; undefined if it is not on the roll. */
  async standing(K: Bytes): Promise<Standing | undefined> {
    const found = await this.#jsonUnless<{
      style: number;
      void: boolean;
      ballots: number;
      effective_cast: number | null;
      latest: { entry: string; proof: string } | null;
    }>('unknown-credential', `v1/credentials/${toHex(K)}`);
    return (
      found && {
        style: found.style,
        isVoid: found.void,
        ballots: found.ballots,
        hasCast: found.effective_cast !== null,
        latest: found.latest
          ? { ...found.latest, entry: fromBase64(found.latest.entry, 'board: the entry') }
          : undefined,
      }
    );
  }
}
