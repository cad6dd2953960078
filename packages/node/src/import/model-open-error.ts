import { OcelliError } from '@ocelli/core';

const REMEDIES = {
  'not-found': 'Check the path.',
  unreadable: 'Give this process the right to read the file.',
  'bad-json': 'Correct the file at the position named, or fetch it again.',
  'no-onnx-file': 'Export the model to ONNX first, for example with optimum-cli.',
} as const;

export type ModelOpenReason = keyof typeof REMEDIES;

/** A model card, an ONNX file or a model folder on disk could not be opened. */
export class ModelOpenError extends OcelliError {
  static override readonly errorName = 'ModelOpenError';

  readonly path: string;
  readonly reason: ModelOpenReason;
  /** Where JSON breaks, both from 1; undefined for other reasons. */
  readonly position: { readonly line: number; readonly column: number } | undefined;

  constructor({
    path,
    reason,
    detail,
    position,
    cause,
  }: {
    path: string;
    reason: ModelOpenReason;
    detail: string;
    position?: { line: number; column: number };
    cause?: unknown;
  }) {
    super({ message: `Cannot open ${path}: ${detail}.`, remedy: REMEDIES[reason], cause });
    this.path = path;
    this.reason = reason;
    this.position = position;
  }
}

/** Turns what a read threw into a `ModelOpenError`. */
export const toOpenError = (error: unknown, path: string): ModelOpenError => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  const detail = isMissing
    ? 'there is no such file'
    : code === 'EISDIR'
      ? 'it is a folder'
      : message;
  return new ModelOpenError({
    path,
    reason: isMissing || code === 'EISDIR' ? 'not-found' : 'unreadable',
    detail,
    cause: error,
  });
};
