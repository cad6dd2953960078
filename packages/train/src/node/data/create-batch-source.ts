import { availableParallelism } from 'node:os';
import {
  elementCount,
  InvalidArgumentError,
  type PreprocessConfig,
  ReleasedError,
} from '@ocelli/core';
import { type AugmentationConfig, changesGeometry } from '../../data/augmentation-config.js';
import type { Batch, BatchOptions, BatchSource } from '../../data/batch.js';
import {
  type BatchPlan,
  describeBatches,
  type UnreadableExample,
} from '../../data/create-batch-maker.js';
import { DatasetError } from '../../data/dataset-error.js';
import type { Dataset } from '../../data/labelled-example.js';
import { type BatchJob, type BatchWorkerPool, createBatchWorkerPool } from './batch-worker-pool.js';
import { createPictureStoreMemory } from './shared-picture-store.js';

export interface EvaluationBatchesOptions {
  readonly dataset: Dataset;
  readonly preprocess: PreprocessConfig;
  readonly batchSize: number;
  /** Threads. Default: one less than the machine has cores, from 1 to 4. */
  readonly workers?: number;
  /** Bound for pixels kept between epochs. Default 1.5 GiB. */
  readonly cacheBytes?: number;
  /** Share of the examples that may be unreadable, 0..1. Default 0.05. */
  readonly maxUnreadable?: number;
  /** Milliseconds on any monotonic clock, for `stalledMs`. */
  readonly now?: () => number;
}

export interface BatchSourceOptions extends EvaluationBatchesOptions {
  readonly seed: number;
  /** Default: none, and batches then hold exactly what inference would see. */
  readonly augmentation?: AugmentationConfig;
  /** From 0 (as the dataset is) to 1 (all classes alike): see `EpochOrderOptions`. Default 0. */
  readonly balance?: number;
  /** At most so many examples of each group in an epoch: see `EpochOrderOptions`. Default: all. */
  readonly examplesPerGroup?: number;
}

/** Batches of picture files, made by worker threads. */
export interface FileBatchSource extends BatchSource {
  /** Pictures that the batches so far had to do without, each once. */
  readonly unreadable: readonly UnreadableExample[];
  readonly stalledMs: number;
}

const DEFAULT_CACHE_BYTES = 1.5 * 2 ** 30;
const HEADER_BYTES = 64;

/** Finished or under way, per worker, beside the one that is waited for. */
const BATCHES_AHEAD = 2;

const defaultWorkers = (): number => Math.min(4, Math.max(1, availableParallelism() - 1));

const checkWhole = (argument: string, value: number, least: number): void => {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new InvalidArgumentError({
    argument,
    expected: `a whole number of ${String(least)} or more`,
    actual: String(value),
  });
};

/** What all pictures can take at most, elongated ones (beyond 3:2) apart. */
const largestCache = ({ dataset, training }: BatchPlan, inputValues: number): number => {
  const augmentation = training?.augmentation;
  const isPyramid = augmentation !== undefined && changesGeometry(augmentation);
  // Gray is kept as RGB. Up to twice the density on both sides, and half and a quarter of that again.
  const factor = isPyramid ? 3 * 4 * 1.75 * 1.5 : 3;
  return dataset.examples.length * (inputValues * factor + HEADER_BYTES);
};

/** Rejects as soon as the signal aborts. */
const orAborted = async <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
};

class WorkerBatchSource implements FileBatchSource {
  readonly exampleCount: number;
  readonly stepsPerEpoch: number;
  readonly #prefetched: number;
  readonly #maxUnreadable: number;
  readonly #now: () => number;
  readonly #pool: BatchWorkerPool;
  readonly #unreadable = new Map<number, UnreadableExample>();
  #stalledMs = 0;
  #isReleased = false;

  constructor(plan: BatchPlan, options: EvaluationBatchesOptions) {
    const {
      workers = defaultWorkers(),
      cacheBytes = DEFAULT_CACHE_BYTES,
      maxUnreadable = 0.05,
      now = () => performance.now(),
    } = options;
    checkWhole('options.workers', workers, 1);
    checkWhole('options.cacheBytes', cacheBytes, 0);
    const { exampleCount, stepsPerEpoch, pictureDims } = describeBatches(plan);
    const { length } = plan.dataset.examples;
    this.exampleCount = exampleCount;
    this.stepsPerEpoch = stepsPerEpoch;
    this.#prefetched = workers * BATCHES_AHEAD;
    this.#maxUnreadable = maxUnreadable * length;
    this.#now = now;
    const bytes = Math.min(cacheBytes, largestCache(plan, elementCount(pictureDims)));
    const memory = createPictureStoreMemory(length, bytes);
    this.#pool = createBatchWorkerPool(workers, { plan, memory });
  }

