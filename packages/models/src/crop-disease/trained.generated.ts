// Written by scripts/build-pack.mjs; do not edit.
import type { TrainedPack } from '../packs/define-pack-card.js';

export const TRAINED: TrainedPack = {
  version: '1.0.0',
  input: { name: 'input' },
  preprocess: {
    resize: { mode: 'squash', width: 160, height: 160 },
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
        sha256: '5abfa3f46d5863b58eaed61d2947f80682d940031c64fe3c56543e6e6e270c8e',
        bytes: 4773710,
      },
      accuracy: [
        {
          dataset: 'PlantVillage (Hughes and Salathé 2015), iBean (Makerere AI Lab 2020)',
          split: 'validation',
          count: 1379,
          top1: 0.9572153734590283,
          top5: 1,
          ece: 0.008977202942534918,
        },
      ],
    },
  ],
  calibration: { temperature: 0.6246460993019339 },
  golden: {
    inputs: { input: { dtype: 'float32', dims: [1, 3, 160, 160], drawn: 'stripes-v1', seed: 1 } },
    outputs: {
      logits: {
        dtype: 'float32',
        dims: [1, 32],
        values: [
          -0.5568791627883911, -2.064459800720215, -2.119468927383423, -1.4796406030654907,
          -0.7312418222427368, -0.5799366235733032, -0.38966184854507446, -1.477125644683838,
          -1.4185041189193726, -0.815967321395874, 2.9440793991088867, 3.364577531814575,
          3.021836280822754, -0.4704686403274536, -1.5702831745147705, -1.4067351818084717,
          -0.9666401147842407, -1.1009483337402344, -2.042970657348633, -2.386117935180664,
          -1.1777843236923218, -1.4340691566467285, -1.9829232692718506, -1.4680380821228027,
          -1.2972486019134521, -2.235935926437378, -1.3881287574768066, -1.8707085847854614,
          -1.0661211013793945, -1.0408599376678467, -1.1417829990386963, 0.02615337073802948,
        ],
      },
    },
    tolerance: 0.02,
  },
};
