import { resolve } from 'node:path';
import { openRegularFile } from '../files/open-regular-file.js';
import { CameraSourceError } from './camera-source-error.js';
import type { CameraSource } from './camera-source.js';
import { decodeInChild } from './decoder/decode-in-child.js';
import { checkOption, defineSource } from './define-source.js';
import { fileFault } from './file-fault.js';
import type { Produce } from './frame-stream.js';

export const PLAYBACK_RATES = ['realtime', 'fastest'] as const;
/** `realtime`: by the timestamps of the file, as a camera; `fastest`: every frame, as fast as it is taken. */
export type PlaybackRate = (typeof PLAYBACK_RATES)[number];

export interface VideoFileSourceOptions {
  readonly path: string;
  /** Default `fastest`. */
  readonly rate?: PlaybackRate;
  /** When the first frame was recorded, in microseconds since 1970. Default: when playing starts. */
  readonly startUs?: number;
}

const checkFile = async (path: string): Promise<void> => {
  try {
    const file = await openRegularFile(path);
    try {
      const { size } = await file.stat();
      if (size > 0) return;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileFault(path, cause);
  }
  throw new CameraSourceError({ source: path, reason: 'damaged', detail: 'it has 0 bytes' });
};

/**
 * A video file of any format that FFmpeg decodes, read in a process of its own. Frames are stamped with `startUs`
 * plus their time in the file, and carry the turn that phones write as `orientation`. Frames that cannot be decoded
 * are counted as dropped.
 *
 * Needs the optional package `node-av`.
 *
 * @throws InvalidArgumentError for a rate or a start that is none. A file that cannot be read ends the stream with a
 * CameraSourceError, also after frames if it ends early.
 */
export const createVideoFileSource = (options: VideoFileSourceOptions): CameraSource => {
  const { path, rate = 'fastest', startUs } = options;
  const hasStart = startUs === undefined || Number.isFinite(startUs);
  checkOption(PLAYBACK_RATES.includes(rate), 'options.rate', PLAYBACK_RATES.join(' or '), rate);
  checkOption(hasStart, 'options.startUs', 'a finite number (microseconds)', startUs);
  const decode = decodeInChild(
    {
      url: `file:${resolve(path)}`,
      // A playlist must not make this process fetch addresses.
      options: { protocol_whitelist: 'file' },
      pacing: rate,
      ...(startUs !== undefined && { startUs }),
    },
    path,
  );
  const produce: Produce = async (context) => {
    context.report({ state: 'connecting', attempt: 1 });
    await checkFile(path);
    let isLive = false;
    await decode({
      ...context,
      push: (frame) => {
        if (!isLive) context.report({ state: 'live' });
        isLive = true;
        context.push(frame);
      },
    });
  };
  return defineSource({ name: path, isLive: rate === 'realtime', produce });
};
