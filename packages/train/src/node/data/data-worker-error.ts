import { OcelliError } from '@ocelli/core';

/** A thread that prepares training pictures ended before its time. */
export class DataWorkerError extends OcelliError {
  static override readonly errorName = 'DataWorkerError';

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super({
      message: `A thread that prepares batches is gone: ${reason}.`,
      remedy: 'See the cause; where memory ran out, lower cacheBytes, batchSize or workers.',
      cause,
    });
  }
}
