import { expect, test } from 'vitest';
import {
  decodeBallot,
  decodeValues,
  encodeBallot,
  signedMessage,
  trackerOf,
} from '../src/ballot.js';
import { showTracker } from '../src/base32.js';
import { concat } from '../src/bytes.js';
import { decodePoint, decodeScalar, encodePoint } from '../src/group.js';
import { Layout } from '../src/layout.js';
import { readManifest } from '../src/manifest.js';
import { readOpening, writeOpening } from '../src/opening.js';
import { Prover } from '../src/prover.js';
import { verifySchnorr } from '../src/schnorr.js';
import { openRecord } from './sample.js';
import { hex, recordManifest, ballotVector as v } from './vectors.js';

const style = new Layout(readManifest(recordManifest)).style(1);
if (style === undefined) throw new Error('the manifest of the vectors has a style');
const scalar = (text: string): bigint => decodeScalar(hex(text), 'a vector');
const keys = v.Y.map((Y) => decodePoint(hex(Y), 'Y'));

test('the contest compiles to the published equations', () => {
  expect(style.positions).toBe(v.m.length);
  expect(
    style.equations.map(({ terms, total }) => ({ L: terms.map(({ weight }) => weight), b: total })),
  ).toEqual(v.equations);
});

test('the same r, s and a give the same ballot, byte by byte', () => {
  const prover = new Prover(hex(v.election), style, keys);
  const ballot = prover.proveWith(Uint8Array.from(v.m), hex(v.K), {
    r: scalar(v.r),
    s: scalar(v.s),
    a: v.a.map(scalar),
  });
  expect(ballot.ciphertexts).toEqual(concat(...v.C.map(hex)));
  expect(ballot.proof).toEqual(concat(...[v.M, v.A, v.B, ...v.f, v.z].map(hex)));
  const tracker = trackerOf(hex(v.election), ballot);
  expect(tracker).toEqual(hex(v.tracker));
  expect(showTracker(tracker)).toBe(v.tracker_shown);
  expect(signedMessage('challenge', hex(v.election), hex(v.prev), tracker)).toEqual(
    hex(v.signed_message),
  );
  const entry = encodeBallot({
    ...ballot,
    type: 'challenge',
    prev: hex(v.prev),
    signature: hex(v.signature),
  });
  expect(entry).toEqual(hex(v.entry));
});

test('the published ballot decodes, holds, and is encoded again as it was', async () => {
  const ballot = decodeBallot(hex(v.entry));
  expect(encodeBallot(ballot)).toEqual(hex(v.entry));
  expect(decodeValues(ballot).C.map(encodePoint)).toEqual(v.C.map(hex));
  expect(verifySchnorr(hex(v.K), hex(v.signed_message), hex(v.signature))).toBe(true);
  expect((await openRecord()).verifyBallot(hex(v.entry)).type).toBe('challenge');
});

test('the published opening opens it on a second device', async () => {
  const opening = readOpening(JSON.stringify(v.opening));
  const marked = (await openRecord()).checkOpened(hex(v.entry), opening, {
    tracker: v.tracker_shown,
    K: hex(v.K),
  });
  expect(marked).toEqual({ garden: ['no'] });
  expect(JSON.parse(writeOpening(opening))).toEqual(v.opening);
});
