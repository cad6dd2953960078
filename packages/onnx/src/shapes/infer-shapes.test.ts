import { existsSync, readFileSync } from 'node:fs';
import { createTensor } from '@ocelli/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGraphBuilder, type GraphBuilder } from '../build/graph-builder.js';
import { decodeModel } from '../model/decode-model.js';
import { graphOf, withGraph } from '../model/model-parts.js';
import type { OnnxModel } from '../model/onnx-model.js';
import { patternTensor, runModel, withAllOutputs } from '../../test/run-model.js';
import { inferShapes } from './infer-shapes.js';

const assets =
  process.env['OCELLI_ASSETS'] ?? new URL('../../../../../shared', import.meta.url).pathname;

/** Compares the inferred dtype and dims of every value with what ONNX Runtime makes of it. */
const expectRuntimeAgrees = async (model: OnnxModel, inputDims: readonly number[]) => {
  const { shapes, unknownOperators } = inferShapes(model, { dimSizes: { N: 1, batch_size: 1 } });
  expect(unknownOperators).toEqual([]);
  const [input = ''] = graphOf(model).input.map(({ name = '' }) => name);
  const everything = withAllOutputs(model, (value) => shapes.get(value)?.dtype);
  const results = await runModel(everything, { [input]: patternTensor(inputDims) });
  expect(Object.keys(results).length).toBeGreaterThan(0);
  for (const [name, tensor] of Object.entries(results)) {
    expect({ name, dims: shapes.get(name)?.dims, dtype: shapes.get(name)?.dtype }).toEqual({
      name,
      dims: tensor.dims,
      dtype: tensor.type,
    });
  }
};

const build = (dims: readonly number[], body: (g: GraphBuilder, x: string) => void): OnnxModel => {
  const g = createGraphBuilder({ name: 'case', opset: 18 });
  body(g, g.input('x', 'float32', dims));
  return g.build();
};

const weights = (g: GraphBuilder, dims: readonly number[]): string =>
  g.initializer('w', createTensor('float32', dims));

/** One graph per family of rules; every node in it is compared. */
const CASES: Readonly<
  Record<string, { dims: readonly number[]; body: (g: GraphBuilder, x: string) => void }>
> = {
  convolutions: {
    dims: [1, 4, 11, 13],
    body: (g, x) => {
      g.node('Conv', [x, weights(g, [6, 2, 3, 3])], {
        group: 2,
        strides: [2, 1],
        dilations: [1, 2],
      });
      g.node('Conv', [x, weights(g, [6, 4, 3, 3])], { auto_pad: 'SAME_UPPER', strides: [2, 3] });
      g.node('Conv', [x, weights(g, [6, 4, 3, 3])], { auto_pad: 'VALID' });
      g.node('ConvTranspose', [x, weights(g, [4, 3, 3, 2])], {
        group: 2,
        strides: [2, 3],
        pads: [1, 0, 0, 1],
        output_padding: [1, 0],
      });
    },
  },
  pools: {
    dims: [1, 3, 10, 7],
    body: (g, x) => {
      const pool = { kernel_shape: [3, 2], strides: [2, 2] };
      g.node('MaxPool', [x], pool);
      g.node('MaxPool', [x], { ...pool, ceil_mode: 1 });
      g.node('AveragePool', [x], { ...pool, ceil_mode: 1, pads: [1, 1, 1, 1] });
      g.node('AveragePool', [x], { ...pool, auto_pad: 'SAME_LOWER' });
      g.nodes(2, 'MaxPool', [x], pool);
      g.node('GlobalAveragePool', [x]);
      g.node('GlobalMaxPool', [x]);
    },
  },
  movement: {
    dims: [2, 6, 4, 4],
    body: (g, x) => {
      g.node('Reshape', [x, g.int64('s', [0, 2, 3, -1])]);
      g.node('Flatten', [x], { axis: 2 });
      g.node('Flatten', [x], { axis: 0 });
      g.node('Transpose', [x], { perm: [0, 2, 3, 1] });
      g.node('Transpose', [x]);
      g.node('Concat', [x, x], { axis: -3 });
      g.node('Slice', [
        x,
        g.int64('a', [1, -1]),
        g.int64('b', [5, -(2 ** 31)]),
        g.int64('c', [1, 3]),
        g.int64('d', [2, -1]),
      ]);
      g.nodes(3, 'Split', [x], { axis: 1, num_outputs: 3 });
      g.nodes(2, 'Split', [x, g.int64('e', [1, 5])], { axis: 1 });
      g.node('Pad', [x, g.int64('p', [0, 0, 1, 2, 0, 0, 3, 0])]);
      g.node('Pad', [x, g.int64('p', [1, 2]), '', g.int64('q', [-1])]);
      g.node('Squeeze', [g.node('Unsqueeze', [x, g.int64('f', [0, -1])]), g.int64('h', [0])]);
      g.node('Gather', [x, g.int64('i', [0, 2, 4])], { axis: 1 });
      g.node('Expand', [x, g.int64('j', [3, 1, 1, 1, 4])]);
      const best = g.node('ArgMax', [x], { axis: 1, keepdims: 0 });
      const onOff = g.initializer('v', createTensor('float32', [2], Float32Array.of(0, 1)));
      g.node('OneHot', [best, g.int64('m', [5]), onOff]);
      g.node('OneHot', [best, g.int64('m', [5]), onOff], { axis: 1 });
      g.node('Tile', [x, g.int64('k', [1, 2, 1, 3])]);
      g.node('DepthToSpace', [g.node('SpaceToDepth', [x], { blocksize: 2 })], { blocksize: 2 });
      g.node('Resize', [x, '', '', g.int64('l', [2, 6, 7, 3])], { mode: 'linear' });
    },
  },
  products: {
    dims: [2, 1, 3, 5],
    body: (g, x) => {
      g.node('MatMul', [x, weights(g, [4, 5, 7])]);
      g.node('MatMul', [x, weights(g, [5])]);
      const matrix = g.node('Reshape', [x, g.int64('s', [6, 5])]);
      g.node('Gemm', [matrix, weights(g, [9, 6])], { transA: 1, transB: 1 });
    },
  },
  reductions: {
    dims: [2, 3, 4],
    body: (g, x) => {
      g.node('ReduceMean', [x, g.int64('a', [-1])], { keepdims: 0 });
      g.node('ReduceSum', [x]);
      g.node('ReduceSum', [x], { noop_with_empty_axes: 1 });
      g.node('ArgMax', [x], { axis: 1, keepdims: 0 });
      g.nodes(2, 'TopK', [x, g.int64('k', [2])], { axis: 1 });
      g.node('Softmax', [x], { axis: 1 });
      g.node('Where', [
        g.node('Greater', [x, g.scalar('z', 'float32', 0)]),
        x,
        weights(g, [5, 1, 1, 4]),
      ]);
    },
  },
  'shape arithmetic': {
    dims: [2, 3, 4, 4],
    body: (g, x) => {
      const batch = g.node('Gather', [g.node('Shape', [x]), g.int64('zero', [0])]);
      const area = g.node('ReduceProd', [g.node('Shape', [x], { start: 2 })], { keepdims: 1 });
      g.node('Identity', [area]);
      const doubled = g.node('Mul', [
        g.node('Shape', [x], { start: 1, end: 2 }),
        g.int64('two', [2]),
      ]);
      g.node('ConstantOfShape', [doubled]);
      g.node('Reshape', [x, g.node('Concat', [batch, g.int64('rest', [-1])], { axis: 0 })]);
    },
  },
  quantization: {
    dims: [1, 3, 8, 8],
    body: (g, x) => {
      const scale = g.scalar('scale', 'float32', 0.02);
      const zero = g.scalar('zero', 'int8', 3);
      const q = g.node('QuantizeLinear', [x, scale, zero]);
      g.node('DequantizeLinear', [q, scale, zero]);
      const w = g.initializer('w', createTensor('int8', [4, 3, 3, 3]));
      g.node('QLinearConv', [q, scale, zero, w, scale, g.scalar('wz', 'int8', 0), scale, zero]);
      g.nodes(3, 'DynamicQuantizeLinear', [x]);
    },
  },
};

