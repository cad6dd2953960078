import { describe, expect, it } from 'vitest';
import { ModelImportError } from '../errors/model-import-error.js';
import { LabelCountMismatchError } from '../errors/session-errors.js';
import type { TensorInfo } from '../tensor/tensor.js';
import { cardFromHuggingFace, type HuggingFaceImport } from './card-from-hugging-face.js';

const pixels = (height: number | string, width: number | string = height): TensorInfo => ({
  name: 'pixel_values',
  dtype: 'float32',
  dims: ['batch_size', 'num_channels', height, width],
});

const logits = (count: number | string = 2): TensorInfo => ({
  name: 'logits',
  dtype: 'float32',
  dims: ['batch_size', count],
});

const IMAGENET = { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] };
const HALF = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

const importWith = (
  preprocessorConfig: unknown,
  size: number | string = 'height',
  rest: Partial<HuggingFaceImport> = {},
) =>
  cardFromHuggingFace({
    id: 'a-model',
    config: { id2label: { 0: 'cat', 1: 'dog' } },
    preprocessorConfig,
    files: [{ url: 'onnx/model.onnx' }],
    signature: { inputs: [pixels(size)], outputs: [logits()] },
    ...rest,
  });

const preprocessOf = (preprocessorConfig: unknown, size?: number) =>
  importWith(preprocessorConfig, size).card.preprocess;

const squash = (size: number) => ({
  resize: { mode: 'squash', width: size, height: size },
});

const crop = (edge: number, size: number) => ({
  resize: { mode: 'shortest-edge', size: edge },
  centerCrop: { width: size, height: size },
});

