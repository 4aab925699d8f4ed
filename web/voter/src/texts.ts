/** What the app says, in the reader's language. Another language is one more file in locales/. */
import type en from './locales/en.json';

/** A text, or one for each plural category of the language. */
type Entry = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;
export type Catalogue = Readonly<Record<keyof typeof en, Entry>>;
export type TextKey = keyof Catalogue;
type Values = Readonly<Record<string, string | number>>;

const catalogues = import.meta.glob<Catalogue>('./locales/*.json', { import: 'default' });
const nameOf = (path: string): string => path.replace(/^.*\/(.*)\.json$/, '$1');

/** The languages that there are. */
export const languages: readonly string[] = Object.keys(catalogues).map(nameOf).sort();

/** The first of the wanted languages that there is, else English. */
export function chooseLanguage(wanted: readonly string[]): string {
  const known = wanted.map((language) => language.slice(0, 2)).find((l) => languages.includes(l));
  return known ?? 'en';
}

export class Texts {
  readonly #plural: Intl.PluralRules;
  readonly #number: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;

  constructor(
    readonly language: string,
    private readonly catalogue: Catalogue,
  ) {
    this.#plural = new Intl.PluralRules(language);
    this.#number = new Intl.NumberFormat(language);
    this.#time = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  }

  static async load(language: string): Promise<Texts> {
    const load = catalogues[`./locales/${language}.json`];
    if (load === undefined) throw new RangeError(`there are no texts in ${language}`);
    return new Texts(language, await load());
  }

  /** The text with {name} replaced by its value; `n` chooses among plurals. */
  say(key: TextKey, values: Values = {}): string {
    const entry = this.catalogue[key];
    const text =
      typeof entry === 'string' ? entry : (entry[this.#plural.select(Number(values.n))] ?? '');
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? this.number(value) : value;
    });
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  percent(share: number): string {
    const style = { style: 'percent', maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(this.language, style).format(share);
  }

  list(names: readonly string[]): string {
    return new Intl.ListFormat(this.language, { type: 'conjunction' }).format(names);
  }

  /** A time of the manifest, in the reader's zone. */
  time(iso: string): string {
    return this.#time.format(new Date(iso));
  }

  /** A text of the manifest: in this language, else in the manifest's first. */
  of(text: ReadonlyMap<string, string>): string {
    return text.get(this.language) ?? [...text.values()][0] ?? '';
  }
}
