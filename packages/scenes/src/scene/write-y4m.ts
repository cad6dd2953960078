import { InvalidArgumentError } from '@ocelli/core';
import type { Scene } from './scene.js';

export interface Y4mOptions {
  /** How many frames to write. */
  readonly frames: number;
  /** Index of the first; default 0. */
  readonly firstFrame?: number;
}

/** The rate as a fraction: 25 is 25:1, 29.97 is 2997:100. */
const rateOf = (fps: number): string =>
  Number.isInteger(fps) ? `${fps}:1` : `${Math.round(fps * 100)}:100`;

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Writes a scene as YUV4MPEG2 (4:2:0, BT.601 limited range, progressive): what Chromium's
 * `--use-file-for-fake-video-capture` and ffmpeg read. Yields the header, then one chunk per frame.
 *
 * @throws InvalidArgumentError for a number of frames below 1, at the first iteration.
 */
export async function* writeY4m(
  scene: Scene<unknown>,
  { frames, firstFrame = 0 }: Y4mOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (!Number.isSafeInteger(frames) || frames < 1) {
    throw new InvalidArgumentError({
      argument: 'frames',
      expected: 'an integer of 1 or more',
      actual: String(frames),
    });
  }
  const { width, height, fps } = scene;
  yield ascii(`YUV4MPEG2 W${width} H${height} F${rateOf(fps)} Ip A1:1 C420jpeg\n`);
  const marker = ascii('FRAME\n');
  for (let index = firstFrame; index < firstFrame + frames; index++) {
    const { frame } = scene.frameAt(index, { format: 'i420' });
    const chunk = new Uint8Array(marker.length + frame.data.length);
    chunk.set(marker);
    chunk.set(frame.data, marker.length);
    frame.close();
    yield await Promise.resolve(chunk);
  }
}
