import { CameraSourceError } from './camera-source-error.js';
import type { CameraSource } from './camera-source.js';
import { decodeInChild } from './decoder/decode-in-child.js';
import { checkOption, defineSource } from './define-source.js';
import { type ReconnectConfig, reconnectRules } from './reconnect-config.js';
import { superviseConnection } from './supervise-connection.js';

/** What the camera sends: compressed pictures, raw ones, or whichever it prefers. */
export const USB_ENCODINGS = ['mjpeg', 'yuyv422', 'h264'] as const;
export type UsbEncoding = (typeof USB_ENCODINGS)[number];

export interface UsbSourceOptions {
  /** Default `/dev/video0`. */
  readonly device?: string;
  /** Pixels; default: what the camera is set to. */
  readonly width?: number;
  readonly height?: number;
  /** Frames per second; default: what the camera is set to. */
  readonly fps?: number;
  /** Default: what the camera prefers. Beyond 640x480 most cameras reach full rate with `mjpeg` only. */
  readonly encoding?: UsbEncoding;
  readonly reconnect?: ReconnectConfig;
  /** Scatters the delays of reconnecting; in [0, 1). Default `Math.random`. */
  readonly random?: () => number;
}

const isCount = (value: number | undefined): boolean =>
  value === undefined || (Number.isSafeInteger(value) && value > 0);

/**
 * A USB camera, or any other that Linux lists as `/dev/video*` (V4L2), read in a process of its own. It is opened
 * again when it was unplugged, busy or silent.
 *
 * Needs the optional package `node-av`.
 *
 * @throws InvalidArgumentError for a size, rate or time-out that is none.
 */
export const createUsbSource = (options: UsbSourceOptions = {}): CameraSource => {
  const { device = '/dev/video0', width, height, fps, encoding } = options;
  const { reconnect, random = Math.random } = options;
  const isSized = (width === undefined) === (height === undefined);
  checkOption(isCount(width), 'options.width', 'a positive integer (pixels)', width);
  checkOption(isCount(height), 'options.height', 'a positive integer (pixels)', height);
  checkOption(isSized, 'options.width', 'given together with options.height', width);
  checkOption(
    fps === undefined || (Number.isFinite(fps) && fps > 0),
    'options.fps',
    'a positive number',
    fps,
  );
  const rules = reconnectRules(reconnect);
  const connect = decodeInChild(
    {
      url: device,
      format: 'v4l2',
      options: {
        ...(width !== undefined && { video_size: `${String(width)}x${String(height)}` }),
        ...(fps !== undefined && { framerate: String(fps) }),
        ...(encoding !== undefined && { input_format: encoding }),
      },
      pacing: 'live',
    },
    device,
  );
  const produce = superviseConnection(
    (context) => {
      if (process.platform === 'linux') return connect(context);
      throw new CameraSourceError({
        source: device,
        reason: 'unsupported-platform',
        detail: `USB cameras are not read on ${process.platform}`,
      });
    },
    { name: device, rules, random },
  );
  return defineSource({ name: device, isLive: true, produce });
};
