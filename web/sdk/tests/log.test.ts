import { describe, expect, test } from 'vitest';
import { type Bytes, toUtf8 } from '../src/bytes.js';
import { leafHash, rootOf, verifyConsistency, verifyInclusion } from '../src/merkle.js';
import { TileLog } from '../src/tiles.js';
import { filesOf, forgeLog, inclusionProof } from './forged_log.js';
import { expectRefusal, flipBit } from './sample.js';
import { hex } from './vectors.js';

const entriesOf = (size: number): Bytes[] =>
  Array.from({ length: size }, (_, i) => toUtf8(`entry ${i}`));

describe('the Merkle tree', () => {
  test('the root of no leaves, and RFC 6962 tree heads of its reference inputs', () => {
    expect(rootOf([])).toEqual(
      hex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
    );
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const leaves = inputs.map((input) => leafHash(hex(input)));
    expect(rootOf(leaves.slice(0, 3))).toEqual(
      hex('aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'),
    );
    expect(rootOf(leaves)).toEqual(
      hex('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'),
    );
  });

  test('inclusion: every leaf of every size to 20, and nothing else', () => {
    for (let size = 1; size <= 20; size++) {
      const leaves = entriesOf(size).map(leafHash);
      const head = { size, root: rootOf(leaves) };
      leaves.forEach((leaf, index) => {
        const proof = inclusionProof(leaves, index);
        expect(verifyInclusion(leaf, index, head, proof)).toBe(true);
        expect(verifyInclusion(flipBit(leaf, 7), index, head, proof)).toBe(false);
        expect(verifyInclusion(leaf, index + 1, head, proof)).toBe(false);
        expect(verifyInclusion(leaf, index, head, [...proof, leaf])).toBe(false);
        expect(verifyInclusion(leaf, index, head, proof.slice(0, -1))).toBe(proof.length === 0);
        for (let i = 0; i < proof.length; i++) {
          const bad = proof.map((hash, at) => (at === i ? flipBit(hash, 100) : hash));
          expect(verifyInclusion(leaf, index, head, bad)).toBe(false);
        }
      });
      expect(verifyInclusion(leaves[0] as Bytes, -1, head, [])).toBe(false);
      expect(verifyInclusion(leaves[0] as Bytes, 0.5, head, [])).toBe(false);
    }
  });

  test('consistency of unequal and empty heads', () => {
    const leaves = entriesOf(3).map(leafHash);
    const head = { size: 3, root: rootOf(leaves) };
    const empty = { size: 0, root: rootOf([]) };
    expect(verifyConsistency(empty, head, [])).toBe(true);
    expect(verifyConsistency(head, head, [])).toBe(true);
    expect(verifyConsistency(head, { ...head, root: empty.root }, [])).toBe(false);
    expect(verifyConsistency({ ...head, size: 4 }, head, [])).toBe(false);
    expect(verifyConsistency({ ...head, size: 2 }, head, [])).toBe(false);
  });
});

describe('tiles', () => {
  test.each([1, 2, 3, 7, 8, 255, 256, 257, 300, 600])('a log of %i entries', async (size) => {
    const entries = entriesOf(size);
    const log = forgeLog(entries);
    const tiles = new TileLog(log.fetchFile, log);
    const indices = [0, 1, size >> 1, size - 2, size - 1].filter((i) => i >= 0 && i < size);
    for (const index of indices) expect(await tiles.entry(index)).toEqual(entries[index]);
    for (const older of [1, 2, 3, 5, 128, 255, 256, 257, size - 1, size].filter(
      (s) => s >= 1 && s <= size,
    )) {
      const head = { size: older, root: rootOf(entries.slice(0, older).map(leafHash)) };
      expect(await tiles.headAt(older)).toEqual(head);
      expect(await tiles.extends(head)).toBe(true);
      expect(await tiles.extends({ ...head, root: flipBit(head.root, 0) })).toBe(false);
    }
    expect(await tiles.extends({ size: 0, root: rootOf([]) })).toBe(true);
    await expectRefusal(() => tiles.entry(size), 'evidence', /no entry/);
    await expectRefusal(() => tiles.headAt(size + 1), 'evidence', /no first/);
  });

  test('single entries are believed no more than bundles', async () => {
    const entries = entriesOf(300);
    const log = forgeLog(entries);
    const single = new TileLog(log.fetchFile, log, async (i) => entries[i] as Bytes);
    expect(await single.entry(299)).toEqual(entries[299]);
    const wrong = new TileLog(log.fetchFile, log, async () => entries[0] as Bytes);
    await expectRefusal(() => wrong.entry(299), 'proof');
  });

  test('a log of 70,000 entries has three levels, and a wrong hash at any of them is found', async () => {
    const entries = entriesOf(70_000);
    const files = filesOf(entries);
    const head = { size: entries.length, root: rootOf(entries.map(leafHash)) };
    expect([...files.keys()].some((path) => path === 'tile/2/000.p/1')).toBe(true);
    const fetched = new Set<string>();
    const log = new TileLog(async (path) => {
      fetched.add(path);
      return files.get(path) as Bytes;
    }, head);
    expect(await log.entry(69_999)).toEqual(entries[69_999]);
    expect(await log.headAt(66_000)).toEqual({
      size: 66_000,
      root: rootOf(entries.slice(0, 66_000).map(leafHash)),
    });
    for (const path of [...fetched].filter((name) => !name.includes('entries'))) {
      const bad = new TileLog(async (asked) => {
        const file = files.get(asked) as Bytes;
        return asked === path ? file.map((byte) => byte ^ 1) : file;
      }, head);
      await expectRefusal(async () => {
        await bad.entry(69_999);
        await bad.headAt(66_000);
      }, 'proof');
    }
  });
});
