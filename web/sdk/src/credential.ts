/** Section 6: a voter's credential K = k G. */
import { readCode } from './base32.js';
import { type Bytes, wipe } from './bytes.js';
import { demand } from './error.js';
import { fixedGenerators } from './generators.js';
import { decodeScalar, encodePoint, encodeScalar, type Scalar } from './group.js';
import { Hedge, type RandomSource, systemRandom } from './hedge.js';
import type { KeyPair } from './schnorr.js';
import { hs } from './transcript.js';

/**
 * The secret k and its K. Whoever has it votes: it leaves the device in no message but
 * exportSecret's.
 */
export class Credential {
  readonly #k: Bytes;
  /** The encoding of K, as the roll has it. */
  readonly K: Bytes;

  private constructor(k: Scalar) {
    demand(k !== 0n, 'code', 'the credential is zero');
    this.#k = encodeScalar(k);
    this.K = encodePoint(fixedGenerators().G.multiply(k));
  }

  /** The credential of a printed code, for the election whose manifest has this hash. */
  static fromCode(text: string, manifestHash: Bytes): Credential {
    const code = readCode(text);
    const credential = new Credential(hs('viche/v1/credential', code, manifestHash));
    wipe(code);
    return credential;
  }

  /** A credential that was made on this device: the 32 bytes of k. */
  static fromSecret(k: Bytes): Credential {
    return new Credential(decodeScalar(k, 'the credential'));
  }

  /** A new credential, whose K is then enrolled. */
  static generate(random: RandomSource = systemRandom): Credential {
    const hedge = new Hedge(random, 0n, new Uint8Array(), new Uint8Array());
    return new Credential(hedge.scalar('viche/v1/sdk-credential', 0));
  }

  /** The 32 bytes of k, to be kept by whoever made the credential on this device. */
  exportSecret(): Bytes {
    return this.#k.slice();
  }

  keyPair(): KeyPair {
    return { secret: decodeScalar(this.#k, 'the credential'), public: this.K };
  }

  /** Ends the credential: it can be used no more. */
  wipe(): void {
    wipe(this.#k);
  }
}
