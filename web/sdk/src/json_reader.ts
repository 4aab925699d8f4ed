/** Typed reading of strict JSON. Errors name the place by its path, as /contests/2/options. */
import { type ErrorCode, VicheError } from './error.js';
import type { Json, JsonObject } from './json.js';

/** One value of a JSON text and its place. */
export class JsonReader {
  constructor(
    readonly value: Json,
    readonly path: string,
    private readonly code: ErrorCode,
  ) {}

  fail(message: string): never {
    throw new VicheError(this.code, `${this.path || '/'}: ${message}`);
  }

  demand(holds: boolean, message: string): void {
    if (!holds) this.fail(message);
  }

  #demand(holds: boolean, message: string): asserts holds {
    if (!holds) this.fail(message);
  }

  #at(value: Json, step: string | number): JsonReader {
    return new JsonReader(value, `${this.path}/${step}`, this.code);
  }

  isNull(): boolean {
    return this.value === null;
  }

  /** The members of an object that has exactly these names. */
  members<Name extends string>(...names: readonly Name[]): Record<Name, JsonReader> {
    const object = this.#object();
    for (const name of object.keys())
      this.#demand(
        (names as readonly string[]).includes(name),
        `unknown member ${JSON.stringify(name)}`,
      );
    const found = {} as Record<Name, JsonReader>;
    for (const name of names) {
      const value = object.get(name);
      this.#demand(value !== undefined, `the member ${JSON.stringify(name)} is missing`);
      found[name] = this.#at(value, name);
    }
    return found;
  }

  /** One member of an object whatever else it holds. */
  member(name: string): JsonReader {
    const value = this.#object().get(name);
    this.#demand(value !== undefined, `the member ${JSON.stringify(name)} is missing`);
    return this.#at(value, name);
  }

  #object(): JsonObject {
    this.#demand(this.value instanceof Map, 'an object is expected');
    return this.value;
  }

  list(least = 0, most = Number.MAX_SAFE_INTEGER): readonly JsonReader[] {
    const { value } = this;
    this.#demand(Array.isArray(value), 'a list is expected');
    this.#demand(
      value.length >= least && value.length <= most,
      `${value.length} elements, but ${least} to ${most} are allowed`,
    );
    return value.map((element: Json, i) => this.#at(element, i));
  }

  string(): string {
    this.#demand(typeof this.value === 'string', 'a string is expected');
    return this.value;
  }

  boolean(): boolean {
    this.#demand(typeof this.value === 'boolean', 'true or false is expected');
    return this.value;
  }

  big(least = 0n, most = (1n << 64n) - 1n): bigint {
    const { value } = this;
    this.#demand(typeof value === 'bigint', 'an integer is expected');
    this.#demand(value >= least && value <= most, `${value} is not from ${least} to ${most}`);
    return value;
  }

  integer(least: number, most: number): number {
    return Number(this.big(BigInt(least), BigInt(most)));
  }

  oneOf<Choice extends string>(...choices: readonly Choice[]): Choice {
    const text = this.string();
    this.#demand(
      (choices as readonly string[]).includes(text),
      `${JSON.stringify(text)} is none of ${choices.join(', ')}`,
    );
    return text as Choice;
  }
}

/** The strings of a list, each read by `read`, all distinct. */
export function distinct<Value>(
  readers: readonly JsonReader[],
  read: (reader: JsonReader) => Value,
): Value[] {
  const seen = new Set<Value>();
  for (const reader of readers) {
    const value = read(reader);
    reader.demand(!seen.has(value), `${JSON.stringify(value)} stands twice`);
    seen.add(value);
  }
  return [...seen];
}
