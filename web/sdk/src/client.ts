/**
 * The page's side of the worker. It holds no arithmetic, so the page stays small and its thread
 * free.
 */
import { BoardProblem, VicheError } from './error.js';
import type { Answer, AnswerError, Operation, Operations, Request } from './messages.js';

export { BoardProblem, VicheError } from './error.js';
export type {
  DraftView,
  ElectionView,
  FoundView,
  Operation,
  Operations,
  ResultView,
  StandingView,
} from './messages.js';

/** The little that is used of a Worker. */
export interface WorkerLike {
  postMessage(request: Request): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Answer>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

function errorOf({ code, problem, message }: AnswerError): Error {
  if (problem !== undefined) {
    return new BoardProblem(problem.status, problem.reason, problem.detail, problem.retryAfter);
  }
  return code === undefined ? new Error(message) : new VicheError(code, message);
}

/** Asks the worker and waits for its answers. Errors of the package come back as VicheError. */
export class BallotClient {
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  constructor(private readonly worker: WorkerLike) {
    worker.addEventListener('message', ({ data }) => this.#settle(data));
    worker.addEventListener('error', ({ message }) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`the worker failed: ${message}`));
      this.#waiting.clear();
    });
  }

  #settle(data: Answer): void {
    const waiting = this.#waiting.get(data.id);
    if (waiting === undefined) return;
    this.#waiting.delete(data.id);
    if ('answer' in data) waiting.resolve(data.answer as never);
    else waiting.reject(errorOf(data.error));
  }

  ask<Op extends Operation>(op: Op, ask: Operations[Op]['ask']): Promise<Operations[Op]['answer']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, op, ask });
    });
  }
}
