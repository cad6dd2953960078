import { OcelliError } from '../errors/ocelli-error.js';
import { createFrame, type Frame, type FrameOptions } from '../frame/frame.js';
import { requiredBytes, packedPlanes } from '../frame/pixel-format.js';

/** Frames were not closed exactly once. */
export class FrameLeakError extends OcelliError {
  static override readonly errorName = 'FrameLeakError';

  /** Sequence numbers. */
  readonly open: readonly number[];
  readonly closedTwice: readonly number[];

  constructor({ open, closedTwice }: { open: readonly number[]; closedTwice: readonly number[] }) {
    const list = (numbers: readonly number[]) =>
      numbers.length === 0 ? 'none' : numbers.join(', ');
    super({
      message: `Frames still open: ${list(open)}; closed more than once: ${list(closedTwice)}.`,
      remedy: 'Close every frame exactly once, also on error, drop, cancel and unsubscribe.',
    });
    this.open = open;
    this.closedTwice = closedTwice;
  }
}

/** Makes frames and counts how they are closed. */
export interface FrameTracker {
  /** A black 4x4 RGBA frame with the next sequence number, 33,333 µs after the last; any field can be given. */
  frame(options?: Partial<FrameOptions>): Frame;
  readonly created: number;
  /** Sequence numbers of frames that were not closed yet. */
  readonly open: readonly number[];
  /** Sequence numbers of frames whose `close()` was called again. */
  readonly closedTwice: readonly number[];
  /** @throws FrameLeakError unless every frame was closed exactly once. */
  assertAllClosed(): void;
}

const FRAME_INTERVAL_US = 33_333;

/** Creates a leak counter: a source of frames that knows which of them are open. */
export const createFrameTracker = (): FrameTracker => {
  const open = new Set<Frame>();
  const openSequences = () => Array.from(open, ({ sequence }) => sequence);
  const closedTwice: number[] = [];
  let created = 0;
  return {
    frame(options = {}) {
      const { width = 4, height = 4, format = 'rgba' } = options;
      const planes = options.planes ?? packedPlanes(format, width, height);
      const sequence = options.sequence ?? created;
      const frame: Frame = createFrame({
        data: new Uint8Array(requiredBytes(format, width, height, planes)),
        sequence,
        timestampUs: created * FRAME_INTERVAL_US,
        ...options,
        width,
        height,
        format,
        planes,
        onClose: () => {
          open.delete(frame);
          options.onClose?.();
        },
      });
      created += 1;
      open.add(frame);
      const close = frame.close.bind(frame);
      return Object.defineProperty(frame, 'close', {
        value: () => {
          if (frame.isClosed) closedTwice.push(sequence);
          close();
        },
      });
    },
    get created() {
      return created;
    },
    get open() {
      return openSequences();
    },
    closedTwice,
    assertAllClosed() {
      if (open.size > 0 || closedTwice.length > 0) {
        throw new FrameLeakError({ open: openSequences(), closedTwice: [...closedTwice] });
      }
    },
  };
};
