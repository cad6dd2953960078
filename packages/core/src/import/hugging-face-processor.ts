import type { ResamplingKernel } from '../preprocess/preprocess-config.js';
import { type JsonFields, jsonFields } from './json-fields.js';

/**
 * What image processor classes of Hugging Face transformers do that their JSON need not say, read from
 * `models/<name>/image_processing_<name>.py`. Where the fast class has another default (the crop of BEiT, the
 * filters of EfficientNet and PVT), it is that of the original class, which most files were written with.
 */
interface ProcessorTraits {
  /** What a plain number as `size` means. */
  readonly number: 'square' | 'shortest-edge';
  /** Default of `resample`. */
  readonly kernel: ResamplingKernel;
  /** Default of `crop_size`, where `do_center_crop` is true unless the file says otherwise. */
  readonly cropSize?: number;
  /** ConvNeXT and PoolFormer resize to `size / crop_pct`, LeViT to `size * 256 / 224`. */
  readonly resize?: 'convnext' | 'poolformer' | 'levit';
  /** MobileViT knows no normalisation, and takes BGR. */
  readonly normalizes?: false;
  readonly flipsChannels?: true;
  /** EfficientNet divides by `image_std` once more unless `include_top` is false. */
  readonly includesTop?: true;
}

const square = (kernel: ResamplingKernel, traits: Partial<ProcessorTraits> = {}) =>
  ({ number: 'square', kernel, ...traits }) as const;

const shortest = (kernel: ResamplingKernel, traits: Partial<ProcessorTraits> = {}) =>
  ({ number: 'shortest-edge', kernel, ...traits }) as const;

const PROCESSOR_TRAITS: Readonly<Record<string, ProcessorTraits>> = {
  beit: square('bicubic', { cropSize: 224 }),
  bit: shortest('bicubic', { cropSize: 224 }),
  clip: shortest('bicubic', { cropSize: 224 }),
  convnext: shortest('bilinear', { resize: 'convnext' }),
  deit: square('bicubic', { cropSize: 224 }),
  efficientformer: square('bicubic', { cropSize: 224 }),
  efficientnet: square('nearest', { includesTop: true }),
  levit: shortest('bicubic', { cropSize: 224, resize: 'levit' }),
  mobilenetv1: shortest('bilinear', { cropSize: 224 }),
  mobilenetv2: shortest('bilinear', { cropSize: 224 }),
  mobilevit: shortest('bilinear', { cropSize: 256, normalizes: false, flipsChannels: true }),
  poolformer: shortest('bicubic', { cropSize: 224, resize: 'poolformer' }),
  pvt: square('bilinear'),
  segformer: square('bilinear'),
  siglip: square('bicubic'),
  vit: square('bilinear'),
};

/** Classes whose steps cannot be written as a PreprocessConfig. */
const UNSUPPORTED_PROCESSORS: Readonly<Record<string, string>> = {
  imagegpt: 'turns pixels into colour clusters',
  perceiver: 'crops before it resizes',
};

/** A `preprocessor_config.json` with what its class adds. */
export interface HuggingFaceProcessor {
  readonly fields: JsonFields;
  readonly traits: ProcessorTraits;
  /** What was taken for fields that are missing, in sentences. */
  readonly assumptions: readonly string[];
  /** Reports that a field is missing and a default was taken, and returns the default. */
  readonly assume: <T>(field: string, value: T) => T;
}

const ownEntry = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/**
 * Finds what the image processor class named in a `preprocessor_config.json` does.
 *
 * @throws ModelImportError when the class does what no PreprocessConfig can say.
 */
export const huggingFaceProcessor = (preprocessorConfig: unknown): HuggingFaceProcessor => {
  const fields = jsonFields('preprocessor_config.json', preprocessorConfig);
  const field = fields.has('image_processor_type')
    ? 'image_processor_type'
    : 'feature_extractor_type';
  const type = fields.text(field);
  const family = (type ?? '')
    .toLowerCase()
    .replace(/(imageprocessor(fast|pil)?|featureextractor)$/, '');
  const unsupported = ownEntry(UNSUPPORTED_PROCESSORS, family);
  if (unsupported !== undefined) fields.fail(field, `${type ?? ''} ${unsupported}`);
  const known = ownEntry(PROCESSOR_TRAITS, family);
  const assumptions: string[] = [];
  if (known === undefined && typeof fields.raw('size') === 'number') {
    assumptions.push(
      `${fields.file} names ${type ?? 'no image processor'}, so "size" was taken for a square.`,
    );
  }
  const source = known === undefined ? '' : `, the default of ${type ?? ''}`;
  return {
    fields,
    traits: known ?? square('bilinear'),
    assumptions,
    assume: (name, value) => {
      assumptions.push(
        `${fields.file} gives no "${name}", so ${String(value)} was taken${source}.`,
      );
      return value;
    },
  };
};