describe('inferShapes', () => {
  it.each(Object.entries(CASES))(
    'should agree with ONNX Runtime on %s',
    async (_, { dims, body }) => {
      await expectRuntimeAgrees(build(dims, body), dims);
    },
  );

  it('should agree with ONNX Runtime on random convolutions and pools', async () => {
    const window = fc.record({
      size: fc.integer({ min: 5, max: 14 }),
      kernel: fc.integer({ min: 1, max: 4 }),
      stride: fc.integer({ min: 1, max: 3 }),
      pad: fc.integer({ min: 0, max: 2 }),
      ceil: fc.integer({ min: 0, max: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(window, async ({ size, kernel, stride, pad, ceil }) => {
        // The standard asks for padding smaller than the window.
        const pads = Array<number>(4).fill(Math.min(pad, kernel - 1));
        const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads };
        const model = build([1, 2, size, size], (g, x) => {
          g.node('Conv', [x, weights(g, [3, 2, kernel, kernel])], attributes);
          g.node('MaxPool', [x], { ...attributes, ceil_mode: ceil });
          g.node('AveragePool', [x], { ...attributes, ceil_mode: ceil });
        });
        await expectRuntimeAgrees(model, [1, 2, size, size]);
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  const real = ['squeezenet1.1-fp32', 'mobilenetv2-fp32', 'mobilenetv2-12-qdq'];
  it.skipIf(!existsSync(`${assets}/models`)).each(real)(
    'should agree with ONNX Runtime on %s (skipped without the shared assets)',
    async (name) => {
      const model = decodeModel(readFileSync(`${assets}/models/${name}.onnx`));
      await expectRuntimeAgrees(model, [1, 3, 224, 224]);
    },
  );

  it('should keep the name of a free batch through reshaping', () => {
    const g = createGraphBuilder({ name: 'free' });
    const x = g.input('x', 'float32', ['N', 4, 3, 3]);
    const flat = g.node('Reshape', [x, g.int64('s', [0, -1])]);
    const batch = g.node('Shape', [x], { start: 0, end: 1 });
    const target = g.node('Concat', [batch, g.int64('t', [4, 9])], { axis: 0 });
    const folded = g.node('Reshape', [flat, target]);
    const { shapes } = inferShapes(g.build());
    expect(shapes.get(flat)?.dims).toEqual(['N', 36]);
    expect(shapes.get(folded)?.dims).toEqual(['N', 4, 9]);
  });

  it('should report operators that it does not know and take the declared shape of their results', () => {
    const g = createGraphBuilder({ name: 'unknown' });
    const y = g.node('Relu', [g.input('x', 'float32', [1, 4])]);
    g.output(y, 'float32', [1, 4]);
    const model = g.build();
    const node = graphOf(model).node.map((each) => ({
      ...each,
      opType: 'Mystery',
      domain: 'acme',
    }));
    const { shapes, unknownOperators } = inferShapes(withGraph(model, { node }));
    expect(unknownOperators).toEqual(['acme.Mystery']);
    expect(shapes.get(y)?.dims).toEqual([1, 4]);
  });
});
