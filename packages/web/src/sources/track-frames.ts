import type { Frame } from '@ocelli/core';
import { CameraError } from './camera-error.js';
import { FrameCopier } from './frame-copier.js';
import { videoFrames, type VideoFramesOptions } from './video-frames.js';

/** Of mediacapture-transform, which TypeScript's DOM types do not have. */
type TrackProcessor = new (options: { track: MediaStreamTrack; maxBufferSize: number }) => {
  readonly readable: ReadableStream<VideoFrame>;
};

const trackProcessor = (): TrackProcessor | undefined =>
  (globalThis as { MediaStreamTrackProcessor?: TrackProcessor }).MediaStreamTrackProcessor;

const disconnected = (): CameraError =>
  new CameraError({ reason: 'disconnected', detail: 'The camera stopped giving pictures' });

/**
 * Puts the time stamps of a track, which count from anywhere, on the clock of `nowUs`: the frame that
 * took the shortest time from its capture to here is taken to have taken none.
 */
const createTrackClock = (nowUs: () => number): ((trackUs: number) => number) => {
  let offset = Infinity;
  return (trackUs) => {
    offset = Math.min(offset, nowUs() - trackUs);
    return Math.round(trackUs + offset);
  };
};

/** Straight from the track: also while the page is in the background, where no element shows anything. */
async function* processedFrames(
  Processor: TrackProcessor,
  track: MediaStreamTrack,
  signal: AbortSignal,
): AsyncGenerator<Frame, void, undefined> {
  const reader = new Processor({ track, maxBufferSize: 1 }).readable.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel);
  const copier = new FrameCopier();
  const clock = createTrackClock(() => (performance.timeOrigin + performance.now()) * 1000);
  try {
    for (;;) {
      const { value: source } = await reader.read();
      signal.throwIfAborted();
      if (source === undefined) throw disconnected();
      yield await copier.copy(source, clock(source.timestamp));
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    await reader.cancel().catch(() => undefined);
  }
}

async function* playedFrames(
  track: MediaStreamTrack,
  options: VideoFramesOptions,
): AsyncGenerator<Frame, void, undefined> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  try {
    await video.play();
    yield* videoFrames(video, options);
    throw disconnected();
  } finally {
    video.srcObject = null;
  }
}

/**
 * The frames of a camera's track, newest first served: what arrives while the consumer is busy is passed
 * over.
 *
 * @throws CameraError when the track ends by itself, or the signal's reason.
 */
export const trackFrames = (
  track: MediaStreamTrack,
  signal: AbortSignal,
): AsyncGenerator<Frame, void, undefined> => {
  const Processor = trackProcessor();
  return Processor === undefined
    ? playedFrames(track, { signal })
    : processedFrames(Processor, track, signal);
};
