import type { FrameRunOptions } from '../backend/inference-backend.js';
import { checkPixels } from '../frame/check-pixels.js';
import type { PixelBuffer } from '../frame/frame.js';
import { copyNeededPixels, neededRectangle } from '../preprocess/needed-pixels.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import type { Preprocessor, PreprocessOptions } from '../preprocess/preprocessor.js';
import { TYPED_ARRAYS } from '../tensor/dtype.js';
import { elementCount } from '../tensor/tensor.js';
import { tensorIn } from './frame-pipeline.js';
import type { PixelSlot, PixelSlots } from './pixel-slots.js';
import type { FrameContent, FrameInput } from './session-host.js';

/**
 * Preprocessing in the calling thread. To copy pixels for another thread takes most of the time that
 * preprocessing them takes, which saves a small picture the detour; a large one would hold the caller up.
 */
export interface CallerPreprocessing {
  readonly preprocessor: Preprocessor;
  /** Pictures of which more pixels are read are preprocessed by the host. */
  readonly maxPixels: number;
}

interface CaptureTools {
  readonly config: PreprocessConfig;
  readonly caller: CallerPreprocessing | undefined;
  readonly slots: PixelSlots;
  readonly now: () => number;
}

const readsAtMost = (
  maxPixels: number,
  config: PreprocessConfig,
  pixels: PixelBuffer,
  options: PreprocessOptions,
): boolean => {
  if (maxPixels === Infinity) return true;
  checkPixels(pixels);
  const { width, height } = options.partOf ?? pixels;
  const { format, orientation } = pixels;
  const needed = neededRectangle(config, { width, height, format, orientation }, options);
  return needed.width * needed.height <= maxPixels;
};

const layoutOf = (pixels: PixelBuffer): Omit<PixelBuffer, 'data'> => {
  const { width, height, format, planes, yuvMatrix, yuvRange, orientation } = pixels;
  return { width, height, format, planes, yuvMatrix, yuvRange, orientation };
};

/**
 * Takes what the model needs of a frame into a slot before it returns: its input tensor where `caller` makes it,
 * else the pixels that preprocessing reads.
 *
 * @throws as `Preprocessor.run` and `copyNeededPixels`; no slot is lost.
 */
export const captureFrame = (
  pixels: PixelBuffer,
  { regionOfInterest, partOf }: FrameRunOptions,
  { config, caller, slots, now }: CaptureTools,
): FrameInput => {
  const options = { ...(regionOfInterest && { regionOfInterest }), ...(partOf && { partOf }) };
  let slot: PixelSlot | undefined;
  const allocate = (byteLength: number): Uint8Array => {
    slot = slots.acquire(byteLength);
    return slot.bytes;
  };
  const makeTensor = ({ preprocessor }: CallerPreprocessing): FrameContent => {
    const start = now();
    const { dtype } = config;
    const length = elementCount(preprocessor.outputDims);
    const bytes = allocate(length * TYPED_ARRAYS[dtype].BYTES_PER_ELEMENT);
    preprocessor.run(pixels, tensorIn(bytes, dtype, length), options);
    return { kind: 'tensor', preprocessMs: now() - start };
  };
  const copyPixels = (): FrameContent => {
    const needed = copyNeededPixels(config, pixels, options, allocate);
    return { kind: 'pixels', layout: layoutOf(needed.pixels), options: needed.options };
  };
  try {
    const isMadeHere =
      caller !== undefined && readsAtMost(caller.maxPixels, config, pixels, options);
    const content = isMadeHere ? makeTensor(caller) : copyPixels();
    if (slot === undefined) throw new Error('nothing was allocated');
    return { slot, content };
  } catch (error) {
    if (slot !== undefined) slots.release(slot);
    throw error;
  }
};
