import { describe, expect, it } from 'vitest';
import { ModelImportError } from '../errors/model-import-error.js';
import { preprocessFromHuggingFace } from './preprocess-from-hugging-face.js';

const IMAGENET = { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] };
const HALF = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

const read = (config: unknown) =>
  preprocessFromHuggingFace(config, { layout: 'nchw', dtype: 'float32', channels: 3 });

const preprocessOf = (config: unknown) => read(config).preprocess;

const squash = (size: number) => ({
  resize: { mode: 'squash', width: size, height: size },
});

const crop = (edge: number, size: number) => ({
  resize: { mode: 'shortest-edge', size: edge },
  centerCrop: { width: size, height: size, rounding: 'floor' },
});

describe('preprocessFromHuggingFace', () => {
  it('should squash to a number in a ViTFeatureExtractor (google/vit-base-patch16-224)', () => {
    const config = {
      do_normalize: true,
      do_resize: true,
      feature_extractor_type: 'ViTFeatureExtractor',
      ...HALF,
      resample: 2,
      size: 224,
    };
    expect(preprocessOf(config)).toEqual({
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
    const preprocess = preprocessOf(config);
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
      centerCrop: { width: 224, height: 224, rounding: 'floor' },
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
    expect(read({ size: 8, ...HALF }).assumptions).toEqual([
      'preprocessor_config.json names no image processor, so "size" was taken for a square.',
      'preprocessor_config.json gives no "resample", so bilinear was taken.',
    ]);
  });

  const valid = { size: { height: 8, width: 8 }, resample: 2, ...HALF };

  it.each([
    [[], 'the content'],
    [undefined, 'the file'],
    [{ ...valid, resample: 5 }, 'resample'],
    [{ ...valid, resample: 'bilinear' }, 'resample'],
    [{ ...valid, size: undefined }, 'size'],
    [{ ...valid, size: { longest_edge: 8 } }, 'size'],
    [{ ...valid, size: { shortest_edge: 8, longest_edge: 16 } }, 'size'],
    [{ ...valid, size: { height: '8', width: 8 } }, 'height'],
    [{ ...valid, do_resize: false }, 'do_resize'],
    [{ ...valid, size: 0 }, 'size'],
    [{ ...valid, size: 224.5 }, 'size'],
    [{ ...valid, size: { height: 0, width: 8 } }, 'height'],
    [{ ...valid, do_center_crop: true, crop_size: 0 }, 'crop_size'],
    [{ image_processor_type: 'ConvNextImageProcessor', size: 224, crop_pct: 0 }, 'crop_pct'],
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
    const call = () => read(config);
    expect(call).toThrow(ModelImportError);
    expect(call).toThrow(expect.objectContaining({ field }) as Error);
  });

  it.each([
    ['BeitFeatureExtractor', 'bicubic', 224],
    ['BitImageProcessor', 'bicubic', 224],
    ['CLIPImageProcessorFast', 'bicubic', 224],
    ['DeiTImageProcessor', 'bicubic', 224],
    ['EfficientFormerImageProcessor', 'bicubic', 224],
    ['EfficientNetImageProcessor', 'nearest', undefined],
    ['LevitFeatureExtractor', 'bicubic', 224],
    ['MobileNetV1ImageProcessor', 'bilinear', 224],
    ['MobileNetV2ImageProcessor', 'bilinear', 224],
    ['PoolFormerImageProcessor', 'bicubic', 224],
    ['PvtImageProcessor', 'bilinear', undefined],
    ['SegformerImageProcessor', 'bilinear', undefined],
    ['SiglipImageProcessor', 'bicubic', undefined],
    ['ViTImageProcessor', 'bilinear', undefined],
  ])('should take and report the defaults of %s', (image_processor_type, kernel, cropSize) => {
    const config = { image_processor_type, size: 256, ...HALF };
    const { preprocess, assumptions } = read(config);
    const from = `was taken, the default of ${image_processor_type}.`;
    expect(preprocess.kernel).toBe(kernel);
    expect(assumptions).toContain(
      `preprocessor_config.json gives no "resample", so ${kernel} ${from}`,
    );
    expect(preprocess.centerCrop).toEqual(
      cropSize && { width: cropSize, height: cropSize, rounding: 'floor' },
    );
    const crop = `preprocessor_config.json gives no "do_center_crop", so true ${from}`;
    expect(assumptions.includes(crop)).toBe(cropSize !== undefined);
    expect(preprocessOf({ ...config, do_center_crop: false }).centerCrop).toBeUndefined();
    const spelledOut = { ...config, resample: 4, do_center_crop: true, crop_size: 8, crop_pct: 1 };
    expect(read(spelledOut).assumptions).toEqual([]);
  });

  it('should take and report the defaults of ConvNeXT, MobileViT and PoolFormer', () => {
    const convNext = read({ image_processor_type: 'ConvNextImageProcessor', size: 224, ...HALF });
    expect(convNext.preprocess).toMatchObject({ ...crop(256, 224), kernel: 'bilinear' });
    expect(convNext.assumptions.join(' ')).toContain('"crop_pct", so 0.875 was taken');
    const mobileViT = read({ image_processor_type: 'MobileViTImageProcessor', size: 288 });
    expect(mobileViT.preprocess).toMatchObject({ ...crop(288, 256), channelOrder: 'bgr' });
    expect(mobileViT.assumptions.join(' ')).toContain('"do_flip_channel_order", so true was taken');
    const poolFormer = read({
      image_processor_type: 'PoolFormerImageProcessor',
      size: 224,
      ...HALF,
    });
    expect(poolFormer.preprocess).toMatchObject(crop(248, 224));
    expect(poolFormer.assumptions.join(' ')).toContain('"crop_pct", so 0.9 was taken');
  });

  it.each(['constructorImageProcessor', 'toString', '__proto__FeatureExtractor'])(
    'should know no class named %s',
    (image_processor_type) => {
      expect(read({ image_processor_type, size: 8, resample: 2, ...HALF }).assumptions).toEqual([
        `preprocessor_config.json names ${image_processor_type}, so "size" was taken for a square.`,
      ]);
    },
  );
});
