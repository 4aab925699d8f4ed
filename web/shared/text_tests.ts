/** Every language says everything, in its own plurals, and in words that voters know. */
import { expect, test } from 'vitest';
import type { Entry } from './texts.ts';

type Catalogue = Readonly<Record<string, Entry>>;
const textsOf = (entry: Entry = ''): string[] =>
  typeof entry === 'string' ? [entry] : Object.values(entry);
const placeholders = (text: string): string =>
  [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');

/** Makes the tests of these languages' catalogues; English says what there has to be. */
export function testCatalogues(catalogues: Readonly<Record<string, Catalogue>>): void {
  const languages = Object.keys(catalogues).sort();
  const english = catalogues.en as Catalogue;
  const keys = Object.keys(english);

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
      const entry = (catalogues[language] as Catalogue)[key] ?? '';
      if (typeof entry !== 'string')
        expect([key, ...Object.keys(entry).sort()]).toEqual([key, ...[...pluralCategories].sort()]);
      const wanted = new Set(
        textsOf(english[key]).flatMap((text) => placeholders(text).split(' ')),
      );
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
}
