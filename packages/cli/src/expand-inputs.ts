import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { OcelliError } from '@ocelli/core';
import { glob, isDynamicPattern } from 'tinyglobby';
import { NoFilesFoundError } from './no-files-found-error.js';
import { checkNotEmpty, UsageError } from './usage-error.js';

/** What counts as a picture when a folder is given; a file that is named itself is always taken. */
export const PICTURE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'avif', 'tif', 'tiff', 'gif'];

const PICTURE_NAME = new RegExp(`\\.(${PICTURE_EXTENSIONS.join('|')})$`, 'i');

const unreadable = (
  input: string,
  cause: unknown,
  remedy = 'Check that the folder exists and may be read.',
): NoFilesFoundError =>
  new NoFilesFoundError({
    input,
    reason: cause instanceof Error ? cause.message : 'it cannot be read',
    remedy,
    cause,
  });

/** One file to classify, or an input that gives none. */
export type InputItem =
  | { readonly file: string; readonly error?: never }
  | { readonly file: string; readonly error: OcelliError };

export interface ExpandInputsOptions {
  /** Looks into the subfolders of folders too; symbolic links to folders are not followed. Default false. */
  readonly recursive?: boolean;
  /** Where the input `-` reads paths from, one per line. */
  readonly stdin?: Readable;
  readonly signal?: AbortSignal;
  /** Called with the number of files that the inputs read so far add to one file per input. */
  readonly onDiscover?: (additionalFiles: number) => void;
}

const isFolder = async (path: string): Promise<boolean | undefined> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return undefined;
  }
};

async function* listFolder(
  folder: string,
  options: ExpandInputsOptions,
): AsyncGenerator<InputItem> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    options.onDiscover?.(1);
    yield { file: folder, error: unreadable(folder, cause) };
    return;
  }
  const visible = entries
    .filter((entry) => !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const pictures = visible.filter((entry) => !entry.isDirectory() && PICTURE_NAME.test(entry.name));
  options.onDiscover?.(pictures.length);
  for (const { name } of pictures) yield { file: join(folder, name) };
  if (options.recursive !== true) return;
  for (const entry of visible) {
    if (entry.isDirectory()) yield* listFolder(join(folder, entry.name), options);
  }
}

async function* expandFolder(
  folder: string,
  options: ExpandInputsOptions,
): AsyncGenerator<InputItem> {
  options.onDiscover?.(-1);
  let isEmpty = true;
  for await (const item of listFolder(folder, options)) {
    isEmpty = false;
    yield item;
  }
  if (!isEmpty) return;
  options.onDiscover?.(1);
  const subfolders =
    options.recursive === true ? '' : '; add --recursive to look into subfolders too';
  const error = new NoFilesFoundError({
    input: folder,
    reason: 'the folder has no pictures',
    remedy: `Pictures are files that end in ${PICTURE_EXTENSIONS.join(', ')}${subfolders}.`,
  });
  yield { file: folder, error };
}

async function* expandGlob(
  pattern: string,
  options: ExpandInputsOptions,
): AsyncGenerator<InputItem> {
  let files: string[];
  try {
    files = await glob(process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern, {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      absolute: /^([a-z]:)?[\\/]/i.test(pattern),
      expandDirectories: false,
    });
  } catch (cause) {
    options.signal?.throwIfAborted();
    yield { file: pattern, error: unreadable(pattern, cause) };
    return;
  }
  if (files.length === 0) {
    const error = new NoFilesFoundError({
      input: pattern,
      reason: 'no file matches',
      remedy: 'Check the pattern; ** matches any number of folders.',
    });
    yield { file: pattern, error };
    return;
  }
  options.onDiscover?.(files.length - 1);
  for (const file of files.sort()) yield { file };
}

async function* readPaths(
  stdin: Readable,
  options: ExpandInputsOptions,
): AsyncGenerator<InputItem> {
  options.onDiscover?.(-1);
  // The lines of a stream that has ended or failed would never come to an end.
  if (stdin.readableEnded || stdin.destroyed) return;
  const lines = createInterface({
    input: stdin,
    crlfDelay: Infinity,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  try {
    for await (const line of lines) {
      if (line === '') continue;
      options.onDiscover?.(1);
      yield* expandPath(line, options);
    }
  } catch (cause) {
    options.signal?.throwIfAborted();
    options.onDiscover?.(1);
    yield { file: '-', error: unreadable('-', cause, 'Check what stdin comes from.') };
  } finally {
    // An open stdin would keep the process alive after the last result.
    stdin.destroy();
  }
}

async function* expandPath(path: string, options: ExpandInputsOptions): AsyncGenerator<InputItem> {
  if ((await isFolder(path)) === true) yield* expandFolder(path, options);
  else yield { file: path };
}

async function* expandAll(
  inputs: readonly string[],
  options: ExpandInputsOptions,
): AsyncGenerator<InputItem> {
  for (const input of inputs) {
    options.signal?.throwIfAborted();
    if (input === '-' && options.stdin !== undefined) yield* readPaths(options.stdin, options);
    else if ((await isFolder(input)) === undefined && isDynamicPattern(input)) {
      yield* expandGlob(input, options);
    } else yield* expandPath(input, options);
  }
}

/**
 * Turns the inputs of a command line into files, in order and one at a time: a file is taken as it is,
 * a folder gives its pictures by name, a glob its matches, and `-` the paths read from `stdin`, one per
 * line. A path that exists is never read as a glob. An input without any file is an item with an error.
 * Only names are held in memory, and of folders and globs only those of the one being read.
 *
 * @throws UsageError, at once, for an empty input and for a second `-`.
 */
export const expandInputs = (
  inputs: readonly string[],
  options: ExpandInputsOptions = {},
): AsyncGenerator<InputItem> => {
  checkNotEmpty('<input>', ...inputs);
  if (inputs.filter((input) => input === '-').length > 1) {
    throw new UsageError({
      argument: '-',
      problem: 'stdin can be read once only.',
      remedy: 'Name - once among the inputs.',
    });
  }
  return expandAll(inputs, options);
};
