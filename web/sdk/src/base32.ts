/**
 * Crockford's base32, as printed codes (section 6) and trackers (section 7) are shown to people.
 */
import { type Bytes, concat, toHex } from './bytes.js';
import { demand } from './error.js';
import { h32 } from './transcript.js';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first 5 * letters bits of the bytes, most significant first, in groups of four letters. */
function show(bytes: Bytes, letters: number): string {
  let text = '';
  for (let i = 0; i < letters; i++) {
    let digit = 0;
    for (let bit = 5 * i; bit < 5 * i + 5; bit++) {
      digit = digit * 2 + (((bytes[bit >> 3] as number) >> (7 - (bit & 7))) & 1);
    }
    text += (i > 0 && i % 4 === 0 ? '-' : '') + alphabet[digit];
  }
  return text;
}

/** A tracker as people see it: its first 100 bits, XXXX-XXXX-XXXX-XXXX-XXXX. */
export const showTracker = (tracker: Bytes): string => show(tracker, 20);

/** What a person typed, as the letters that it stands for: see readCode. */
const typed = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** Whether this was noted of the tracker: the shown letters, or all 64 hexadecimal digits. */
export const isNotedTracker = (text: string, tracker: Bytes): boolean =>
  typed(text) === typed(showTracker(tracker)) || text === toHex(tracker);

/**
 * code (16 bytes) || the 12 bits of its checksum, in 18 bytes of which the last four bits are left
 * out.
 */
const withChecksum = (code: Bytes): Bytes =>
  concat(code, h32('viche/v1/code-checksum', code).slice(0, 2));

/** A printed code: seven groups of four letters. */
export const showCode = (code: Bytes): string => show(withChecksum(code), 28);

/**
 * The 16 bytes of a printed code. As Crockford has it, lower-case letters, O for 0, and I and L for
 * 1 are read too, and spaces and hyphens are passed over.
 */
export function readCode(text: string): Bytes {
  const letters = typed(text);
  demand(
    letters.length === 28,
    'code',
    `the code has ${letters.length} letters and digits instead of 28`,
  );
  const bytes = new Uint8Array(18);
  Array.from(letters).forEach((letter, i) => {
    const digit = alphabet.indexOf(letter);
    demand(digit >= 0, 'code', `the code has a character that no code has: ${letter}`);
    for (let bit = 0; bit < 5; bit++) {
      const at = 5 * i + bit;
      bytes[at >> 3] = (bytes[at >> 3] as number) | (((digit >> (4 - bit)) & 1) << (7 - (at & 7)));
    }
  });
  const code = bytes.slice(0, 16);
  demand(
    showCode(code) === show(bytes, 28),
    'code',
    'the code has a typing mistake: its check letters do not fit',
  );
  return code;
}
