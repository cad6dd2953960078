import type {
  PreprocessConfig,
  ResamplingKernel,
  ResizeConfig,
} from '../preprocess/preprocess-config.js';
import type { JsonFields } from './json-fields.js';
import { jsonFields } from './json-fields.js';
import type { PictureInput } from './picture-input.js';

/** `PIL.Image.Resampling` by number; 5, Hamming, has no counterpart here. */
const PIL_KERNELS: readonly ResamplingKernel[] = [
  'nearest',
  'lanczos',
  'bilinear',
  'bicubic',
  'box',
];

/**
 * What image processor classes of Hugging Face transformers do that their JSON does not say, read from
 * `models/<name>/image_processing_<name>.py`. `number` is what a plain number as `size` means.
 */
interface ProcessorTraits {
  readonly number: 'square' | 'shortest-edge';
  /** ConvNeXT and PoolFormer resize to `size / crop_pct`, LeViT to `size * 256 / 224`. */
  readonly resize?: 'convnext' | 'poolformer' | 'levit';
  /** MobileViT knows no normalisation. */
  readonly normalizes?: false;
  /** EfficientNet divides by `image_std` once more unless `include_top` is false. */
  readonly includesTop?: true;
}

const PROCESSOR_TRAITS: Readonly<Record<string, ProcessorTraits>> = {
  beit: { number: 'square' },
  bit: { number: 'shortest-edge' },
  clip: { number: 'shortest-edge' },
  convnext: { number: 'shortest-edge', resize: 'convnext' },
  deit: { number: 'square' },
  efficientformer: { number: 'square' },
  efficientnet: { number: 'square', includesTop: true },
  levit: { number: 'shortest-edge', resize: 'levit' },
  mobilenetv1: { number: 'shortest-edge' },
  mobilenetv2: { number: 'shortest-edge' },
  mobilevit: { number: 'shortest-edge', normalizes: false },
  poolformer: { number: 'shortest-edge', resize: 'poolformer' },
  pvt: { number: 'square' },
  segformer: { number: 'square' },
  siglip: { number: 'square' },
  vit: { number: 'square' },
};

/** Classes whose steps cannot be written as a PreprocessConfig. */
const UNSUPPORTED_PROCESSORS: Readonly<Record<string, string>> = {
  imagegpt: 'turns pixels into colour clusters',
  perceiver: 'crops before it resizes',
};

const CONVNEXT_CROP_PCT = 224 / 256;
/** From this size on ConvNeXT squashes the whole picture instead of cropping. */
const CONVNEXT_SQUASH_SIZE = 384;

const squash = (width: number, height: number): ResizeConfig => ({ mode: 'squash', width, height });

const shortestEdge = (size: number): ResizeConfig => ({ mode: 'shortest-edge', size });

const processorTraits = (fields: JsonFields, assumptions: string[]): ProcessorTraits => {
  const field = fields.has('image_processor_type')
    ? 'image_processor_type'
    : 'feature_extractor_type';
  const type = fields.text(field);
  const family = (type ?? '')
    .toLowerCase()
    .replace(/(imageprocessor(fast|pil)?|featureextractor)$/, '');
  const unsupported = UNSUPPORTED_PROCESSORS[family];
  if (unsupported !== undefined) return fields.fail(field, `${type ?? ''} ${unsupported}`);
  const traits = PROCESSOR_TRAITS[family];
  if (traits !== undefined) return traits;
  if (typeof fields.raw('size') === 'number') {
    assumptions.push(
      `${fields.file} names ${type ?? 'no image processor'}, so "size" was taken for a square.`,
    );
  }
  return { number: 'square' };
};

type Size = { readonly shortestEdge: number } | { readonly width: number; readonly height: number };

