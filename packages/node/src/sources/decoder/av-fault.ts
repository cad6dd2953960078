import { constants as osConstants } from 'node:os';
import type { Av } from './load-av.js';
import type { CameraSourceReason } from '../camera-source-error.js';

/** Why decoding failed, on its way to the process that opened the source. */
export class AvFault extends Error {
  readonly reason: CameraSourceReason;

  constructor(reason: CameraSourceReason, detail: string) {
    super(detail);
    this.name = 'AvFault';
    this.reason = reason;
  }
}

type Explanation = readonly [reason: CameraSourceReason, detail: string];

const { errno } = osConstants;

/** Error codes of the system, which FFmpeg hands on as negative numbers. */
const SYSTEM_FAULTS: readonly (readonly [code: number, ...Explanation])[] = [
  [errno.ENOENT, 'not-found', 'there is no such file'],
  [errno.ENODEV, 'absent-device', 'there is no such device'],
  [errno.ENXIO, 'absent-device', 'there is no such device'],
  [errno.EISDIR, 'is-directory', 'it is a folder'],
  [errno.EACCES, 'permission', 'this process may not open it'],
  [errno.EPERM, 'permission', 'this process may not open it'],
  [errno.EBUSY, 'busy-device', 'another program has it open'],
  [errno.ECONNREFUSED, 'refused', 'the connection is refused'],
  [errno.EHOSTUNREACH, 'unreachable', 'there is no route to the host'],
  [errno.ENETUNREACH, 'unreachable', 'there is no route to the network'],
  [errno.ETIMEDOUT, 'timeout', 'the camera does not answer'],
  [errno.ECONNRESET, 'disconnected', 'the camera has cut the connection'],
  [errno.EPIPE, 'disconnected', 'the camera has cut the connection'],
  [errno.ENOMEM, 'no-memory', 'there is no memory left'],
];

const explain = ({ C }: Av, code: number): Explanation | undefined => {
  switch (code) {
    case C.AVERROR_HTTP_UNAUTHORIZED:
      return ['unauthorized', 'the camera answers 401 Unauthorized'];
    case C.AVERROR_HTTP_FORBIDDEN:
      return ['forbidden', 'the camera answers 403 Forbidden'];
    case C.AVERROR_HTTP_NOT_FOUND:
      return ['not-found', 'the camera answers 404 Not Found'];
    case C.AVERROR_HTTP_BAD_REQUEST:
    case C.AVERROR_HTTP_OTHER_4XX:
      return ['not-found', 'the camera refuses the request'];
    case C.AVERROR_HTTP_SERVER_ERROR:
      return ['server-error', 'the camera answers with an error of its own'];
    case C.AVERROR_INVALIDDATA:
      return ['damaged', 'its data ends early, is damaged or is no video'];
    case C.AVERROR_EOF:
      return ['disconnected', 'it ends before the first frame'];
    case C.AVERROR_STREAM_NOT_FOUND:
      return ['no-video', 'it has no video stream'];
    case C.AVERROR_DECODER_NOT_FOUND:
      return ['no-codec', 'there is no decoder for its codec'];
    default:
      return undefined;
  }
};

/** What a result of FFmpeg below 0 means, on an input of this demuxer. */
export const avFault = (av: Av, code: number, demuxer: string | undefined): AvFault => {
  // Many cameras have a second device beside the first, for what belongs to pictures: it gives none.
  if (demuxer === 'v4l2' && (code === -errno.ENODEV || code === -errno.ENOTTY)) {
    return new AvFault('absent-device', 'it is no camera');
  }
  const system = SYSTEM_FAULTS.find(([number]) => -number === code);
  const known = explain(av, code) ?? (system && ([system[1], system[2]] as const));
  if (known === undefined) return new AvFault('unreadable', av.L.FFmpegError.strerror(code));
  const [reason, detail] = known;
  if (demuxer === 'v4l2' && reason === 'not-found') {
    return new AvFault('absent-device', 'there is no such device');
  }
  // The latter is FFmpeg's own -1, of a camera that shuts down in the middle of an answer.
  if (demuxer === 'rtsp' && (reason === 'damaged' || reason === 'permission')) {
    return new AvFault('not-rtsp', 'the answers are not those of RTSP');
  }
  return new AvFault(reason, detail);
};
