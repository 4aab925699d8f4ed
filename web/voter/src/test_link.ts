/** What opens a test ballot, short enough for a QR code: its bits are packed into hexadecimal. */

/** The members of an opening, as @viche/ballot writes it. */
export interface TestLink {
  readonly tracker: string;
  readonly style: string;
  readonly r: string;
  readonly slots: readonly number[];
}

/** TRACKER.STYLE.R.COUNT.BITS, the bits four to a digit. */
export function writeTest(opening: string): string {
  const { tracker, style, r, slots } = JSON.parse(opening) as TestLink;
  let bits = '';
  for (let i = 0; i < slots.length; i += 4)
    bits += Number.parseInt(
      slots
        .slice(i, i + 4)
        .join('')
        .padEnd(4, '0'),
      2,
    ).toString(16);
  return [tracker, style, r, slots.length, bits].join('.');
}

/** Undefined if it is not such a text; whether the values are right is for the check to say. */
export function readTest(text: string): TestLink | undefined {
  const match = /^([0-9a-f]{64})\.([a-z0-9-]{1,64})\.([0-9a-f]{64})\.(\d{1,4})\.([0-9a-f]+)$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [tracker, style, r, count, bits] = match.slice(1) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const slots = [...bits]
    .flatMap((digit) => [...Number.parseInt(digit, 16).toString(2).padStart(4, '0')])
    .slice(0, Number(count))
    .map(Number);
  return slots.length === Number(count) ? { tracker, style, r, slots } : undefined;
}
