import { OcelliError } from '@ocelli/core';

const REMEDIES = {
  'not-found': 'Check the path.',
  unreadable: 'Give this process the right to read the file.',
  'too-large':
    'Export the model with its weights in external data files: an ONNX file holds at most 2 GiB.',
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

const describe = ({
  code = '',
  message,
}: NodeJS.ErrnoException): { reason: ModelOpenReason; detail: string } => {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { reason: 'not-found', detail: 'there is no such file' };
    case 'EISDIR':
      return { reason: 'not-found', detail: 'it is a folder' };
    case 'ENOTREG':
    case 'ENXIO':
      return { reason: 'not-found', detail: 'it is not a regular file' };
    case 'ERR_FS_FILE_TOO_LARGE':
      return { reason: 'too-large', detail: 'the file has more than 2 GiB' };
    default:
      return { reason: 'unreadable', detail: message };
  }
};

/** Turns what a read threw into a `ModelOpenError`. */
export const toOpenError = (error: unknown, path: string): ModelOpenError =>
  new ModelOpenError({ path, ...describe(error as NodeJS.ErrnoException), cause: error });
