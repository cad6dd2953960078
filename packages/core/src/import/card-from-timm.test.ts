import { describe, expect, it } from 'vitest';
import { ModelImportError } from '../errors/model-import-error.js';
import { cardFromTimm } from './card-from-timm.js';

const importWith = (
  pretrainedCfg: unknown,
  dims: readonly (number | string)[] = ['N', 3, 'H', 'W'],
) =>
  cardFromTimm({
    id: 'a-model',
    pretrainedCfg,
    labels: ['a', 'b'],
    files: [{ url: 'model.onnx' }],
    signature: {
      inputs: [{ name: 'input', dtype: 'float32', dims }],
      outputs: [{ name: 'output', dtype: 'float32', dims: ['N', 2] }],
    },
  }).card;

/** `resnet50.a1_in1k` of timm 1.0. */
const RESNET50 = {
  input_size: [3, 224, 224],
  interpolation: 'bicubic',
  crop_pct: 0.95,
  crop_mode: 'center',
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  first_conv: 'conv1',
};

describe('cardFromTimm', () => {
  it('should resize to floor(size / crop_pct) and crop the centre', () => {
    expect(importWith(RESNET50)).toMatchObject({
      preprocess: {
        resize: { mode: 'shortest-edge', size: 235 },
        centerCrop: { width: 224, height: 224 },
        kernel: 'bicubic',
        rescaleFactor: 1 / 255,
        mean: RESNET50.mean,
        std: RESNET50.std,
        channelOrder: 'rgb',
        layout: 'nchw',
      },
      head: { kind: 'softmax', output: 'output' },
    });
  });

  it('should squash, or pad with the mean colour, where crop_mode says so', () => {
    const size = { width: 232, height: 232 };
    const cfg = { ...RESNET50, crop_pct: 0.9655 };
    expect(importWith({ ...cfg, crop_mode: 'squash' }).preprocess).toMatchObject({
      resize: { mode: 'squash', ...size },
      centerCrop: { width: 224, height: 224 },
    });
    expect(importWith({ ...cfg, crop_mode: 'border' }).preprocess).toMatchObject({
      resize: { mode: 'letterbox', ...size, padColor: [124, 116, 104] },
    });
  });

  it("should fill in timm's defaults", () => {
    expect(importWith({ input_size: [3, 224, 224] }).preprocess).toMatchObject({
      resize: { mode: 'shortest-edge', size: 256 },
      kernel: 'bicubic',
      mean: [0.485, 0.456, 0.406],
    });
  });

  it.each([
    [{ ...RESNET50, interpolation: 'random' }, 'interpolation'],
    [{ ...RESNET50, crop_mode: 'corner' }, 'crop_mode'],
    [{ ...RESNET50, input_size: undefined }, 'input_size'],
    [{ ...RESNET50, input_size: [1, 224, 224] }, 'input_size'],
    [{ ...RESNET50, input_size: [3, 224, 448] }, 'input_size'],
    [{ ...RESNET50, input_size: [3, 0, 0] }, 'input_size'],
    [{ ...RESNET50, crop_pct: 0 }, 'crop_pct'],
    [{ ...RESNET50, mean: [0.5] }, 'mean'],
  ])('should name the field it cannot use in %j', (cfg, field) => {
    expect(() => importWith(cfg)).toThrow(ModelImportError);
    expect(() => importWith(cfg)).toThrow(expect.objectContaining({ field }) as Error);
  });

  it('should find out that the model takes another size', () => {
    expect(() => importWith(RESNET50, [1, 3, 256, 256])).toThrow(
      'input_size gives pictures of 224x224, but the model\'s input "input" takes 256x256',
    );
  });
});
