import { createTensor, elementCount, type GraphSession, type Tensor } from '@ocelli/core';
import type { BatchOptions, BatchSource } from '../data/batch.js';
import { createRandom } from '../random/random.js';

/** What the frozen part of a model makes of every example of a dataset. */
interface FeatureTable {
  /** `[N, …]`, row after row. */
  readonly features: Float32Array;
  /** Of one example. */
  readonly dims: readonly number[];
  /** `[N, classes]` */
  readonly targets: Float32Array;
  readonly classCount: number;
  readonly labels: Int32Array;
  readonly examples: Int32Array;
}

/** Joins rows of the same kind. */
const concatenate = (parts: readonly Float32Array[]): Float32Array => {
  const joined = new Float32Array(parts.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
};

const computeFeatures = async (
  extractor: GraphSession,
  source: BatchSource,
  { signal, onProgress }: FeatureSourceOptions,
): Promise<FeatureTable> => {
  const [input] = extractor.inputs;
  const [output] = extractor.outputs;
  const features: Tensor[] = [];
  const targets: Tensor<'float32'>[] = [];
  const labels: number[] = [];
  const examples: number[] = [];
  for await (const batch of source.batches(0, signal === undefined ? {} : { signal })) {
    signal?.throwIfAborted();
    const outputs = await extractor.run({ [input?.name ?? '']: batch.images });
    features.push(outputs[output?.name ?? ''] as Tensor);
    // Batches are the source's memory, which it may use again.
    targets.push(createTensor('float32', [...batch.targets.dims], batch.targets.data.slice()));
    labels.push(...batch.labels);
    examples.push(...batch.examples);
    onProgress?.(labels.length, source.exampleCount);
  }
  return {
    features: concatenate(features.map(({ data }) => data as Float32Array)),
    dims: features[0]?.dims.slice(1) ?? [],
    targets: concatenate(targets.map(({ data }) => data)),
    classCount: targets[0]?.dims[1] ?? 0,
    labels: Int32Array.from(labels),
    examples: Int32Array.from(examples),
  };
};

/** Rows of a table as one tensor. */
const gather = (
  values: Float32Array,
  dims: readonly number[],
  rows: readonly number[],
): Tensor<'float32'> => {
  const size = elementCount(dims);
  const tensor = createTensor('float32', [rows.length, ...dims]);
  rows.forEach((row, index) => {
    tensor.data.set(values.subarray(row * size, (row + 1) * size), index * size);
  });
  return tensor;
};

export interface FeatureSourceOptions {
  readonly batchSize: number;
  /** Shuffles each epoch and fills its last batch up from its beginning. Default: in order, the last batch short. */
  readonly shuffleSeed?: number;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs the frozen part of a model once over every example of a source, and creates batches of what it
 * gives in place of the pictures: a head is trained on them in seconds. The features stay in memory.
 *
 * @throws what the source and the session throw, or the signal's reason.
 */
export const createFeatureSource = async (
  extractor: GraphSession,
  source: BatchSource,
  options: FeatureSourceOptions,
): Promise<BatchSource> => {
  const table = await computeFeatures(extractor, source, options);
  const { batchSize, shuffleSeed } = options;
  const exampleCount = table.labels.length;
  const stepsPerEpoch = Math.ceil(exampleCount / batchSize);
  const orderOf = (epoch: number): number[] => {
    const order = Array.from({ length: exampleCount }, (_, index) => index);
    if (shuffleSeed !== undefined) createRandom('features', shuffleSeed, epoch).shuffle(order);
    return order;
  };
  const rowsOf = (order: readonly number[], step: number): number[] => {
    const start = step * batchSize;
    if (shuffleSeed === undefined) return order.slice(start, start + batchSize);
    return Array.from(
      { length: batchSize },
      (_, index) => order[(start + index) % exampleCount] ?? 0,
    );
  };
  return {
    exampleCount,
    stepsPerEpoch,
    // eslint-disable-next-line @typescript-eslint/require-await -- the features are there already
    async *batches(epoch: number, { firstStep = 0, signal }: BatchOptions = {}) {
      const order = orderOf(epoch);
      for (let step = firstStep; step < stepsPerEpoch; step += 1) {
        signal?.throwIfAborted();
        const rows = rowsOf(order, step);
        yield {
          images: gather(table.features, table.dims, rows),
          targets: gather(table.targets, [table.classCount], rows),
          labels: Int32Array.from(rows, (row) => table.labels[row] ?? -1),
          examples: Int32Array.from(rows, (row) => table.examples[row] ?? -1),
        };
      }
    },
    release: () => Promise.resolve(),
  };
};
