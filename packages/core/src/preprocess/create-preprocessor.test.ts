import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { ReleasedError } from '../errors/session-errors.js';
import { createFrame, type PixelBuffer } from '../frame/frame.js';
import { createPreprocessor } from './create-preprocessor.js';
import { copyNeededPixels, neededRectangle } from './needed-pixels.js';
import type { PreprocessConfig } from './preprocess-config.js';
import { seededBytes } from './testing/seeded-pixels.js';

const CONFIG: PreprocessConfig = {
  resize: { mode: 'shortest-edge', size: 256 },
  kernel: 'bilinear',
  centerCrop: { width: 224, height: 224 },
  rescaleFactor: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

const grayConfig = (fields: Partial<PreprocessConfig>): PreprocessConfig => ({
  ...CONFIG,
  resize: { mode: 'none' },
  kernel: 'nearest',
  rescaleFactor: 1,
  mean: [0],
  std: [1],
  channelOrder: 'gray',
  dtype: 'uint8',
  ...fields,
});

/** 3 wide, 2 high: 1 2 3 above 4 5 6. */
const digits = () =>
  createFrame({ width: 3, height: 2, format: 'gray', data: Uint8Array.of(1, 2, 3, 4, 5, 6) });

const pixelsOf = ({ width, height, format, data, planes, ...rest }: PixelBuffer): PixelBuffer => ({
  width,
  height,
  format,
  data,
  planes,
  yuvMatrix: rest.yuvMatrix,
  yuvRange: rest.yuvRange,
  orientation: rest.orientation,
});

const argumentOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (InvalidArgumentError.isInstance(error)) return error.argument;
    throw error;
  }
  return 'nothing thrown';
};

