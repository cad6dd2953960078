import { createTensor } from '@ocelli/core';
import type { Batch, BatchSource } from '../data/batch.js';
import { createRandom, type Random } from '../random/random.js';

/** The classes, each as whether a point is inside; coordinates are -1..1 within the shape's box. */
const SHAPES: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => x * x + y * y <= 1,
  (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 0.8,
  (x, y) => y <= 0.8 && Math.abs(x) <= (y + 1) / 2,
  (x, y) => Math.min(Math.abs(x), Math.abs(y)) <= 0.3 && Math.max(Math.abs(x), Math.abs(y)) <= 1,
];

/** Names of the shapes that are drawn, by class index. */
export const DRAWN_SHAPES = ['circle', 'square', 'triangle', 'cross'] as const;

export interface DrawnShapesOptions {
  readonly exampleCount: number;
  readonly batchSize: number;
  /** Height and width in pixels. */
  readonly size: number;
  readonly seed: number;
  /** Axes of the pictures. Default `NCHW`; one channel either way. */
  readonly layout?: 'NCHW' | 'NHWC';
}

/** Draws one shape of any size and place, bright on dark or dark on bright, in noise. */
const drawShape = (random: Random, label: number, size: number): Float32Array => {
  const radius = size * (0.25 + 0.15 * random.uniform());
  const [cx, cy] = [0, 1].map(() => radius + random.uniform() * (size - 2 * radius)) as [
    number,
    number,
  ];
  const contrast = (random.uniform() < 0.5 ? -1 : 1) * (0.8 + 0.4 * random.uniform());
  const isInside = SHAPES[label];
  return Float32Array.from({ length: size * size }, (_, at) => {
    const [x, y] = [at % size, Math.floor(at / size)];
    const inside = isInside?.((x + 0.5 - cx) / radius, (y + 0.5 - cy) / radius);
    return (inside ? contrast : 0) + 0.15 * random.normal();
  });
};

/**
 * A small task that needs no files: pictures of four shapes, drawn from a seed. Batches are full; the
 * order changes with the epoch, the pictures do not.
 */
export const createDrawnShapes = ({
  exampleCount,
  batchSize,
  size,
  seed,
  layout = 'NCHW',
}: DrawnShapesOptions): BatchSource => {
  const stepsPerEpoch = Math.floor(exampleCount / batchSize);
  const makeBatch = (examples: Int32Array<ArrayBuffer>): Batch => {
    const imageDims = layout === 'NCHW' ? [1, size, size] : [size, size, 1];
    const images = createTensor('float32', [batchSize, ...imageDims]);
    const targets = createTensor('float32', [batchSize, SHAPES.length]);
    const labels = examples.map((example) => example % SHAPES.length);
    examples.forEach((example, at) => {
      const label = labels[at] ?? 0;
      const random = createRandom(seed, 'shape', example);
      images.data.set(drawShape(random, label, size), at * size * size);
      targets.data[at * SHAPES.length + label] = 1;
    });
    return { images, targets, labels, examples };
  };
  return {
    exampleCount,
    stepsPerEpoch,
    batches: async function* (epoch, { firstStep = 0, signal } = {}) {
      const order = Int32Array.from({ length: exampleCount }, (_, at) => at);
      createRandom(seed, 'order', epoch).shuffle(order);
      for (let step = firstStep; step < stepsPerEpoch; step += 1) {
        signal?.throwIfAborted();
        yield await Promise.resolve(
          makeBatch(order.slice(step * batchSize, (step + 1) * batchSize)),
        );
      }
    },
    release: () => Promise.resolve(),
  };
};
