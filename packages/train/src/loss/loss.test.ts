import { createTensor, InvalidArgumentError, type Tensor } from '@ocelli/core';
import { createGraphBuilder } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { hashedValues } from '../../../onnx/test/hashed-values.js';
import { differentiate } from '../autodiff/differentiate.js';
import { openGraph } from '../../test/run-graph.js';
import { largestError, readTorchFixture } from '../../test/torch-fixtures.js';
import type { Loss } from './loss.js';
import { sigmoidCrossEntropy } from './sigmoid-cross-entropy.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

interface Fixture {
  readonly kind: 'softmax' | 'sigmoid';
  /** Logits are hashed values of this size. */
  readonly scale: number;
  readonly labelSmoothing?: number;
  readonly classWeights?: readonly number[];
  readonly loss: number;
  readonly gradient: readonly number[];
}
const FIXTURES = readTorchFixture<readonly Fixture[]>('losses.json');

const BATCH = 6;
const CLASSES = 5;

const lossOf = ({ kind, labelSmoothing = 0, classWeights }: Fixture): Loss => {
  const weights = classWeights === undefined ? {} : { classWeights };
  return kind === 'softmax'
    ? softmaxCrossEntropy({ labelSmoothing, ...weights })
    : sigmoidCrossEntropy(weights);
};

/** The logits and targets of the fixtures' script. */
const fixtureFeeds = ({ kind, scale }: Fixture): Record<string, Tensor<'float32'>> => {
  const logits = hashedValues('logits', [BATCH, CLASSES], 0, scale);
  const targets = createTensor('float32', [BATCH, CLASSES]);
  if (kind === 'sigmoid') {
    logits.data[0] = 0;
    targets.data.forEach((_, at) => (targets.data[at] = at % 3 === 0 ? 1 : 0));
  } else {
    for (let row = 0; row < BATCH; row += 1)
      targets.data[row * CLASSES + ((row * 3) % CLASSES)] = 1;
  }
  return { logits, targets };
};

const runLoss = async (loss: Loss, feeds: Readonly<Record<string, Tensor<'float32'>>>) => {
  const g = createGraphBuilder({ name: 'loss' });
  const logits = g.input('logits', 'float32', [BATCH, CLASSES]);
  const targets = g.input('targets', 'float32', [BATCH, CLASSES]);
  const value = loss.append({ g, logits, targets, batchSize: BATCH, classCount: CLASSES });
  g.output(value, 'float32', []);
  const gradient = differentiate(g, { loss: value, wrt: [logits] }).get(logits) ?? '';
  g.output(g.node('Identity', [gradient], {}, { name: 'gradient' }), 'float32');
  const graph = await openGraph(g.build());
  try {
    const outputs = await graph.run(feeds);
    return {
      value: outputs[value]?.[0] ?? NaN,
      gradient: outputs['gradient'] ?? new Float32Array(),
    };
  } finally {
    await graph.release();
  }
};

describe('losses', () => {
  it.each(FIXTURES)(
    "should equal PyTorch's $kind cross-entropy and its gradient: logits of $scale, smoothing $labelSmoothing, weights $classWeights",
    async (fixture) => {
      const { value, gradient } = await runLoss(lossOf(fixture), fixtureFeeds(fixture));
      expect(Math.abs(value - fixture.loss) / fixture.loss).toBeLessThan(1e-6);
      expect(largestError(gradient, fixture.gradient)).toBeLessThan(1e-6);
    },
  );

  it('should average mixed targets as the mix of their losses', async () => {
    const logits = hashedValues('logits', [BATCH, CLASSES], 0, 3);
    const oneHot = (shift: number): Tensor<'float32'> => {
      const targets = createTensor('float32', [BATCH, CLASSES]);
      for (let row = 0; row < BATCH; row += 1) {
        targets.data[row * CLASSES + ((row + shift) % CLASSES)] = 1;
      }
      return targets;
    };
    const [first, second] = [oneHot(0), oneHot(2)];
    const mixed = first.data.map((value, at) => 0.3 * value + 0.7 * (second.data[at] ?? 0));
    const losses = await Promise.all(
      [first, second, createTensor('float32', [BATCH, CLASSES], mixed)].map((targets) =>
        runLoss(softmaxCrossEntropy(), { logits, targets }),
      ),
    );
    const [one = NaN, two = NaN, both = NaN] = losses.map(({ value }) => value);
    expect(both).toBeCloseTo(0.3 * one + 0.7 * two, 6);
  });

  it('should refuse smoothing and class weights outside their range', async () => {
    const feeds = { logits: hashedValues('logits', [BATCH, CLASSES]) };
    expect(() => softmaxCrossEntropy({ labelSmoothing: 1 })).toThrow(InvalidArgumentError);
    for (const loss of [
      softmaxCrossEntropy({ classWeights: [1, 2] }),
      sigmoidCrossEntropy({ classWeights: [1, 2, 3, 4, -5] }),
    ]) {
      await expect(runLoss(loss, feeds)).rejects.toThrow(/classWeights must be 5 positive numbers/);
    }
  });
});
