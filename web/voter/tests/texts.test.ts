/** Every language says everything, in its own plurals, and in words that voters know. */
import { expect, test } from 'vitest';
import { type Catalogue, chooseLanguage, languages, type TextKey, Texts } from '../src/texts.ts';

const catalogues = Object.fromEntries(
  await Promise.all(
    languages.map(async (language) => [
      language,
      ((await import(`../src/locales/${language}.json`)) as { default: Catalogue }).default,
    ]),
  ),
) as Record<string, Catalogue>;
const english = catalogues.en as Catalogue;
const keys = Object.keys(english) as TextKey[];
const textsOf = (entry: Catalogue[TextKey]): string[] =>
  typeof entry === 'string' ? [entry] : Object.values(entry);
const placeholders = (text: string): string =>
  [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');

test('four languages', () => {
  expect(languages).toEqual(['da', 'en', 'et', 'uk']);
});

test.each(languages)('%s has every text, and no other', (language) => {
  const catalogue = catalogues[language] as Catalogue;
  expect(Object.keys(catalogue).sort()).toEqual([...keys].sort());
  for (const key of keys) for (const text of textsOf(catalogue[key])) expect(text).not.toBe('');
});

test.each(languages)('%s has every plural category and placeholder', (language) => {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  for (const key of keys) {
    const entry = (catalogues[language] as Catalogue)[key];
    if (typeof entry !== 'string')
      expect([key, ...Object.keys(entry).sort()]).toEqual([key, ...[...pluralCategories].sort()]);
    const wanted = new Set(textsOf(english[key]).flatMap((text) => placeholders(text).split(' ')));
    for (const text of textsOf(entry))
      for (const name of placeholders(text).split(' '))
        expect([key, [...wanted]]).toEqual([key, expect.arrayContaining([name])]);
  }
});

test.each(languages)('%s has none of the words of the trade', (language) => {
  const all = Object.values(catalogues[language] as Catalogue)
    .flatMap(textsOf)
    .join(' ');
  expect(all).not.toMatch(/audit|spoil|ciphertext|ballot style|merkle|hash/i);
});

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
