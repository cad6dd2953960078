import { OcelliError } from '@ocelli/core';

/** What is done about a failure of a source that reconnects. */
type Retry =
  /** Tried again soon, then ever less often. */
  | 'soon'
  /** Tried again, but seldom: cameras lock accounts after a few wrong passwords. */
  | 'seldom'
  /** Time does not mend it. */
  | 'never';

interface ReasonRule {
  readonly remedy: string;
  readonly retry: Retry;
}

const rule = (retry: Retry, remedy: string): ReasonRule => ({ remedy, retry });

/** Why a source gives no frames. */
const REASONS = {
  'not-found': rule('soon', 'Check the path, which cameras name in their manuals.'),
  'no-match': rule('never', 'Check the pattern, and the folder it is searched in.'),
  'is-directory': rule('never', 'Pass the path of a file, or watch the folder.'),
  'not-a-directory': rule('never', 'Pass the path of a folder.'),
  permission: rule(
    'soon',
    'Give this process the right to read it; for a camera: sudo usermod -aG video $USER, then log in again.',
  ),
  'absent-device': rule('soon', 'Plug the camera in; `ls /dev/video*` shows what is there.'),
  'busy-device': rule('soon', 'Close the other program that has the camera open.'),
  'unsupported-platform': rule('never', 'Use RTSP or HTTP MJPEG: USB cameras are read on Linux.'),
  'unknown-host': rule('soon', 'Check the host name, or use the address of the camera.'),
  refused: rule('soon', 'Check the port, and that the camera has this service switched on.'),
  unreachable: rule('soon', 'Check the network between this machine and the camera.'),
  timeout: rule('soon', 'Check that the camera is on, and the network; or raise the time-out.'),
  unauthorized: rule('seldom', 'Check user name and password.'),
  forbidden: rule('seldom', 'Give this user of the camera the right to watch.'),
  'server-error': rule('soon', 'Restart the camera; it answers with an error of its own.'),
  'not-rtsp': rule('soon', 'Check the port: what answers there does not speak RTSP.'),
  'not-mjpeg': rule('soon', 'Pass the address of the MJPEG stream itself, not of a page.'),
  'no-video': rule('soon', 'Pass a stream or a file that has video.'),
  'no-codec': rule('never', 'Set the camera to H.264 or H.265, or convert the file.'),
  'too-large': rule('never', 'Use a sub-stream of the camera, or scale the video down.'),
  damaged: rule('soon', 'Fetch or record it again: its data ends early or is damaged.'),
  unreadable: rule('soon', 'Check the cable, the disk, and how many files this process has open.'),
  disconnected: rule('soon', 'Check that the camera is on, and the network.'),
  silent: rule('soon', 'Check the camera: it is connected and sends no picture.'),
  'decoder-missing': rule('never', 'Install the decoder: npm install node-av.'),
  'decoder-crashed': rule('soon', 'Report the stream that does it; the source starts it again.'),
  'no-memory': rule('soon', 'Free space in /dev/shm, or memory.'),
} as const satisfies { [reason: string]: ReasonRule };

export type CameraSourceReason = keyof typeof REASONS;

/** All reasons, for tables and tests. */
export const CAMERA_SOURCE_REASONS = Object.keys(REASONS) as readonly CameraSourceReason[];

/** What to do when a source failed for this reason. */
export const retryOf = (reason: CameraSourceReason): Retry => REASONS[reason].retry;

/** A camera, stream, file or folder gives no frames. */
export class CameraSourceError extends OcelliError {
  static override readonly errorName = 'CameraSourceError';

  /** What was opened, for people: a path, a device, or a URL without its credentials. */
  readonly source: string;
  readonly reason: CameraSourceReason;

  constructor({
    source,
    reason,
    detail,
    cause,
  }: {
    source: string;
    reason: CameraSourceReason;
    /** What was found, as a sentence fragment: `the camera answers 401 Unauthorized`. */
    detail: string;
    cause?: unknown;
  }) {
    super({
      message: `No frames from ${source}: ${detail}.`,
      remedy: REASONS[reason].remedy,
      cause,
    });
    this.source = source;
    this.reason = reason;
  }

  override toJSON(): ReturnType<OcelliError['toJSON']> & { source: string; reason: string } {
    return { ...super.toJSON(), source: this.source, reason: this.reason };
  }
}
