import { OcelliError } from '@ocelli/core';

/** Why a file that the configuration needs cannot be used. */
const REMEDIES = {
  'config-missing': 'Check the path, or leave it out to run three simulated cameras: ocelli run',
  'config-unreadable': 'Give this user the right to read it: chmod u+r FILE',
  'secret-missing': 'Write the secret into that file, or name another one in the configuration.',
  'secret-not-set': 'Set the variable before the start: export NAME=…',
} as const;

export type RunnerFileReason = keyof typeof REMEDIES;

/** The configuration or a secret that it refers to cannot be read. Shows no secret. */
export class RunnerFileError extends OcelliError {
  static override readonly errorName = 'RunnerFileError';

  /** A path, or the name of an environment variable. */
  readonly place: string;
  readonly reason: RunnerFileReason;

  constructor({
    place,
    reason,
    message,
    cause,
  }: {
    place: string;
    reason: RunnerFileReason;
    message: string;
    cause?: unknown;
  }) {
    super({
      message,
      remedy: REMEDIES[reason].replace(/FILE|NAME/, place),
      cause,
    });
    this.place = place;
    this.reason = reason;
  }
}