describe('cardFromHuggingFace with preprocessor_config.json', () => {
  it('should squash to a number in a ViTFeatureExtractor (google/vit-base-patch16-224)', () => {
    const config = {
      do_normalize: true,
      do_resize: true,
      feature_extractor_type: 'ViTFeatureExtractor',
      ...HALF,
      resample: 2,
      size: 224,
    };
    expect(preprocessOf(config, 224)).toEqual({
      ...squash(224),
      kernel: 'bilinear',
      rescaleFactor: 1 / 255,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
      channelOrder: 'rgb',
      layout: 'nchw',
      dtype: 'float32',
    });
  });

  it('should crop as ConvNextFeatureExtractor does below 384 (microsoft/resnet-50)', () => {
    const config = {
      crop_pct: 0.875,
      feature_extractor_type: 'ConvNextFeatureExtractor',
      ...IMAGENET,
      resample: 3,
      size: 224,
    };
    const preprocess = preprocessOf(config, 224);
    expect(preprocess).toMatchObject({ ...crop(256, 224), kernel: 'bicubic' });
    expect(preprocessOf({ ...config, crop_pct: null, size: { shortest_edge: 288 } })).toMatchObject(
      crop(329, 288),
    );
  });

  it('should squash as ConvNextImageProcessor does from 384 on', () => {
    const config = {
      image_processor_type: 'ConvNextImageProcessorFast',
      crop_pct: 0.875,
      size: { shortest_edge: 384 },
      resample: 3,
      ...IMAGENET,
    };
    const preprocess = preprocessOf(config);
    expect(preprocess).toMatchObject(squash(384));
    expect(preprocess.centerCrop).toBeUndefined();
  });

  it.each(['MobileNetV2FeatureExtractor', 'CLIPFeatureExtractor', 'BitImageProcessor'])(
    'should take a number for the shortest edge in a %s',
    (type) => {
      const config = {
        feature_extractor_type: type,
        do_center_crop: true,
        crop_size: 224,
        size: 256,
        resample: 2,
        ...HALF,
      };
      expect(preprocessOf(config)).toMatchObject(crop(256, 224));
    },
  );

  it('should squash and then crop where a DeiTFeatureExtractor says so', () => {
    const config = {
      feature_extractor_type: 'DeiTFeatureExtractor',
      do_center_crop: true,
      crop_size: { height: 224, width: 224 },
      size: 256,
      resample: 3,
      ...IMAGENET,
    };
    expect(preprocessOf(config)).toMatchObject({
      ...squash(256),
      centerCrop: { width: 224, height: 224 },
    });
  });

  it('should swap channels and not normalise for MobileViT (apple/mobilevit-small)', () => {
    const config = {
      crop_size: 256,
      do_center_crop: true,
      do_flip_channel_order: true,
      do_resize: true,
      feature_extractor_type: 'MobileViTFeatureExtractor',
      resample: 2,
      size: 288,
    };
    expect(preprocessOf(config)).toMatchObject({
      ...crop(288, 256),
      mean: [0, 0, 0],
      std: [1, 1, 1],
      channelOrder: 'bgr',
    });
  });

  it('should divide twice by the deviation for EfficientNet (google/efficientnet-b0)', () => {
    const config = {
      do_center_crop: false,
      image_processor_type: 'EfficientNetImageProcessor',
      image_mean: [0.485, 0.456, 0.406],
      image_std: [0.5, 0.25, 0.75],
      include_top: true,
      resample: 0,
      rescale_offset: false,
      size: { height: 224, width: 224 },
    };
    expect(preprocessOf(config)).toMatchObject({
      ...squash(224),
      kernel: 'nearest',
      std: [0.25, 0.0625, 0.5625],
    });
    expect(preprocessOf({ ...config, include_top: false }).std).toEqual([0.5, 0.25, 0.75]);
  });

  it('should enlarge the size for LeViT and PoolFormer', () => {
    const config = { do_center_crop: true, crop_size: 224, resample: 3, ...IMAGENET };
    expect(
      preprocessOf({ ...config, feature_extractor_type: 'LevitFeatureExtractor', size: 224 }),
    ).toMatchObject(crop(256, 224));
    expect(
      preprocessOf({
        ...config,
        image_processor_type: 'PoolFormerImageProcessor',
        size: { shortest_edge: 224 },
        crop_pct: 0.9,
      }),
    ).toMatchObject(crop(248, 224));
  });

  it.each([
    [0, 'nearest'],
    [1, 'lanczos'],
    [2, 'bilinear'],
    [3, 'bicubic'],
    [4, 'box'],
  ])('should read resample %d as %s', (resample, kernel) => {
    expect(preprocessOf({ size: { height: 8, width: 8 }, resample, ...HALF }).kernel).toBe(kernel);
  });

  it('should keep grey levels without rescaling and normalisation', () => {
    const config = { size: { height: 8, width: 16 }, resample: 2 };
    const preprocess = preprocessOf({ ...config, do_rescale: false, do_normalize: false });
    expect(preprocess).toMatchObject({ rescaleFactor: 1, mean: [0, 0, 0], std: [1, 1, 1] });
    expect(preprocess.resize).toEqual({ mode: 'squash', width: 16, height: 8 });
  });

  it('should read an offset rescale as x / 127.5 - 1', () => {
    const config = {
      size: { height: 8, width: 8 },
      resample: 2,
      do_normalize: false,
      rescale_factor: 1 / 127.5,
      rescale_offset: true,
    };
    expect(preprocessOf(config)).toMatchObject({ rescaleFactor: 1 / 127.5, mean: [1, 1, 1] });
  });

  it('should report what it assumed', () => {
    expect(importWith({ size: 8, ...HALF }).assumptions).toEqual([
      'preprocessor_config.json names no image processor, so "size" was taken for a square.',
      'preprocessor_config.json gives no "resample", so bilinear was taken.',
    ]);
  });

  const valid = { size: { height: 8, width: 8 }, resample: 2, ...HALF };

  it.each([
    [[], 'the content'],
    [undefined, 'the content'],
    [{ ...valid, resample: 5 }, 'resample'],
    [{ ...valid, resample: 'bilinear' }, 'resample'],
    [{ ...valid, size: undefined }, 'size'],
    [{ ...valid, size: { longest_edge: 8 } }, 'size'],
    [{ ...valid, size: { shortest_edge: 8, longest_edge: 16 } }, 'size'],
    [{ ...valid, size: { shortest_edge: 8 } }, 'size'],
    [{ ...valid, size: { height: '8', width: 8 } }, 'height'],
    [{ ...valid, do_resize: false }, 'size'],
    [{ ...valid, do_resize: 'no' }, 'do_resize'],
    [{ ...valid, do_center_crop: true }, 'crop_size'],
    [{ ...valid, do_center_crop: true, crop_size: { shortest_edge: 8 } }, 'crop_size'],
    [{ ...valid, image_mean: undefined }, 'image_mean'],
    [{ ...valid, image_std: [1, 1] }, 'image_std'],
    [{ ...valid, image_std: ['a'] }, 'image_std'],
    [{ ...valid, do_flip_channel_order: true }, 'do_flip_channel_order'],
    [{ ...valid, do_pad: true }, 'do_pad'],
    [{ ...valid, rescale_offset: true }, 'rescale_offset'],
    [{ ...valid, image_processor_type: 'PerceiverImageProcessor' }, 'image_processor_type'],
    [{ ...valid, feature_extractor_type: 'ImageGPTFeatureExtractor' }, 'feature_extractor_type'],
    [{ ...valid, image_processor_type: 'ConvNextImageProcessor' }, 'size'],
  ])('should name the field it cannot use in %j', (config, field) => {
    const call = () => importWith(config);
    expect(call).toThrow(ModelImportError);
    expect(call).toThrow(expect.objectContaining({ field }) as Error);
  });

  it('should find out that preprocessing makes another size than the model takes', () => {
    expect(() => importWith(valid, 224)).toThrow(
      'Cannot import preprocessor_config.json: size gives pictures of 8x8, but the model\'s input "pixel_values" takes 224x224.',
    );
  });
});

