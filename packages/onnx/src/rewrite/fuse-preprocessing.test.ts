import {
  createFrame,
  createPreprocessor,
  InvalidArgumentError,
  type PreprocessConfig,
  RESAMPLING_KERNELS,
  TYPED_ARRAYS,
} from '@ocelli/core';
import { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { runModel } from '../../test/run-model.js';
import { createGraphBuilder } from '../build/graph-builder.js';
import { UnsupportedRewriteError } from '../errors/graph-errors.js';
import { createGraphIndex } from '../graph/graph-index.js';
import { opsetOf } from '../model/model-parts.js';
import type { OnnxModel } from '../model/onnx-model.js';
import {
  buildPreprocessingModel,
  type PreprocessingModelOptions,
} from '../preprocessing/preprocessing-model.js';
import { SOURCE_FORMATS, type SourceFormat } from '../preprocessing/source-format.js';
import { fusePreprocessing } from './fuse-preprocessing.js';

/** Grey levels as they are: differences in the output are differences in levels. */
const LEVELS: PreprocessConfig = {
  resize: { mode: 'shortest-edge', size: 64 },
  kernel: 'bilinear',
  centerCrop: { width: 56, height: 56 },
  rescaleFactor: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly format: SourceFormat;
  /** Only black and white, pixel by pixel. */
  readonly isHarsh?: boolean;
}

/** Smooth waves with edges, as photos have them. */
const pixelsOf = ({ width, height, format, isHarsh }: Picture): Uint8Array => {
  const channels = SOURCE_FORMATS[format];
  return Uint8Array.from({ length: width * height * channels }, (_, at) => {
    const [channel, x] = [at % channels, Math.floor(at / channels) % width];
    const y = Math.floor(at / channels / width);
    if (isHarsh) return ((x * 7919) ^ (y * 4253) ^ channel) % 5 > 1 ? 255 : 0;
    const wave = Math.sin(x / (3 + channel)) * Math.cos(y / 5) * 90;
    return 128 + Math.round(wave + (((x >> 4) + (y >> 4)) % 2) * 37);
  });
};

const expected = (config: PreprocessConfig, picture: Picture): ArrayLike<number> => {
  const preprocessor = createPreprocessor(config);
  const size = preprocessor.outputDims.reduce((product, dim) => product * dim, 1);
  const output = new TYPED_ARRAYS[config.dtype](size);
  preprocessor.run(createFrame({ ...picture, data: pixelsOf(picture) }), output);
  preprocessor.release();
  return output;
};

const feed = (picture: Picture): Tensor => {
  const dims = [1, picture.height, picture.width, SOURCE_FORMATS[picture.format]];
  return new Tensor('uint8', pixelsOf(picture), dims);
};

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce(
    (largest, value, at) => Math.max(largest, Math.abs(value - (b[at] ?? NaN))),
    0,
  );

const compare = async (
  config: PreprocessConfig,
  picture: Picture,
  options: PreprocessingModelOptions,
): Promise<number> => {
  const model = buildPreprocessingModel(config, { ...options, format: picture.format });
  const { pixel_values: made } = await runModel(model, { frames: feed(picture) });
  const wanted = expected(config, picture);
  expect(made?.size).toBe(wanted.length);
  return largestDifference(made?.data as Float32Array, wanted);
};

const PICTURES: readonly Picture[] = [
  { width: 160, height: 90, format: 'rgb' },
  { width: 91, height: 203, format: 'rgba' },
  { width: 64, height: 64, format: 'rgb' },
  { width: 30, height: 41, format: 'rgba' },
];

const CONFIGS: Readonly<Record<string, PreprocessConfig>> = {
  'shortest edge and crop': LEVELS,
  bicubic: { ...LEVELS, kernel: 'bicubic' },
  squash: { ...LEVELS, resize: { mode: 'squash', width: 70, height: 60 } },
  'crop larger than the picture': { ...LEVELS, centerCrop: { width: 90, height: 71 } },
  letterbox: {
    ...LEVELS,
    resize: { mode: 'letterbox', width: 61, height: 61, padColor: [114, 10, 255] },
    centerCrop: { width: 60, height: 66 },
  },
  'bgr, mirrored, NHWC': { ...LEVELS, channelOrder: 'bgr', mirror: true, layout: 'nhwc' },
  'gray letterbox': {
    ...LEVELS,
    resize: { mode: 'letterbox', width: 61, height: 50, padColor: [114, 10, 255] },
    centerCrop: { width: 61, height: 50 },
    channelOrder: 'gray',
    mean: [0],
    std: [1],
  },
  'uint8 input': { ...LEVELS, dtype: 'uint8' },
};

describe('buildPreprocessingModel', () => {
  describe.each(Object.entries(CONFIGS))('%s', (_, config) => {
    it.each(PICTURES)(
      "should give exactly the levels of core's preprocessing: $width x $height $format",
      async (picture) => {
        expect(await compare(config, picture, { source: picture })).toBe(0);
      },
    );
  });

  it.each(['shortest edge and crop', 'squash', 'bgr, mirrored, NHWC'])(
    'should take frames of any size: %s',
    async (name) => {
      for (const picture of PICTURES) {
        expect(await compare(CONFIGS[name] ?? LEVELS, picture, {})).toBeLessThanOrEqual(1);
      }
    },
  );

  it.each(['half-even', 'floor'] as const)(
    'should begin a crop with rounding %s',
    async (rounding) => {
      const config: PreprocessConfig = {
        ...LEVELS,
        resize: { mode: 'shortest-edge', size: 8 },
        centerCrop: { width: 8, height: 8, rounding },
      };
      // Not resized, so levels are equal; 0 to 7 columns are cut off.
      for (let width = 8; width < 16; width += 1) {
        const picture: Picture = { width, height: 8, format: 'rgb' };
        expect(await compare(config, picture, {})).toBe(0);
        expect(await compare(config, picture, { source: picture })).toBe(0);
      }
    },
  );

  it('should ask for the size of the frames where it matters', () => {
    const letterbox = CONFIGS['letterbox'] ?? LEVELS;
    expect(() => buildPreprocessingModel(letterbox)).toThrow(InvalidArgumentError);
    const unresized: PreprocessConfig = { ...LEVELS, resize: { mode: 'none' } };
    expect(() => buildPreprocessingModel(unresized)).toThrow(/size of the frames/);
    expect(() =>
      buildPreprocessingModel({ ...LEVELS, centerCrop: { width: 65, height: 10 } }),
    ).toThrow(/size of the frames/);
  });

  // 3000 rows in 9 are more pixels under a filter than 11-bit halves can sum exactly.
  it.each(RESAMPLING_KERNELS)('should give exactly the levels of core: %s', async (kernel) => {
    const tall: Picture = { width: 45, height: 3000, format: 'rgb', isHarsh: true };
    for (const resize of [
      { mode: 'squash', width: 33, height: 9 },
      { mode: 'squash', width: 65, height: 3000 },
      { mode: 'squash', width: 45, height: 70 },
    ] as const) {
      const config = { ...LEVELS, resize, kernel, centerCrop: resize };
      expect(await compare(config, tall, { source: tall })).toBe(0);
    }
  });

  it('should refuse filters that the operator for frames of any size does not have', () => {
    expect(() => buildPreprocessingModel({ ...LEVELS, kernel: 'lanczos' })).toThrow(
      UnsupportedRewriteError,
    );
  });
});

/** Mean of each channel as a logit. */
const meanModel = (opset: number): OnnxModel => {
  const g = createGraphBuilder({ name: 'mean', opset });
  const x = g.input('input', 'float32', ['N', 3, 56, 56]);
  const mean = g.node('GlobalAveragePool', [x]);
  g.output(g.node('Flatten', [mean], {}, { name: 'logits' }), 'float32', ['N', 3]);
  return g.build();
};

const IMAGENET: PreprocessConfig = {
  ...LEVELS,
  rescaleFactor: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

describe('fusePreprocessing', () => {
  const picture: Picture = { width: 160, height: 90, format: 'rgba' };

  it('should give the logits that preprocessing and model give apart', async () => {
    const fused = fusePreprocessing(meanModel(12), {
      config: IMAGENET,
      format: 'rgba',
      source: picture,
    });
    expect(opsetOf(fused)).toBe(17);
    expect(createGraphIndex(fused).inputs).toEqual(['frames']);
    const { logits } = await runModel(fused, { frames: feed(picture) });
    const values = new Tensor(
      'float32',
      expected(IMAGENET, picture) as Float32Array,
      [1, 3, 56, 56],
    );
    const { logits: apart } = await runModel(meanModel(12), { input: values });
    expect(logits?.data).toEqual(apart?.data);
  });

  it.each([1 / 255, 1 / 127.5, 1])('should normalise as core does: times %d', async (factor) => {
    const config = { ...IMAGENET, rescaleFactor: factor };
    expect(await compare(config, picture, { source: picture })).toBe(0);
  });

  it.each([
    ['of one size', picture],
    ['of any size', undefined],
  ])('should run batches of frames %s', async (_, source) => {
    const options = { config: IMAGENET, format: 'rgba', ...(source && { source }) } as const;
    const fused = fusePreprocessing(meanModel(17), options);
    const pixels = pixelsOf(picture);
    const both = new Tensor('uint8', Uint8Array.from([...pixels, ...pixels]), [2, 90, 160, 4]);
    const { logits } = await runModel(fused, { frames: both });
    expect(logits?.dims).toEqual([2, 3]);
    const values = logits?.data as Float32Array;
    expect(values.slice(0, 3)).toEqual(values.slice(3));
  });

  it('should refuse preprocessing that makes another input than the model takes', () => {
    const config = { ...IMAGENET, centerCrop: { width: 48, height: 48 } };
    expect(() => fusePreprocessing(meanModel(17), { config })).toThrow(/\[N, 3, 48, 48\]/);
    expect(() =>
      fusePreprocessing(meanModel(17), { config: { ...IMAGENET, layout: 'nhwc' } }),
    ).toThrow(InvalidArgumentError);
    expect(() => fusePreprocessing(meanModel(17), { config: IMAGENET, input: 'lost' })).toThrow(
      /one of the inputs input/,
    );
  });
});
