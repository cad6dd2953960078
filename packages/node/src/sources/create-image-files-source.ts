import { access } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Frame } from '@ocelli/core';
import { ImageDecodeError, type ImageDecodeReason } from '@ocelli/core/runtime';
import { glob, isDynamicPattern } from 'tinyglobby';
import { decodeImage } from '../image/decode-image.js';
import { CameraSourceError, type CameraSourceReason } from './camera-source-error.js';
import type { CameraSource } from './camera-source.js';
import { checkOption, defineSource } from './define-source.js';
import type { ProducerContext } from './frame-stream.js';
import type { SourceClock } from './source-clock.js';
import { stampPicture } from './stamp-picture.js';

export interface ImageFilesSourceOptions {
  /**
   * Files, and patterns of files such as `photos/**` + `/*.jpg` (forward slashes). A path that exists is never taken
   * for a pattern. The files of one pattern come in their natural order, `2.jpg` before `10.jpg`.
   */
  readonly paths: readonly string[];
  readonly clock?: SourceClock;
}

const NATURAL_ORDER = new Intl.Collator('en', { numeric: true });

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The files that a path stands for: itself, or those of a pattern. */
const expand = async (path: string): Promise<string[]> => {
  if (!isDynamicPattern(path) || (await exists(path))) return [path];
  const found = await glob([path], { absolute: isAbsolute(path), expandDirectories: false });
  return found.sort((one, other) => NATURAL_ORDER.compare(one, other));
};

/** Reasons of pictures that sources have too; all others mean damage. */
const SAME_REASONS: readonly ImageDecodeReason[] = ['not-found', 'is-directory', 'permission'];

/** The error of a list of files of which none can be read. */
const noneReadable = (cause: ImageDecodeError): CameraSourceError => {
  const reason = SAME_REASONS.includes(cause.reason)
    ? (cause.reason as CameraSourceReason)
    : 'damaged';
  const detail = cause.message.replace(/\.$/, '');
  return new CameraSourceError({ source: cause.source, reason, detail, cause });
};

/**
 * Decodes a file and hands it on when the one before was taken. A file that cannot be decoded is reported as skipped,
 * and its error returned.
 */
export const pushPicture = async (
  path: string,
  stampUs: () => number,
  context: ProducerContext,
): Promise<ImageDecodeError | undefined> => {
  const { signal, report, push, drained, nextSequence } = context;
  await drained();
  signal.throwIfAborted();
  let picture: Frame;
  try {
    picture = await decodeImage(path, { signal });
  } catch (error) {
    if (!ImageDecodeError.isInstance(error)) throw error;
    report({ state: 'skipped', path, cause: error });
    return error;
  }
  report({ state: 'reading', path, sequence: nextSequence() });
  push({
    open: (sequence) => Promise.resolve(stampPicture(picture, stampUs(), sequence)),
    discard: () => {
      picture.close();
    },
  });
  return undefined;
};

/**
 * Pictures in files, one after another, as `decodeImage` reads them; one is read ahead. Frames are stamped with the
 * time they are taken. The status `reading` says which file a frame is of, `skipped` which one cannot be read and why.
 *
 * @throws InvalidArgumentError when no path is given. Patterns without any file, and lists of which no file can be
 * read, end the stream with a CameraSourceError.
 *
 * @example
 * const source = createImageFilesSource({ paths: ['photos/*.jpg', 'extra.png'] });
 */
export const createImageFilesSource = (options: ImageFilesSourceOptions): CameraSource => {
  const { paths, clock } = options;
  checkOption(paths.length > 0, 'options.paths', 'at least one path or pattern', 'an empty list');
  const name = paths.length === 1 ? String(paths[0]) : `${String(paths[0])}, …`;
  const produce = async (context: ProducerContext): Promise<void> => {
    let read = 0;
    let failure: ImageDecodeError | undefined;
    for (const path of paths) {
      for (const file of await expand(path)) {
        const error = await pushPicture(file, () => context.clock.now() * 1000, context);
        if (error === undefined) read += 1;
        failure = error ?? failure;
      }
    }
    if (read > 0) return;
    if (failure !== undefined) throw noneReadable(failure);
    const detail = 'no file matches';
    throw new CameraSourceError({ source: name, reason: 'no-match', detail });
  };
  return defineSource({ name, isLive: false, produce, clock });
};
