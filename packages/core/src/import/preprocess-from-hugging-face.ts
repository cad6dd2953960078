import type {
  CenterCropConfig,
  PreprocessConfig,
  ResamplingKernel,
  ResizeConfig,
} from '../preprocess/preprocess-config.js';
import { type HuggingFaceProcessor, huggingFaceProcessor } from './hugging-face-processor.js';
import { type JsonFields, jsonFields } from './json-fields.js';
import type { PictureInput } from './picture-input.js';
import { sizeBeforeCrop } from './size-before-crop.js';

/** `PIL.Image.Resampling` by number; 5, Hamming, has no counterpart here. */
const PIL_KERNELS: readonly ResamplingKernel[] = [
  'nearest',
  'lanczos',
  'bilinear',
  'bicubic',
  'box',
];

const CONVNEXT_CROP_PCT = 224 / 256;
const POOLFORMER_CROP_PCT = 0.9;
/** From this size on ConvNeXT squashes the whole picture instead of cropping. */
const CONVNEXT_SQUASH_SIZE = 384;

const squash = (width: number, height: number): ResizeConfig => ({ mode: 'squash', width, height });

const shortestEdge = (size: number): ResizeConfig => ({ mode: 'shortest-edge', size });

type Size = { readonly shortestEdge: number } | { readonly width: number; readonly height: number };

const readSize = (fields: JsonFields, field: string, meaning: 'square' | 'shortest-edge'): Size => {
  const value = fields.raw(field);
  if (value === undefined) return fields.fail(field, 'is missing');
  if (typeof value === 'number') {
    const side = fields.side(field) ?? value;
    return meaning === 'square' ? { width: side, height: side } : { shortestEdge: side };
  }
  const parts = jsonFields(`${field} of ${fields.file}`, value);
  const [width, height] = [parts.side('width'), parts.side('height')];
  if (width !== undefined && height !== undefined) return { width, height };
  const shortest = parts.side('shortest_edge');
  if (shortest !== undefined && !parts.has('longest_edge')) return { shortestEdge: shortest };
  return fields.fail(
    field,
    'must be a number, { height, width } or { shortest_edge } without a longest edge, ' +
      `but it is ${JSON.stringify(value)}`,
  );
};

type Geometry = Pick<PreprocessConfig, 'resize' | 'centerCrop'>;

/** transformers' center_crop begins at `(size - crop) // 2`. */
const centreCrop = (width: number, height: number): CenterCropConfig => ({
  width,
  height,
  rounding: 'floor',
});

const readCentreCrop = ({
  fields,
  traits,
  assume,
}: HuggingFaceProcessor): Pick<PreprocessConfig, 'centerCrop'> => {
  const { cropSize } = traits;
  const crops =
    fields.boolean('do_center_crop') ??
    (cropSize === undefined ? false : assume('do_center_crop', true));
  if (!crops) return {};
  if (cropSize !== undefined && !fields.has('crop_size')) {
    const size = assume('crop_size', cropSize);
    return { centerCrop: centreCrop(size, size) };
  }
  const crop = readSize(fields, 'crop_size', 'square');
  if ('shortestEdge' in crop) return fields.fail('crop_size', 'must give a height and a width');
  return { centerCrop: centreCrop(crop.width, crop.height) };
};

const readConvNextGeometry = (processor: HuggingFaceProcessor, size: Size): Geometry => {
  const { fields, assume } = processor;
  if (!('shortestEdge' in size)) {
    return fields.fail('size', 'must give a shortest_edge for a ConvNeXT image processor');
  }
  const edge = size.shortestEdge;
  if (edge >= CONVNEXT_SQUASH_SIZE) return { resize: squash(edge, edge) };
  const cropPct = fields.number('crop_pct') ?? assume('crop_pct', CONVNEXT_CROP_PCT);
  return {
    resize: shortestEdge(sizeBeforeCrop(fields, edge, cropPct)),
    centerCrop: centreCrop(edge, edge),
  };
};

const readPoolFormerResize = (
  { fields, assume }: HuggingFaceProcessor,
  size: Size,
): ResizeConfig => {
  const cropPct = fields.number('crop_pct') ?? assume('crop_pct', POOLFORMER_CROP_PCT);
  if ('shortestEdge' in size) {
    return shortestEdge(sizeBeforeCrop(fields, size.shortestEdge, cropPct));
  }
  if (size.width === size.height) {
    return shortestEdge(sizeBeforeCrop(fields, size.width, cropPct));
  }
  return fields.fail('size', 'must be square where crop_pct is given');
};

