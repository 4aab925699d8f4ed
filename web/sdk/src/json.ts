/**
 * JSON as section 2 has it, strictly: well-formed UTF-8 without byte-order mark, no member twice in
 * an object, numbers that are plain non-negative integers below 2^64, at most 16 levels. JSON.parse
 * would keep the last of two members and round large numbers.
 */
import { type Bytes, fromUtf8 } from './bytes.js';
import { demand } from './error.js';

export type Json = null | boolean | bigint | string | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

const maxDepth = 16;
const maxInteger = (1n << 64n) - 1n;

class Parser {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly what: string,
  ) {}

  whole(): Json {
    const value = this.#value(1);
    this.#space();
    this.#demand(this.#at === this.text.length, 'something follows the end');
    return value;
  }

  #demand(holds: boolean, message: string): asserts holds {
    demand(holds, 'malformed', `${this.what}: ${message} at character ${this.#at}`);
  }

  #space(): void {
    while (' \t\n\r'.includes(this.text[this.#at] ?? 'x')) this.#at++;
  }

  /** Passes over space and, if it comes next, the token. */
  #skip(token: string): boolean {
    this.#space();
    const found = this.text.startsWith(token, this.#at);
    if (found) this.#at += token.length;
    return found;
  }

  /** The text that a sticky pattern matches here, passed over; undefined if none. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #value(depth: number): Json {
    this.#space();
    const first = this.text[this.#at];
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string();
    if (this.#skip('null')) return null;
    if (this.#skip('true')) return true;
    if (this.#skip('false')) return false;
    return this.#integer();
  }

  #object(depth: number): JsonObject {
    this.#demand(depth <= maxDepth, `more than ${maxDepth} levels`);
    const members = new Map<string, Json>();
    this.#skip('{');
    if (this.#skip('}')) return members;
    do {
      this.#space();
      const name = this.#string();
      this.#demand(!members.has(name), `the member ${JSON.stringify(name)} stands twice`);
      this.#demand(this.#skip(':'), '":" is expected');
      members.set(name, this.#value(depth + 1));
    } while (this.#skip(','));
    this.#demand(this.#skip('}'), '"," or "}" is expected');
    return members;
  }

  #array(depth: number): readonly Json[] {
    this.#demand(depth <= maxDepth, `more than ${maxDepth} levels`);
    const values: Json[] = [];
    this.#skip('[');
    if (this.#skip(']')) return values;
    do values.push(this.#value(depth + 1));
    while (this.#skip(','));
    this.#demand(this.#skip(']'), '"," or "]" is expected');
    return values;
  }

  #string(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids them in strings.
    const quoted = this.#match(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
    this.#demand(quoted !== undefined, 'a string is expected');
    const text = JSON.parse(quoted) as string;
    this.#demand(!/\p{Surrogate}/u.test(text), 'half a surrogate pair');
    return text;
  }

  #integer(): bigint {
    const written = this.#match(/-?[0-9][0-9.eE+-]*/y);
    this.#demand(written !== undefined, 'a value is expected');
    this.#demand(
      /^(0|[1-9][0-9]{0,19})$/.test(written),
      `${written} is not a plain non-negative integer`,
    );
    const value = BigInt(written);
    this.#demand(value <= maxInteger, `${written} is not below 2^64`);
    return value;
  }
}

/** Parses the bytes of a JSON text. */
export const parseJson = (bytes: Bytes, what: string): Json =>
  new Parser(fromUtf8(bytes, what), what).whole();
