import type { Frame } from '@ocelli/core';
import { CameraError } from './camera-error.js';
import { FrameCopier } from './frame-copier.js';

export interface VideoFramesOptions {
  /** Ends the frames: a waiting call is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

type Picture =
  { readonly source: VideoFrame | undefined; readonly timestampUs: number } | undefined;

/** Capture time where the browser knows it (cameras), else when the picture is shown; since 1970, in µs. */
const timestampOf = ({ captureTime, presentationTime }: VideoFrameCallbackMetadata): number =>
  Math.round((performance.timeOrigin + (captureTime ?? presentationTime)) * 1000);

/** Waits for the next picture that the element shows; undefined at its end. */
const nextPicture = (video: HTMLVideoElement, signal: AbortSignal | undefined): Promise<Picture> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true || video.ended) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason
      return signal?.aborted === true ? reject(signal.reason) : resolve(undefined);
    }
    const settle = (outcome: () => void): void => {
      video.cancelVideoFrameCallback(handle);
      video.removeEventListener('ended', end);
      video.removeEventListener('error', fail);
      signal?.removeEventListener('abort', abort);
      outcome();
    };
    const end = (): void => {
      settle(() => {
        resolve(undefined);
      });
    };
    const fail = (): void => {
      const detail = `The video cannot be played: ${video.error?.message ?? 'unknown error'}`;
      settle(() => {
        reject(new CameraError({ reason: 'failed', detail, cause: video.error }));
      });
    };
    const abort = (): void => {
      settle(() => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason
        reject(signal?.reason);
      });
    };
    const handle = video.requestVideoFrameCallback((_, metadata) => {
      settle(() => {
        const timestampUs = timestampOf(metadata);
        // Taken within the callback, while this is the picture that is shown.
        const source = 'VideoFrame' in globalThis ? new VideoFrame(video) : undefined;
        resolve({ source, timestampUs });
      });
    });
    video.addEventListener('ended', end);
    video.addEventListener('error', fail);
    signal?.addEventListener('abort', abort);
  });

/**
 * The pictures that a `<video>` shows, each as soon as it is there; those that are shown while the consumer
 * is busy are passed over. Time stamps are microseconds since 1970. The caller closes the frames. Ends with
 * the video.
 *
 * @throws CameraError when the video cannot be played, or the browser lacks requestVideoFrameCallback.
 *
 * @example
 * fromFrames(videoFrames(video)).pipe(asCamera('clip'), classifyLatest(classifier));
 */
export async function* videoFrames(
  video: HTMLVideoElement,
  { signal }: VideoFramesOptions = {},
): AsyncGenerator<Frame, void, undefined> {
  if (!('requestVideoFrameCallback' in video)) {
    const detail = 'This browser does not tell when a video shows a new picture';
    throw new CameraError({ reason: 'unsupported', detail });
  }
  const copier = new FrameCopier();
  for (;;) {
    const picture = await nextPicture(video, signal);
    if (picture === undefined) return;
    const { source, timestampUs } = picture;
    yield source === undefined
      ? copier.copyElement(video, timestampUs)
      : await copier.copy(source, timestampUs);
  }
}
