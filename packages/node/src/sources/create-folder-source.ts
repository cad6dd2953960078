import { watch } from 'node:fs';
import type { CameraSource } from './camera-source.js';
import { pushPicture } from './create-image-files-source.js';
import { checkOption, defineSource } from './define-source.js';
import { fileFault } from './file-fault.js';
import { FolderScan } from './folder/folder-scan.js';
import type { ProducerContext } from './frame-stream.js';
import type { SourceClock } from './source-clock.js';

export interface FolderSourceOptions {
  readonly path: string;
  /** Also the pictures that are there at the start. Default false. */
  readonly includeExisting?: boolean;
  /** A file that does not change for this long is complete, in milliseconds. Default 300. */
  readonly settleMs?: number;
  /**
   * How often the folder is listed beside the notices of the system, in milliseconds; network folders send none.
   * Default 2,000.
   */
  readonly rescanMs?: number;
  readonly clock?: SourceClock;
}

/** Calls `onName` for each notice of the system, as long as it sends any. */
const watchNames = (path: string, onName: (name: string) => void): (() => void) => {
  try {
    const watcher = watch(path, { persistent: false }, (_, name) => {
      if (name !== null) onName(name);
    });
    // The folder is listed now and then anyhow, and says then what is wrong.
    watcher.on('error', () => undefined);
    return () => {
      watcher.close();
    };
  } catch {
    return () => undefined;
  }
};

const watchFolder = async (
  options: Required<Omit<FolderSourceOptions, 'clock'>>,
  context: ProducerContext,
): Promise<void> => {
  const { path, includeExisting, settleMs, rescanMs } = options;
  const { signal, clock, report } = context;
  const scan = new FolderScan(path);
  let alarm = new AbortController();
  const stopWatching = watchNames(path, (name) => {
    scan.notice(name);
    alarm.abort();
  });
  const onAbort = (): void => {
    alarm.abort();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (!includeExisting) await scan.skipExisting();
    report({ state: 'live' });
    let listedMs = -Infinity;
    while (!signal.aborted) {
      if (Math.abs(clock.now() - listedMs) >= rescanMs) {
        listedMs = clock.now();
        await scan.list();
      }
      for (const file of await scan.complete()) {
        await pushPicture(file.path, () => Math.round(file.stamp.modifiedMs * 1000), context);
      }
      alarm = new AbortController();
      if (signal.aborted) return;
      // What was noticed is looked at again when it has settled; no notice shortens that.
      const pause = scan.isWaiting
        ? clock.sleep(settleMs, signal)
        : clock.sleep(rescanMs, alarm.signal);
      await pause.catch(() => undefined);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    stopWatching();
  }
};

/**
 * The pictures that appear in a folder, in the order they were last changed, each when it is complete: cameras and
 * FTP servers write files in pieces. A file that is overwritten is a new picture. Names that begin with a dot, and
 * those of other types, are left alone. Frames are stamped with the file's time of change; the status `reading` says
 * which file a frame is of, `skipped` which one cannot be read and why.
 *
 * @throws InvalidArgumentError for a time that is no positive number. A folder that is not there, or goes away, ends
 * the stream with a CameraSourceError.
 */
export const createFolderSource = (options: FolderSourceOptions): CameraSource => {
  const { path, includeExisting = false, settleMs = 300, rescanMs = 2000, clock } = options;
  const expected = 'a positive number (milliseconds)';
  checkOption(settleMs > 0, 'options.settleMs', expected, settleMs);
  checkOption(rescanMs > 0, 'options.rescanMs', expected, rescanMs);
  const settings = { path, includeExisting, settleMs, rescanMs };
  const produce = async (context: ProducerContext): Promise<void> => {
    try {
      await watchFolder(settings, context);
    } catch (error) {
      throw fileFault(path, error);
    }
  };
  return defineSource({ name: path, isLive: false, produce, clock });
};
