import { createTensor, InvalidArgumentError, type Tensor } from '@ocelli/core';
import { createGraphBuilder } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { hashedValues } from '../../../onnx/test/hashed-values.js';
import { openGraph } from '../../test/run-graph.js';
import { largestError, readTorchFixture } from '../../test/torch-fixtures.js';
import { adamw, type AdamwOptions } from './adamw.js';
import { appendAverage } from './append-average.js';
import { clipGradients } from './clip-gradients.js';
import type { Optimizer } from './optimizer.js';
import { sgd, type SgdOptions } from './sgd.js';

interface Values {
  readonly matrix: readonly number[];
  readonly vector: readonly number[];
}
type Fixture = {
  readonly learningRate: number;
  readonly maxNorm?: number;
  readonly steps: readonly (Values & { readonly norm: number })[];
  readonly average: Values;
} & (
  | { readonly kind: 'sgd'; readonly options: SgdOptions }
  | { readonly kind: 'adamw'; readonly options: AdamwOptions }
);
const FIXTURES = readTorchFixture<readonly Fixture[]>('optimizers.json');

const PARAMETERS = { matrix: [3, 4], vector: [5] } as const;
type ParameterName = keyof typeof PARAMETERS;
const NAMES = Object.keys(PARAMETERS) as readonly ParameterName[];
const AVERAGE_DECAY = 0.9;

type State = Record<string, Tensor<'float32'>>;

/** One step over both parameters as a graph; each carried value comes out as `next.<name>`. */
const updateGraph = (optimizer: Optimizer, maxNorm: number) => {
  const g = createGraphBuilder({ name: 'update' });
  const learningRate = g.input('learning_rate', 'float32', []);
  const stepNumber = g.input('step_number', 'float32', []);
  const start: State = {};
  const carry = (name: string, tensor: Tensor<'float32'>): string => {
    start[name] = tensor;
    return g.input(name, 'float32', tensor.dims);
  };
  const keep = (name: string, value: string): void =>
    g.output(g.node('Identity', [value], {}, { name: `next.${name}` }), 'float32');

  const gradients = NAMES.map(
    (name) => [name, g.input(`gradient.${name}`, 'float32', PARAMETERS[name])] as const,
  );
  const clipped = clipGradients(g, new Map(gradients), maxNorm);
  g.output(g.node('Identity', [clipped.norm], {}, { name: 'norm' }), 'float32');
  for (const name of NAMES) {
    const dims = PARAMETERS[name];
    const state = Object.fromEntries(
      Object.entries(optimizer.initialState(dims)).map(([key, tensor]) => [
        key,
        carry(`${name}.${key}`, tensor),
      ]),
    );
    const updated = optimizer.append({
      g,
      parameter: carry(name, hashedValues(name, dims)),
      gradient: clipped.gradients.get(name) ?? '',
      dims,
      learningRate,
      stepNumber,
      state,
      decays: !(optimizer.sparesVectors && dims.length < 2),
    });
    keep(name, updated.parameter);
    for (const [key, value] of Object.entries(updated.state)) keep(`${name}.${key}`, value);
    const average = carry(`${name}.average`, hashedValues(name, dims));
    const options = { average, parameter: updated.parameter, decay: AVERAGE_DECAY };
    keep(`${name}.average`, appendAverage(g, options));
  }
  return { model: g.build(), start };
};

const scalar = (value: number): Tensor<'float32'> =>
  createTensor('float32', [], Float32Array.of(value));

describe('optimizers', () => {
  it.each(FIXTURES)(
    "should follow PyTorch's $kind for ten steps: $options, clipped at $maxNorm",
    async (fixture) => {
      const { kind, options, learningRate, maxNorm = 1e30, steps, average } = fixture;
      const { model, start } = updateGraph(kind === 'sgd' ? sgd(options) : adamw(options), maxNorm);
      const graph = await openGraph(model);
      let state = start;
      try {
        for (const [step, expected] of steps.entries()) {
          const outputs = await graph.run({
            ...state,
            learning_rate: scalar(learningRate * (1 - step / (2 * steps.length))),
            step_number: scalar(step + 1),
            'gradient.matrix': hashedValues(`matrix.${step}`, PARAMETERS.matrix, 0, 0.5),
            'gradient.vector': hashedValues(`vector.${step}`, PARAMETERS.vector, 0, 0.5),
          });
          expect(outputs['norm']?.[0]).toBeCloseTo(expected.norm, 6);
          state = Object.fromEntries(
            Object.entries(state).map(([name, { dims }]) => [
              name,
              createTensor('float32', dims, outputs[`next.${name}`]),
            ]),
          );
          for (const name of NAMES) {
            expect(largestError(state[name]?.data ?? [], expected[name])).toBeLessThan(1e-6);
          }
        }
      } finally {
        await graph.release();
      }
      for (const name of NAMES) {
        const { data = [] } = state[`${name}.average`] ?? {};
        expect(largestError(data, average[name])).toBeLessThan(1e-6);
      }
    },
  );

  it('should keep no state without momentum', () => {
    expect(sgd({ momentum: 0 }).initialState([2, 3])).toEqual({});
    expect(Object.keys(sgd().initialState([2, 3]))).toEqual(['velocity']);
  });

  it.each([
    () => sgd({ momentum: 1 }),
    () => sgd({ weightDecay: -1 }),
    () => adamw({ beta1: 1 }),
    () => adamw({ beta2: NaN }),
    () => adamw({ epsilon: -1 }),
    () => clipGradients(createGraphBuilder({ name: 'g' }), new Map([['w', 'g']]), 0),
    () => clipGradients(createGraphBuilder({ name: 'g' }), new Map(), 1),
  ])('should refuse settings outside their range: %s', (call) => {
    expect(call).toThrow(InvalidArgumentError);
  });
});
