import type { CameraSource } from './camera-source.js';
import { type CameraCredentials, parseCameraUrl, withCredentials } from './camera-url.js';
import { decodeInChild } from './decoder/decode-in-child.js';
import { defineSource } from './define-source.js';
import { type ReconnectConfig, reconnectRules } from './reconnect-config.js';
import { redactUrl } from './redact-url.js';
import { superviseConnection } from './supervise-connection.js';

export const RTSP_TRANSPORTS = ['tcp', 'udp', 'udp_multicast', 'http'] as const;
export type RtspTransport = (typeof RTSP_TRANSPORTS)[number];

export interface RtspSourceOptions extends CameraCredentials {
  /** `rtsp://` or `rtsps://`. */
  readonly url: string;
  /** Default `tcp`: no packet is lost. */
  readonly transport?: RtspTransport;
  readonly reconnect?: ReconnectConfig;
  /** Scatters the delays of reconnecting; in [0, 1). Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * An RTSP camera: H.264, H.265, MJPEG and whatever else FFmpeg decodes, in a process of its own. It connects again
 * whenever the camera is away, refuses or falls silent. Frames are stamped when they arrive, and come as the decoder
 * makes them: i420 for nearly every camera.
 *
 * Needs the optional package `node-av`.
 *
 * @throws InvalidArgumentError for an address or a time-out that is none.
 *
 * @example
 * const camera = createRtspSource({ url: 'rtsp://192.168.0.10/sub', username: 'viewer', password });
 * const stream = camera.open({ signal, onStatus: (status) => log(status) });
 * for await (const frame of stream) {
 *   using _ = frame;
 * }
 */
export const createRtspSource = (options: RtspSourceOptions): CameraSource => {
  const { url, transport = 'tcp', reconnect, random = Math.random } = options;
  const address = parseCameraUrl(url, ['rtsp:', 'rtsps:']);
  const rules = reconnectRules(reconnect);
  const name = redactUrl(url);
  const connect = decodeInChild(
    {
      url: withCredentials(address, options).href,
      format: 'rtsp',
      options: {
        rtsp_transport: transport,
        // Longest wait of one read, in microseconds: the watchdog is there for the rest.
        timeout: String(rules.firstFrameTimeoutMs * 1000),
      },
      pacing: 'live',
    },
    name,
  );
  const produce = superviseConnection(connect, { name, rules, random });
  return defineSource({ name, isLive: true, produce });
};
