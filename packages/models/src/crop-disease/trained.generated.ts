// Written by scripts/build-pack.mjs; do not edit.
import type { TrainedPack } from '../packs/define-pack-card.js';

export const TRAINED: TrainedPack = {
  "version": "0.1.0",
  "input": { "name": "input" },
  "preprocess": {
    "resize": { "mode": "squash", "width": 128, "height": 128 },
    "kernel": "bilinear",
    "rescaleFactor": 0.00392156862745098,
    "mean": [0.5, 0.5, 0.5],
    "std": [0.25, 0.25, 0.25],
    "channelOrder": "rgb",
    "layout": "nchw",
    "dtype": "float32"
  },
  "head": { "kind": "softmax", "output": "logits" },
  "variants": [{ "name": "float32", "dtype": "float32", "file": { "name": "model.onnx" } }]
};
