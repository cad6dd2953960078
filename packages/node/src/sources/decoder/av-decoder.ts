import type { CodecContext, FormatContext, Frame as AvFrame, Packet } from 'node-av/lib';
import type { ExifOrientation } from '@ocelli/core';
import { AvFault, avFault } from './av-fault.js';
import type { DecoderInput } from './decoder-protocol.js';
import type { Av } from './load-av.js';
import { orientationOf } from './picture-layout.js';

/** How much of a live stream is looked at before decoding starts; video is told by the stream's description. */
const LIVE_ANALYSIS_US = 1_000_000n;

/** What a file may be shorter than it says: sound and edits make lengths differ a little. */
const MISSING_SECONDS = 0.25;
const MISSING_SHARE = 0.05;

/** What an open input gives: pictures, one after another. */
export interface AvDecoder {
  readonly orientation: ExifOrientation;
  /** Seconds from the first frame that was decoded, or undefined where the stream does not say. */
  secondsOf(frame: AvFrame): number | undefined;
  /**
   * Calls `onFrame` with each frame until the input ends or `isClosing` says so. `onDamaged` is told of pictures
   * that cannot be decoded as they were.
   *
   * @throws AvFault when reading fails.
   */
  decode(
    onFrame: (frame: AvFrame, arrivedMs: number) => Promise<void> | void,
    onDamaged: () => void,
    isClosing: () => boolean,
  ): Promise<void>;
  close(): Promise<void>;
}

const openFormat = async (
  { L, C }: Av,
  { url, format, options, pacing }: DecoderInput,
  check: (code: number) => number,
): Promise<FormatContext> => {
  const context = new L.FormatContext();
  const inputFormat = format === undefined ? null : L.InputFormat.findInputFormat(format);
  if (format !== undefined && inputFormat === null) {
    throw new AvFault('unsupported-platform', `this build of the decoder has no ${format}`);
  }
  check(await context.openInput(url, inputFormat, L.Dictionary.fromObject(options)));
  if (pacing === 'live') context.maxAnalyzeDuration = LIVE_ANALYSIS_US;
  try {
    check(await context.findStreamInfo(null));
    // A codec that FFmpeg has no name for has a tag at least.
    const isEmpty = context.streams.every(
      ({ codecpar: { codecId, codecTag } }) => codecId === C.AV_CODEC_ID_NONE && codecTag === 0,
    );
    if (isEmpty && format === undefined) {
      throw new AvFault('damaged', 'it ends before its pictures');
    }
    if (context.findBestStream(C.AVMEDIA_TYPE_VIDEO) < 0) {
      throw new AvFault('no-video', 'it has no video stream');
    }
    return context;
  } catch (error) {
    await context.closeInput();
    throw error;
  }
};

const openCodec = (
  { L, C }: Av,
  context: FormatContext,
  streamIndex: number,
  { pacing }: DecoderInput,
): { codec: CodecContext; open: () => Promise<number> } => {
  const stream = context.streams[streamIndex];
  if (stream === undefined) throw new AvFault('no-video', 'it has no video stream');
  const { codecId, codecTagString } = stream.codecpar;
  const decoder = L.Codec.findDecoder(codecId);
  if (decoder === null) {
    const name = codecId === C.AV_CODEC_ID_NONE ? codecTagString : L.avGetCodecName(codecId);
    throw new AvFault('no-codec', `there is no decoder for its codec (${name ?? 'unknown'})`);
  }
  const codec = new L.CodecContext();
  codec.allocContext3(decoder);
  codec.parametersToContext(stream.codecpar);
  codec.pktTimebase = stream.timeBase;
  // All cores; frame by frame would delay a live picture by as many frames.
  codec.threadCount = 0;
  codec.threadType = pacing === 'fastest' ? C.FF_THREAD_FRAME : C.FF_THREAD_SLICE;
  return { codec, open: () => codec.open2(decoder, null) };
};

/**
 * Opens an input for decoding.
 *
 * @throws AvFault with the reason.
 */
export const openAvDecoder = async (av: Av, input: DecoderInput): Promise<AvDecoder> => {
  const { L, C } = av;
  const check = (code: number): number => {
    if (code >= 0) return code;
    throw avFault(av, code, input.format);
  };
  const context = await openFormat(av, input, check);
  const streamIndex = context.findBestStream(C.AVMEDIA_TYPE_VIDEO);
  const { codec, open } = openCodec(av, context, streamIndex, input);
  check(await open());

  const packet = new L.Packet();
  packet.alloc();
  const frame = new L.Frame();
  frame.alloc();
  const { num, den } = codec.pktTimebase;
  const parameters = context.streams[streamIndex]?.codecpar;
  const lengthTicks = context.streams[streamIndex]?.duration ?? C.AV_NOPTS_VALUE;
  let first: bigint | undefined;
  let last = 0;

  const secondsOf = ({ bestEffortTimestamp: stamp }: AvFrame): number | undefined => {
    if (stamp === C.AV_NOPTS_VALUE) return undefined;
    first ??= stamp;
    last = (Number(stamp - first) * num) / den;
    return last;
  };

  /** FFmpeg takes a file that was cut off for one that is over. */
  const checkLength = (frames: number): void => {
    if (frames === 0) throw new AvFault('damaged', 'not one of its frames can be decoded');
    if (input.format !== undefined || lengthTicks <= 0n) return;
    const length = (Number(lengthTicks) * num) / den;
    const end = last + last / Math.max(1, frames - 1);
    if (length - end < Math.max(MISSING_SECONDS, length * MISSING_SHARE)) return;
    throw new AvFault('damaged', `it ends after ${end.toFixed(1)} of ${length.toFixed(1)} seconds`);
  };

  const isDamaged = (decoded: AvFrame): boolean =>
    decoded.decodeErrorFlags !== 0 || decoded.hasFlags(C.AV_FRAME_FLAG_CORRUPT);

  const send = async (
    next: Packet | null,
    onFrame: (frame: AvFrame, arrivedMs: number) => Promise<void> | void,
    onDamaged: () => void,
  ): Promise<number> => {
    const arrivedMs = Date.now();
    let frames = 0;
    // A broken packet is one picture less; the decoder goes on with the next.
    if (codec.sendPacketSync(next) < 0 && next !== null) onDamaged();
    while (codec.receiveFrameSync(frame) >= 0) {
      frames += 1;
      if (isDamaged(frame)) onDamaged();
      else await onFrame(frame, arrivedMs);
      frame.unref();
    }
    return frames;
  };

  return {
    orientation: orientationOf(parameters?.getCodedSideData(C.AV_PKT_DATA_DISPLAYMATRIX) ?? null),
    secondsOf,
    decode: async (onFrame, onDamaged, isClosing) => {
      let frames = 0;
      while (!isClosing()) {
        const code = await context.readFrame(packet);
        if (code === C.AVERROR_EAGAIN) continue;
        if (code < 0) {
          frames += await send(null, onFrame, onDamaged);
          if (code !== C.AVERROR_EOF) check(code);
          checkLength(frames);
          return;
        }
        if (packet.streamIndex === streamIndex) frames += await send(packet, onFrame, onDamaged);
        packet.unref();
      }
    },
    close: async () => {
      packet.free();
      frame.free();
      codec.freeContext();
      await context.closeInput();
    },
  };
};
