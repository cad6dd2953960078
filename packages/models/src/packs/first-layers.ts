/** What the packs that began as a part of a pretrained network owe to it, for their cards. */
export const FIRST_LAYERS = {
  licence: 'Apache-2.0',
  attribution:
    'Fine-tuned from the first layers of MobileNetV2 as trained on ImageNet (ONNX Model Zoo, Apache 2.0).',
  citation:
    'M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen: MobileNetV2: Inverted Residuals and Linear ' +
    'Bottlenecks. CVPR 2018, arXiv:1801.04381.',
} as const;
