/** Section 2: whoever signs in an election, and the rules about them together. */
import type { Bytes } from './bytes.js';
import { isEd25519Key } from './ed25519.js';
import { demand } from './error.js';
import { distinct, type JsonReader } from './json_reader.js';
import { isLabel, isName, readKey } from './manifest_values.js';

export interface Signer {
  readonly name: string;
  readonly key: Bytes;
}

export interface Officials {
  readonly registrar: Signer;
  readonly logKey: Bytes;
  readonly witnesses: { readonly quorum: number; readonly members: readonly Signer[] };
  readonly trustees: { readonly threshold: number; readonly members: readonly Signer[] };
  readonly agreement: {
    readonly toleratedCorrupt: number;
    readonly toleratedLost: number;
    readonly others: readonly Signer[];
  };
}

const maxSigners = 64;
const maxWitnesses = 32;

type OfficialMembers = Record<
  'registrar' | 'log' | 'witnesses' | 'trustees' | 'agreement',
  JsonReader
>;

function readSigner(reader: JsonReader, isGoodName: (name: string) => boolean): Signer {
  const { name, key } = reader.members('name', 'key');
  name.demand(isGoodName(name.string()), 'this name is not allowed');
  return { name: name.string(), key: readKey(key) };
}

function readWitnesses(reader: JsonReader): Officials['witnesses'] {
  const { quorum, members } = reader.members('quorum', 'members');
  const witnesses = members.list(0, maxWitnesses).map((member) => readSigner(member, isName));
  distinct(members.list(), (member) => member.member('name').string());
  return { quorum: quorum.integer(0, witnesses.length), members: witnesses };
}

function readTrustees(reader: JsonReader): Officials['trustees'] {
  const { threshold, members } = reader.members('threshold', 'members');
  const trustees = members.list(1, maxSigners).map((member) => readSigner(member, isLabel));
  return { threshold: threshold.integer(1, trustees.length), members: trustees };
}

function readAgreement(reader: JsonReader): Officials['agreement'] {
  const members = reader.members('tolerated_corrupt', 'tolerated_lost', 'others');
  const others = members.others.list(0, maxSigners).map((member) => readSigner(member, isLabel));
  return {
    toleratedCorrupt: members.tolerated_corrupt.integer(0, others.length),
    toleratedLost: members.tolerated_lost.integer(0, others.length),
    others,
  };
}

/** Whether the quorum q can be reached with as many trustees and others absent as are tolerated. */
function isAgreementFeasible({ trustees, agreement }: Officials): boolean {
  const n = trustees.members.length;
  const k = trustees.threshold;
  const N = n + agreement.others.length;
  const q = Math.floor((N + k - 1 + agreement.toleratedCorrupt) / 2) + 1;
  return N - (n - k) - agreement.toleratedLost >= q;
}

function demandGoodKeys({ registrar, logKey, witnesses, trustees, agreement }: Officials): void {
  const members = [witnesses.members, trustees.members, agreement.others].flat();
  const keys = [registrar.key, logKey, ...members.map(({ key }) => key)];
  const different = new Set(keys.map((key) => key.toString()));
  demand(different.size === keys.length, 'manifest', 'two keys are the same');
  for (const key of keys) {
    demand(isEd25519Key(key), 'manifest', 'a key is not an Ed25519 key of prime order');
  }
}

/** Reads the members of a manifest that name who signs. */
export function readOfficials(members: OfficialMembers): Officials {
  const officials: Officials = {
    registrar: readSigner(members.registrar, isLabel),
    logKey: readKey(members.log.members('key').key),
    witnesses: readWitnesses(members.witnesses),
    trustees: readTrustees(members.trustees),
    agreement: readAgreement(members.agreement),
  };
  demandGoodKeys(officials);
  const feasible = isAgreementFeasible(officials);
  members.agreement.demand(feasible, 'its quorum could not be reached with those tolerated absent');
  return officials;
}
