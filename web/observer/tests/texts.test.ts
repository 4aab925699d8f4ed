/** Every language says everything, in its own plurals, and in words that voters know. */
import { testCatalogues } from '../../shared/text_tests.ts';
import { type Catalogue, languages } from '../src/texts.ts';

const catalogues = Object.fromEntries(
  await Promise.all(
    languages.map(async (language) => [
      language,
      ((await import(`../src/locales/${language}.json`)) as { default: Catalogue }).default,
    ]),
  ),
) as Record<string, Catalogue>;
testCatalogues(catalogues);
