/**
 * What is asked of the board again and again: its newest checkpoint, verified and held to those that
 * were seen before; and what it says of itself.
 */
import { type Checkpoint, readCheckpoint } from '@viche/ballot/checkpoint';
import { VicheError } from '@viche/ballot/error';
import type { Manifest } from '@viche/ballot/manifest';
import { readManifest } from '@viche/ballot/manifest';
import { TileLog } from '@viche/ballot/tiles';

export interface Status {
  readonly phase: string;
  readonly cast: number;
  readonly challenged: number;
  readonly superseded: number;
  readonly cancelled: number;
  readonly contradicted_by: readonly string[];
}

export interface Report {
  readonly name: string;
  readonly report: Readonly<Record<string, unknown>>;
}

/** A state of the log when it was first seen. */
export interface Sight {
  readonly time: Date;
  readonly checkpoint: Checkpoint;
}

export type Alarm = 'fork' | 'signature';

export interface View {
  readonly manifest: Manifest;
  /** From the opening on. */
  readonly fingerprint: string | undefined;
  readonly status: Status;
  /** The newest last; at most `most`, of which the first stays. */
  readonly sights: readonly Sight[];
  readonly refused: ReadonlyMap<string, number>;
  readonly reports: readonly Report[];
  readonly alarm: Alarm | undefined;
  readonly time: Date;
}

const most = 50;

async function ask(path: string): Promise<Response> {
  const response = await fetch(`/${path}`, {
    cache: 'no-store',
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

/** The refusals of ballots by reason, from the board's metrics. */
export function refusalsOf(metrics: string): Map<string, number> {
  const lines = metrics.matchAll(
    /^viche_board_ballots_refused_total\{reason="([a-z-]+)"\} (\d+)$/gm,
  );
  const found = [...lines].map(([, reason = '', count]) => [reason, Number(count)] as const);
  return new Map(found.filter(([, count]) => count > 0));
}

export class Watch {
  #sights: Sight[] = [];
  #alarm: Alarm | undefined;

  /** Verifies the newest checkpoint; an alarm stays. */
  async #see(manifest: Manifest, time: Date): Promise<void> {
    const text = await (await ask('checkpoint')).text();
    try {
      const checkpoint = readCheckpoint(text, manifest);
      const last = this.#sights.at(-1)?.checkpoint;
      const isNew = last === undefined || last.size !== checkpoint.size;
      if (!(await this.#follows(checkpoint, last))) this.#alarm = 'fork';
      if (isNew || this.#alarm !== undefined) this.#sights.push({ time, checkpoint });
      else this.#sights.splice(-1, 1, { time: this.#sights.at(-1)?.time ?? time, checkpoint });
      if (this.#sights.length > most) this.#sights.splice(1, 1);
    } catch (error) {
      if (!(error instanceof VicheError)) throw error;
      this.#alarm ??= error.code === 'fork' ? 'fork' : 'signature';
    }
  }

  /** Whether the log of the newer state contains that of the older. */
  async #follows(newer: Checkpoint, older: Checkpoint | undefined): Promise<boolean> {
    if (older === undefined) return true;
    if (newer.size < older.size) return false;
    const fetchFile = async (path: string) => new Uint8Array(await (await ask(path)).arrayBuffer());
    return new TileLog(fetchFile, newer).extends(older);
  }

  async look(): Promise<View> {
    const [election, status, metrics, reports] = await Promise.all([
      ask('v1/election').then((answer) => answer.json()),
      ask('v1/status').then((answer) => answer.json()),
      ask('metrics').then((answer) => answer.text()),
      ask('v1/reports').then((answer) => answer.json()),
    ]);
    const time = new Date();
    const manifest = readManifest(new TextEncoder().encode(election.manifest));
    await this.#see(manifest, time);
    return {
      manifest,
      fingerprint: election.election ?? undefined,
      status,
      sights: this.#sights,
      refused: refusalsOf(metrics),
      reports,
      alarm: this.#alarm,
      time,
    };
  }
}