const readSize = (fields: JsonFields, field: string, meaning: ProcessorTraits['number']): Size => {
  const value = fields.raw(field);
  if (value === undefined) return fields.fail(field, 'is missing');
  if (typeof value === 'number') {
    return meaning === 'square' ? { width: value, height: value } : { shortestEdge: value };
  }
  const parts = jsonFields(`${field} of ${fields.file}`, value);
  const [width, height] = [parts.number('width'), parts.number('height')];
  if (width !== undefined && height !== undefined) return { width, height };
  const shortest = parts.number('shortest_edge');
  if (shortest !== undefined && !parts.has('longest_edge')) return { shortestEdge: shortest };
  return fields.fail(
    field,
    'must be a number, { height, width } or { shortest_edge } without a longest edge, ' +
      `but it is ${JSON.stringify(value)}`,
  );
};

type Geometry = Pick<PreprocessConfig, 'resize' | 'centerCrop'>;

const readCentreCrop = (fields: JsonFields): Pick<PreprocessConfig, 'centerCrop'> => {
  if (fields.boolean('do_center_crop') !== true) return {};
  const crop = readSize(fields, 'crop_size', 'square');
  if ('shortestEdge' in crop) return fields.fail('crop_size', 'must give a height and a width');
  return { centerCrop: crop };
};

const readConvNextGeometry = (fields: JsonFields, size: Size): Geometry => {
  if (!('shortestEdge' in size)) {
    return fields.fail('size', 'must give a shortest_edge for a ConvNeXT image processor');
  }
  const edge = size.shortestEdge;
  if (edge >= CONVNEXT_SQUASH_SIZE) return { resize: squash(edge, edge) };
  const cropPct = fields.number('crop_pct') ?? CONVNEXT_CROP_PCT;
  return {
    resize: shortestEdge(Math.trunc(edge / cropPct)),
    centerCrop: { width: edge, height: edge },
  };
};

const readPoolFormerResize = (fields: JsonFields, size: Size): ResizeConfig | undefined => {
  const cropPct = fields.number('crop_pct');
  if (cropPct === undefined) return undefined;
  if ('shortestEdge' in size) return shortestEdge(Math.trunc(size.shortestEdge / cropPct));
  if (size.width === size.height) return shortestEdge(Math.trunc(size.width / cropPct));
  return fields.fail('size', 'must be square where crop_pct is given');
};

const readGeometry = (fields: JsonFields, traits: ProcessorTraits): Geometry => {
  if (fields.boolean('do_resize') === false) {
    return { resize: { mode: 'none' }, ...readCentreCrop(fields) };
  }
  const size = readSize(fields, 'size', traits.number);
  if (traits.resize === 'convnext') return readConvNextGeometry(fields, size);
  const special = traits.resize === 'poolformer' ? readPoolFormerResize(fields, size) : undefined;
  if (special !== undefined) return { resize: special, ...readCentreCrop(fields) };
  if (!('shortestEdge' in size)) {
    return { resize: squash(size.width, size.height), ...readCentreCrop(fields) };
  }
  const edge =
    traits.resize === 'levit' ? Math.trunc((256 / 224) * size.shortestEdge) : size.shortestEdge;
  return { resize: shortestEdge(edge), ...readCentreCrop(fields) };
};

type Values = Pick<PreprocessConfig, 'rescaleFactor' | 'mean' | 'std' | 'channelOrder'>;

const readValues = (
  fields: JsonFields,
  traits: ProcessorTraits,
  channels: PictureInput['channels'],
): Values => {
  const normalizes = fields.boolean('do_normalize') ?? traits.normalizes ?? true;
  const flips = fields.boolean('do_flip_channel_order') === true;
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

const readKernel = (fields: JsonFields, assumptions: string[]): ResamplingKernel => {
  const resample = fields.number('resample');
  if (resample === undefined) {
    assumptions.push(`${fields.file} gives no "resample", so bilinear was taken.`);
    return 'bilinear';
  }
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
  const fields = jsonFields('preprocessor_config.json', preprocessorConfig);
  const assumptions: string[] = [];
  const traits = processorTraits(fields, assumptions);
  if (fields.boolean('do_pad') === true) fields.fail('do_pad', 'is not supported');
  const preprocess: PreprocessConfig = {
    ...readGeometry(fields, traits),
    kernel: readKernel(fields, assumptions),
    ...readValues(fields, traits, input.channels),
    layout: input.layout,
    dtype: input.dtype,
  };
  return { preprocess, assumptions };
};
