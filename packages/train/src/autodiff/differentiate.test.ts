import { createTensor, InvalidArgumentError } from '@ocelli/core';
import { createGraphRuntime } from '@ocelli/node';
import {
  createGraphBuilder,
  encodeModel,
  extendGraph,
  type GraphBuilder,
  graphOf,
} from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { checkGradients } from '../testing/check-gradients.js';
import { differentiate } from './differentiate.js';
import { NotDifferentiableError, UnknownShapeError } from './differentiation-errors.js';

const runtime = createGraphRuntime({ threads: 1 });

const graphOfInput = (dims: readonly (number | string)[] = [2, 3]): GraphBuilder => {
  const g = createGraphBuilder({ name: 'forward' });
  g.input('x', 'float32', dims);
  return g;
};
const sum = (g: GraphBuilder, value: string): string =>
  g.node('ReduceSum', [value], { keepdims: 0 }, { name: 'loss' });
const operators = (g: GraphBuilder): string[] =>
  graphOf(g.build()).node.map(({ opType = '' }) => opType);
const thrownBy = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('differentiate', () => {
  it('should add up the paths of a value that is used several times', async () => {
    const errors = await checkGradients({
      runtime,
      inputs: { x: { dims: [3, 4] } },
      body: (g) => {
        const a = g.node('Tanh', ['x']);
        return g.node('Add', [g.node('Mul', [a, 'x']), g.node('Sigmoid', [a])]);
      },
      dtype: 'float64',
    });
    expect(errors['x']).toBeLessThan(1e-7);
  });

  it('should follow a whole residual block to its input and every parameter', async () => {
    const errors = await checkGradients({
      runtime,
      inputs: {
        x: { dims: [2, 4, 6, 6] },
        w1: { dims: [4, 4, 3, 3] },
        scale: { dims: [4], drawing: 'positive' },
        shift: { dims: [4] },
        w2: { dims: [3, 144] },
      },
      body: (g) => {
        // ONNX Runtime gives both statistics one buffer when it is fed one value for both.
        const mean = g.initializer('mean', createTensor('float32', [4]));
        const ones = createTensor('float32', [4], new Float32Array(4).fill(1));
        const variance = g.initializer('variance', ones);
        const conv = g.node('Conv', ['x', 'w1'], { pads: [1, 1, 1, 1] });
        const normal = ['scale', 'shift', mean, variance];
        const [norm = ''] = g.nodes(3, 'BatchNormalization', [conv, ...normal], {
          training_mode: 1,
          momentum: 0,
        });
        const block = g.node('Add', [g.node('Sigmoid', [norm]), 'x']);
        const head = g.node('Gemm', [g.node('Flatten', [block]), 'w2'], { transB: 1 });
        return g.node('LogSoftmax', [g.node('Tanh', [head])]);
      },
    });
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-3);
  });

  it('should walk only the nodes between the values and the loss', () => {
    const g = graphOfInput();
    const w = g.initializer('w', createTensor('float32', [3, 3]));
    const frozen = g.node('Tanh', [g.node('MatMul', ['x', w])]);
    const head = g.initializer('head', createTensor('float32', [3, 2]));
    const loss = sum(g, g.node('MatMul', [frozen, head]));
    const before = operators(g).length;
    differentiate(g, { loss, wrt: ['head'] });
    expect(operators(g).slice(before)).toEqual(['Reshape', 'Expand', 'Gemm']);
  });

  it('should ignore shapes and indices that are computed from a trained value', async () => {
    const errors = await checkGradients({
      runtime,
      inputs: { x: { dims: [2, 3], drawing: 'spread' } },
      body: (g) => {
        const best = g.node('ArgMax', ['x'], { axis: 1 });
        const depth = g.initializer('depth', createTensor('int64', [1], BigInt64Array.of(3n)));
        const values = g.initializer('values', createTensor('float32', [2], Float32Array.of(0, 1)));
        const mask = g.node('Squeeze', [
          g.node('OneHot', [best, depth, values]),
          g.int64('a', [1]),
        ]);
        return g.node('Reshape', [g.node('Mul', ['x', mask]), g.node('Shape', ['x'])]);
      },
    });
    expect(errors['x']).toBeLessThan(1e-3);
  });

  it('should leave the graph that it is given usable, and give the same bytes again', () => {
    const build = (): Uint8Array => {
      const g = extendGraph(graphOfInput().build());
      const gradient = differentiate(g, { loss: sum(g, g.node('Exp', ['x'])), wrt: ['x'] });
      g.output(gradient.get('x') ?? '', 'float32', [2, 3]);
      return encodeModel(g.build());
    };
    expect(build()).toEqual(build());
  });

  it('should name the node without a rule, and what to freeze', () => {
    const g = graphOfInput();
    const y = g.node('Round', [g.node('Tanh', ['x'])], {}, { name: 'rounding' });
    const error = thrownBy(() => differentiate(g, { loss: sum(g, y), wrt: ['x'] }));
    expect(error).toBeInstanceOf(NotDifferentiableError);
    expect(error).toMatchObject({
      node: '"rounding" (Round)',
      operator: 'Round',
      upstream: ['x'],
      remedy: 'Freeze what lies before it: "x".',
    });
  });

  it('should refuse padding by reflection, trained bounds, and random masks of its own', () => {
    const refused: readonly ((g: GraphBuilder) => string)[] = [
      (g) => g.node('Pad', ['x', g.int64('pads', [0, 1, 0, 1])], { mode: 'reflect' }),
      (g) => g.node('Clip', ['x', g.node('ReduceMean', ['x'], { keepdims: 0 })]),
      (g) => g.nodes(2, 'Dropout', ['x'])[0] ?? '',
    ];
    for (const body of refused) {
      const g = graphOfInput();
      const loss = sum(g, body(g));
      expect(() => differentiate(g, { loss, wrt: ['x'] })).toThrow(NotDifferentiableError);
    }
  });

  it('should say which value has no fixed dims', () => {
    const g = graphOfInput(['N', 3]);
    const loss = sum(g, g.node('Softmax', [g.node('Tanh', ['x'])]));
    const error = thrownBy(() => differentiate(g, { loss, wrt: ['x'] }));
    expect(error).toBeInstanceOf(UnknownShapeError);
    expect(error).toMatchObject({ value: 'softmax', dims: ['N', 3] });
  });

  it('should refuse names that are not in the graph, losses of several elements, and idle values', () => {
    const g = graphOfInput();
    g.input('idle', 'float32', [2]);
    const y = g.node('Tanh', ['x']);
    const loss = sum(g, y);
    for (const options of [
      { loss: 'nowhere', wrt: ['x'] },
      { loss, wrt: ['nowhere'] },
      { loss, wrt: ['idle'] },
      { loss: y, wrt: ['x'] },
    ]) {
      expect(() => differentiate(g, options)).toThrow(InvalidArgumentError);
    }
  });
});
