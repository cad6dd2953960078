import { createTensor } from '@ocelli/core';
import { createGraphRuntime } from '@ocelli/node';
import { createGraphBuilder, encodeModel, graphOf, type OnnxModel } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/check-gradients.js';
import { unfoldConvolutions } from './unfold-convolutions.js';

const runtime = createGraphRuntime({ threads: 1 });

const wave = (dims: readonly number[]) => {
  const tensor = createTensor('float32', dims);
  tensor.data.forEach((_, at) => (tensor.data[at] = Math.sin(at * 1.7)));
  return tensor;
};

/** A large image, then two convolutions with 4 positions and one, the first with a bias. */
const network = (groups: number, batch: number | string = 3): OnnxModel => {
  const g = createGraphBuilder({ name: 'network' });
  g.input('x', 'float32', [batch, 4, 6, 6]);
  const weight = (...dims: readonly number[]): string => g.initializer('w', wave(dims));
  const large = g.node('Conv', ['x', weight(4, 4, 3, 3)], { strides: [2, 2], pads: [1, 1, 1, 1] });
  const small = g.node('Conv', [large, weight(8, 4 / groups, 3, 3), weight(8)], {
    strides: [2, 2],
    pads: [1, 1, 1, 1],
    group: groups,
  });
  const last = g.node('Conv', [small, weight(5, 8, 2, 2)], {}, { name: 'y' });
  g.output(last, 'float32');
  return g.build();
};
const run = async (model: OnnxModel): Promise<Float32Array> => {
  const session = await runtime.open(encodeModel(model));
  const { y } = await session.run({ x: wave([3, 4, 6, 6]) });
  await session.release();
  return y?.data as Float32Array;
};

describe('unfoldConvolutions', () => {
  it('should compute the same with a product for each convolution of few positions', async () => {
    const model = network(1);
    const unfolded = unfoldConvolutions(model);
    expect(graphOf(unfolded).node.filter(({ opType }) => opType === 'Gemm')).toHaveLength(2);
    const [before, after] = [await run(model), await run(unfolded)];
    expect(after).toHaveLength(15);
    after.forEach((value, at) => expect(value).toBeCloseTo(before[at] ?? NaN, 4));
  });

  it('should leave grouped convolutions and free batches alone', () => {
    const products = graphOf(unfoldConvolutions(network(2))).node.filter(
      ({ opType }) => opType === 'Gemm',
    );
    expect(products).toHaveLength(1);
    const free = network(1, 'N');
    expect(unfoldConvolutions(free)).toBe(free);
  });

  it('should stay differentiable', async () => {
    const errors = await checkGradients({
      runtime,
      inputs: { x: { dims: [3, 4, 3, 3] }, w: { dims: [6, 4, 3, 3] }, b: { dims: [6] } },
      body: (g) => g.node('Conv', ['x', 'w', 'b'], { strides: [2, 2], pads: [1, 1, 1, 1] }),
      prepare: unfoldConvolutions,
    });
    for (const error of Object.values(errors)) expect(error).toBeLessThan(1e-3);
  });
});