describe('createPreprocessor', () => {
  it.each([
    ['config.std', { std: [1, 0, 1] }],
    ['config.std', { std: [1, 1] }],
    ['config.mean', { mean: [0, Number.NaN, 0] }],
    ['config.mean', { channelOrder: 'gray', std: [1] }],
    ['config.rescaleFactor', { rescaleFactor: Number.POSITIVE_INFINITY }],
    ['config.resize.size', { resize: { mode: 'shortest-edge', size: -1 } }],
    ['config.resize.width', { resize: { mode: 'squash', width: 1.5, height: 3 } }],
    [
      'config.resize.padColor',
      { resize: { mode: 'letterbox', width: 2, height: 2, padColor: [0, 0, 256] } },
    ],
    ['config.centerCrop.height', { centerCrop: { width: 3, height: 0 } }],
    ['config.centerCrop.rounding', { centerCrop: { width: 3, height: 3, rounding: 'up' } }],
    ['config.centerCrop', { centerCrop: 224 }],
    ['config.centerCrop', { centerCrop: { width: 2 ** 24, height: 2 ** 24 } }],
    ['config.rescaleFactor', { rescaleFactor: -1 }],
    ['config.resize', { resize: undefined }],
    ['config.resize.padColor', { resize: { mode: 'letterbox', width: 2, height: 2 } }],
    ['config.mean', { mean: undefined }],
    ['config.std', { std: 1 }],
    ['config.std', { std: [1e-50, 1, 1] }],
    ['config.kernel', { kernel: 'cubic' }],
    ['config.dtype', { dtype: 'int8' }],
  ] as [string, Partial<PreprocessConfig>][])(
    'should name %s when it is %j',
    (argument, fields) => {
      expect(argumentOf(() => createPreprocessor({ ...CONFIG, ...fields }))).toBe(argument);
    },
  );

  it('should name the configuration itself when there is none', () => {
    expect(argumentOf(() => createPreprocessor(undefined as unknown as PreprocessConfig))).toBe(
      'config',
    );
  });

  it.each(['none', 'shortest-edge'] as const)(
    'should refuse resize mode %s without a centre crop, for the size would vary',
    (mode) => {
      const config: Record<string, unknown> = {
        ...CONFIG,
        resize: mode === 'none' ? { mode } : { mode, size: 8 },
      };
      delete config['centerCrop'];
      expect(argumentOf(() => createPreprocessor(config as unknown as PreprocessConfig))).toBe(
        'config.centerCrop',
      );
    },
  );

  it('should tell its implementation and dims', () => {
    const preprocessor = createPreprocessor({ ...CONFIG, layout: 'nhwc' });
    expect(preprocessor.implementation).toBe('wasm-simd');
    expect(preprocessor.outputDims).toEqual([1, 224, 224, 3]);
    const plain = createPreprocessor(CONFIG, { implementation: 'typescript' });
    expect(plain.implementation).toBe('typescript');
    expect(plain.outputDims).toEqual([1, 3, 224, 224]);
  });

  it('should refuse an output that is too short or of another type, and work on the next call', () => {
    const preprocessor = createPreprocessor(grayConfig({ centerCrop: { width: 3, height: 2 } }));
    expect(argumentOf(() => preprocessor.run(digits(), new Uint8Array(5)))).toBe('output');
    expect(argumentOf(() => preprocessor.run(digits(), new Float32Array(6)))).toBe('output');
    const output = new Uint8Array(7);
    preprocessor.run(digits(), output);
    expect([...output]).toEqual([1, 2, 3, 4, 5, 6, 0]);
  });

  it('should pad a crop larger than the picture with black, the smaller half first', () => {
    const preprocessor = createPreprocessor(grayConfig({ centerCrop: { width: 4, height: 3 } }));
    const output = new Uint8Array(12).fill(9);
    preprocessor.run(digits(), output);
    expect([...output]).toEqual([1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0, 0]);
  });

  it('should round values to uint8, halves to even, and clamp them', () => {
    const preprocessor = createPreprocessor(
      grayConfig({ centerCrop: { width: 3, height: 2 }, rescaleFactor: 0.5, mean: [1] }),
    );
    const output = new Uint8Array(6);
    preprocessor.run(digits(), output);
    expect([...output]).toEqual([0, 0, 0, 1, 2, 2]);
  });

  it.each([
    ['beside the picture', { x: 5, y: 0, width: 2, height: 2 }],
    ['without a width', { x: 1, y: 0, width: 0, height: 2 }],
    ['of NaN', { x: Number.NaN, y: 0, width: 2, height: 2 }],
  ])('should refuse a region %s, and work on the next call', (_, regionOfInterest) => {
    const preprocessor = createPreprocessor(grayConfig({ centerCrop: { width: 1, height: 1 } }));
    const output = new Uint8Array(1);
    const run = () => preprocessor.run(digits(), output, { regionOfInterest });
    expect(argumentOf(run)).toBe('options.regionOfInterest');
    preprocessor.run(digits(), output, { regionOfInterest: { x: 2, y: 1, width: 9, height: 9 } });
    expect([...output]).toEqual([6]);
  });

  it('should refuse a part that does not hold the pixels it needs', () => {
    const preprocessor = createPreprocessor(grayConfig({ centerCrop: { width: 3, height: 2 } }));
    const partOf = { x: 1, y: 0, width: 4, height: 2 };
    const run = () => preprocessor.run(digits(), new Uint8Array(6), { partOf });
    expect(argumentOf(run)).toBe('options.partOf');
  });

  it('should refuse to run after release, which may be called twice', () => {
    const preprocessor = createPreprocessor(CONFIG);
    preprocessor.release();
    preprocessor.release();
    const run = () => preprocessor.run(digits(), new Float32Array(3 * 224 * 224));
    expect(run).toThrow(ReleasedError);
  });

  it.each(['wasm-simd', 'typescript'] as const)(
    'should allocate no buffer for frames after the first: %s',
    (implementation) => {
      const preprocessor = createPreprocessor(CONFIG, { implementation });
      const data = seededBytes(1, (320 * 240 * 3) / 2);
      const frame = createFrame({ width: 320, height: 240, format: 'nv12', data });
      const output = new Float32Array(3 * 224 * 224);
      preprocessor.run(frame, output);
      // Nothing else runs meanwhile, and a collection could only make it less.
      const before = process.memoryUsage().arrayBuffers;
      for (let count = 0; count < 10; count += 1) preprocessor.run(frame, output);
      expect(process.memoryUsage().arrayBuffers).toBeLessThanOrEqual(before);
    },
  );

  it('should shrink a huge picture', () => {
    const [width, height] = [16_000, 4_000];
    const row = seededBytes(5, width);
    const data = new Uint8Array(width * height);
    for (let y = 0; y < height; y += 1) data.set(row, y * width);
    const config = grayConfig({
      resize: { mode: 'squash', width: 8, height: 8 },
      centerCrop: { width: 8, height: 8 },
      kernel: 'box',
    });
    const output = new Uint8Array(64);
    createPreprocessor(config).run(createFrame({ width, height, format: 'gray', data }), output);
    const sum = (from: number) => row.subarray(from, from + 2000).reduce((a, b) => a + b, 0);
    const means = Array.from({ length: 8 }, (_, index) => Math.round(sum(index * 2000) / 2000));
    expect([...output]).toEqual(Array.from({ length: 8 }, () => means).flat());
  });

  it.each(['wasm-simd', 'typescript'] as const)(
    'should not show the last picture through pixels with too few bytes: %s',
    (implementation) => {
      const config = grayConfig({ centerCrop: { width: 3, height: 2 } });
      const preprocessor = createPreprocessor(config, { implementation });
      const output = new Uint8Array(6);
      preprocessor.run(digits(), output);
      const short = { ...pixelsOf(digits()), data: Uint8Array.of(9, 9) };
      expect(argumentOf(() => preprocessor.run(short, output))).toBe('data');
      const gone = pixelsOf(digits());
      structuredClone(gone.data.buffer, { transfer: [gone.data.buffer as ArrayBuffer] });
      expect(() => preprocessor.run(gone, output)).toThrow('the buffer is detached');
      expect(() => copyNeededPixels(config, gone)).toThrow('the buffer is detached');
      expect([...output]).toEqual([1, 2, 3, 4, 5, 6]);
    },
  );
});

