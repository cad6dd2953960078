import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createTensor, type Tensor } from '@ocelli/core';
import { createGraphRuntime } from '@ocelli/node';
import { createGraphBuilder, decodeModel, encodeModel, type OnnxModel } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { exportClassifier, withWeights } from '../export/export-classifier.js';
import { evaluateBatches } from '../fit/evaluate-batches.js';
import { fit } from '../fit/fit.js';
import { softmaxCrossEntropy } from '../loss/softmax-cross-entropy.js';
import { adamw } from '../optimizer/adamw.js';
import { createRandom } from '../random/random.js';
import { createTrainingStep } from '../step/create-training-step.js';
import { createDrawnShapes } from '../testing/create-drawn-shapes.js';
import { replaceHead } from './replace-head.js';

const PYTHON = '/usr/bin/python3';
const hasChecker = spawnSync(PYTHON, ['-c', 'import onnx']).status === 0;
const CHECK = `
import sys, onnx
onnx.checker.check_model(onnx.load_from_string(sys.stdin.buffer.read()), full_check=True)
`;

const FIXTURES = new URL('../../../../test/fixtures/classifiers/', import.meta.url);
const pytorchModel = decodeModel(readFileSync(new URL('pytorch-export.onnx', FIXTURES)));
const pytorchValues = JSON.parse(
  readFileSync(new URL('pytorch-export.json', FIXTURES), 'utf8'),
) as { readonly images: number[]; readonly logits: number[] };

const runtime = createGraphRuntime({ threads: 1 });

const run = async (model: OnnxModel, images: Tensor): Promise<Float32Array> => {
  const session = await runtime.open(encodeModel(model));
  const outputs = await session.run({ [session.inputs[0]?.name ?? '']: images });
  await session.release();
  return Object.values(outputs)[0]?.data as Float32Array;
};

const expectClose = (actual: Float32Array, expected: ArrayLike<number>): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? NaN, 5));
};

/**
 * What tf2onnx writes for a Keras network: NHWC in, transposed around convolutions, Dense layers as MatMul and
 * Add with kernels `[in, out]`, names with slashes and colons, probabilities out.
 */
const kerasModel = (): OnnxModel => {
  const g = createGraphBuilder({ name: 'tf2onnx', opset: 15 });
  const random = createRandom('keras');
  const weight = (name: string, dims: readonly number[], scale: number): string => {
    const tensor = createTensor('float32', dims);
    for (let at = 0; at < tensor.data.length; at += 1) tensor.data[at] = random.normal() * scale;
    return g.initializer(name, tensor);
  };
  const input = g.input('input_1', 'float32', ['unk__16', 16, 16, 1]);
  const planes = g.node('Transpose', [input], { perm: [0, 3, 1, 2] });
  const convolution = g.node(
    'Conv',
    [planes, weight('sequential/conv2d/Conv2D/ReadVariableOp:0', [16, 1, 3, 3], 0.4)],
    { auto_pad: 'SAME_UPPER', strides: [1, 1], kernel_shape: [3, 3], group: 1 },
  );
  const biased = g.node('Add', [convolution, weight('conv_bias__6', [1, 16, 1, 1], 0.1)]);
  const pool = { kernel_shape: [2, 2], strides: [2, 2] };
  const pooled = g.node('MaxPool', [g.node('Relu', [biased])], pool);
  const second = g.node(
    'Conv',
    [
      pooled,
      weight('sequential/conv2d_1/Conv2D/ReadVariableOp:0', [32, 16, 3, 3], 0.12),
      weight('sequential/conv2d_1/BiasAdd/ReadVariableOp:0', [32], 0.1),
    ],
    { auto_pad: 'SAME_UPPER', strides: [1, 1], kernel_shape: [3, 3], group: 1 },
  );
  const smaller = g.node('MaxPool', [g.node('Relu', [second])], pool);
  const pixels = g.node('Transpose', [smaller], { perm: [0, 2, 3, 1] });
  const flat = g.node('Reshape', [pixels, g.int64('const_fold_opt__17', [-1, 512])]);
  const product = g.node('MatMul', [flat, weight('sequential/dense/MatMul:0', [512, 7], 0.05)]);
  const scores = g.node('Add', [product, weight('sequential/dense/BiasAdd:0', [7], 0.1)]);
  g.output(g.node('Softmax', [scores], { axis: -1 }, { name: 'dense' }), 'float32', ['unk__17', 7]);
  return g.build();
};

const pytorchImages = createTensor(
  'float32',
  [3, 1, 16, 16],
  Float32Array.from(pytorchValues.images),
);
const kerasImages = createTensor(
  'float32',
  [3, 16, 16, 1],
  Float32Array.from(pytorchValues.images),
);

const CASES = [
  { origin: 'PyTorch', model: pytorchModel, images: pytorchImages, layout: 'NCHW' },
  { origin: 'Keras', model: kerasModel(), images: kerasImages, layout: 'NHWC' },
] as const;

describe.each(CASES)('a classifier from $origin', ({ model, images, layout }) => {
  it('should keep its outputs when it is exported, for any batch', async () => {
    const expected = model === pytorchModel ? pytorchValues.logits : await run(model, images);
    expectClose(await run(exportClassifier(model, {}), images), expected);
  });

  it.each(['none', 'all-but-head', { upTo: 0.5 }] as const)(
    'should be fine-tuned to drawn shapes, frozen: %j',
    async (freeze) => {
      const classifier = replaceHead(model, { classCount: 4, seed: 3, dropout: 0.1 });
      const drawn = (exampleCount: number, seed: number) =>
        createDrawnShapes({ exampleCount, batchSize: 32, size: 16, seed, layout });
      const step = createTrainingStep(classifier, {
        batchSize: 32,
        loss: softmaxCrossEntropy(),
        optimizer: adamw(),
        freeze,
      });
      const before = { ...step.initialState };
      const { weights, history } = await fit({
        runtime,
        model: classifier,
        step,
        training: drawn(1024, 1),
        validation: drawn(256, 2),
        epochs: freeze === 'all-but-head' ? 4 : 3,
        learningRate: () => 4e-3,
        seed: 1,
      });
      const accuracy = history.at(-1)?.validationAccuracy ?? 0;
      expect(accuracy).toBeGreaterThan(freeze === 'none' ? 0.85 : 0.5);
      for (const name of step.parameters) {
        expect(weights[name]?.data).not.toEqual(before[name]?.data);
      }
      const exported = exportClassifier(classifier, weights);
      expectClose(await run(exported, images), await run(withWeights(classifier, weights), images));
      const session = await runtime.open(encodeModel(exported));
      expect((await evaluateBatches(session, drawn(256, 2))).accuracy).toBe(accuracy);
      await session.release();
    },
  );

  it.skipIf(!hasChecker)(
    'should pass the checker of the standard after export (skipped without python3-onnx)',
    () => {
      const exported = exportClassifier(replaceHead(model, { classCount: 4, seed: 3 }), {});
      const { status, stderr } = spawnSync(PYTHON, ['-c', CHECK], { input: encodeModel(exported) });
      expect(status, stderr.toString()).toBe(0);
      expect(exported.graph?.node.map(({ opType }) => opType)).not.toContain('BatchNormalization');
    },
  );
});
