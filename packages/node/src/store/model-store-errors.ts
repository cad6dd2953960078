import { OcelliError } from '@ocelli/core';

const STORE_REMEDIES = {
  'not-found': 'Check the path of the model file.',
  unreadable: 'Give this process the right to read the file.',
  unwritable: 'Pass a directory that this process may write to: createModelStore({ directory }).',
  'disk-full': 'Free some space, or pass a directory on another disk.',
} as const;

export type ModelStoreReason = keyof typeof STORE_REMEDIES;

/** The file system refused what the model store needs. */
export class ModelStoreError extends OcelliError {
  static override readonly errorName = 'ModelStoreError';

  readonly path: string;
  readonly reason: ModelStoreReason;

  constructor({
    path,
    reason,
    detail,
    cause,
  }: {
    path: string;
    reason: ModelStoreReason;
    detail: string;
    cause?: unknown;
  }) {
    super({
      message: `The model store cannot use ${path}: ${detail}.`,
      remedy: STORE_REMEDIES[reason],
      cause,
    });
    this.path = path;
    this.reason = reason;
  }
}

/** Everything else is `unwritable`. */
const REASON_BY_CODE: Readonly<Record<string, ModelStoreReason>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
};

/** Turns what the file system threw into a `ModelStoreError`; anything else stays. */
export const toStoreError = (error: unknown, path: string): unknown => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const isOfFileSystem = error instanceof Error && 'syscall' in error;
  const reason = isOfFileSystem ? (REASON_BY_CODE[code] ?? 'unwritable') : undefined;
  return reason === undefined
    ? error
    : new ModelStoreError({ path, reason, detail: message, cause: error });
};
