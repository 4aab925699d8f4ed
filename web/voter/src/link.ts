/**
 * The link of a poll card: https://BOARD/#election=HASH&code=CODE, the code where it is printed. What
 * stands behind # is not sent to the board.
 */
import { type Bytes, fromHex } from '@viche/ballot';

export interface Link {
  readonly manifestHash: Bytes;
  readonly code: string | undefined;
  /** What opens a test ballot on a second device. */
  readonly test: string | undefined;
}

/** Reads a whole link, its part behind #, or the bare hash; undefined if it is none of them. */
export function readLink(text: string): Link | undefined {
  const fragment = text.trim().replace(/^[^#]*#/, '');
  const members = new URLSearchParams(
    /^[0-9a-f]{64}$/.test(fragment) ? `election=${fragment}` : fragment,
  );
  const hash = members.get('election') ?? '';
  if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
  return {
    manifestHash: fromHex(hash, 32),
    code: members.get('code') ?? undefined,
    test: members.get('test') ?? undefined,
  };
}
