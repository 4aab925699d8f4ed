/** Section 2: the small types of the manifest. */
import { type Bytes, fromHex } from './bytes.js';
import type { JsonReader } from './json_reader.js';

/** A text in each of the manifest's languages. */
export type Text = ReadonlyMap<string, string>;

export function readId(reader: JsonReader): string {
  const id = reader.string();
  reader.demand(/^[a-z0-9-]{1,64}$/.test(id), 'an id is 1 to 64 characters of a-z 0-9 -');
  return id;
}

export function readText(reader: JsonReader, languages: readonly string[]): Text {
  const members = reader.members(...languages);
  return new Map(
    languages.map((language) => {
      const text = members[language] as JsonReader;
      text.demand(text.string() !== '', 'the text is empty');
      return [language, text.string()];
    }),
  );
}

/** The 32 bytes of a key; whether it is a good one is checked with all of them. */
export function readKey(reader: JsonReader): Bytes {
  const text = reader.string();
  reader.demand(/^[0-9a-f]{64}$/.test(text), '64 digits 0-9 a-f are expected');
  return fromHex(text, 32);
}

const timePattern = new RegExp(
  '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' +
    'T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)Z$',
);

export function readTime(reader: JsonReader): string {
  const time = reader.string();
  reader.demand(timePattern.test(time), 'a time YYYY-MM-DDThh:mm:ssZ is expected');
  return time;
}

export const isLabel = (name: string): boolean => name !== '';

/** 1 to 100 characters of printable ASCII without space or +. */
export const isName = (name: string): boolean => /^[\x21-\x2a\x2c-\x7e]{1,100}$/.test(name);
