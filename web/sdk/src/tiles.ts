/**
 * Section 10: the published log as static files (C2SP tlog-tiles). Nothing that is read here is
 * believed: hashes become inclusion and consistency proofs, which are verified against a
 * checkpoint.
 */
import { ByteReader, type Bytes } from './bytes.js';
import { demand } from './error.js';
import {
  type Head,
  leafHash,
  nodeHash,
  split,
  verifyConsistency,
  verifyInclusion,
} from './merkle.js';

/** Gets a file of the record or of a running board by its path, as tile/0/000. */
export type FetchFile = (path: string) => Promise<Bytes>;

/** Gets one entry by its index. */
export type FetchEntry = (index: number) => Promise<Bytes>;

const tileWidth = 256;

/** N in groups of three digits, all but the last with an x before it. */
function groups(n: number): string {
  const last = String(n % 1000).padStart(3, '0');
  let text = last;
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    text = `x${String(rest % 1000).padStart(3, '0')}/${text}`;
  }
  return text;
}

/**
 * The path of the N-th tile of a level, or of entries, of a log in which that level has `count`
 * hashes.
 */
function tilePath(level: number | 'entries', n: number, count: number): string {
  const width = Math.min(tileWidth, count - n * tileWidth);
  return `tile/${level}/${groups(n)}${width < tileWidth ? `.p/${width}` : ''}`;
}

/** A log of known head, read from its files. Files are kept while it lives. */
export class TileLog {
  readonly #files = new Map<string, Promise<Bytes>>();

  constructor(
    private readonly fetchFile: FetchFile,
    readonly head: Head,
    /** Without it, entries are read from their bundles. */
    private readonly fetchEntry?: FetchEntry,
  ) {}

  #file(path: string): Promise<Bytes> {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const file = this.fetchFile(path);
    this.#files.set(path, file);
    return file;
  }

  /**
   * The root over the leaves [index * 2^height, (index + 1) * 2^height), all of them in the log.
   */
  async #subtree(height: number, index: number): Promise<Bytes> {
    const level = Math.floor(height / 8);
    const below = height % 8;
    // One tile holds all hashes of its level that are needed: a power of two of them, at most 256,
    // in place.
    const first = index * 2 ** below;
    const count = Math.floor(this.head.size / tileWidth ** level);
    const n = Math.floor(first / tileWidth);
    const path = tilePath(level, n, count);
    const tile = await this.#file(path);
    demand(
      tile.length === 32 * Math.min(tileWidth, count - n * tileWidth),
      'malformed',
      `${path} has a wrong length`,
    );
    let hashes: Bytes[] = Array.from({ length: 2 ** below }, (_, i) => {
      const at = 32 * (first - n * tileWidth + i);
      return tile.slice(at, at + 32);
    });
    while (hashes.length > 1)
      hashes = hashes.flatMap((hash, i) =>
        i % 2 === 0 ? [nodeHash(hash, hashes[i + 1] as Bytes)] : [],
      );
    return hashes[0] as Bytes;
  }

  /**
   * The root over the leaves [from, to), where `from` is a multiple of the smallest power of two
   * that is at least to - from.
   */
  async #range(from: number, to: number): Promise<Bytes> {
    const size = to - from;
    const height = Math.log2(size);
    if (Number.isInteger(height)) return this.#subtree(height, from / size);
    const middle = from + split(size);
    return nodeHash(await this.#range(from, middle), await this.#range(middle, to));
  }

  /** The head of the log's first `size` entries, verified to be a beginning of this one. */
  async headAt(size: number): Promise<Head> {
    demand(size >= 1 && size <= this.head.size, 'evidence', `the log has no first ${size} entries`);
    const older = { size, root: await this.#range(0, size) };
    const proof =
      size === this.head.size ? [] : await this.#consistency(size, 0, this.head.size, true);
    demand(
      verifyConsistency(older, this.head, proof),
      'proof',
      'the tiles are not those of the checkpoint',
    );
    return older;
  }

  /** SUBPROOF of RFC 6962 section 2.1.2, over the leaves [from, to). */
  async #consistency(size: number, from: number, to: number, known: boolean): Promise<Bytes[]> {
    if (size === to - from) return known ? [] : [await this.#range(from, to)];
    const middle = from + split(to - from);
    if (size <= middle - from)
      return [
        ...(await this.#consistency(size, from, middle, known)),
        await this.#range(middle, to),
      ];
    return [
      ...(await this.#consistency(size - (middle - from), middle, to, false)),
      await this.#range(from, middle),
    ];
  }

  /** PATH of RFC 6962 section 2.1.1, over the leaves [from, to). */
  async #path(index: number, from: number, to: number): Promise<Bytes[]> {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return index < middle
      ? [...(await this.#path(index, from, middle)), await this.#range(middle, to)]
      : [...(await this.#path(index, middle, to)), await this.#range(from, middle)];
  }

  async #entryOfBundle(index: number): Promise<Bytes> {
    const n = Math.floor(index / tileWidth);
    const path = tilePath('entries', n, this.head.size);
    const reader = new ByteReader(await this.#file(path), path);
    for (let i = n * tileWidth; i < index; i++) reader.take(reader.unsigned(2));
    return reader.take(reader.unsigned(2));
  }

  /** An entry, verified to stand at this index. */
  async entry(index: number): Promise<Bytes> {
    demand(
      Number.isSafeInteger(index) && index >= 0 && index < this.head.size,
      'evidence',
      `the log has no entry ${index}`,
    );
    const entry = await (this.fetchEntry?.(index) ?? this.#entryOfBundle(index));
    const proof = await this.#path(index, 0, this.head.size);
    demand(
      verifyInclusion(leafHash(entry), index, this.head, proof),
      'proof',
      `entry ${index} is not that of the checkpoint`,
    );
    return entry;
  }

  /**
   * Whether an older head of the same log, seen before, is a beginning of this one: if not,
   * somebody forked it.
   */
  async extends(older: Head): Promise<boolean> {
    if (older.size > this.head.size) return false;
    if (older.size === 0) return verifyConsistency(older, this.head, []);
    const proof =
      older.size === this.head.size
        ? []
        : await this.#consistency(older.size, 0, this.head.size, true);
    return verifyConsistency(older, this.head, proof);
  }
}
