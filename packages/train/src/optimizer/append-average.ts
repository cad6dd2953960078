import type { GraphBuilder } from '@ocelli/onnx';

/** Appends one step of an exponential moving average, `decay * average + (1 - decay) * parameter`. */
export const appendAverage = (
  g: GraphBuilder,
  {
    average,
    parameter,
    decay,
  }: { readonly average: string; readonly parameter: string; readonly decay: number },
): string => {
  const scale = (value: string, factor: number): string =>
    g.node('Mul', [value, g.scalar('average_decay', 'float32', factor)]);
  return g.node('Add', [scale(average, decay), scale(parameter, 1 - decay)]);
};
