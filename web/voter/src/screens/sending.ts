/** From the Cast button to "Your vote is in", and everything that can come between. */
import type { SignedBallot } from '@viche/ballot';
import type { BoardProblem, VicheError } from '@viche/ballot/client';
import { h } from '../../../shared/dom.ts';
import {
  type App,
  button,
  buttons,
  details,
  notice,
  paragraph,
  refusalKey,
  show,
  whenLeft,
} from '../app.ts';
import { type Sending, type Sent, send } from '../send.ts';
import type { Pending } from '../store.ts';
import { showCard } from './card.ts';
import { showContest } from './contest.ts';
import { showFind } from './find.ts';
import { showReview } from './review.ts';
import { showSignIn } from './sign_in.ts';
import { trackerCard } from './tracker.ts';

/** Signs the encrypted ballot as a vote and sends it; it cannot be cast twice. */
export async function castVote(app: App): Promise<void> {
  const { client, voter, store } = app;
  const draft = voter?.draft;
  if (voter === undefined || draft === undefined) return;
  voter.draft = undefined;
  let ballot: SignedBallot;
  try {
    showSending(app, 'sending');
    const { draft: number } = await draft;
    ballot = await client.ask('cast', { draft: number, prev: voter.standing.prev });
  } catch {
    // Nothing was sent: the review encrypts anew, or says why it cannot.
    return showReview(app);
  }
  store.pending = { entry: ballot.entry, shownTracker: ballot.shownTracker };
  await sendPending(app, ballot);
}

/** Sends what is kept until it is known what became of it. */
export async function sendPending(app: App, pending: Pending): Promise<void> {
  const { client, store } = app;
  const { entry } = pending;
  let shown: Sending | undefined;
  let hasLeft = false;
  let wake: (() => void) | undefined;
  const tell = (state: Sending) => {
    if (state === shown || hasLeft) return;
    shown = state;
    showSending(app, state);
    whenLeft(() => {
      // Another state is no leaving: that is told by what it shows.
      if (shown !== state) return;
      hasLeft = true;
      wake?.();
    });
  };
  tell('sending');
  const sent = await send({
    submit: () => client.ask('submit', { entry }),
    check: (receipt) => client.ask('checkReceipt', { receipt, entry }),
    wait: (seconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(!hasLeft), 1000 * seconds);
        wake = () => {
          clearTimeout(timer);
          resolve(false);
        };
        addEventListener('online', () => resolve(!hasLeft), { once: true });
      }),
    random: Math.random,
    tell,
  });
  shown = undefined;
  if (hasLeft) return;
  settle(app, pending, sent);
  if (sent.kind === 'in') {
    store.seen = sent.head;
  }
}

function settle(app: App, pending: Pending, sent: Sent): void {
  switch (sent.kind) {
    case 'in':
      showIn(app, pending, sent);
      break;
    case 'refused':
      app.store.pending = undefined;
      showRefused(app, sent.problem);
      break;
    case 'tampered':
    case 'fork':
      showUnbelieved(app, pending, sent.kind, sent.error);
      break;
    case 'left':
      break;
  }
}

function showSending(app: App, state: Sending): void {
  const { texts } = app;
  app.redraw = () => showSending(app, state);
  show(
    texts.say(`sending.${state}.title`),
    state === 'sending'
      ? h('p', { class: 'busy' }, texts.say('sending.sending.text'))
      : notice('note', texts.say(`sending.${state}.text`)),
  );
}

/** The vote is in, and that was checked. */
function showIn(app: App, pending: Pending, sent: Extract<Sent, { kind: 'in' }>): void {
  const { texts, store, voter } = app;
  store.pending = undefined;
  store.tracker = pending.shownTracker;
  app.redraw = () => showIn(app, pending, sent);
  const mayChange = app.view.manifest.revote === 'last' && voter !== undefined;
  show(
    texts.say('in.title'),
    notice('good', texts.say('in.text')),
    trackerCard(app, pending.shownTracker, sent.receipt),
    h(
      'details',
      {},
      h('summary', {}, texts.say('in.checked')),
      h(
        'ul',
        {},
        h('li', {}, texts.say('in.included', { index: sent.index, size: sent.head.size })),
        h('li', {}, texts.say('in.signed')),
        h('li', {}, texts.say('in.consistent')),
      ),
    ),
    buttons(
      button(texts.say('in.done'), () => void leave(app), 'main'),
      mayChange && button(texts.say('again.change'), () => void changeVote(app)),
    ),
  );
}

