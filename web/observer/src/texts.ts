/** What the page says, in the reader's language. Another language is one more file in locales/. */
import {
  chooseAmong,
  type Entry,
  LocalTexts,
  languagesOf,
  loadCatalogue,
} from '../../shared/texts.ts';
import type en from './locales/en.json';

export type TextKey = keyof typeof en;
export type Catalogue = Readonly<Record<TextKey, Entry>>;

const catalogues = import.meta.glob<Catalogue>('./locales/*.json', { import: 'default' });

/** The languages that there are. */
export const languages = languagesOf(catalogues);

/** The first of the wanted languages that there is, else English. */
export const chooseLanguage = (wanted: readonly string[]): string => chooseAmong(languages, wanted);

export class Texts extends LocalTexts<TextKey> {
  static async load(language: string): Promise<Texts> {
    return new Texts(language, await loadCatalogue(catalogues, language));
  }
}
