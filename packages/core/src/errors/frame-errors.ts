import { OcelliError } from './ocelli-error.js';

/** The pixels of a frame were asked for after `close()`. */
export class FrameClosedError extends OcelliError {
  static override readonly errorName = 'FrameClosedError';

  readonly sequence: number;

  constructor({ sequence, operation }: { sequence: number; operation: string }) {
    super({
      message: `Frame ${String(sequence)} is closed, so it cannot ${operation}.`,
      remedy: 'Close a frame exactly once, after its last use.',
    });
    this.sequence = sequence;
  }
}
