import { createTensor, type Tensor } from '@ocelli/core';
import { buildArchitectureModel, resnet18 } from '@ocelli/onnx/architectures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashedParameter, hashedValues } from '../../../onnx/test/hashed-values.js';
import { type OpenGraph, openGraph } from '../../test/run-graph.js';
import { readTorchFixture } from '../../test/torch-fixtures.js';
import { softmaxCrossEntropy } from '../loss/softmax-cross-entropy.js';
import { sgd } from '../optimizer/sgd.js';
import { createTrainingStep } from './create-training-step.js';
import { STEP_VALUES } from './training-step.js';

interface Summary {
  readonly norm: number;
  /** Onto the hashed values `probe.<name>`. */
  readonly projection: number;
  readonly samples: readonly (readonly [position: number, value: number])[];
}
const FIXTURE = readTorchFixture<{
  readonly batch: number;
  readonly size: number;
  readonly classCount: number;
  readonly loss: number;
  readonly gradients: Readonly<Record<string, Summary>>;
  readonly statistics: Readonly<Record<string, Summary>>;
}>('resnet18-step.json');

const { batch, size, classCount } = FIXTURE;

/** Normalisations are shifted by 2.5 and more, as the fixture's script explains. */
const startValue = (name: string, dims: readonly number[]): Tensor<'float32'> => {
  if (!name.endsWith('.bias') || name === 'fc.bias') return hashedParameter(name, dims);
  const { data } = hashedValues(name, dims);
  return createTensor(
    'float32',
    dims,
    data.map((unit) => Math.sign(unit) * (2.5 + 0.5 * Math.abs(unit))),
  );
};

const scalar = (value: number): Tensor<'float32'> =>
  createTensor('float32', [], Float32Array.of(value));

/** Largest difference of any of the summary's numbers, relative to the tensor's norm. */
const summaryError = (name: string, actual: Tensor<'float32'>, expected: Summary): number => {
  const { data, dims } = actual;
  const probe = hashedValues(`probe.${name}`, dims).data;
  const norm = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
  const projection = data.reduce((sum, value, at) => sum + value * (probe[at] ?? 0), 0);
  const samples = expected.samples.map(([at, value]) => (data[at] ?? NaN) - value);
  const errors = [norm - expected.norm, projection - expected.projection, ...samples];
  return Math.max(...errors.map(Math.abs)) / expected.norm;
};

describe("a training step of ResNet-18 beside PyTorch's", () => {
  const model = buildArchitectureModel(resnet18, {
    classCount,
    inputSize: size,
    parameters: (graph) => (name, dims) => graph.initializer(name, startValue(name, dims)),
  });
  // With momentum from rest the velocity after one step is the gradient.
  const step = createTrainingStep(model, {
    batchSize: batch,
    loss: softmaxCrossEntropy(),
    optimizer: sgd({ momentum: 0.9 }),
  });
  let graph: OpenGraph;
  let outputs: Record<string, Float32Array<ArrayBuffer>>;

  beforeAll(async () => {
    graph = await openGraph(step.model);
    const targets = createTensor('float32', [batch, classCount]);
    for (let row = 0; row < batch; row += 1) {
      targets.data[row * classCount + ((row * 3) % classCount)] = 1;
    }
    outputs = await graph.run({
      ...step.initialState,
      [STEP_VALUES.images]: hashedValues('images.3', [batch, 3, size, size]),
      [STEP_VALUES.targets]: targets,
      [STEP_VALUES.learningRate]: scalar(0.1),
      [STEP_VALUES.stepNumber]: scalar(1),
    });
  });
  afterAll(() => graph.release());

  const carried = (input: string): Tensor<'float32'> => {
    const { dims = [] } = step.initialState[input] ?? {};
    return createTensor('float32', dims, outputs[step.carries[input] ?? '']);
  };

  it('should have the same loss', () => {
    const [loss = NaN] = outputs[STEP_VALUES.loss] ?? [];
    expect(Math.abs(loss - FIXTURE.loss) / FIXTURE.loss).toBeLessThan(1e-6);
  });

  it('should train the same parameters and keep the same statistics', () => {
    expect([...step.parameters].sort()).toEqual(Object.keys(FIXTURE.gradients).sort());
    expect([...step.buffers].sort()).toEqual(Object.keys(FIXTURE.statistics).sort());
  });

  it.each(Object.entries(FIXTURE.gradients))(
    'should have the same gradient: %s',
    (name, summary) => {
      expect(summaryError(name, carried(`${name}.velocity`), summary)).toBeLessThan(1e-4);
    },
  );

  it.each(Object.entries(FIXTURE.statistics))(
    'should update the same statistic: %s',
    (name, summary) => {
      expect(summaryError(name, carried(name), summary)).toBeLessThan(1e-5);
    },
  );
});
