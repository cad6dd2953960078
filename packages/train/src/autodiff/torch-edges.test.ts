import { createTensor } from '@ocelli/core';
import { createGraphRuntime } from '@ocelli/node';
import { type AttributesOf, createGraphBuilder, encodeModel } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { readTorchFixture } from '../../test/torch-fixtures.js';
import { differentiate } from './differentiate.js';

interface Edge {
  readonly title: string;
  readonly operator: 'MaxPool';
  readonly attributes: AttributesOf<'MaxPool'>;
  /** Further inputs, one element each. */
  readonly constants: readonly number[];
  readonly dims: readonly number[];
  readonly x: readonly number[];
  readonly dyDims: readonly number[];
  readonly dy: readonly number[];
  readonly dx: readonly number[];
}

const { cases } = readTorchFixture<{ cases: readonly Edge[] }>('autodiff-edges.json');
const runtime = createGraphRuntime({ threads: 1 });

describe('VJP_RULES', () => {
  it.each(cases)("should give PyTorch's gradient: $operator, $title", async (edge) => {
    const g = createGraphBuilder({ name: 'edge' });
    const x = g.input('x', 'float32', edge.dims);
    const dy = createTensor('float32', edge.dyDims, Float32Array.from(edge.dy));
    const constants = edge.constants.map((value) => g.scalar('constant', 'float32', value));
    const y = g.node(edge.operator, [x, ...constants], edge.attributes);
    const product = g.node('Mul', [y, g.initializer('dy', dy)]);
    const loss = g.node('ReduceSum', [product], { keepdims: 0 });
    const gradient = differentiate(g, { loss, wrt: ['x'] }).get('x') ?? '';
    g.output(gradient, 'float32');
    const session = await runtime.open(encodeModel(g.build()));
    const fetched = await session.run({
      x: createTensor('float32', edge.dims, Float32Array.from(edge.x)),
    });
    await session.release();
    const values = Array.from((fetched[gradient]?.data ?? []) as Float32Array);
    expect(values).toHaveLength(edge.dx.length);
    values.forEach((value, index) => expect(value).toBeCloseTo(edge.dx[index] ?? NaN, 5));
  });
});
