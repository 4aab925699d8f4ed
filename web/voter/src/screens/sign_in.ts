/** The code of the poll card: typed, from its link, or by the camera. */
import { VicheError } from '@viche/ballot/client';
import {
  type App,
  button,
  buttons,
  details,
  field,
  form,
  notice,
  paragraph,
  show,
  submitButton,
} from '../app.ts';
import { readLink } from '../link.ts';
import { showCard } from './card.ts';
import { showContest } from './contest.ts';
import { scan } from './scan.ts';

/** In groups of four, as the card has it, while it is typed. */
function group(input: HTMLInputElement): void {
  const atEnd = input.selectionStart === input.value.length;
  if (!atEnd) return;
  const letters = input.value.toUpperCase().replace(/[^0-9A-Z]/g, '');
  input.value = (letters.match(/.{1,4}/g) ?? []).join('-');
}

export function showSignIn(app: App): void {
  const { texts } = app;
  app.redraw = () => showSignIn(app);
  const { row, input, fail } = field(texts.say('sign-in.label'), { inputmode: 'text' });
  input.addEventListener('input', () => group(input));
  input.value = app.code ?? '';
  const use = async (code: string) => {
    fail('');
    try {
      await signIn(app, code);
    } catch (error) {
      if (!(error instanceof VicheError) || error.code !== 'code') {
        showNoStanding(app, error);
        return;
      }
      const n = code.replace(/[^0-9A-Za-z]/g, '').length;
      fail(n === 28 ? texts.say('sign-in.mistake') : texts.say('sign-in.length', { n }));
    }
  };
  show(
    texts.say('sign-in.title'),
    paragraph(texts.say('sign-in.text')),
    form(
      () => void use(input.value),
      row,
      buttons(
        submitButton(texts.say('next')),
        button(texts.say('scan.start'), () =>
          scan(texts, (text) => {
            input.value = readLink(text)?.code ?? text;
            void use(input.value);
          }),
        ),
        button(texts.say('back'), () => showCard(app), 'plain'),
      ),
    ),
  );
}

/** Reads the code and looks up where its voter stands. */
async function signIn(app: App, code: string): Promise<void> {
  const { texts, client } = app;
  const { K } = await client.ask('signIn', { code });
  app.code = undefined;
  const standing = await client.ask('standing', {});
  const stop = (key: 'sign-in.unknown' | 'sign-in.void' | 'sign-in.spent' | 'sign-in.once') => {
    app.redraw = () => stop(key);
    show(
      texts.say('sign-in.stopped'),
      notice('bad', texts.say(key)),
      buttons(
        button(texts.say('sign-in.other'), () => showSignIn(app), 'main'),
        button(texts.say('back'), () => showCard(app), 'plain'),
      ),
    );
  };
  if (standing === null) return stop('sign-in.unknown');
  if (standing.isVoid) return stop('sign-in.void');
  const { revote, maxBallots } = app.view.manifest;
  if (standing.hasCast && revote === 'first') return stop('sign-in.once');
  if (standing.ballots >= maxBallots) return stop('sign-in.spent');
  app.voter = { K, standing, choices: new Map(), draft: undefined, practice: false };
  // The tables are made while the voter reads.
  void client.ask('warm', { style: standing.style });
  if (standing.hasCast) showAgain(app);
  else showContest(app, 0);
}

/** A vote with this code is in: it can be changed. */
function showAgain(app: App): void {
  const { texts } = app;
  app.redraw = () => showAgain(app);
  show(
    texts.say('again.title'),
    notice('note', texts.say('again.text')),
    buttons(
      button(texts.say('again.change'), () => showContest(app, 0), 'main'),
      button(texts.say('again.keep'), () => showCard(app)),
    ),
  );
}

/** The board did not answer, or what it said does not hold. */
function showNoStanding(app: App, error: unknown): void {
  const { texts } = app;
  app.redraw = () => showNoStanding(app, error);
  const isProof = error instanceof VicheError && error.code !== 'quorum';
  show(
    texts.say('sign-in.stopped'),
    notice('bad', texts.say(isProof ? 'open.fork' : 'sign-in.no-answer')),
    buttons(
      button(texts.say('try-again'), () => showSignIn(app), 'main'),
      button(texts.say('back'), () => showCard(app), 'plain'),
    ),
    details(texts, error),
  );
}
