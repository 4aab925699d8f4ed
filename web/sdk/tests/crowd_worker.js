/** One of several threads of voters: casts what it is given, checks every receipt, says how many. */
import { parentPort, workerData } from 'node:worker_threads';

const { bundle, origin, manifestHash, votes } = workerData;
const { Board, Credential, Election, noPrevious, prevAfter } = await import(bundle);

const board = new Board(origin);
const election = await Election.open(await board.evidence(manifestHash));

/** Sends until the board takes it: the same bytes each time. */
async function submit(entry) {
  for (;;) {
    try {
      const receipt = await board.submit(entry);
      return election.checkReceipt(receipt, entry);
    } catch (error) {
      const isPassing = error.status === 503 || error.status === 429 || error.code === 'quorum';
      if (!isPassing) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 + 200 * Math.random()));
    }
  }
}

async function vote({ code, style, choices }) {
  const credential = Credential.fromCode(code, election.manifest.hash);
  let prev = noPrevious;
  const places = [];
  for (const choice of choices) {
    const { entry } = election.prepare(style, choice, credential).cast(prev);
    prev = prevAfter(entry);
    places.push((await submit(entry)).index);
  }
  return places;
}

// Some at a time, so that the board has to sort them into batches.
const waiting = [...votes];
const places = [];
async function oneAfterAnother() {
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    places.push(...(await vote(next)));
}
await Promise.all(Array.from({ length: 8 }, oneAfterAnother));
parentPort.postMessage(places);
