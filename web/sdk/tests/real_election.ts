/**
 * A whole small election by the C++ programs, in a directory of its own: three trustees of whom two
 * decrypt, one witness.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bytes, fromHex, toHex } from '../src/bytes.js';
import { findProgram, run } from './programs.js';

const programs = ['viche', 'viche-board', 'viche-verify'].map((name) => findProgram(`bin/${name}`));

/** Whether the programs that an election needs are built. */
export const areProgramsBuilt = programs.every((path) => path !== undefined);

const [viche, vicheBoard, vicheVerify] = programs as [string, string, string];
const trustees = ['anna', 'borys', 'chrystyna'];

export class RealElection {
  readonly directory = mkdtempSync(join(tmpdir(), 'viche-sdk-'));
  readonly manifestHash: Bytes;
  fingerprint = '';
  readonly #served: ChildProcess[] = [];

  /** As far as the board with the manifest and the confirmed keys. */
  constructor(template: object) {
    writeFileSync(join(this.directory, 'template.json'), JSON.stringify(template));
    const key = (role: string, ...words: string[]) => [
      '--key',
      `${role}=${this.viche(...words).trim()}`,
    ];
    const hash = this.viche(
      ...['manifest', 'complete', '--template', 'template.json', '--out', 'manifest.json'],
      ...key('registrar', 'key', 'new', '--out', 'registrar.json'),
      ...key('log', 'key', 'new', '--out', 'log.json'),
      ...key('witness-1', 'key', 'new', '--out', 'witness.json'),
      ...trustees.flatMap((name, i) =>
        key(`trustee-${i + 1}`, 'trustee', 'new', '--unsealed', '--state', name),
      ),
      ...key('other-1', 'signer', 'new', '--unsealed', '--state', 'observer'),
    );
    this.manifestHash = fromHex(hash.trim(), 32);
    const board = ['--board', 'board', '--record', 'record', '--manifest', 'manifest.json'];
    this.viche(
      'board',
      'init',
      ...board,
      '--log-key',
      'log.json',
      '--registrar-key',
      'registrar.json',
    );
    this.#everyone('commit', '--manifest', 'manifest.json');
    for (const verb of ['reveal', 'share', 'confirm']) this.#everyone(verb);
  }

  viche(...words: string[]): string {
    return run(viche, words, { cwd: this.directory });
  }

  /** Posts files to the board, which is not served. */
  post(...files: string[]): void {
    this.viche('board', 'post', '--board', 'board', '--record', 'record', ...files);
  }

  /** The file with what somebody states from her own directory. */
  #signed(role: string, verb: string, name: string, ...more: string[]): string {
    const out = `${name}-${verb}.statement`;
    this.viche(role, verb, '--state', name, '--record', 'record', '--out', out, ...more);
    return out;
  }

  #everyone(verb: string, ...more: string[]): void {
    this.post(...trustees.map((name) => this.#signed('trustee', verb, name, ...more)));
  }

  #registrar(verb: string, ...more: string[]): string {
    const out = `${verb}.statement`;
    const keys = ['--registrar-key', 'registrar.json', '--record', 'record'];
    const said = this.viche('election', verb, ...keys, '--out', out, ...more);
    this.post(out);
    return said.trim();
  }

  /** The witness cosigns the newest checkpoint. */
  cosign(): void {
    const witness = ['--state', 'witness-seen', '--key', 'witness.json', '--record', 'record'];
    this.viche('witness', 'cosign', ...witness, '--out', 'witness.cosignature');
    this.viche('board', 'cosign', '--board', 'board', '--record', 'record', 'witness.cosignature');
  }

  /** Enrols the credentials and opens the vote. */
  open(voters: readonly { K: Bytes; style: string }[]): void {
    const lines = voters.map(({ K, style }) => `${toHex(K)} ${style}\n`);
    writeFileSync(join(this.directory, 'voters.txt'), lines.join(''));
    this.#registrar('roll', '--voters', 'voters.txt');
    this.fingerprint = this.#registrar('open', '--without-rehearsal');
    this.cosign();
  }

  /** Starts a program that serves; gives its origin. */
  async #start(program: string, args: readonly string[]): Promise<string> {
    const served = spawn(program, args, {
      cwd: this.directory,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#served.push(served);
    let said = '';
    const port = await new Promise<string>((resolve, reject) => {
      served.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /"port":\s*([0-9]+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      served.on('exit', (status) => reject(new Error(`${program} ended with ${status}: ${said}`)));
    });
    return `http://127.0.0.1:${port}`;
  }

  /** Serves the board, with more settings if given; gives its origin. */
  async serve(...more: string[]): Promise<string> {
    const directories = ['--board-directory', 'board', '--board-record', 'record'];
    return this.#start(vicheBoard, [...directories, '--service-interval-ms', '20', ...more]);
  }

  /** Serves the witness, and the board that asks it. */
  async serveWitnessed(...more: string[]): Promise<string> {
    const witness = await this.#start(viche, [
      ...['witness', 'serve', '--state', 'witness-seen', '--key', 'witness.json'],
      ...['--manifest', 'manifest.json', '--port', '0'],
    ]);
    return this.serve('--witnesses-urls', `witness.example/one=${witness}/`, ...more);
  }

  /** Stops what is served, in order. */
  async stop(): Promise<void> {
    for (const served of this.#served.splice(0).reverse()) {
      const ended = new Promise((resolve) => served.once('exit', resolve));
      served.kill('SIGTERM');
      await ended;
    }
  }

  /** Closes, seals, agrees, decrypts and states the result. */
  finish(): void {
    this.#registrar('close');
    this.#registrar('seal');
    this.cosign();
    const decrypting = ['anna', 'chrystyna'];
    const agreed = decrypting.map((name) => this.#signed('trustee', 'agree', name));
    this.post(...agreed, this.#signed('signer', 'agree', 'observer'));
    this.cosign();
    this.post(...decrypting.map((name) => this.#signed('trustee', 'decrypt', name)));
    this.cosign();
    this.#registrar('result');
    this.cosign();
  }

  /** What the independent verifier says of the record, and of a receipt if given, as JSON. */
  verify(receipt?: string): string {
    const given = receipt === undefined ? [] : ['--receipt', 'receipt.txt'];
    if (receipt !== undefined) writeFileSync(join(this.directory, 'receipt.txt'), receipt);
    const words = ['record', '--fingerprint', this.fingerprint, ...given, '--json', '-'];
    return run(vicheVerify, words, { cwd: this.directory });
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true });
  }
}
