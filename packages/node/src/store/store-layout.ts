import { createHash } from 'node:crypto';
import { join } from 'node:path';

import type { ModelFile } from '@ocelli/core';

/** Where the pieces of one model file lie below the store's directory. */
export interface StorePaths {
  /** The verified file. */
  readonly model: string;
  /** What is known of it: a `ModelRecord`. */
  readonly record: string;
  /** What has arrived of a download, and what the server said of it. */
  readonly partial: string;
  readonly partialRecord: string;
  readonly lock: string;
  readonly quarantine: string;
}

/** Models with the same bytes share a file, whatever URL they come from. */
const keyOf = (file: ModelFile): string =>
  file.sha256?.toLowerCase() ?? `url-${createHash('sha256').update(file.url).digest('hex')}`;

export const MODELS_FOLDER = 'files';

export const storePaths = (directory: string, file: ModelFile): StorePaths => {
  const key = keyOf(file);
  return {
    model: join(directory, MODELS_FOLDER, `${key}.onnx`),
    record: join(directory, MODELS_FOLDER, `${key}.json`),
    partial: join(directory, 'partial', `${key}.part`),
    partialRecord: join(directory, 'partial', `${key}.json`),
    lock: join(directory, 'locks', `${key}.lock`),
    quarantine: join(directory, 'quarantine'),
  };
};
