import { describe, expect, it } from 'vitest';
import { EXIF_ORIENTATIONS } from '../frame/exif-orientation.js';
import { createFrame, type PixelBuffer } from '../frame/frame.js';
import {
  PIXEL_FORMATS,
  PLANE_SHAPES,
  planeSize,
  YUV_MATRICES,
  YUV_RANGES,
} from '../frame/pixel-format.js';
import { TYPED_ARRAYS } from '../tensor/dtype.js';
import { elementCount } from '../tensor/tensor.js';
import { createPreprocessor } from './create-preprocessor.js';
import { copyNeededPixels } from './needed-pixels.js';
import {
  CHANNEL_ORDERS,
  INPUT_DTYPES,
  type PreprocessConfig,
  RESAMPLING_KERNELS,
  type ResizeConfig,
  TENSOR_LAYOUTS,
} from './preprocess-config.js';
import type { Preprocessor, PreprocessOptions } from './preprocessor.js';
import { createRandom, seededBytes } from './testing/seeded-pixels.js';

type Random = ReturnType<typeof createRandom>;

const side = (random: Random): number =>
  random.choice([1, 2, random.below(20) + 1, random.below(150) + 1, random.below(400) + 1]);

const randomResize = (random: Random): ResizeConfig => {
  const size = { width: side(random), height: side(random) };
  return random.choice<ResizeConfig>([
    { mode: 'none' },
    { mode: 'shortest-edge', size: random.below(64) + 1 },
    { mode: 'squash', ...size },
    { mode: 'letterbox', ...size, padColor: [7, 99, 200] },
  ]);
};

const randomConfig = (random: Random): PreprocessConfig => {
  const channelOrder = random.choice(CHANNEL_ORDERS);
  const resize = randomResize(random);
  const isCropped =
    random.below(2) === 0 || resize.mode === 'none' || resize.mode === 'shortest-edge';
  const centerCrop = { width: random.below(120) + 1, height: random.below(120) + 1 };
  return {
    resize,
    kernel: random.choice(RESAMPLING_KERNELS),
    ...(isCropped && { centerCrop }),
    mirror: random.below(2) === 0,
    rescaleFactor: 1 / 255,
    mean: channelOrder === 'gray' ? [0.3] : [0.5, 0.2, 0.1],
    std: channelOrder === 'gray' ? [0.01] : [0.01, 0.02, 0.03],
    channelOrder,
    layout: random.choice(TENSOR_LAYOUTS),
    dtype: random.choice(INPUT_DTYPES),
  };
};

/** Planes in any order of padding, at any offset. */
const randomFrame = (random: Random, seed: number) => {
  const format = random.choice(PIXEL_FORMATS);
  const [width, height] = [side(random), side(random)];
  let offset = random.below(5);
  const planes = PLANE_SHAPES[format].map((_, index) => {
    const { rowBytes, rows } = planeSize(format, index, width, height);
    const stride = rowBytes + random.choice([0, 0, random.below(40), 2000]);
    const plane = { offset, stride };
    offset += stride * rows + random.below(3);
    return plane;
  });
  return createFrame({
    width,
    height,
    format,
    planes,
    data: seededBytes(seed, offset),
    orientation: random.choice(EXIF_ORIENTATIONS),
    yuvMatrix: random.choice(YUV_MATRICES),
    yuvRange: random.choice(YUV_RANGES),
  });
};

const randomOptions = (random: Random, width: number, height: number): PreprocessOptions => {
  if (random.below(2) === 0) return {};
  const x = random.below(width) + random.fraction() - 0.5;
  const y = random.below(height) + random.fraction() - 0.5;
  return {
    regionOfInterest: { x, y, width: 1 + random.below(width), height: 1 + random.below(height) },
  };
};

const run = (
  preprocessor: Preprocessor,
  pixels: PixelBuffer,
  options: PreprocessOptions,
): Buffer => {
  const { config, outputDims } = preprocessor;
  const output = new TYPED_ARRAYS[config.dtype](elementCount(outputDims));
  preprocessor.run(pixels, output, options);
  return Buffer.from(output.buffer);
};

describe('the SIMD kernel', () => {
  it('should give the bytes of the TypeScript implementation, on whole pictures and on copied parts', () => {
    const random = createRandom(7);
    for (let index = 0; index < 400; index += 1) {
      const config = randomConfig(random);
      const frame = randomFrame(random, index);
      const isTurned = frame.orientation >= 5;
      const options = randomOptions(
        random,
        isTurned ? frame.height : frame.width,
        isTurned ? frame.width : frame.height,
      );
      const simd = createPreprocessor(config, { implementation: 'wasm-simd' });
      const reference = createPreprocessor(config, { implementation: 'typescript' });
      const part = copyNeededPixels(config, frame, options);
      const expected = run(reference, frame, options);
      const description = JSON.stringify({ index, config, options, format: frame.format });
      expect(Buffer.compare(run(simd, frame, options), expected), description).toBe(0);
      expect(Buffer.compare(run(simd, part.pixels, part.options), expected), description).toBe(0);
    }
  });

  it('should stream pictures whose rows do not fit its buffers', () => {
    const config: PreprocessConfig = {
      resize: { mode: 'squash', width: 3000, height: 900 },
      kernel: 'lanczos',
      rescaleFactor: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      channelOrder: 'rgb',
      layout: 'nchw',
      dtype: 'uint8',
    };
    const frame = createFrame({
      width: 60,
      height: 1000,
      format: 'rgb',
      data: seededBytes(3, 60 * 1000 * 3),
    });
    const [actual, expected] = (['wasm-simd', 'typescript'] as const).map((implementation) =>
      run(createPreprocessor(config, { implementation }), frame, {}),
    ) as [Buffer, Buffer];
    expect(Buffer.compare(actual, expected)).toBe(0);
  });
});
