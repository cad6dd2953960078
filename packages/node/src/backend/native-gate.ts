const IDLE = 0;
const BUSY = 1;
const CLOSING = 2;

/** Longest time that the end of a process waits for a native call, in milliseconds. */
const MAX_EXIT_WAIT_MS = 10_000;

/**
 * Says across threads whether a worker is inside ONNX Runtime. Node ends workers when its process exits;
 * onnxruntime-node, interrupted in a native call, then aborts the process (SIGABRT instead of the exit
 * code). So the exit waits at this gate until the call returns, and no new one begins.
 */
export class NativeGate {
  /** Shared with the other thread, which builds its own gate over it. */
  readonly memory: SharedArrayBuffer;
  readonly #state: Int32Array;

  constructor(memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#state = new Int32Array(memory);
  }

  /** Before native work; false when the process is ending and the work must not begin. */
  enter(): boolean {
    return Atomics.compareExchange(this.#state, 0, IDLE, BUSY) === IDLE;
  }

  /** After native work. */
  leave(): void {
    Atomics.and(this.#state, 0, ~BUSY);
    Atomics.notify(this.#state, 0);
  }

  /** Blocks until the native work under way is done, and lets no other begin. */
  close(): void {
    const before = Atomics.or(this.#state, 0, CLOSING);
    if ((before & BUSY) !== 0) Atomics.wait(this.#state, 0, BUSY | CLOSING, MAX_EXIT_WAIT_MS);
  }
}

const openGates = new Set<NativeGate>();

const closeAll = (): void => {
  for (const gate of openGates) gate.close();
};

/** Makes the end of this process wait for the gate; the function returned takes that back. */
export const guardProcessExit = (gate: NativeGate): (() => void) => {
  if (openGates.size === 0) process.on('exit', closeAll);
  openGates.add(gate);
  return () => {
    openGates.delete(gate);
    if (openGates.size === 0) process.off('exit', closeAll);
  };
};
