/** The poll card: what is voted on, when, who runs it, and what can be done now. */

import { h } from '../../../shared/dom.ts';
import { type App, button, buttons, notice, paragraph, show } from '../app.ts';
import { showContest } from './contest.ts';
import { showFind } from './find.ts';
import { showResults } from './results.ts';
import { showSignIn } from './sign_in.ts';
import { showSecondDevice } from './test.ts';

/** A voter who tries the ballot out: of the first style, with nothing encrypted or sent. */
function practise(app: App): void {
  const style = app.view.manifest.styles[0]?.id ?? '';
  const prev = new Uint8Array(32);
  app.voter = {
    K: prev,
    standing: { style, isVoid: false, ballots: 0, hasCast: false, prev },
    choices: new Map(),
    draft: undefined,
    practice: true,
  };
  showContest(app, 0);
}

export function showCard(app: App): void {
  const { texts, phase } = app;
  const { manifest, fingerprint } = app.view;
  app.redraw = () => showCard(app);
  const isOpen = phase === 'voting';
  const times = { opens: texts.time(manifest.opens), closes: texts.time(manifest.closes) };
  const contests = h(
    'ul',
    {},
    ...manifest.contests.map((contest) => h('li', {}, texts.of(contest.title))),
  );
  show(
    texts.of(manifest.title),
    !isOpen && notice('note', texts.say(phase === 'finished' ? 'card.finished' : 'card.closed')),
    paragraph(texts.say('card.when', times)),
    contests,
    paragraph(texts.say(manifest.revote === 'last' ? 'card.revote-last' : 'card.revote-first')),
    paragraph(
      texts.say('card.who', {
        registrar: manifest.registrar.name,
        n: manifest.trustees.members.length,
        k: manifest.trustees.threshold,
      }),
    ),
    buttons(
      isOpen && button(texts.say('card.vote'), () => showSignIn(app), 'main'),
      phase === 'finished' &&
        button(texts.say('card.results'), () => void showResults(app), 'main'),
      button(texts.say('find.title'), () => showFind(app)),
      isOpen && button(texts.say('card.practise'), () => practise(app)),
      button(texts.say('check.title'), () => showSecondDevice(app)),
    ),
    h(
      'details',
      {},
      h('summary', {}, texts.say('details')),
      paragraph(texts.say('card.fingerprint')),
      h('code', {}, fingerprint.replace(/(.{4})(?=.)/g, '$1 ')),
    ),
  );
}
