/**
 * What can go wrong, as programs see it. A text for people is the app's business: it chooses by
 * `code` and, where there is one, shows `message` under "details".
 */
export type ErrorCode =
  /** Bytes or text that are not what the specification says: nothing in them can be used. */
  | 'malformed'
  /** The manifest breaks a limit or a reference of sections 2, 3 or 9. */
  | 'manifest'
  /** The choices are not a ballot of the style; `message` begins with their path. */
  | 'choices'
  /** A printed code has a wrong character, length or checksum. */
  | 'code'
  /**
   * Something that must have been checked before encrypting does not hold: the board is not to be
   * believed.
   */
  | 'evidence'
  /** The log is not the one that this device saw before: somebody keeps two of them. */
  | 'fork'
  /** A receipt, checkpoint or proof does not hold. */
  | 'proof'
  /** All of it holds, but too few witnesses have cosigned the checkpoint so far: ask again later. */
  | 'quorum'
  /** A ballot does not hold, or an opened one is not what its tracker says. */
  | 'ballot'
  /** A thing that serves once was used again, for instance a draft after it was cast. */
  | 'used';

/** Every error that this package throws for what came from outside. */
export class VicheError extends Error {
  override readonly name = 'VicheError';

  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * A board's refusal, or that it gave no answer: programs act on `reason`, people read `detail`.
 */
export class BoardProblem extends Error {
  override readonly name = 'BoardProblem';

  constructor(
    /** 0 if there was no answer: what was sent may yet have arrived. */
    readonly status: number,
    /** As docs/http-api.md lists them; `unreachable` if there was no answer. */
    readonly reason: string,
    readonly detail: string,
    /** In how many seconds to try again, if the board said so. */
    readonly retryAfter: number | undefined,
  ) {
    super(`${status} ${reason}: ${detail}`);
  }
}

/** Throws a VicheError unless `holds`. */
export function demand(holds: boolean, code: ErrorCode, message: string): asserts holds {
  if (!holds) throw new VicheError(code, message);
}
