import { isSide } from '../preprocess/preprocess-bounds.js';
import {
  type PreprocessConfig,
  RESAMPLING_KERNELS,
  type ResamplingKernel,
} from '../preprocess/preprocess-config.js';
import { jsonFields, type JsonFields } from './json-fields.js';
import type { PictureInput } from './picture-input.js';
import { PREPROCESS_PRESETS } from './preprocess-presets.js';
import { sizeBeforeCrop } from './size-before-crop.js';

const DEFAULT_CROP_PCT = 0.875;

const readKernel = (fields: JsonFields): ResamplingKernel => {
  const interpolation = fields.text('interpolation') ?? 'bicubic';
  return (
    RESAMPLING_KERNELS.find((kernel) => kernel === interpolation) ??
    fields.fail(
      'interpolation',
      `must be one of ${RESAMPLING_KERNELS.join(', ')}, but it is "${interpolation}"`,
    )
  );
};

const readGeometry = (
  fields: JsonFields,
  { width, height }: { width: number; height: number },
  mean: readonly number[],
): Pick<PreprocessConfig, 'resize' | 'centerCrop'> => {
  const cropPct = fields.number('crop_pct') ?? DEFAULT_CROP_PCT;
  const scaled = {
    width: sizeBeforeCrop(fields, width, cropPct),
    height: sizeBeforeCrop(fields, height, cropPct),
  };
  const centerCrop = { width, height };
  const mode = fields.text('crop_mode') ?? 'center';
  switch (mode) {
    case 'squash':
      return { resize: { mode: 'squash', ...scaled }, centerCrop };
    case 'border': {
      const [r = 0, g = r, b = r] = mean.map((value) => Math.round(255 * value));
      return { resize: { mode: 'letterbox', ...scaled, padColor: [r, g, b] }, centerCrop };
    }
    case 'center':
      if (scaled.width !== scaled.height) {
        return fields.fail('input_size', 'must be square with crop_mode "center"');
      }
      return { resize: { mode: 'shortest-edge', size: scaled.width }, centerCrop };
    default:
      return fields.fail('crop_mode', `must be one of center, squash, border, but it is "${mode}"`);
  }
};

/**
 * Reads the `pretrained_cfg` of a timm model as `timm.data.create_transform` reads it for evaluation;
 * torchvision's presets fit in as well, with `crop_pct` = crop size / resize size.
 *
 * @throws ModelImportError naming the field that is missing, malformed or beyond a PreprocessConfig.
 */
export const preprocessFromTimm = (
  pretrainedCfg: unknown,
  input: Pick<PictureInput, 'layout' | 'dtype' | 'channels'>,
): PreprocessConfig => {
  const fields = jsonFields('pretrained_cfg', pretrainedCfg);
  const inputSize = fields.numbers('input_size', 3) ?? fields.fail('input_size', 'is missing');
  const [channels, height = 0, width = 0] = inputSize;
  if (channels !== input.channels || !isSide(height) || !isSide(width)) {
    return fields.fail(
      'input_size',
      `must be [${String(input.channels)}, height, width], but it is [${inputSize.join(', ')}]`,
    );
  }
  const read = (field: 'mean' | 'std'): readonly number[] => {
    const values = fields.numbers(field, channels) ?? PREPROCESS_PRESETS.torch[field];
    if (values.length === channels) return values;
    return fields.fail(field, `must hold ${String(channels)} values, one per channel`);
  };
  const mean = read('mean');
  return {
    ...readGeometry(fields, { width, height }, mean),
    kernel: readKernel(fields),
    rescaleFactor: 1 / 255,
    mean,
    std: read('std'),
    channelOrder: channels === 1 ? 'gray' : 'rgb',
    layout: input.layout,
    dtype: input.dtype,
  };
};