/** The worker forgets the code and every draft. */
async function leave(app: App): Promise<void> {
  app.voter = undefined;
  await app.client.ask('signOut', {});
  showCard(app);
}

/** Another ballot, which names the one before it. */
export async function changeVote(app: App, to: 'start' | 'review' = 'start'): Promise<void> {
  const { client, voter, texts } = app;
  if (voter === undefined) return showSignIn(app);
  try {
    const standing = await client.ask('standing', {});
    if (standing === null) return showSignIn(app);
    app.voter = { ...voter, standing, draft: undefined };
    if (to === 'review') showReview(app);
    else showContest(app, 0);
  } catch (error) {
    show(
      texts.say('sign-in.stopped'),
      notice('bad', texts.say('sign-in.no-answer')),
      buttons(
        button(texts.say('try-again'), () => void changeVote(app, to), 'main'),
        button(texts.say('back'), () => showCard(app), 'plain'),
      ),
      details(texts, error),
    );
  }
}

/** The board refused the ballot: it is not recorded. */
function showRefused(app: App, problem: BoardProblem): void {
  const { texts, voter } = app;
  app.redraw = () => showRefused(app, problem);
  const mayChange =
    problem.reason === 'not-next' && app.view.manifest.revote === 'last' && voter !== undefined;
  show(
    texts.say('refused.title'),
    notice('bad', texts.say(refusalKey(problem.reason))),
    buttons(
      mayChange && button(texts.say('refused.again'), () => void changeVote(app, 'review'), 'main'),
      button(texts.say('find.title'), () => showFind(app)),
      button(texts.say('back-to-start'), () => showCard(app), 'plain'),
    ),
    details(texts, problem),
  );
}

/** What the board answered does not hold. */
function showUnbelieved(
  app: App,
  pending: Pending,
  kind: 'tampered' | 'fork',
  error: VicheError,
): void {
  const { texts } = app;
  app.redraw = () => showUnbelieved(app, pending, kind, error);
  show(
    texts.say(`${kind}.title`),
    notice('bad', texts.say(`${kind}.text`)),
    paragraph(texts.say('unbelieved.keep')),
    h('p', {}, h('code', { class: 'tracker' }, pending.shownTracker)),
    buttons(
      button(texts.say('unbelieved.again'), () => void sendPending(app, pending), 'main'),
      button(texts.say('back-to-start'), () => showCard(app), 'plain'),
    ),
    details(texts, error),
  );
}

/** After a reload: a vote was sent and its receipt never checked. */
export async function resume(app: App, pending: Pending): Promise<void> {
  const { client, store, texts } = app;
  app.redraw = () => void resume(app, pending);
  show(texts.say('resume.title'), h('p', { class: 'busy' }, texts.say('resume.looking')));
  try {
    const found = await client.ask('find', { noted: pending.shownTracker });
    if (found !== null) return await sendPending(app, pending);
  } catch (error) {
    const isProof = error instanceof Error && error.name === 'VicheError';
    if (isProof) return await sendPending(app, pending);
    return showUnknown(app, pending, error);
  }
  show(
    texts.say('resume.title'),
    notice('bad', texts.say('resume.absent')),
    buttons(
      button(texts.say('resume.send'), () => void sendPending(app, pending), 'main'),
      button(texts.say('resume.drop'), () => {
        store.pending = undefined;
        showCard(app);
      }),
    ),
  );
}

/** After a reload without an answer. */
function showUnknown(app: App, pending: Pending, error: unknown): void {
  const { texts } = app;
  app.redraw = () => showUnknown(app, pending, error);
  show(
    texts.say('resume.title'),
    notice('bad', texts.say('sending.unknown.text')),
    buttons(button(texts.say('try-again'), () => void resume(app, pending), 'main')),
    details(texts, error),
  );
}
