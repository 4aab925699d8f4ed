/** The measurement in a worker: it answers with the figures. */
import { measure } from './measure.js';

const scope = globalThis as unknown as {
  onmessage: (event: { data: readonly [number, number] }) => void;
  postMessage(figures: unknown): void;
};
scope.onmessage = ({ data: [options, rounds] }) => scope.postMessage(measure(options, rounds));
