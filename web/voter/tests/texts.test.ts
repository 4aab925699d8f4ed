/** Every language says everything, in its own plurals, and in words that voters know. */
import { expect, test } from 'vitest';
import { testCatalogues } from '../../shared/text_tests.ts';
import { type Catalogue, chooseLanguage, languages, Texts } from '../src/texts.ts';

const catalogues = Object.fromEntries(
  await Promise.all(
    languages.map(async (language) => [
      language,
      ((await import(`../src/locales/${language}.json`)) as { default: Catalogue }).default,
    ]),
  ),
) as Record<string, Catalogue>;
testCatalogues(catalogues);

test('a text of the manifest falls back to its first language', async () => {
  const texts = await Texts.load('da');
  expect(texts.of(new Map([['et', 'Tere']]))).toBe('Tere');
  expect(
    texts.of(
      new Map([
        ['et', 'Tere'],
        ['da', 'Hej'],
      ]),
    ),
  ).toBe('Hej');
  expect(chooseLanguage(['fr-FR', 'uk-UA', 'en'])).toBe('uk');
  expect(chooseLanguage(['fr'])).toBe('en');
});

test('plurals and numbers are those of the language', async () => {
  const uk = await Texts.load('uk');
  const said = [1, 3, 5, 21].map((n) => uk.say('results.cast', { n }));
  expect(said).toEqual([
    'Пораховано 1 бюлетень.',
    'Пораховано 3 бюлетені.',
    'Пораховано 5 бюлетенів.',
    'Пораховано 21 бюлетень.',
  ]);
  expect((await Texts.load('en')).say('results.cast', { n: 1234 })).toBe(
    '1,234 ballots were counted.',
  );
});
