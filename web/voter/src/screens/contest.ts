/** One contest a screen. A ballot that the contest does not allow cannot be marked. */
import type { Choice } from '@viche/ballot';
import { h } from '../../../shared/dom.ts';
import { type App, button, buttons, form, paragraph, show, submitButton } from '../app.ts';
import { showCard } from './card.ts';
import { chooser } from './choose.ts';
import { ranker } from './rank.ts';
import { showReview } from './review.ts';
import { scorer } from './score.ts';

/** The marks of a contest while they are made. */
export interface Marking {
  readonly element: HTMLElement;
  /** What is marked so far. */
  choice(): Choice;
  /** Why that is no choice yet, or undefined. */
  missing(): string | undefined;
}

export function contestsOf({ view, voter }: App) {
  const style = view.manifest.styles.find(({ id }) => id === voter?.standing.style);
  return style?.contests ?? [];
}

/** The number-th contest of the voter's style, from 0; after it the next, or the review. */
export function showContest(app: App, number: number, from: 'start' | 'review' = 'start'): void {
  const { texts, voter } = app;
  const contests = contestsOf(app);
  const contest = contests[number];
  if (contest === undefined || voter === undefined) {
    showReview(app);
    return;
  }
  const known = voter.choices.get(contest.id);
  const marking = { choose: chooser, score: scorer, rank: ranker }[contest.kind](
    texts,
    contest as never,
    known,
  );
  const keep = () => voter.choices.set(contest.id, marking.choice());
  app.redraw = () => {
    keep();
    showContest(app, number, from);
  };
  const error = h('p', { class: 'error', role: 'alert' });
  // What was missing may be there now.
  for (const event of ['change', 'click'])
    marking.element.addEventListener(event, () => error.replaceChildren());
  const next = () => {
    const missing = marking.missing();
    error.textContent = missing ?? '';
    if (missing !== undefined) return;
    keep();
    if (from === 'review') showReview(app);
    else showContest(app, number + 1);
  };
  const back = () => {
    keep();
    if (from === 'review') showReview(app);
    else if (number > 0) showContest(app, number - 1);
    else showCard(app);
  };
  show(
    texts.of(contest.title),
    paragraph(
      texts.say('contest.number', { number: number + 1, count: contests.length }) +
        (voter.practice ? ` · ${texts.say('practice.mark')}` : ''),
      'above',
    ),
    form(
      next,
      marking.element,
      error,
      buttons(
        submitButton(texts.say(from === 'review' ? 'contest.done' : 'next')),
        from === 'start' && button(texts.say('back'), back, 'plain'),
      ),
    ),
  );
}
