import { type Frame, ReleasedError } from '@ocelli/core';
import { CameraError, toCameraError } from './camera-error.js';
import { mediaDevices } from './list-cameras.js';
import { trackFrames } from './track-frames.js';

export interface WebcamOptions {
  /** Of `listCameras`: this camera or none. */
  readonly deviceId?: string;
  /** On phones, the camera that looks at the user or away from the user; a wish. */
  readonly facingMode?: 'user' | 'environment';
  /** Pixels; a wish. Default 640. */
  readonly width?: number;
  /** Pixels; a wish. Default 480. */
  readonly height?: number;
  /** Frames per second; a wish. */
  readonly frameRate?: number;
  /** Ends the waiting for the user's answer; the webcam does not keep it. */
  readonly signal?: AbortSignal;
}

/** An open camera. */
export interface Webcam extends Disposable {
  readonly deviceId: string;
  readonly label: string;
  /** What the camera gives, which need not be what was asked for. */
  readonly width: number;
  readonly height: number;
  /** For the `srcObject` of a `<video>` that shows the picture. */
  readonly stream: MediaStream;
  /**
   * The camera's pictures, in its own YUV format where the browser gives it, stamped in microseconds since
   * 1970; those that come while the consumer is busy are passed over. The caller closes each. Ends when the
   * webcam is released.
   *
   * @throws CameraError with reason `disconnected`, or ReleasedError.
   */
  frames(): AsyncIterable<Frame>;
  /** Turns the camera off; idempotent. */
  release(): void;
}

const DEFAULT_SIZE = { width: 640, height: 480 };

const constraintsOf = ({
  deviceId,
  facingMode,
  width = DEFAULT_SIZE.width,
  height = DEFAULT_SIZE.height,
  frameRate,
}: WebcamOptions): MediaTrackConstraints => ({
  width: { ideal: width },
  height: { ideal: height },
  ...(deviceId !== undefined && { deviceId: { exact: deviceId } }),
  ...(facingMode !== undefined && { facingMode: { ideal: facingMode } }),
  ...(frameRate !== undefined && { frameRate: { ideal: frameRate } }),
});

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

/** The user may answer long after the caller has given up: the camera is turned off again then. */
const askUser = async (
  video: MediaTrackConstraints,
  signal: AbortSignal | undefined,
): Promise<MediaStream> => {
  const asked = mediaDevices().getUserMedia({ video, audio: false });
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      asked.then(stop, () => undefined);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort);
  });
  try {
    return await Promise.race([asked, aborted]);
  } catch (cause) {
    signal?.throwIfAborted();
    throw toCameraError(cause);
  } finally {
    if (abort !== undefined) signal?.removeEventListener('abort', abort);
  }
};

class OpenWebcam implements Webcam {
  readonly deviceId: string;
  readonly label: string;
  readonly stream: MediaStream;
  readonly #track: MediaStreamTrack;
  readonly #released = new AbortController();

  constructor(stream: MediaStream, track: MediaStreamTrack) {
    this.stream = stream;
    this.#track = track;
    this.deviceId = track.getSettings().deviceId ?? '';
    this.label = track.label;
  }

  get width(): number {
    return this.#track.getSettings().width ?? 0;
  }

  get height(): number {
    return this.#track.getSettings().height ?? 0;
  }

  async *frames(): AsyncGenerator<Frame, void, undefined> {
    const { signal } = this.#released;
    if (signal.aborted) throw new ReleasedError({ what: 'webcam' });
    try {
      yield* trackFrames(this.#track, signal);
    } catch (error) {
      if (error !== signal.reason) throw error;
    }
  }

  release(): void {
    if (this.#released.signal.aborted) return;
    this.#released.abort();
    stop(this.stream);
  }

  [Symbol.dispose](): void {
    this.release();
  }
}

/**
 * Opens a camera; the browser asks the user first, unless the user has answered before.
 *
 * @throws CameraError, whose message and remedy can be shown as they are; InsecureContextError; or the signal's
 * reason.
 *
 * @example
 * using webcam = await openWebcam({ facingMode: 'environment' });
 * video.srcObject = webcam.stream;
 * for await (const frame of webcam.frames()) {
 *   const { top } = await classifier.classify(frame);
 *   frame.close();
 * }
 */
export const openWebcam = async (options: WebcamOptions = {}): Promise<Webcam> => {
  options.signal?.throwIfAborted();
  const stream = await askUser(constraintsOf(options), options.signal);
  const [track] = stream.getVideoTracks();
  if (track !== undefined) return new OpenWebcam(stream, track);
  throw new CameraError({ reason: 'failed', detail: 'The browser opened no camera' });
};