  get unreadable(): readonly UnreadableExample[] {
    return [...this.#unreadable.values()];
  }

  get stalledMs(): number {
    return this.#stalledMs;
  }

  async *batches(
    epoch: number,
    { firstStep = 0, signal }: BatchOptions = {},
  ): AsyncGenerator<Batch, void, undefined> {
    checkWhole('epoch', epoch, 0);
    checkWhole('options.firstStep', firstStep, 0);
    const jobs: BatchJob[] = [];
    let asked = firstStep;
    try {
      for (let step = firstStep; step < this.stepsPerEpoch; step += 1) {
        if (this.#isReleased) throw new ReleasedError({ what: 'batch source' });
        for (; asked < this.stepsPerEpoch && asked <= step + this.#prefetched; asked += 1) {
          jobs.push(this.#pool.make(epoch, asked));
        }
        const batch = await this.#next(jobs.shift(), signal);
        // All of its pictures may have been unreadable.
        if (batch.examples.length > 0) yield batch;
      }
    } finally {
      for (const job of jobs) job.cancel();
    }
  }

  async release(): Promise<void> {
    this.#isReleased = true;
    await this.#pool.release();
  }

  async #next(job: BatchJob | undefined, signal: AbortSignal | undefined): Promise<Batch> {
    if (job === undefined) throw new ReleasedError({ what: 'batch source' });
    const since = this.#now();
    try {
      const { batch, unreadable } = await this.#pool.during(orAborted(job.batch, signal));
      for (const one of unreadable) this.#unreadable.set(one.example, one);
      this.#checkUnreadable();
      return batch;
    } finally {
      job.cancel();
      this.#stalledMs += this.#now() - since;
    }
  }

  #checkUnreadable(): void {
    const [first] = this.#unreadable.values();
    if (first === undefined || this.#unreadable.size <= this.#maxUnreadable) return;
    throw new DatasetError({
      source: 'dataset',
      reason: 'too-many-unreadable',
      detail: `${String(this.#unreadable.size)} pictures so far cannot be read, the first is ${first.path}`,
      cause: first.error,
    });
  }
}

/**
 * Creates the shuffled, varied batches of a training. Worker threads read, decode, vary and preprocess; each batch is made
 * whole by one of them and handed over without a copy, and some are made ahead. What they hold depends on the seed, the epoch
 * and the step alone.
 *
 * Decoded pictures are kept in memory that the workers share, first come, first kept, up to `cacheBytes`. Where only
 * colours and flips are varied, that is the picture in the model's input size; otherwise the picture at
 * no more than twice the model's resolution, with its reductions down to that resolution (a few ten per cent more).
 *
 * A picture that cannot be read is listed in `unreadable`, and the next one of the epoch takes its place.
 * `batches` throws DatasetError (`too-many-unreadable`) beyond `maxUnreadable`, ReleasedError after `release`,
 * DataWorkerError when a thread dies, or the signal's reason.
 *
 * @throws InvalidArgumentError naming the option or field that is out of range; DatasetError for a class
 * without pictures, or fewer than two pictures or classes.
 *
 * @example
 * const source = createBatchSource({ dataset, preprocess: card.preprocess, batchSize: 64, seed: 1 });
 * for await (const { images, targets } of source.batches(0)) await train(images, targets);
 * await source.release();
 */
export const createBatchSource = (options: BatchSourceOptions): FileBatchSource => {
  const { dataset, preprocess, batchSize, seed, augmentation, balance, examplesPerGroup } = options;
  const training = {
    seed,
    ...(augmentation && { augmentation }),
    ...(balance !== undefined && { balance }),
    ...(examplesPerGroup !== undefined && { examplesPerGroup }),
  };
  return new WorkerBatchSource({ dataset, preprocess, batchSize, training }, options);
};

/**
 * Creates the batches of an evaluation: every example once, in order, as inference sees it. The last batch
 * may be short, and so is one with a picture that cannot be read (listed in `unreadable`). Otherwise as `createBatchSource`.
 */
export const createEvaluationBatches = (options: EvaluationBatchesOptions): FileBatchSource => {
  const { dataset, preprocess, batchSize } = options;
  return new WorkerBatchSource({ dataset, preprocess, batchSize }, options);
};
