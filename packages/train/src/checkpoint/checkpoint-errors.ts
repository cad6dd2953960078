import { OcelliError } from '@ocelli/core';

/** The bytes of a checkpoint cannot be read. */
export class CheckpointFormatError extends OcelliError {
  static override readonly errorName = 'CheckpointFormatError';

  readonly reason: string;

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super({
      message: `The checkpoint is not a complete safetensors file of a training run: ${reason}.`,
      remedy: 'Use another checkpoint, or start the training anew.',
      cause,
    });
    this.reason = reason;
  }
}

/** A checkpoint belongs to another training run. */
export class CheckpointMismatchError extends OcelliError {
  static override readonly errorName = 'CheckpointMismatchError';

  readonly problem: string;

  constructor({ problem }: { problem: string }) {
    super({
      message: `The checkpoint cannot be resumed here: ${problem}.`,
      remedy: 'Resume with the recipe and data of the run that wrote it, or start in a new folder.',
    });
    this.problem = problem;
  }
}

/** A checkpoint could not be written; the one before it is still there. */
export class CheckpointWriteError extends OcelliError {
  static override readonly errorName = 'CheckpointWriteError';

  readonly path: string;
  /** What the system calls the failure, for instance `ENOSPC`. */
  readonly code: string | undefined;

  constructor({ path, code, cause }: { path: string; code: string | undefined; cause: unknown }) {
    const reason = code === 'ENOSPC' ? 'the disk is full' : String(code ?? cause);
    super({
      message: `Cannot write the checkpoint ${path}: ${reason}. The one before it is kept.`,
      remedy: 'Free some space or name another folder, then resume from the last checkpoint.',
      cause,
    });
    this.path = path;
    this.code = code;
  }
}
