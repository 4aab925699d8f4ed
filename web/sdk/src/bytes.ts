/**
 * Byte strings: integers, hexadecimal, base64, and a reader that never goes past the end. Section
 * 1: integers are big-endian.
 */
import { demand } from './error.js';

export type Bytes = Uint8Array;

export function concat(...parts: readonly Bytes[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** `value` in `width` bytes; 0 <= value < 256^width, and width is at most 8. */
function unsigned(value: number | bigint, width: number): Bytes {
  const bytes = new Uint8Array(width);
  let rest = BigInt(value);
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  if (rest !== 0n) throw new RangeError(`${value} does not fit ${width} bytes`);
  return bytes;
}

export const u8 = (value: number): Bytes => unsigned(value, 1);
export const u16 = (value: number): Bytes => unsigned(value, 2);
export const u32 = (value: number): Bytes => unsigned(value, 4);
export const u64 = (value: number | bigint): Bytes => unsigned(value, 8);

/** Compares public byte strings; not constant time. */
export function equal(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Negative, zero or positive as `a` stands before, at or after `b`, byte by byte. */
export function compare(a: Bytes, b: Bytes): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export const isZero = (bytes: Bytes): boolean => bytes.every((byte) => byte === 0);

/** Overwrites secrets with zeros. The engine may hold copies: see the README. */
export function wipe(...secrets: readonly Bytes[]): void {
  for (const secret of secrets) secret.fill(0);
}

export function toHex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Lower-case hexadecimal of exactly `length` bytes. */
export function fromHex(text: string, length: number, what = 'hexadecimal'): Bytes {
  demand(
    text.length === 2 * length && /^[0-9a-f]*$/.test(text),
    'malformed',
    `${what}: ${2 * length} digits 0-9 a-f are expected`,
  );
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export function toBase64(bytes: Bytes): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Padded base64 in its one canonical spelling. */
export function fromBase64(text: string, what = 'base64'): Bytes {
  demand(
    /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0,
    'malformed',
    `${what} is not base64`,
  );
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  demand(toBase64(bytes) === text, 'malformed', `${what} is not canonical base64`);
  return bytes;
}

/** The text of well-formed UTF-8; a byte-order mark is kept as a character. */
export function fromUtf8(bytes: Bytes, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    demand(false, 'malformed', `${what} is not UTF-8`);
  }
}

export const toUtf8 = (text: string): Bytes => new TextEncoder().encode(text);

/** Reads a byte string from front to back. */
export class ByteReader {
  #at = 0;

  constructor(
    private readonly bytes: Bytes,
    private readonly what: string,
  ) {}

  get left(): number {
    return this.bytes.length - this.#at;
  }

  take(length: number): Bytes {
    demand(length <= this.left, 'malformed', `${this.what} is cut off at byte ${this.#at}`);
    this.#at += length;
    return this.bytes.slice(this.#at - length, this.#at);
  }

  unsigned(width: 1 | 2 | 4): number {
    return this.take(width).reduce((value, byte) => value * 256 + byte, 0);
  }

  u64(): bigint {
    return this.take(8).reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  }

  /** Refuses bytes that nobody asked for. */
  end(): void {
    demand(this.left === 0, 'malformed', `${this.what} has ${this.left} bytes too many`);
  }
}
