/**
 * What a worker keeps for one voter: the election, her credential and her drafts. It knows nothing
 * of messages.
 */
import { decodeBallot, noPrevious, prevAfter } from './ballot.js';
import { isNotedTracker, showTracker } from './base32.js';
import { Board } from './board.js';
import { equal } from './bytes.js';
import { Credential } from './credential.js';
import type { Draft } from './draft.js';
import { Election } from './election.js';
import { resultOf } from './election_result.js';
import { demand } from './error.js';
import type { Head } from './merkle.js';
import type { Operation, Operations } from './messages.js';
import { readOpening, writeOpening } from './opening.js';
import { outcomesOf } from './outcome.js';
import { TileLog } from './tiles.js';

type Handlers = {
  readonly [Op in Operation]: (ask: Operations[Op]['ask']) => Promise<Operations[Op]['answer']>;
};

export class Session implements Handlers {
  #board: Board | undefined;
  #election: Election | undefined;
  /** The largest head of the log that was seen. */
  #seen: Head | undefined;
  #credential: Credential | undefined;
  readonly #drafts = new Map<number, Draft>();
  #nextDraft = 1;

  get #opened(): Election {
    demand(this.#election !== undefined, 'evidence', 'no election was opened');
    return this.#election;
  }

  /** The draft, which is forgotten: it serves once. */
  #take(number: number): Draft {
    const draft = this.#drafts.get(number);
    demand(draft !== undefined, 'used', 'there is no such draft');
    this.#drafts.delete(number);
    return draft;
  }

  async open({
    origin,
    manifestHash,
    seen,
  }: Operations['open']['ask']): Promise<Operations['open']['answer']> {
    const board = new Board(origin);
    const evidence = await board.evidence(manifestHash);
    this.#election = await Election.open(seen === undefined ? evidence : { ...evidence, seen });
    this.#board = board;
    const { manifest, fingerprint, head } = this.#election;
    this.#seen = head;
    return { manifest, fingerprint, head };
  }

  get #asked(): Board {
    demand(this.#board !== undefined, 'evidence', 'no election was opened');
    return this.#board;
  }

  /** Throws unless the log of this head and the one that was seen before are one. */
  async #see(head: Head): Promise<void> {
    const seen = this.#seen ?? head;
    const [older, newer] = head.size < seen.size ? [head, seen] : [seen, head];
    const log = new TileLog(this.#asked.fetchFile, newer);
    demand(await log.extends(older), 'fork', 'the log is not the one that was seen before');
    this.#seen = newer;
  }

  async signIn({ code }: Operations['signIn']['ask']): Promise<Operations['signIn']['answer']> {
    const credential = Credential.fromCode(code, this.#opened.manifest.hash);
    await this.signOut();
    this.#credential = credential;
    return { K: credential.K };
  }

  async signOut(): Promise<Operations['signOut']['answer']> {
    for (const draft of this.#drafts.values()) draft.discard();
    this.#drafts.clear();
    this.#credential?.wipe();
    this.#credential = undefined;
    return {};
  }

  async warm({ style }: Operations['warm']['ask']): Promise<Operations['warm']['answer']> {
    this.#opened.warm(style);
    return {};
  }

  async prepare({
    style,
    choices,
  }: Operations['prepare']['ask']): Promise<Operations['prepare']['answer']> {
    demand(this.#credential !== undefined, 'code', 'nobody signed in');
    const draft = this.#opened.prepare(style, choices, this.#credential);
    const number = this.#nextDraft++;
    this.#drafts.set(number, draft);
    return { draft: number, tracker: draft.tracker, shownTracker: draft.shownTracker };
  }

  async cast({ draft, prev }: Operations['cast']['ask']): Promise<Operations['cast']['answer']> {
    return this.#take(draft).cast(prev);
  }

  async challenge({
    draft,
    prev,
  }: Operations['challenge']['ask']): Promise<Operations['challenge']['answer']> {
    const { ballot, opening } = this.#take(draft).challenge(prev);
    return { ballot, opening: writeOpening(opening) };
  }

  async discard({ draft }: Operations['discard']['ask']): Promise<Operations['discard']['answer']> {
    this.#take(draft).discard();
    return {};
  }

  async checkReceipt({
    receipt,
    entry,
  }: Operations['checkReceipt']['ask']): Promise<Operations['checkReceipt']['answer']> {
    const { index, checkpoint } = this.#opened.checkReceipt(receipt, entry);
    const head = { size: checkpoint.size, root: checkpoint.root };
    await this.#see(head);
    return { index, head };
  }

  async submit({ entry }: Operations['submit']['ask']): Promise<Operations['submit']['answer']> {
    return { receipt: await this.#asked.submit(entry) };
  }

  async standing(): Promise<Operations['standing']['answer']> {
    const credential = this.#credential;
    demand(credential !== undefined, 'code', 'nobody signed in');
    const found = await this.#asked.standing(credential.K);
    if (found === undefined) return null;
    const { style, latest, ...rest } = found;
    if (latest !== undefined) {
      const { K } = decodeBallot(latest.entry);
      demand(equal(K, credential.K), 'evidence', "the board shows another voter's ballot");
      await this.checkReceipt({ receipt: latest.proof, entry: latest.entry });
    }
    const prev = latest === undefined ? noPrevious : prevAfter(latest.entry);
    return { ...rest, style: this.#opened.styleNumbered(style).id, prev };
  }

  async find({ noted }: Operations['find']['ask']): Promise<Operations['find']['answer']> {
    const found = await this.#asked.lookup(noted);
    if (found === undefined) return null;
    const { status, entry, proof } = found;
    const { type, K } = decodeBallot(entry);
    const tracker = this.#opened.trackerOf(entry);
    demand(isNotedTracker(noted, tracker), 'proof', 'the ballot has another tracker');
    const { index, head } = await this.checkReceipt({ receipt: proof, entry });
    return { status, type, entry, K, shownTracker: showTracker(tracker), index, head };
  }

  async phase(): Promise<Operations['phase']['answer']> {
    return { phase: await this.#asked.phase() };
  }

  async result(): Promise<Operations['result']['answer']> {
    const board = this.#asked;
    const checkpoint = await board.checkpoint();
    const log = await this.#opened.log(checkpoint, board.fetchFile, board.fetchEntry);
    await this.#see(log.head);
    const { manifest } = this.#opened;
    const result = await resultOf(log, manifest);
    const outcomes = outcomesOf(manifest, result);
    return { result, outcomes, reports: await board.reports() };
  }

  async checkOpened({
    entry,
    opening,
    noted,
  }: Operations['checkOpened']['ask']): Promise<Operations['checkOpened']['answer']> {
    return { choices: this.#opened.checkOpened(entry, readOpening(opening), noted) };
  }
}
