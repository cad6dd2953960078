import { createTensor, InvalidArgumentError } from '@ocelli/core';
import type { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { patternTensor, runModel } from '../../test/run-model.js';
import { createGraphBuilder } from '../build/graph-builder.js';
import { createGraphIndex } from '../graph/graph-index.js';
import { encodeModel } from '../model/encode-model.js';
import { graphOf, withGraph } from '../model/model-parts.js';
import type { OnnxDType } from '../model/onnx-dtype.js';
import type { OnnxModel } from '../model/onnx-model.js';
import { type Dim, readValueInfo, toValueInfo } from '../model/value-info.js';
import { appendSoftmaxTopK } from './append-softmax-top-k.js';
import { composeModels } from './compose-models.js';
import { extractSubgraph } from './extract-subgraph.js';
import { renameValues } from './rename-values.js';
import { replaceInitializer } from './replace-initializer.js';

/** Features `x w1` (4 of 3 inputs), then logits `relu(features) w2` (5 classes). */
const classifier = (): OnnxModel => {
  const g = createGraphBuilder({ name: 'classifier' });
  const x = g.input('x', 'float32', ['N', 3]);
  const values = (count: number) => Float32Array.from({ length: count }, (_, at) => Math.cos(at));
  const w1 = g.initializer('w1', createTensor('float32', [3, 4], values(12)));
  const w2 = g.initializer('w2', createTensor('float32', [4, 5], values(20)));
  const features = g.node('MatMul', [x, w1], {}, { name: 'features' });
  const active = g.node('Relu', [features], {}, { name: 'active' });
  g.node('Neg', [active], {}, { name: 'unused' });
  g.output(g.node('MatMul', [active, w2], {}, { name: 'logits' }), 'float32', ['N', 5]);
  return g.build();
};

/** A model that hands its input on; dims are left undeclared when they are undefined. */
const passThrough = (dtype: OnnxDType, dims: readonly Dim[] | undefined): OnnxModel => {
  const g = createGraphBuilder({ name: 'pass-through' });
  const input = g.input('x', dtype, dims ?? []);
  g.output(g.node('Identity', [input], {}, { name: 'y' }), dtype, dims);
  const model = g.build();
  return dims ? model : withGraph(model, { input: [toValueInfo('x', dtype, undefined)] });
};

const x = patternTensor([2, 3]);
const numbers = (tensor: Tensor | undefined): number[] => [...(tensor?.data as Float32Array)];

describe('renameValues', () => {
  it('should rename inputs, outputs and stored tensors alike', async () => {
    const renamed = renameValues(classifier(), { x: 'image', logits: 'y', w1: 'w2', w2: 'w1' });
    const { y } = await runModel(renamed, { image: x });
    const { logits } = await runModel(classifier(), { x });
    expect(numbers(y)).toEqual(numbers(logits));
    expect(createGraphIndex(renamed).initializer('w1')?.dims).toEqual([4n, 5n]);
  });

  it('should refuse unknown names and collisions', () => {
    expect(() => renameValues(classifier(), { lost: 'y' })).toThrow(InvalidArgumentError);
    expect(() => renameValues(classifier(), { x: 'w1' })).toThrow(/two values one name/);
    expect(() => renameValues(classifier(), { x: '' })).toThrow(/"x" without a name/);
  });
});

describe('extractSubgraph', () => {
  it('should cut a model in two that give the same together', async () => {
    const model = classifier();
    const head = extractSubgraph(model, { outputs: ['features'] });
    const tail = extractSubgraph(model, { inputs: ['features'] });
    expect(graphOf(head).node.map(({ opType }) => opType)).toEqual(['MatMul']);
    expect(graphOf(head).initializer.map(({ name }) => name)).toEqual(['w1']);
    expect(graphOf(head).output.map(readValueInfo)).toEqual([
      { name: 'features', dtype: 'float32', dims: ['N', 4] },
    ]);
    // What leads to no output is gone.
    expect(graphOf(tail).node.map(({ name }) => name)).toEqual(['active', 'logits']);
    const { features } = await runModel(head, { x });
    if (features === undefined) throw new Error('no features');
    const { logits } = await runModel(tail, { features });
    expect(numbers(logits)).toEqual(numbers((await runModel(model, { x }))['logits']));
  });

  it('should share the weights with the model and leave it as it was', () => {
    const model = classifier();
    const before = encodeModel(model);
    const head = extractSubgraph(model, { outputs: ['features'] });
    expect(graphOf(head).initializer[0]).toBe(graphOf(model).initializer[0]);
    expect(encodeModel(model)).toEqual(before);
  });

  it('should refuse a cut that leaves an input open, and unknown values', () => {
    const model = classifier();
    expect(() => extractSubgraph(model, { inputs: ['logits'], outputs: ['active'] })).toThrow(
      /without "x"/,
    );
    expect(() => extractSubgraph(model, { outputs: ['lost'] })).toThrow(/"lost"/);
  });

  it('should refuse a cut without outputs, and values named twice', () => {
    const model = classifier();
    expect(() => extractSubgraph(model, { outputs: [] })).toThrow(InvalidArgumentError);
    expect(() => extractSubgraph(model, { outputs: ['logits', 'features', 'logits'] })).toThrow(
      /repeats "logits"/,
    );
    expect(() => extractSubgraph(model, { inputs: ['x', 'x'] })).toThrow(/repeats "x"/);
  });
});

describe('composeModels', () => {
  it('should join two models and keep equal names apart', async () => {
    const g = createGraphBuilder({ name: 'second' });
    // The same names as in the first model, for other things.
    const logits = g.input('logits', 'float32', ['N', 5]);
    const w1 = g.initializer('w1', createTensor('float32', [5], Float32Array.of(1, 2, 3, 4, 5)));
    g.output(g.node('Mul', [logits, w1], {}, { name: 'features' }), 'float32', ['N', 5]);
    const first = classifier();
    const joined = composeModels(first, g.build(), { connections: { logits: 'logits' } });
    const [output = ''] = createGraphIndex(joined).outputs;
    expect(output).toBe('features_1');
    const results = await runModel(joined, { x });
    const { logits: plain } = await runModel(first, { x });
    expect(numbers(results[output])).toEqual(
      numbers(plain).map((v, at) => Math.fround(v * ((at % 5) + 1))),
    );
  });

  it('should refuse a connection to nothing', () => {
    expect(() => composeModels(classifier(), classifier(), { connections: { x: 'lost' } })).toThrow(
      /outputs \(logits\)/,
    );
  });
});

describe('replaceInitializer', () => {
  it('should give the model other weights', async () => {
    const replaced = replaceInitializer(classifier(), 'w2', createTensor('float32', [4, 5]));
    expect(numbers((await runModel(replaced, { x }))['logits'])).toEqual(Array(10).fill(0));
  });

  it('should refuse another dtype and unknown names', () => {
    const model = classifier();
    expect(() => replaceInitializer(model, 'w2', createTensor('float64', [4, 5]))).toThrow(
      /float32/,
    );
    expect(() => replaceInitializer(model, 'w9', createTensor('float32', [1]))).toThrow(/"w9"/);
  });
});

describe('appendSoftmaxTopK', () => {
  it('should give all probabilities', async () => {
    const model = appendSoftmaxTopK(classifier());
    const { probabilities } = await runModel(model, { x });
    const { logits } = await runModel(classifier(), { x });
    const row = numbers(logits).slice(0, 5);
    const sum = row.reduce((total, logit) => total + Math.exp(logit), 0);
    numbers(probabilities)
      .slice(0, 5)
      .forEach((p, at) => expect(p).toBeCloseTo(Math.exp(row[at] ?? 0) / sum, 6));
    expect(createGraphIndex(model).outputs).toEqual(['probabilities']);
  });

  it('should give the largest with their indices, in falling order', async () => {
    const { probabilities, indices } = await runModel(
      appendSoftmaxTopK(classifier(), { topK: 3 }),
      { x },
    );
    const { logits } = await runModel(classifier(), { x });
    const row = numbers(logits).slice(0, 5);
    const order = row.map((_, at) => at).sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0));
    expect(probabilities?.dims).toEqual([2, 3]);
    expect([...(indices?.data as BigInt64Array)].slice(0, 3).map(Number)).toEqual(
      order.slice(0, 3),
    );
  });

  it.each([
    ['of known dims', ['N', 5, 1, 1]],
    ['of free dims', ['N', 5, 'h', 'w']],
    ['of unknown rank', undefined],
  ] as const)('should flatten what pooling leaves: logits %s', async (_, dims) => {
    const model = passThrough('float32', dims);
    const logits = patternTensor([2, 5, 1, 1]);
    const { probabilities } = await runModel(appendSoftmaxTopK(model), { x: logits });
    const exponentials = numbers(logits).map(Math.exp);
    const sums = [0, 5].map((from) =>
      exponentials.slice(from, from + 5).reduce((sum, value) => sum + value, 0),
    );
    expect(probabilities?.dims).toEqual([2, 5]);
    numbers(probabilities).forEach((p, at) =>
      expect(p).toBeCloseTo((exponentials[at] ?? NaN) / (sums[at < 5 ? 0 : 1] ?? NaN), 6),
    );
    const best = await runModel(appendSoftmaxTopK(model, { topK: 2 }), { x: logits });
    expect(best['probabilities']?.dims).toEqual([2, 2]);
    const first = exponentials.slice(0, 5);
    expect(Number((best['indices']?.data as BigInt64Array)[0])).toBe(
      first.indexOf(Math.max(...first)),
    );
  });

  it.each([
    ['float32', [5]],
    ['float32', ['N', 5, 7, 7]],
    ['float32', ['N', 1, 5]],
    ['int32', ['N', 5]],
    ['uint8', ['N', 5]],
  ] as const)('should refuse logits of %s [%s]', (dtype, dims) => {
    expect(() => appendSoftmaxTopK(passThrough(dtype, dims))).toThrow(InvalidArgumentError);
  });

  it('should refuse more than there are classes', () => {
    expect(() => appendSoftmaxTopK(classifier(), { topK: 6 })).toThrow(/up to 5/);
    expect(() => appendSoftmaxTopK(passThrough('float32', ['N', 3, 1, 1]), { topK: 4 })).toThrow(
      /up to 3/,
    );
  });

  it('should refuse an output that is not there and a topK of 0', () => {
    expect(() => appendSoftmaxTopK(classifier(), { logits: 'lost' })).toThrow(InvalidArgumentError);
    expect(() => appendSoftmaxTopK(classifier(), { topK: 0 })).toThrow(/positive integer/);
  });
});
