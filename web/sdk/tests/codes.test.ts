import { describe, expect, test } from 'vitest';
import { readCode, showCode } from '../src/base32.js';
import { isZero } from '../src/bytes.js';
import { Credential } from '../src/credential.js';
import { encodeScalar, order } from '../src/group.js';
import { expectRefusal, seededRandom } from './sample.js';

describe('codes', () => {
  const code = Uint8Array.from({ length: 16 }, (_, i) => 17 * i);

  test('they are read as people type them', () => {
    const shown = showCode(code);
    expect(shown).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(readCode(shown)).toEqual(code);
    expect(readCode(shown.toLowerCase().replace(/-/g, '  '))).toEqual(code);
    expect(readCode(shown.replace(/0/g, 'O').replace(/1/g, 'l'))).toEqual(code);
  });

  test('every mistyped letter is found, but one in 4,096', async () => {
    const shown = showCode(code).replace(/-/g, '');
    let missed = 0;
    for (let at = 0; at < 28; at++) {
      for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        const typed = shown.slice(0, at) + letter + shown.slice(at + 1);
        if (typed === shown) continue;
        try {
          readCode(typed);
          missed++;
        } catch {}
      }
    }
    expect(missed).toBeLessThanOrEqual(3);
    await expectRefusal(() => readCode(shown.slice(1)), 'code', /27 letters/);
    await expectRefusal(() => readCode(`U${shown.slice(1)}`), 'code', /U$/);
    await expectRefusal(
      () => readCode(`${shown.slice(0, -1)}${shown.endsWith('Z') ? 'Y' : 'Z'}`),
      'code',
      /typing mistake/,
    );
  });

  test('a credential of a device is kept and wiped', async () => {
    const device = Credential.generate(seededRandom(4));
    expect(Credential.fromSecret(device.exportSecret()).K).toEqual(device.K);
    expect(Credential.generate().K).not.toEqual(device.K);
    device.wipe();
    expect(isZero(device.exportSecret())).toBe(true);
    await expectRefusal(() => Credential.fromSecret(new Uint8Array(32)), 'code', /zero/);
    await expectRefusal(() => Credential.fromSecret(encodeScalar(order)), 'malformed');
  });
});
