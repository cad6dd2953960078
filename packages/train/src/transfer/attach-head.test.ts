import { createTensor } from '@ocelli/core';
import { createGraphBuilder, createGraphIndex, inspectModel, type OnnxModel } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { openGraph } from '../../test/run-graph.js';
import { attachHead } from './attach-head.js';

/** `inner` = relu(x) doubled in one channel `[N, 2, 2, 2]`; more layers and outputs follow. */
const network = (): OnnxModel => {
  const g = createGraphBuilder({ name: 'network' });
  const x = g.input('x', 'float32', ['N', 2, 2, 2]);
  const scale = g.initializer('scale', createTensor('float32', [2, 1, 1], Float32Array.of(2, 1)));
  const inner = g.node('Mul', [g.node('Relu', [x]), scale], {}, { name: 'inner' });
  g.output(g.node('Sigmoid', [inner], {}, { name: 'logits' }), 'float32', ['N', 2, 2, 2]);
  return g.build();
};

const picture = createTensor('float32', [1, 2, 2, 2], Float32Array.of(1, 2, 3, -4, 5, 5, 5, 5));

describe('attachHead', () => {
  it('should classify the mean of the channels and drop what followed them', async () => {
    const model = attachHead(network(), { features: 'inner', classCount: 3, seed: 1 });
    const index = createGraphIndex(model);
    expect(index.outputs).toEqual(['logits']);
    expect(model.graph?.node.map(({ opType }) => opType)).not.toContain('Sigmoid');
    const graph = await openGraph(model);
    const { logits, ...others } = await graph.run({ x: picture });
    await graph.release();
    expect(others).toEqual({});
    const weight = model.graph?.initializer.find(({ name }) => name === 'classifier.weight');
    const bias = model.graph?.initializer.find(({ name }) => name === 'classifier.bias');
    const values = (raw: Uint8Array | undefined): Float32Array =>
      new Float32Array(Uint8Array.from(raw ?? []).buffer);
    const [w, b] = [values(weight?.rawData), values(bias?.rawData)];
    const means = [(2 * (1 + 2 + 3)) / 4, 5];
    [0, 1, 2].forEach((row) => {
      const expected = (w[2 * row] ?? NaN) * (means[0] ?? 0) + (w[2 * row + 1] ?? NaN) * 5;
      expect(logits?.[row]).toBeCloseTo(expected + (b[row] ?? NaN), 5);
    });
  });

  it('should draw the same weights from the same seed, within 1 / sqrt(C)', () => {
    const head = (seed: number): Uint8Array | undefined =>
      attachHead(network(), { features: 'inner', classCount: 50, seed }).graph?.initializer.find(
        ({ name }) => name === 'classifier.weight',
      )?.rawData;
    expect(head(1)).toEqual(head(1));
    expect(head(1)).not.toEqual(head(2));
    const values = new Float32Array(Uint8Array.from(head(1) ?? []).buffer);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.SQRT1_2);
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.6);
  });

  it('should put dropout in front of the head where asked', () => {
    const model = attachHead(network(), {
      features: 'inner',
      classCount: 3,
      seed: 1,
      dropout: 0.3,
    });
    expect(inspectModel(model).operators['Dropout']).toBe(1);
  });

  it('should take pictures of another size where asked', async () => {
    const larger = { features: 'inner', classCount: 3, seed: 1, imageDims: [2, 4, 4] };
    const graph = await openGraph(attachHead(network(), larger));
    const x = createTensor('float32', [1, 2, 4, 4]);
    expect((await graph.run({ x }))['logits']).toHaveLength(3);
    await graph.release();
  });

  it.each([
    ['nowhere', '"nowhere"'],
    ['scale', '[2, 1, 1]'],
  ])('should refuse %s, which holds no features', (features, message) => {
    const attach = (): OnnxModel => attachHead(network(), { features, classCount: 3, seed: 1 });
    expect(attach).toThrow(expect.objectContaining({ name: 'InvalidArgumentError' }) as Error);
    expect(attach).toThrow(message);
  });
});
