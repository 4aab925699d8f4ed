/** What the screens share: the election, the texts, and the one place where they are shown. */
import type { Bytes, Choice } from '@viche/ballot';
import type { BallotClient, DraftView, ElectionView, StandingView } from '@viche/ballot/client';
import { type Child, h } from '../../shared/dom.ts';
import type { Store } from './store.ts';
import type { TextKey, Texts } from './texts.ts';

/** The voter who signed in, until the worker forgets her code. */
export interface Voter {
  readonly K: Bytes;
  readonly standing: StandingView;
  readonly choices: Map<string, Choice>;
  /** Encrypted on the review; serves once. */
  draft: Promise<DraftView> | undefined;
  /** Nothing is encrypted or sent. */
  readonly practice: boolean;
}

export interface App {
  readonly client: BallotClient;
  readonly view: ElectionView;
  readonly store: Store;
  readonly texts: Texts;
  readonly phase: string;
  /** The code of a poll card's link, until it is used. */
  code: string | undefined;
  voter: Voter | undefined;
  /** Draws the page anew in another language. */
  redraw: () => void;
}

let leave: (() => void) | undefined;

/** Called once, when another screen is shown. */
export function whenLeft(action: () => void): void {
  leave = action;
}

/**
 * Shows a screen: its heading gets the focus, so that whoever does not see the page hears where she
 * is.
 */
export function show(title: string, ...children: readonly Child[]): HTMLElement {
  leave?.();
  leave = undefined;
  document.title = title;
  const heading = h('h1', { tabindex: -1 }, title);
  const main = document.getElementById('main') as HTMLElement;
  main.replaceChildren(
    heading,
    ...children.filter((child) => child !== undefined && child !== false),
  );
  heading.focus();
  scrollTo(0, 0);
  return main;
}

/** Says it to whoever does not see the page. */
export function announce(text: string): void {
  const announcer = document.getElementById('announcer') as HTMLElement;
  announcer.textContent = text;
}

export const button = (
  text: string,
  click: () => void,
  kind: 'main' | 'other' | 'plain' = 'other',
): HTMLButtonElement => h('button', { type: 'button', class: kind, click }, text);

export const buttons = (...children: readonly Child[]): HTMLElement =>
  h('div', { class: 'buttons' }, ...children);

export const paragraph = (text: string, kind?: string): HTMLElement =>
  h('p', { class: kind }, text);

/** A box that stands out: what happened, and whether the vote is recorded. */
export const notice = (kind: 'good' | 'bad' | 'note', ...children: readonly Child[]): HTMLElement =>
  h('div', { class: `notice ${kind}`, role: kind === 'bad' ? 'alert' : undefined }, ...children);

/** What went wrong in a program's words, for whoever helps. */
export const details = (texts: Texts, error: unknown): HTMLElement =>
  h(
    'details',
    {},
    h('summary', {}, texts.say('details')),
    h('code', {}, error instanceof Error ? error.message : String(error)),
  );

/** A labelled line of text with room for an error. */
export function field(
  label: string,
  attributes: Readonly<Record<string, string | boolean>> = {},
): { row: HTMLElement; input: HTMLInputElement; fail: (text: string) => void } {
  const error = h('p', { id: 'field-error', class: 'error', role: 'alert' });
  const input = h('input', {
    id: 'field',
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    'aria-describedby': 'field-error',
    ...attributes,
  });
  const fail = (text: string) => {
    error.textContent = text;
    input.setAttribute('aria-invalid', String(text !== ''));
    if (text !== '') input.focus();
  };
  const row = h('div', { class: 'field' }, h('label', { for: 'field' }, label), input, error);
  return { row, input, fail };
}

/** A form that is sent by its button or by Enter. */
export const form = (submit: () => void, ...children: readonly Child[]): HTMLFormElement =>
  h(
    'form',
    {
      novalidate: true,
      submit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    ...children,
  );

export const submitButton = (text: string): HTMLButtonElement =>
  h('button', { type: 'submit', class: 'main' }, text);

/** A refusal's text: whether the vote was recorded is part of it. */
export const refusalKey = (reason: string): TextKey => {
  switch (reason) {
    case 'not-next':
      return 'refused.not-next';
    case 'not-open':
      return 'refused.not-open';
    case 'not-registered':
      return 'refused.not-registered';
    case 'not-entitled':
      return 'refused.not-entitled';
    default:
      return 'refused.other';
  }
};
