import { encodeModel, graphOf, readTensor, type OnnxModel } from '@ocelli/onnx';
import {
  type Architecture,
  densenet121,
  edgeNet,
  googlenet,
  inceptionV3,
  mobilenetV2,
  resnet18,
  smallCnn,
  squeezenet,
  vgg11,
} from '@ocelli/onnx/architectures';
import { describe, expect, it } from 'vitest';
import { hashedValues } from '../../../onnx/test/hashed-values.js';
import { openGraph } from '../../test/run-graph.js';
import { createClassifierModel } from './create-classifier-model.js';

const valuesOf = (model: OnnxModel, name: string): Float32Array => {
  const tensor = graphOf(model).initializer.find((each) => each.name === name);
  if (tensor === undefined) throw new Error(`There is no ${name}.`);
  return readTensor(tensor).data as Float32Array;
};

/** Root mean square, and largest magnitude over it: sqrt(3) where uniform, above 3 where normal. */
const spread = (values: Float32Array): { deviation: number; peak: number } => {
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
  const largest = values.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  return { deviation, peak: deviation === 0 ? 0 : largest / deviation };
};

interface Expected {
  readonly architecture: Architecture;
  readonly name: string;
  readonly deviation: number;
  readonly shape: 'uniform' | 'normal' | 'constant';
}

const expected = (
  architecture: Architecture,
  name: string,
  shape: Expected['shape'],
  deviation: number,
): Expected => ({ architecture, name, shape, deviation });

/** Deviations by torchvision's formulas; a uniform distribution of bound b has b / sqrt 3. */
const EXPECTED: readonly Expected[] = [
  expected(resnet18, 'layer3.0.conv2.weight', 'normal', Math.sqrt(2 / (256 * 9))),
  expected(resnet18, 'fc.weight', 'uniform', 1 / Math.sqrt(512 * 3)),
  expected(resnet18, 'layer3.0.bn2.weight', 'constant', 1),
  expected(resnet18, 'layer3.0.bn2.running_mean', 'constant', 0),
  expected(vgg11, 'features.8.weight', 'normal', Math.sqrt(2 / (256 * 9))),
  expected(vgg11, 'features.8.bias', 'constant', 0),
  expected(vgg11, 'classifier.6.weight', 'normal', 0.01),
  expected(densenet121, 'block1.0.1.conv.weight', 'normal', Math.sqrt(2 / 64)),
  expected(googlenet, 'inception4a.branch2.1.conv.weight', 'normal', 0.01),
  expected(inceptionV3, 'Mixed_6b.branch7x7_2.conv.weight', 'normal', 0.1),
  expected(mobilenetV2, 'features.7.conv.1.0.weight', 'normal', Math.sqrt(2 / (192 * 9))),
  expected(mobilenetV2, 'classifier.1.weight', 'normal', 0.01),
  expected(squeezenet, 'features.3.expand3x3.weight', 'uniform', Math.sqrt(2 / (16 * 9))),
  expected(squeezenet, 'classifier.1.weight', 'normal', 0.01),
  expected(smallCnn, 'conv2.weight', 'uniform', 1 / Math.sqrt(3 * 32 * 9)),
  expected(smallCnn, 'fc1.bias', 'uniform', 1 / Math.sqrt(3 * 64 * 8 * 8)),
];

describe('createClassifierModel', () => {
  const models = new Map<string, OnnxModel>();
  const modelOf = (architecture: Architecture): OnnxModel => {
    // VGG at 32 pixels: its first linear layer would hold 100 million weights otherwise.
    const inputSize = architecture === vgg11 ? { inputSize: 32 } : {};
    const made =
      models.get(architecture.id) ??
      createClassifierModel(architecture, { classCount: 20, seed: 3, ...inputSize });
    models.set(architecture.id, made);
    return made;
  };

  it.each(EXPECTED)(
    "should start as torchvision does: $architecture.id's $name",
    ({ architecture, name, deviation, shape }) => {
      const values = valuesOf(modelOf(architecture), name);
      const actual = spread(values);
      // Five standard errors of a deviation that is estimated from that many values.
      const tolerance = shape === 'constant' ? 0 : (5 / Math.sqrt(2 * values.length)) * deviation;
      expect(Math.abs(actual.deviation - deviation)).toBeLessThanOrEqual(tolerance);
      if (shape === 'uniform') expect(actual.peak).toBeLessThan(2);
      if (shape === 'normal') expect(actual.peak).toBeGreaterThan(2.5);
    },
  );

  it('should give the same bytes for the same seed, and others for another', () => {
    const bytes = (seed: number): string =>
      Buffer.from(encodeModel(createClassifierModel(edgeNet, { classCount: 5, seed }))).toString(
        'base64',
      );
    expect(bytes(7) === bytes(7)).toBe(true);
    expect(bytes(7) === bytes(8)).toBe(false);
  });

  it('should draw no two parameters alike', () => {
    const model = modelOf(resnet18);
    const first = valuesOf(model, 'layer1.0.conv1.weight');
    expect([...valuesOf(model, 'layer1.0.conv2.weight')]).not.toEqual([...first]);
  });

  it('should run with any batch, and keep activations in range at the start', async () => {
    const model = createClassifierModel(edgeNet, { classCount: 43, inputSize: 64, seed: 1 });
    const graph = await openGraph(model);
    try {
      const { logits } = await graph.run({ input: hashedValues('picture', [2, 3, 64, 64]) });
      expect(logits).toHaveLength(2 * 43);
      const { deviation } = spread(logits ?? new Float32Array());
      expect(deviation).toBeGreaterThan(0.01);
      expect(deviation).toBeLessThan(10);
    } finally {
      await graph.release();
    }
  });
});
