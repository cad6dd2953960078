import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGraphRuntime } from '@ocelli/node';
import { createGraphBuilder, decodeModel, encodeModel, type OnnxModel } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { hashedValues } from '../../../onnx/test/hashed-values.js';
import { findHead } from './find-head.js';
import { HeadNotFoundError } from './head-not-found-error.js';
import { replaceHead } from './replace-head.js';
import { splitAtHead } from './split-at-head.js';

const ASSETS =
  process.env['OCELLI_ASSETS'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const modelPath = (name: string): string => join(ASSETS, 'models', name);
const MODELS = [
  { name: 'mobilenetv2-fp32.onnx', weight: 'fc_w', features: [1, 1280] },
  { name: 'squeezenet1.1-fp32.onnx', weight: 'conv25_w', features: [1, 512, 13, 13] },
] as const;

const runtime = createGraphRuntime({ threads: 1 });

const run = async (model: OnnxModel, feed: ReturnType<typeof hashedValues>) => {
  const session = await runtime.open(encodeModel(model));
  const outputs = await session.run({ [session.inputs[0]?.name ?? '']: feed });
  await session.release();
  return outputs;
};

describe.each(MODELS)('the head of $name', ({ name, weight, features }) => {
  const path = modelPath(name);
  const skipped = existsSync(path) ? '' : ` (skipped: ${path} not found)`;

  it.skipIf(skipped !== '')(`should be found beside features and prob${skipped}`, () => {
    const model = decodeModel(readFileSync(path));
    expect(findHead(model)).toMatchObject({ weight, classCount: 1000 });
    expect(findHead(model, 'prob')).toMatchObject({ weight, classCount: 1000 });
  });

  it.skipIf(skipped !== '')(`should be split off and put back${skipped}`, async () => {
    const model = replaceHead(decodeModel(readFileSync(path)), {
      classCount: 5,
      seed: 1,
      dropout: 0.2,
    });
    const image = hashedValues('image', [1, 3, 224, 224]);
    const { logits } = await run(model, image);
    expect(logits?.dims).toEqual([1, 5]);
    const { extractor, head, features: value } = splitAtHead(model);
    const { [value]: between } = await run(extractor, image);
    expect(between?.dims).toEqual(features);
    const rejoined = await run(head, between as typeof image);
    expect(rejoined['logits']?.data).toEqual(logits?.data);
  });
});

describe('replaceHead', () => {
  /** One 1x1 convolution whose result is pooled and reshaped to its 6 classes by name. */
  const pooledHead = (): OnnxModel => {
    const g = createGraphBuilder({ name: 'pooled' });
    const x = g.input('x', 'float32', [1, 4, 3, 3]);
    const w = g.initializer('w', hashedValues('w', [6, 4, 1, 1]));
    const scores = g.node('GlobalAveragePool', [g.node('Conv', [x, w])]);
    const flat = g.node('Reshape', [scores, g.int64('shape', [1, 6])], {}, { name: 'logits' });
    g.output(g.node('Sigmoid', [flat], {}, { name: 'prob' }), 'float32', [1, 6]);
    return g.build();
  };

  it('should make equal weights of equal seeds, for as many classes as it is asked', async () => {
    const [first, again, other] = [1, 1, 2].map((seed) =>
      encodeModel(replaceHead(pooledHead(), { classCount: 3, seed })),
    );
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const model = replaceHead(pooledHead(), { classCount: 3, seed: 1 });
    const { logits } = await run(model, hashedValues('x', [2, 4, 3, 3]));
    expect(logits?.dims).toEqual([2, 3]);
  });

  it('should say what it looked for when there is no head', () => {
    const g = createGraphBuilder({ name: 'none' });
    g.output(g.node('Relu', [g.input('x', 'float32', ['N', 3])], {}, { name: 'y' }), 'float32');
    expect(() => replaceHead(g.build(), { classCount: 2, seed: 1 })).toThrow(HeadNotFoundError);
    expect(() => findHead(g.build())).toThrow(/Gemm, MatMul or Conv/);
  });

  it.each([
    ['classCount', { classCount: 0, seed: 1 }],
    ['dropout', { classCount: 2, seed: 1, dropout: 1 }],
  ])('should refuse a %s out of range', (argument, options) => {
    expect(() => replaceHead(pooledHead(), options)).toThrow(new RegExp(`options.${argument}`));
  });
});
