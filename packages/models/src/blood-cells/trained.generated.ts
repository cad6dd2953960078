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
        sha256: '1bb708731b03a997e416c0abef224e8e1058ef085182ff6d9b62ba8bbff250f4',
        bytes: 4681452,
      },
      accuracy: [
        {
          dataset: 'PBC (Acevedo et al. 2020)',
          split: 'validation',
          count: 1010,
          top1: 0.9752475247524752,
          top5: 1,
          ece: 0.007298570902034499,
        },
      ],
    },
  ],
  calibration: { temperature: 0.6999351106434128 },
  golden: {
    inputs: { input: { dtype: 'float32', dims: [1, 3, 128, 128], drawn: 'stripes-v1', seed: 1 } },
    outputs: {
      logits: {
        dtype: 'float32',
        dims: [1, 8],
        values: [
          -1.0089023113250732, 0.7162735462188721, 0.528958797454834, -0.8645642399787903,
          -0.918675422668457, -0.7112911343574524, -1.5651280879974365, 1.6153714656829834,
        ],
      },
    },
    tolerance: 0.02,
  },
};
