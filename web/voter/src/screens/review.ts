/**
 * The ballot as it is, before the one button that casts it. It is encrypted meanwhile; whoever wants
 * to test that finds it under More ways to check.
 */
import type { Choice, Contest } from '@viche/ballot';
import { h } from '../../../shared/dom.ts';
import { type App, button, buttons, details, notice, paragraph, show } from '../app.ts';
import type { Texts } from '../texts.ts';
import { showCard } from './card.ts';
import { contestsOf, showContest } from './contest.ts';
import { castVote } from './sending.ts';
import { showTest } from './test.ts';

/** What was chosen in a contest, a line for each option. */
export function choiceLines(texts: Texts, contest: Contest, choice: Choice | undefined): string[] {
  if (choice === 'blank') return [texts.say('review.blank')];
  const titles = new Map(contest.options.map(({ id, title }) => [id, texts.of(title)]));
  const nameOf = (id: string) => titles.get(id) ?? id;
  const lines =
    choice === undefined
      ? []
      : Array.isArray(choice)
        ? choice.map((id: string, i) =>
            contest.kind === 'rank'
              ? texts.say('rank.place', { place: i + 1, name: nameOf(id) })
              : nameOf(id),
          )
        : Object.entries(choice as Record<string, number>).map(([id, n]) =>
            texts.say('review.points', { name: nameOf(id), n }),
          );
  return lines.length > 0 ? lines : [texts.say('review.nothing')];
}

export const choiceList = (texts: Texts, contest: Contest, choice: Choice | undefined) =>
  h('ul', {}, ...choiceLines(texts, contest, choice).map((line) => h('li', {}, line)));

/** Encrypts what is chosen now, in the worker; a draft of other choices is thrown away. */
async function encrypt(app: App): Promise<void> {
  const { client, voter } = app;
  if (voter === undefined || voter.practice) return;
  await discardDraft(app);
  const choices = Object.fromEntries(voter.choices);
  voter.draft = client.ask('prepare', { style: voter.standing.style, choices });
}

/** Throws the encrypted ballot away, for instance when a choice changes. */
export async function discardDraft({ client, voter }: App): Promise<void> {
  const draft = voter?.draft;
  if (voter === undefined || draft === undefined) return;
  voter.draft = undefined;
  await draft
    .then(({ draft: number }) => client.ask('discard', { draft: number }))
    .catch(() => undefined);
}

export function showReview(app: App): void {
  const { voter } = app;
  if (voter === undefined) {
    showCard(app);
    return;
  }
  app.redraw = () => drawReview(app);
  void encrypt(app).then(() => drawReview(app));
}

function drawReview(app: App): void {
  const { texts, voter } = app;
  if (voter === undefined) {
    showCard(app);
    return;
  }
  const change = (number: number) => {
    void discardDraft(app);
    showContest(app, number, 'review');
  };
  const contests = contestsOf(app).map((contest, number) =>
    h(
      'section',
      { class: 'reviewed' },
      h('h2', {}, texts.of(contest.title)),
      choiceList(texts, contest, voter.choices.get(contest.id)),
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': texts.say('review.change-contest', { name: texts.of(contest.title) }),
          click: () => change(number),
        },
        texts.say('review.change'),
      ),
    ),
  );
  if (voter.practice) {
    show(
      texts.say('review.title'),
      notice('note', texts.say('practice.end')),
      ...contests,
      buttons(
        button(
          texts.say('practice.leave'),
          () => {
            app.voter = undefined;
            showCard(app);
          },
          'main',
        ),
      ),
    );
    return;
  }
  const tracker = h('code', {}, '…');
  const problem = h('div');
  void voter.draft?.then(
    ({ shownTracker }) => tracker.replaceChildren(shownTracker),
    (error: unknown) =>
      problem.replaceChildren(notice('bad', texts.say('review.failed')), details(texts, error)),
  );
  show(
    texts.say('review.title'),
    paragraph(texts.say('review.text')),
    ...contests,
    problem,
    buttons(button(texts.say('review.cast'), () => void castVote(app), 'main')),
    h(
      'details',
      { class: 'more' },
      h('summary', {}, texts.say('check.more')),
      paragraph(texts.say('test.why')),
      paragraph(texts.say('test.note')),
      h('p', {}, tracker),
      buttons(button(texts.say('test.start'), () => void showTest(app))),
    ),
  );
}
