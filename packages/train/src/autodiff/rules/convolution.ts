import { ofFirstOutput, type VjpContext, type VjpRule } from '../vjp-rule.js';
import { convolutionOf } from './convolution-geometry.js';
import { convolutionImageGradient } from './convolution-image-gradient.js';
import { convolutionWeightGradient } from './convolution-weight-gradient.js';
import { sumOver } from './reduce-to.js';

/** `db[m] = sum over n, p of dY[n, m, p]` */
const biasGradient = (context: VjpContext, dy: string, rank: number): string =>
  sumOver(
    context,
    dy,
    Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1),
  );

/** `Y = W * X + b`, `*` the cross-correlation that the field calls convolution */
const conv = ofFirstOutput((context, dy) => {
  const { inputs, outputs, dims, needs } = context;
  const [x = '', w = '', b] = inputs;
  const convolution = convolutionOf(context, x, w, outputs[0] ?? '');
  return [
    needs(0) ? convolutionImageGradient(context, [dy, w], convolution) : undefined,
    needs(1) ? convolutionWeightGradient(context, [x, dy], convolution) : undefined,
    b && needs(2) ? biasGradient(context, dy, dims(x).length) : undefined,
  ];
});

/**
 * The transpose of the convolution `[N, M, ...output] * W -> [N, C, ...input]` with weights
 * `[C, M / G, ...kernel]`: dX is that convolution of dY, and dW its weight gradient with image and
 * cotangent exchanged
 */
const convTranspose = ofFirstOutput((context, dy) => {
  const { g, node, inputs, outputs, dims, needs } = context;
  const [x = '', w = ''] = inputs;
  if (node.attribute.some(({ name }) => name === 'output_shape' || name === 'auto_pad')) {
    return context.refuse('its padding is given by output_shape or auto_pad');
  }
  const convolution = convolutionOf(context, outputs[0] ?? '', w, x);
  return [
    needs(0) ? g.node('Conv', [dy, w], convolution.attributes) : undefined,
    needs(1) ? convolutionWeightGradient(context, [dy, x], convolution) : undefined,
    needs(2) ? biasGradient(context, dy, dims(x).length) : undefined,
  ];
});

/** Convolutions. */
export const CONVOLUTION_RULES = {
  Conv: conv,
  ConvTranspose: convTranspose,
} as const satisfies Record<string, VjpRule>;
