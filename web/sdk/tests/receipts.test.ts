import { describe, expect, test } from 'vitest';
import { type Bytes, toBase64 } from '../src/bytes.js';
import { readCheckpoint } from '../src/checkpoint.js';
import { readManifest } from '../src/manifest.js';
import { checkReceipt } from '../src/receipt.js';
import { forgeLog, receiptOf, recordEntries, strangersLine } from './forged_log.js';
import { expectRefusal, flipBit } from './sample.js';
import { recordCheckpoint, recordManifest } from './vectors.js';

const manifest = readManifest(recordManifest);

describe('checkpoints', () => {
  const { checkpoint, root } = forgeLog(recordEntries(7));
  const lines = checkpoint.split('\n');
  const bad = (text: string, code: 'malformed' | 'proof', message: RegExp) =>
    expectRefusal(() => readCheckpoint(text, manifest), code, message);

  test('the published one, and one of ours', () => {
    expect(readCheckpoint(recordCheckpoint, manifest)).toMatchObject({ size: 34, quorum: true });
    expect(readCheckpoint(checkpoint, manifest)).toMatchObject({
      size: 7,
      root,
      witnesses: [{ name: 'witness.example/one', time: 1_772_000_000n }],
      quorum: true,
    });
  });

  test('without its cosignature it is one without the quorum', () => {
    const alone = forgeLog(recordEntries(7), { cosigned: false }).checkpoint;
    expect(readCheckpoint(alone, manifest)).toMatchObject({ witnesses: [], quorum: false });
  });

  test('lines of others say nothing, wherever they stand; at most 64 lines', async () => {
    const strangers = Array.from({ length: 62 }, (_, i) => strangersLine(`x${i}`)).join('');
    expect(readCheckpoint(checkpoint + strangers, manifest).quorum).toBe(true);
    const first = `${lines.slice(0, 4).join('\n')}\n${strangersLine('x')}${lines.slice(4).join('\n')}`;
    expect(readCheckpoint(first, manifest).quorum).toBe(true);
    await bad(checkpoint + strangers + strangersLine('y'), 'malformed', /64/);
    await bad(checkpoint + strangersLine('a+b'), 'malformed', /signature line/);
    await bad(checkpoint + strangersLine('a b'), 'malformed', /signature line/);
    await bad(checkpoint + strangersLine('caf\u00e9'), 'malformed', /signature line/);
  });

  test('two lines of one known key are refused, and a bad line of one', async () => {
    await bad(`${checkpoint}${lines[4]}\n`, 'malformed', /two lines/);
    await bad(`${checkpoint}${lines[5]}\n`, 'malformed', /two lines/);
    for (const [line, message] of [
      [4, /log's signature/],
      [5, /cosignature of witness/],
    ] as const) {
      const [dash, name, signature] = (lines[line] as string).split(' ') as [
        string,
        string,
        string,
      ];
      const bytes = Uint8Array.from(atob(signature), (letter) => letter.charCodeAt(0));
      const changed = toBase64(flipBit(bytes, 8 * 20));
      const text = lines.map((l, i) => (i === line ? `${dash} ${name} ${changed}` : l)).join('\n');
      await bad(text, 'proof', message);
    }
    const cut = lines.map((l, i) =>
      i === 5
        ? `${l.split(' ').slice(0, 2).join(' ')} ${(l.split(' ')[2] as string).slice(0, 64)}`
        : l,
    );
    await bad(cut.join('\n'), 'malformed', /cut off/);
  });

  test('its form is exact', async () => {
    const [origin, size, encoded, , logLine] = lines as [string, string, string, string, string];
    const made = (...parts: string[]) => `${parts.join('\n')}\n`;
    await bad(made(origin, size, encoded, '', ''), 'malformed', /three lines/);
    await bad(made(origin, size, encoded, logLine), 'malformed', /three lines/);
    await bad(made(origin, size, encoded, 'more', '', logLine), 'malformed', /three lines/);
    await bad(made(origin, size, encoded, '', logLine).slice(0, -1), 'malformed', /three lines/);
    await bad(made(origin, `0${size}`, encoded, '', logLine), 'malformed', /size/);
    await bad(made(origin, '99999999999999999999', encoded, '', logLine), 'malformed', /size/);
    await bad(made(origin, size, encoded.slice(0, -1), '', logLine), 'malformed', /base64/);
    await bad(
      made(origin, size, toBase64(new Uint8Array(31)), '', logLine),
      'malformed',
      /32 bytes/,
    );
    await bad(made(origin, size, encoded, '', 'hello'), 'malformed', /signature line/);
    await bad(
      made(origin, size, encoded, '', logLine, '\u2014 x AAAAAA=='),
      'malformed',
      /no signature/,
    );
    await bad(made(origin, size, encoded, '', lines[5] as string), 'proof', /did not sign/);
    await bad(made(origin, '8', encoded, '', logLine), 'proof', /log's signature/);
    // The last letter of a 32-byte base64 has two bits that must be zero.
    const loose = encoded.replace(
      /.=$/,
      (tail) => `${String.fromCharCode(tail.charCodeAt(0) + 1)}=`,
    );
    await bad(made(origin, size, loose, '', logLine), 'malformed', /base64/);
  });
});

describe('receipts', () => {
  const entries = recordEntries(12);
  const entry = entries[7] as Bytes;
  const receipt = receiptOf(entries, 7);
  const bad = (text: string, code: 'malformed' | 'proof' | 'quorum', message = /./) =>
    expectRefusal(() => checkReceipt(text, entry, manifest), code, message);

  test('a good one, also with extra data', () => {
    expect(checkReceipt(receipt, entry, manifest)).toMatchObject({
      index: 7,
      checkpoint: { size: 12 },
    });
    expect(checkReceipt(receiptOf(entries, 7, {}, 'extra aGk=\n'), entry, manifest).index).toBe(7);
  });

  test('every line counts', async () => {
    await expectRefusal(
      () => checkReceipt(receipt, entries[8] as Bytes, manifest),
      'proof',
      /this ballot/,
    );
    await bad(receiptOf(entries, 8), 'proof', /this ballot/);
    await bad(receipt.replace('index 7', 'index 6'), 'proof', /this ballot/);
    await bad(receiptOf(entries, 7, { cosigned: false }), 'quorum', /witnesses/);
    await bad(receipt.replace('@v1', '@v2'), 'malformed', /tlog-proof/);
    await bad(receipt.replace('index 7', 'index 07'), 'malformed', /tlog-proof/);
    await bad(receipt.replace('index 7', 'index 99999999999999999999'), 'malformed', /index/);
    await bad(receipt.replace('index 7\n', 'extra \nindex 7\n'), 'malformed');
    await bad(receipt.replace('index 7\n', 'extra !\nindex 7\n'), 'malformed', /extra/);
    await bad(receipt.replace('index 7\n', 'index 7\nAAAA\n'), 'malformed', /32 bytes/);
    await bad(
      receipt.replace('index 7\n', `index 7\n${`${toBase64(new Uint8Array(32))}\n`.repeat(65)}`),
      'malformed',
      /too long/,
    );
    await bad(
      receipt.replace('index 7\n', `index 7\n${toBase64(new Uint8Array(32))}\n`),
      'proof',
      /this ballot/,
    );
    const lines = receipt.split('\n');
    lines.splice(2, 1);
    await bad(lines.join('\n'), 'proof', /this ballot/);
  });

  test('no character of it can be another', async () => {
    const letters = Array.from(receipt);
    for (let at = 0; at < letters.length; at += 7) {
      const changed = letters
        .map((letter, i) => (i === at ? (letter === 'A' ? 'B' : 'A') : letter))
        .join('');
      if (changed === receipt) continue;
      await expectRefusal(() => checkReceipt(changed, entry, manifest), expect.any(String));
    }
  });
});