const readGeometry = (processor: HuggingFaceProcessor): Geometry => {
  const { fields, traits } = processor;
  if (fields.boolean('do_resize') === false) {
    const crop = readCentreCrop(processor);
    if (crop.centerCrop !== undefined) return { resize: { mode: 'none' }, ...crop };
    return fields.fail(
      'do_resize',
      'is false and do_center_crop is not true, so pictures have no fixed size',
    );
  }
  const size = readSize(fields, 'size', traits.number);
  if (traits.resize === 'convnext') return readConvNextGeometry(processor, size);
  const crop = readCentreCrop(processor);
  if (traits.resize === 'poolformer') {
    return { resize: readPoolFormerResize(processor, size), ...crop };
  }
  if (!('shortestEdge' in size)) return { resize: squash(size.width, size.height), ...crop };
  const edge =
    traits.resize === 'levit' ? Math.trunc((256 / 224) * size.shortestEdge) : size.shortestEdge;
  return { resize: shortestEdge(edge), ...crop };
};

type Values = Pick<PreprocessConfig, 'rescaleFactor' | 'mean' | 'std' | 'channelOrder'>;

const readValues = (
  { fields, traits, assume }: HuggingFaceProcessor,
  channels: PictureInput['channels'],
): Values => {
  const normalizes = fields.boolean('do_normalize') ?? traits.normalizes ?? true;
  const flips =
    fields.boolean('do_flip_channel_order') ??
    (traits.flipsChannels === true && assume('do_flip_channel_order', true));
  if (flips && normalizes) {
    return fields.fail('do_flip_channel_order', 'cannot be combined with do_normalize');
  }
  const rescales = fields.boolean('do_rescale') ?? true;
  const rescaleFactor = rescales ? (fields.number('rescale_factor') ?? 1 / 255) : 1;
  const plain = (value: number) => Array.from({ length: channels }, () => value);
  const read = (field: string): readonly number[] => {
    const values = fields.numbers(field, channels) ?? fields.fail(field, 'is missing');
    if (values.length === channels) return values;
    return fields.fail(
      field,
      `must hold ${String(channels)} values, one per channel, but it holds ${String(values.length)}`,
    );
  };
  let mean = normalizes ? read('image_mean') : plain(0);
  let std = normalizes ? read('image_std') : plain(1);
  // The second division of EfficientNet: ((x - mean) / std) / std.
  if (normalizes && traits.includesTop && fields.boolean('include_top') !== false) {
    std = std.map((value) => value * value);
  }
  if (rescales && fields.boolean('rescale_offset') === true) {
    // Versions of transformers disagree on the offset, except for this factor: x / 127.5 - 1.
    if (Math.abs(rescaleFactor * 127.5 - 1) > 1e-6) {
      return fields.fail('rescale_offset', 'is understood only with a rescale_factor of 1/127.5');
    }
    mean = mean.map((value) => value + 1);
  }
  const channelOrder = channels === 1 ? 'gray' : flips ? 'bgr' : 'rgb';
  return { rescaleFactor, mean, std, channelOrder };
};

const readKernel = ({ fields, traits, assume }: HuggingFaceProcessor): ResamplingKernel => {
  const resample = fields.number('resample');
  if (resample === undefined) return assume('resample', traits.kernel);
  return (
    PIL_KERNELS[resample] ??
    fields.fail('resample', `must be one of Pillow's filters 0 to 4, but it is ${String(resample)}`)
  );
};

/**
 * Reads a `preprocessor_config.json` of Hugging Face transformers, old feature extractors included.
 *
 * @throws ModelImportError naming the field that is missing, malformed or beyond a PreprocessConfig.
 */
export const preprocessFromHuggingFace = (
  preprocessorConfig: unknown,
  input: Pick<PictureInput, 'layout' | 'dtype' | 'channels'>,
): { preprocess: PreprocessConfig; assumptions: readonly string[] } => {
  const processor = huggingFaceProcessor(preprocessorConfig);
  const { fields, assumptions } = processor;
  if (fields.boolean('do_pad') === true) fields.fail('do_pad', 'is not supported');
  const preprocess: PreprocessConfig = {
    ...readGeometry(processor),
    kernel: readKernel(processor),
    ...readValues(processor, input.channels),
    layout: input.layout,
    dtype: input.dtype,
  };
  return { preprocess, assumptions };
};
