/** An election that this device checked, and what a voter does in it. */
import { type Ballot, decodeBallot, trackerOf } from './ballot.js';
import { verifyBallot } from './ballot_equations.js';
import { type Bytes, toHex } from './bytes.js';
import { readCheckpoint } from './checkpoint.js';
import { type Choices, encodeChoices } from './choices.js';
import type { Credential } from './credential.js';
import { Draft } from './draft.js';
import { demand } from './error.js';
import { type CheckedElection, checkEvidence, type Evidence } from './evidence.js';
import type { Point } from './group.js';
import { type RandomSource, systemRandom } from './hedge.js';
import type { StyleLayout } from './layout.js';
import type { Manifest, Style } from './manifest.js';
import type { Head } from './merkle.js';
import { checkOpened, type Noted, type Opening } from './opening.js';
import { Prover } from './prover.js';
import { checkReceipt, type Receipt } from './receipt.js';
import { type FetchEntry, type FetchFile, TileLog } from './tiles.js';

/** Use `Election.open`. An election and its tables serve for as many ballots as one likes. */
export class Election {
  readonly #provers = new Map<string, Prover>();

  /** Takes a result of `checkEvidence`, or values that are known to be right in tests. */
  constructor(
    private readonly checked: CheckedElection,
    private readonly random: RandomSource = systemRandom,
  ) {}

  /** Checks what a device must check before it encrypts (section 7), or throws. */
  static async open(evidence: Evidence): Promise<Election> {
    return new Election(await checkEvidence(evidence));
  }

  get manifest(): Manifest {
    return this.checked.manifest;
  }

  /** The fingerprint as it is shown: 64 hexadecimal digits. */
  get fingerprint(): string {
    return toHex(this.checked.election);
  }

  /** The head under which the election was opened: to be kept as `seen` for the next time. */
  get head(): Head {
    return { size: this.checked.checkpoint.size, root: this.checked.checkpoint.root };
  }

  #layout(style: string): StyleLayout {
    const layout = this.checked.layout.styles.find((candidate) => candidate.style.id === style);
    demand(layout !== undefined, 'choices', `there is no style ${style}`);
    return layout;
  }

  #keys(layout: StyleLayout): Point[] {
    return layout.globalSlots.map((slot) => {
      const Y = this.checked.keys.get(slot + 1);
      demand(Y !== undefined, 'evidence', `the key of slot ${slot + 1} was not given`);
      return Y;
    });
  }

  /** Makes the tables of a style ahead of its first ballot. */
  warm(style: string): void {
    this.#prover(style);
  }

  #prover(style: string): Prover {
    const known = this.#provers.get(style);
    if (known !== undefined) return known;
    const layout = this.#layout(style);
    const prover = new Prover(this.checked.election, layout, this.#keys(layout));
    this.#provers.set(style, prover);
    return prover;
  }

  /**
   * Encrypts and proves a completed ballot. The draft has a tracker; it waits for the voter to cast
   * or challenge it.
   */
  prepare(style: string, choices: Choices, credential: Credential): Draft {
    const prover = this.#prover(style);
    const slots = encodeChoices(prover.style, choices);
    const { ballot, secrets } = prover.prove(slots, credential.keyPair(), this.random);
    slots.fill(0);
    return new Draft(this.checked.election, style, ballot, secrets, credential, this.random);
  }

  /** Checks that a receipt proves this entry; only then is the vote in. */
  checkReceipt(receipt: string, entry: Bytes): Receipt {
    return checkReceipt(receipt, entry, this.manifest);
  }

  /**
   * Checks, on a second device that opened the election by itself, a challenged ballot; returns how
   * it was marked.
   */
  checkOpened(entry: Bytes, opening: Opening, noted: Noted): Choices {
    const style = this.#layout(opening.style);
    return checkOpened(
      { election: this.checked.election, style, keys: this.#keys(style) },
      entry,
      opening,
      noted,
    );
  }

  /** The tracker of a ballot, of which nothing else is checked. */
  trackerOf(entry: Bytes): Bytes {
    return trackerOf(this.checked.election, decodeBallot(entry));
  }

  /** Throws unless the ballot's proof and signature hold. Boards and verifiers check this too. */
  verifyBallot(entry: Bytes): Ballot {
    const ballot = decodeBallot(entry);
    const layout = this.checked.layout.style(ballot.style);
    demand(layout !== undefined, 'ballot', `ballot: there is no style ${ballot.style}`);
    verifyBallot(this.checked.election, layout, this.#keys(layout), ballot);
    return ballot;
  }

  /**
   * The published log under a checkpoint, which must have the witness quorum and extend the one
   * under which this election was opened.
   */
  async log(checkpoint: string, fetchFile: FetchFile, fetchEntry?: FetchEntry): Promise<TileLog> {
    const read = readCheckpoint(checkpoint, this.manifest);
    demand(read.quorum, 'quorum', 'too few witnesses cosigned the checkpoint');
    const log = new TileLog(fetchFile, read, fetchEntry);
    demand(await log.extends(this.head), 'fork', 'the log is not the one that was seen before');
    return log;
  }

  /** Whose style has this number; throws if there is none. */
  styleNumbered(number: number): Style {
    const style = this.manifest.styles[number - 1];
    demand(style !== undefined, 'evidence', `there is no style ${number}`);
    return style;
  }
}
