/**
 * Sends a ballot until it is known to be in or refused. Sending the same bytes again is always safe:
 * the board answers for the ballot that it has.
 */
import type { Head } from '@viche/ballot';
import { BoardProblem, VicheError } from '@viche/ballot/client';

/** What the voter is told meanwhile. */
export type Sending =
  | 'sending'
  /** The board says that it took nothing. */
  | 'busy'
  /** No answer: the ballot may be recorded or not. */
  | 'unknown'
  /** It is recorded; the witnesses have not confirmed it yet. */
  | 'witnesses';

export type Sent =
  | { readonly kind: 'in'; readonly index: number; readonly head: Head; readonly receipt: string }
  | { readonly kind: 'refused'; readonly problem: BoardProblem }
  /** The receipt does not hold, or its log is another than the one seen before. */
  | { readonly kind: 'tampered' | 'fork'; readonly error: VicheError }
  | { readonly kind: 'left' };

export interface Sender {
  submit(): Promise<{ receipt: string }>;
  check(receipt: string): Promise<{ index: number; head: Head }>;
  /** Waits for so many seconds; false if the voter left. */
  wait(seconds: number): Promise<boolean>;
  /** Uniform in [0, 1). */
  random(): number;
  tell(state: Sending): void;
}

const longestWait = 30;

/** Whether the board may have taken what it was sent. */
const isUncertain = ({ status, reason }: BoardProblem): boolean =>
  status === 0 || status === 500 || reason === 'storage' || reason === 'timeout';
const isPassing = ({ status, reason }: BoardProblem): boolean =>
  status === 503 || status === 429 || reason === 'truncated';

/** Never ends with an error of the network; what is our own mistake is thrown. */
export async function send(sender: Sender): Promise<Sent> {
  let state: Sending = 'sending';
  for (let attempt = 0; ; attempt++) {
    // Those who were sent away together do not come back together.
    let pause = Math.min(2 ** attempt, longestWait) * (0.5 + sender.random());
    try {
      const { receipt } = await sender.submit();
      return { kind: 'in', receipt, ...(await sender.check(receipt)) };
    } catch (error) {
      if (error instanceof VicheError && error.code === 'quorum') {
        state = 'witnesses';
        pause = Math.min(pause, 4);
      } else if (error instanceof VicheError) {
        return { kind: error.code === 'fork' ? 'fork' : 'tampered', error };
      } else if (!(error instanceof BoardProblem)) {
        throw error;
      } else if (isUncertain(error)) {
        if (state !== 'witnesses') state = 'unknown';
      } else if (isPassing(error)) {
        // That the board is busy now says nothing about what it took before.
        if (state === 'sending') state = 'busy';
        pause = (error.retryAfter ?? pause) * (1 + sender.random() / 2);
      } else {
        return { kind: 'refused', problem: error };
      }
    }
    sender.tell(state);
    if (!(await sender.wait(pause))) return { kind: 'left' };
  }
}
