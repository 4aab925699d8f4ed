/**
 * Section 7: every secret scalar of a prover is Hs(tag; u32 index, 32 fresh random bytes, secret
 * key, public statement, witness), so that a bad random generator alone, or a repeated one, gives
 * nothing away.
 */
import { type Bytes, u32, wipe } from './bytes.js';
import { encodeScalar, type Scalar } from './group.js';
import { hs } from './transcript.js';

/** Fills a buffer with random bytes. An argument everywhere, so that tests can repeat a run. */
export type RandomSource = (buffer: Uint8Array<ArrayBuffer>) => void;

/** The operating system's generator, through WebCrypto. */
export const systemRandom: RandomSource = (buffer) => {
  crypto.getRandomValues(buffer);
};

/** The scalars of one proof or signature. */
export class Hedge {
  readonly #secrets: Bytes[];

  constructor(
    private readonly random: RandomSource,
    secretKey: Scalar,
    private readonly statement: Bytes,
    witness: Bytes,
  ) {
    this.#secrets = [encodeScalar(secretKey), witness.slice()];
  }

  /** The scalar of this tag and index; fresh random bytes go into each. */
  scalar(tag: string, index: number): Scalar {
    const [secretKey, witness] = this.#secrets as [Bytes, Bytes];
    const fresh = new Uint8Array(32);
    this.random(fresh);
    const scalar = hs(tag, u32(index), fresh, secretKey, this.statement, witness);
    wipe(fresh);
    return scalar;
  }

  wipe(): void {
    wipe(...this.#secrets);
  }
}
