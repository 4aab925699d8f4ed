/** Texts in the reader's language, with its plurals, numbers and times. */

/** A text, or one for each plural category of the language. */
export type Entry = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;
export type Values = Readonly<Record<string, string | number>>;
/** How each language's catalogue is loaded, by its path. */
export type Catalogues<Key extends string> = Readonly<
  Record<string, () => Promise<Readonly<Record<Key, Entry>>>>
>;

const nameOf = (path: string): string => path.replace(/^.*\/(.*)\.json$/, '$1');

/** The languages that there are. */
export const languagesOf = (catalogues: Catalogues<string>): readonly string[] =>
  Object.keys(catalogues).map(nameOf).sort();

/** The first of the wanted languages that there is, else English. */
export function chooseAmong(languages: readonly string[], wanted: readonly string[]): string {
  const known = wanted.map((language) => language.slice(0, 2)).find((l) => languages.includes(l));
  return known ?? 'en';
}

export async function loadCatalogue<Key extends string>(
  catalogues: Catalogues<Key>,
  language: string,
): Promise<Readonly<Record<Key, Entry>>> {
  const load = catalogues[`./locales/${language}.json`];
  if (load === undefined) throw new RangeError(`there are no texts in ${language}`);
  return load();
}

export class LocalTexts<Key extends string> {
  readonly #plural: Intl.PluralRules;
  readonly #number: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;

  constructor(
    readonly language: string,
    private readonly catalogue: Readonly<Record<Key, Entry>>,
  ) {
    this.#plural = new Intl.PluralRules(language);
    this.#number = new Intl.NumberFormat(language);
    this.#time = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  }

  /** The text with {name} replaced by its value; `n` chooses among plurals. */
  say(key: Key, values: Values = {}): string {
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
