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
        sha256: '80f98eda1d1eada7ac00c7d142ac7f2f2062cac4aa5bde32286b10d29a81a353',
        bytes: 4773710,
      },
      accuracy: [
        {
          dataset: 'PlantVillage (Hughes and Salathé 2015), iBean (Makerere AI Lab 2020)',
          split: 'validation',
          count: 1379,
          top1: 0.9282088469905729,
          top5: 0.9985496736765772,
          ece: 0.01231821747194018,
        },
      ],
    },
  ],
  calibration: { temperature: 0.686656380512765 },
  golden: {
    inputs: { input: { dtype: 'float32', dims: [1, 3, 128, 128], drawn: 'stripes-v1', seed: 1 } },
    outputs: {
      logits: {
        dtype: 'float32',
        dims: [1, 32],
        values: [
          -1.1269981861114502, -3.046677827835083, -2.9408376216888428, -2.55576753616333,
          1.8581132888793945, 1.0347704887390137, 1.5741525888442993, -0.8528931140899658,
          -1.6787104606628418, -1.7062504291534424, 2.6125171184539795, 2.2062227725982666,
          1.3493478298187256, -1.7191447019577026, -2.5092337131500244, -1.5160646438598633,
          -1.3823295831680298, -1.4340611696243286, -2.028895854949951, -2.9466471672058105,
          -2.2026543617248535, -0.8193303346633911, -2.5219380855560303, -2.1481618881225586,
          -1.38193941116333, -3.4215047359466553, -1.145660638809204, -2.6803152561187744,
          -1.593111515045166, -1.5646424293518066, -1.7658650875091553, -0.9234997034072876,
        ],
      },
    },
    tolerance: 0.02,
  },
};
