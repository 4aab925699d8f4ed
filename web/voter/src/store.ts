/**
 * What stays on this device between visits: nothing that shows a choice or lets anybody vote. A
 * device that keeps nothing (private browsing) still votes.
 */
import { type Bytes, fromBase64, fromHex, type Head, toBase64, toHex } from '@viche/ballot';

/** A ballot that was sent and whose receipt has not been checked yet. */
export interface Pending {
  readonly entry: Bytes;
  readonly shownTracker: string;
}

interface Kept {
  /** The newest head of the log: what is shown later must contain it. */
  seen?: { size: number; root: string };
  pending?: { entry: string; shownTracker: string };
  /** The tracker of the latest vote that is in. */
  tracker?: string;
}

const prefix = 'viche';

function read(name: string): string | undefined {
  try {
    return localStorage.getItem(`${prefix}:${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(`${prefix}:${name}`, value);
  } catch {
    // Not kept.
  }
}

export const keptLanguage = (): string | undefined => read('language');
export const keepLanguage = (language: string): void => write('language', language);
/** The manifest's hash of the election that was opened last. */
export const keptElection = (): string | undefined => read('election');

/** Of one election. */
export class Store {
  readonly #name: string;

  constructor(manifestHash: Bytes) {
    this.#name = toHex(manifestHash);
    write('election', this.#name);
  }

  get #kept(): Kept {
    try {
      return JSON.parse(read(this.#name) ?? '{}') as Kept;
    } catch {
      return {};
    }
  }

  #keep(change: { [Name in keyof Kept]: Kept[Name] | undefined }): void {
    write(this.#name, JSON.stringify({ ...this.#kept, ...change }));
  }

  get seen(): Head | undefined {
    const { seen } = this.#kept;
    return seen && { size: seen.size, root: fromHex(seen.root, 32) };
  }

  set seen(head: Head) {
    if (head.size < (this.seen?.size ?? 0)) return;
    this.#keep({ seen: { size: head.size, root: toHex(head.root) } });
  }

  get pending(): Pending | undefined {
    const { pending } = this.#kept;
    return pending && { ...pending, entry: fromBase64(pending.entry) };
  }

  set pending(ballot: Pending | undefined) {
    this.#keep({
      pending: ballot && {
        entry: toBase64(ballot.entry),
        shownTracker: ballot.shownTracker,
      },
    });
  }

  get tracker(): string | undefined {
    return this.#kept.tracker;
  }

  set tracker(shownTracker: string) {
    this.#keep({ tracker: shownTracker });
  }
}
