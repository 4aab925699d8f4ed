/**
 * The worker's entry: new Worker(new URL('@viche/ballot/worker', import.meta.url), { type: 'module'
 * }).
 */
import { BoardProblem, VicheError } from './error.js';
import type { Answer, Operation, Request } from './messages.js';
import { Session } from './session.js';

/** The little that is used of a DedicatedWorkerGlobalScope. */
interface WorkerScope {
  onmessage: ((event: { readonly data: Request }) => void) | null;
  postMessage(answer: Answer): void;
}

const scope = globalThis as unknown as WorkerScope;
const session = new Session();

async function handle<Op extends Operation>({ id, op, ask }: Request<Op>): Promise<Answer> {
  try {
    const handler = session[op].bind(session) as (
      asked: typeof ask,
    ) => Promise<Answer extends { answer: infer A } ? A : never>;
    return { id, answer: await handler(ask) };
  } catch (error) {
    const code = error instanceof VicheError ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof BoardProblem) {
      const { status, reason, detail, retryAfter } = error;
      return { id, error: { code, message, problem: { status, reason, detail, retryAfter } } };
    }
    return { id, error: { code, message } };
  }
}

scope.onmessage = ({ data }) => {
  void handle(data).then((answer) => scope.postMessage(answer));
};
