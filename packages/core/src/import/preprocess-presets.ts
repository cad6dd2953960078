import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import type {
  InputDType,
  PreprocessConfig,
  ResamplingKernel,
  TensorLayout,
} from '../preprocess/preprocess-config.js';

/**
 * What happens to pixel values, as the training frameworks name it. `torch`, `tf` and `caffe` are the modes
 * of Keras' `imagenet_utils.preprocess_input`; `unit` is 0..1, `raw` leaves grey levels as they are.
 */
export const PREPROCESS_PRESETS = {
  torch: {
    rescaleFactor: 1 / 255,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    channelOrder: 'rgb',
  },
  /** `x / 127.5 - 1`, from -1 to 1. */
  tf: { rescaleFactor: 1 / 127.5, mean: [1, 1, 1], std: [1, 1, 1], channelOrder: 'rgb' },
  /** BGR grey levels minus ImageNet's mean. */
  caffe: {
    rescaleFactor: 1,
    mean: [103.939, 116.779, 123.68],
    std: [1, 1, 1],
    channelOrder: 'bgr',
  },
  unit: { rescaleFactor: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1], channelOrder: 'rgb' },
  raw: { rescaleFactor: 1, mean: [0, 0, 0], std: [1, 1, 1], channelOrder: 'rgb' },
} as const satisfies Readonly<
  Record<string, Pick<PreprocessConfig, 'rescaleFactor' | 'mean' | 'std' | 'channelOrder'>>
>;

export type PreprocessPreset = keyof typeof PREPROCESS_PRESETS;

export interface PreprocessPresetOptions {
  /** Of the model's input, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Resize the shortest edge to this and crop the centre. Default: squash to width and height. */
  readonly shortestEdge?: number;
  /** Default `bilinear`. */
  readonly kernel?: ResamplingKernel;
  /** Default `nhwc`, what Keras and TensorFlow export. */
  readonly layout?: TensorLayout;
  /** Default `float32`. */
  readonly dtype?: InputDType;
  /** 1 for grey pictures, which `tf`, `unit` and `raw` know. Default 3. */
  readonly channels?: 1 | 3;
}

const isEven = (values: readonly number[]): boolean => values.every((value) => value === values[0]);

/**
 * Gives the preprocessing of a framework's preset at a size.
 *
 * @throws InvalidArgumentError for an unknown preset, and for one whose channels differ where
 * `channels` is 1.
 *
 * @example
 * preprocessPreset('tf', { width: 224, height: 224 }); // a Keras MobileNet
 */
export const preprocessPreset = (
  name: PreprocessPreset,
  options: PreprocessPresetOptions,
): PreprocessConfig => {
  if (!Object.hasOwn(PREPROCESS_PRESETS, name)) {
    throw new InvalidArgumentError({
      argument: 'name',
      expected: `one of ${Object.keys(PREPROCESS_PRESETS).join(', ')}`,
      actual: `"${String(name)}"`,
    });
  }
  const { width, height, shortestEdge, kernel, layout, dtype, channels } = options;
  const { rescaleFactor, mean, std, channelOrder } = PREPROCESS_PRESETS[name];
  const isGray = channels === 1;
  if (isGray && !(isEven(mean) && isEven(std))) {
    throw new InvalidArgumentError({
      argument: 'options.channels',
      expected: `3 for the preset ${name}`,
      actual: '1',
    });
  }
  return {
    ...(shortestEdge === undefined
      ? { resize: { mode: 'squash', width, height } }
      : {
          resize: { mode: 'shortest-edge', size: shortestEdge },
          centerCrop: { width, height },
        }),
    kernel: kernel ?? 'bilinear',
    rescaleFactor,
    mean: isGray ? mean.slice(0, 1) : mean,
    std: isGray ? std.slice(0, 1) : std,
    channelOrder: isGray ? 'gray' : channelOrder,
    layout: layout ?? 'nhwc',
    dtype: dtype ?? 'float32',
  };
};
