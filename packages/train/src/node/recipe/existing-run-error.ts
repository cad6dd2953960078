import { OcelliError } from '@ocelli/core';

/** The output folder holds the checkpoint of another run. */
export class ExistingRunError extends OcelliError {
  static override readonly errorName = 'ExistingRunError';

  readonly folder: string;

  constructor({ folder }: { folder: string }) {
    super({
      message: `${folder} holds the checkpoint of a training run.`,
      remedy: 'Resume that run, or name another output folder.',
    });
    this.folder = folder;
  }
}
