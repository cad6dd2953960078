// Written by scripts/build-pack.mjs; do not edit.
import type { TrainedPack } from '../packs/define-pack-card.js';

export const TRAINED: TrainedPack = {
  version: '1.0.0',
  input: { name: 'input' },
  preprocess: {
    resize: { mode: 'squash', width: 128, height: 128 },
    kernel: 'bilinear',
    rescaleFactor: 0.00392156862745098,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: { kind: 'softmax', output: 'logits' },
  variants: [
    {
      name: 'float32',
      dtype: 'float32',
      file: {
        name: 'model.onnx',
        sha256: '3599bc9b411f67bc9cc5b67c97c66ab9b05099b05fc97e8737f2708dc28bd529',
        bytes: 4666074,
      },
      accuracy: [
        {
          dataset: 'Brain Tumor MRI Dataset (Nickparvar 2021)',
          split: 'validation',
          count: 566,
          top1: 0.9770318021201413,
          top5: 1,
          ece: 0.012881853133676797,
        },
      ],
    },
  ],
  calibration: { temperature: 0.7230037558509583 },
  golden: {
    inputs: { input: { dtype: 'float32', dims: [1, 3, 128, 128], drawn: 'stripes-v1', seed: 1 } },
    outputs: {
      logits: {
        dtype: 'float32',
        dims: [1, 4],
        values: [
          -0.9804128408432007, 0.3302985429763794, -0.011681966483592987, -0.24243202805519104,
        ],
      },
    },
    tolerance: 0.02,
  },
};
