import { decodeImage } from '../image/decode-image.js';
import { CameraSourceError } from './camera-source-error.js';
import type { CameraSource } from './camera-source.js';
import { type CameraCredentials, credentialsOf, parseCameraUrl } from './camera-url.js';
import { defineSource } from './define-source.js';
import type { PendingFrame, ProducerContext } from './frame-stream.js';
import { boundaryOf, MultipartParser, MultipartSyntaxError } from './mjpeg/multipart-parser.js';
import { networkFault, openHttpStream } from './mjpeg/open-http-stream.js';
import { type ReconnectConfig, reconnectRules } from './reconnect-config.js';
import { redactUrl } from './redact-url.js';
import type { SourceClock } from './source-clock.js';
import { stampPicture } from './stamp-picture.js';
import { superviseConnection } from './supervise-connection.js';

export interface MjpegSourceOptions extends CameraCredentials {
  /** `http://` or `https://`, of an answer of type `multipart/x-mixed-replace`. */
  readonly url: string;
  readonly reconnect?: ReconnectConfig;
  readonly clock?: SourceClock;
  /** Scatters the delays of reconnecting; in [0, 1). Default `Math.random`. */
  readonly random?: () => number;
}

const pendingPicture = (bytes: Buffer, timestampUs: number): PendingFrame => ({
  open: async (sequence) => stampPicture(await decodeImage(bytes), timestampUs, sequence),
  discard: () => undefined,
});

const readParts = async (
  response: Response,
  source: string,
  { signal, clock, push }: ProducerContext,
): Promise<void> => {
  const boundary = boundaryOf(response.headers.get('content-type') ?? '');
  if (boundary === undefined || response.body === null) {
    await response.body?.cancel();
    const type = response.headers.get('content-type') ?? 'no type';
    const detail = `the answer is ${type}, not multipart`;
    throw new CameraSourceError({ source, reason: 'not-mjpeg', detail });
  }
  const parser = new MultipartParser(boundary, (bytes) => {
    push(pendingPicture(bytes, clock.now() * 1000));
  });
  // Node's streams are async iterables; the type of the DOM does not say so.
  const body = response.body as unknown as AsyncIterable<Uint8Array>;
  try {
    for await (const chunk of body) parser.push(chunk);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof MultipartSyntaxError)) throw networkFault(source, error);
    throw new CameraSourceError({ source, reason: 'not-mjpeg', detail: error.message });
  }
};

/**
 * A camera that sends JPEG pictures over HTTP (`multipart/x-mixed-replace`). Only pictures that are asked for are
 * decoded, as `decodeImage` does; they are stamped when they arrived. It connects again whenever the camera is away,
 * refuses or falls silent. Basic and Digest authentication.
 *
 * @throws InvalidArgumentError for an address or a time-out that is none.
 */
export const createMjpegSource = (options: MjpegSourceOptions): CameraSource => {
  const { reconnect, clock, random = Math.random } = options;
  const url = parseCameraUrl(options.url, ['http:', 'https:']);
  const name = redactUrl(options.url);
  const rules = reconnectRules(reconnect);
  const credentials = credentialsOf(url, options);
  // `fetch` refuses addresses with credentials.
  url.username = '';
  url.password = '';
  const produce = superviseConnection(
    async (context) => {
      const response = await openHttpStream(url, credentials, name, context.signal);
      await readParts(response, name, context);
    },
    { name, rules, random },
  );
  return defineSource({ name, isLive: true, produce, clock });
};