describe('neededRectangle', () => {
  it('should leave out what the centre crop cuts off', () => {
    const picture = { width: 1280, height: 720, format: 'rgba', orientation: 1 } as const;
    // Vertically: rows 16 to 239 of 256, each 2.8125 rows wide with a support of as many on either side.
    expect(neededRectangle(CONFIG, picture)).toEqual({ x: 325, y: 44, width: 633, height: 632 });
  });

  it('should begin at whole chroma samples', () => {
    const picture = { width: 1280, height: 720, format: 'nv12', orientation: 1 } as const;
    const { x, y } = neededRectangle(CONFIG, picture);
    expect([x % 2, y % 2]).toEqual([0, 0]);
  });
});

describe('copyNeededPixels', () => {
  it('should copy into the bytes it is given', () => {
    const config = grayConfig({ centerCrop: { width: 1, height: 2 } });
    const bytes = new Uint8Array(4);
    const { pixels, options } = copyNeededPixels(config, digits(), {}, () => bytes);
    expect(pixels.data).toBe(bytes);
    expect([pixels.width, pixels.height]).toEqual([1, 2]);
    expect([...bytes]).toEqual([2, 5, 0, 0]);
    expect(options.partOf).toEqual({ x: 1, y: 0, width: 3, height: 2 });
  });

  it('should allocate nothing for pixels with too few bytes, or that are not the part they say', () => {
    const config = grayConfig({ centerCrop: { width: 3, height: 2 } });
    const allocate = () => {
      throw new Error('allocated');
    };
    const short = { ...pixelsOf(digits()), data: Uint8Array.of(9, 9) };
    expect(argumentOf(() => copyNeededPixels(config, short, {}, allocate))).toBe('data');
    const options = { partOf: { x: 1, y: 0, width: 4, height: 2 } };
    const copy = () => copyNeededPixels(config, digits(), options, allocate);
    expect(argumentOf(copy)).toBe('options.partOf');
  });
});
