/**
 * What a worker keeps for one voter: the election, her credential and her drafts. It knows nothing
 * of messages.
 */
import { Board } from './board.js';
import { Credential } from './credential.js';
import type { Draft } from './draft.js';
import { Election } from './election.js';
import { demand } from './error.js';
import type { Operation, Operations } from './messages.js';
import { readOpening, writeOpening } from './opening.js';

type Handlers = {
  readonly [Op in Operation]: (ask: Operations[Op]['ask']) => Promise<Operations[Op]['answer']>;
};

export class Session implements Handlers {
  #election: Election | undefined;
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
    const evidence = await new Board(origin).evidence(manifestHash);
    this.#election = await Election.open(seen === undefined ? evidence : { ...evidence, seen });
    const { manifest, fingerprint, head } = this.#election;
    return { manifest, fingerprint, head };
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
    return { index, head: { size: checkpoint.size, root: checkpoint.root } };
  }

  async checkOpened({
    entry,
    opening,
    noted,
  }: Operations['checkOpened']['ask']): Promise<Operations['checkOpened']['answer']> {
    return { choices: this.#opened.checkOpened(entry, readOpening(opening), noted) };
  }
}