describe('cardFromHuggingFace with config.json', () => {
  const valid = { size: { height: 8, width: 8 }, resample: 2, ...HALF };
  const withConfig = (config: unknown, outputs: TensorInfo[] = [logits()]) =>
    importWith(valid, 8, { config, signature: { inputs: [pixels(8)], outputs } });

  it('should put labels in the order of their ids', () => {
    expect(withConfig({ id2label: { 1: 'b', 0: 'a' } }).card.labels).toEqual(['a', 'b']);
    expect(withConfig({ label2id: { b: 1, a: 0 } }).card.labels).toEqual(['a', 'b']);
  });

  it('should tell equal labels apart by their index', () => {
    const { card, assumptions } = withConfig({ id2label: { 0: 'crane', 1: 'crane' } });
    expect(card.labels).toEqual(['crane', 'crane (1)']);
    expect(assumptions).toEqual([
      'Labels that are empty or occur twice carry their index: crane (1).',
    ]);
  });

  it('should number the labels where there are none', () => {
    expect(withConfig({}).card.labels).toEqual(['class-0', 'class-1']);
    expect(() => withConfig({}, [logits('labels')])).toThrow(ModelImportError);
  });

  it('should make a sigmoid head of a multi-label model', () => {
    const id2label = { 0: 'a', 1: 'b' };
    const head = (problem_type?: string) => withConfig({ id2label, problem_type }).card.head;
    expect(head()).toEqual({ kind: 'softmax', output: 'logits' });
    expect(head('single_label_classification').kind).toBe('softmax');
    expect(head('multi_label_classification').kind).toBe('sigmoid');
    expect(() => head('regression')).toThrow('problem_type must be one of');
  });

  it('should read the preprocessing of a timm model from its config', () => {
    const pretrained_cfg = { input_size: [3, 8, 8], crop_pct: 1, interpolation: 'bilinear' };
    const { card } = importWith(undefined, 8, {
      config: { label_names: ['a', 'b'], pretrained_cfg },
    });
    expect(card.preprocess).toMatchObject({ resize: { mode: 'shortest-edge', size: 8 } });
    expect(card.labels).toEqual(['a', 'b']);
  });

  it.each([
    [{ id2label: { 0: 'a', 2: 'c' } }, 'id2label'],
    [{ id2label: {} }, 'id2label'],
    [{ id2label: { x: 'a', y: 'b' } }, 'id2label'],
    [{ label2id: { a: 0, b: 0 } }, 'label2id'],
  ])('should reject labels that are not numbered: %j', (config, field) => {
    expect(() => withConfig(config)).toThrow(expect.objectContaining({ field }) as Error);
  });

  it('should reject another number of labels than logits', () => {
    const config = { id2label: { 0: 'a', 1: 'b', 2: 'c' } };
    expect(() => withConfig(config)).toThrow(LabelCountMismatchError);
  });
});

describe('cardFromHuggingFace with the files of a folder', () => {
  const valid = { size: { height: 8, width: 8 }, resample: 2, ...HALF };
  const withFiles = (...names: string[]) =>
    importWith(valid, 8, { files: names.map((name) => ({ url: `onnx/${name}` })) });

  it('should tell the variants by their names, full precision first', () => {
    const { card, assumptions } = withFiles(
      'model_quantized.onnx',
      'model_fp16.onnx',
      'model.onnx',
      'model_int8.onnx',
      'model_uint8.onnx',
      'model_q4.onnx',
    );
    expect(card.variants.map(({ name, dtype }) => [name, dtype])).toEqual([
      ['float32', 'float32'],
      ['fp16', 'float16'],
      ['quantized', 'int8'],
      ['int8', 'int8'],
      ['uint8', 'int8'],
    ]);
    expect(assumptions).toHaveLength(1);
    expect(assumptions[0]).toContain('model_q4.onnx was left out');
  });

  it('should say so when there is no file to use', () => {
    expect(() => withFiles()).toThrow('files have no ONNX model');
    expect(() => withFiles('model_q4f16.onnx')).toThrow(ModelImportError);
  });
});
