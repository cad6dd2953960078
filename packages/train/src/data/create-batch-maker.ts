import {
  createPreprocessor,
  createTensor,
  type Frame,
  InvalidArgumentError,
  type PreprocessConfig,
  type Preprocessor,
  TYPED_ARRAYS,
} from '@ocelli/core';
import { createRandom, type Random } from '../random/random.js';
import {
  type AugmentationConfig,
  changesGeometry,
  checkAugmentation,
  isIdentity,
} from './augmentation-config.js';
import type { Batch } from './batch.js';
import { checkTrainingData } from './check-training-data.js';
import {
  createFramedPreparer,
  createPyramidPreparer,
  type PicturePreparer,
} from './create-picture-preparer.js';
import {
  createPictureAugmenter,
  packedPixels,
  type PictureAugmenter,
} from './create-picture-augmenter.js';
import { DatasetError } from './dataset-error.js';
import { createEpochOrder, type EpochOrder } from './epoch-order.js';
import type { Dataset } from './labelled-example.js';
import { drawMixing, mixPictures, mixTargets } from './mix-up.js';
import type { PictureStore } from './picture-store.js';
import type { PreparedPicture } from './prepared-picture.js';

/** What batches are made of: plain data that another thread can be sent. */
export interface BatchPlan {
  readonly dataset: Dataset;
  readonly preprocess: PreprocessConfig;
  readonly batchSize: number;
  /** Shuffled and varied for training; without it, in order and as inference sees them. */
  readonly training?: {
    readonly seed: number;
    readonly augmentation?: AugmentationConfig;
    readonly balance?: number;
    readonly examplesPerGroup?: number;
  };
}

/** A picture that could not be read. */
export interface UnreadableExample {
  /** Index in the dataset. */
  readonly example: number;
  readonly path: string;
  readonly error: unknown;
}

/** A batch, and which pictures it had to do without. */
export interface MadeBatch {
  readonly batch: Batch;
  readonly unreadable: readonly UnreadableExample[];
}

export interface BatchMakerOptions {
  readonly plan: BatchPlan;
  /** Reads and decodes; the frame is closed here. */
  readonly readPicture: (path: string) => Promise<Frame>;
  readonly store: PictureStore;
}

/** Makes any batch of any epoch, from (seed, epoch, step) alone. */
export interface BatchMaker {
  readonly stepsPerEpoch: number;
  make(epoch: number, step: number): Promise<MadeBatch>;
}

/** Pictures that are decoded at the same time. */
const CONCURRENT_READS = 8;

const orderOf = ({ dataset, training }: BatchPlan): EpochOrder => {
  if (training !== undefined) return createEpochOrder(dataset, training);
  const order = Int32Array.from(dataset.examples, (_, index) => index);
  return { length: order.length, of: () => order };
};

/** What a plan comes to. */
export interface BatchFacts {
  /** Examples in an epoch, each as often as it occurs in it. */
  readonly exampleCount: number;
  readonly stepsPerEpoch: number;
  /** Of one picture: `[1, C, H, W]` or `[1, H, W, C]`. */
  readonly pictureDims: readonly [number, number, number, number];
}

/**
 * Checks a plan and says what it comes to.
 *
 * @throws InvalidArgumentError naming the option, or the field of `preprocess` or `augmentation`, that is out
 * of range; DatasetError as `checkTrainingData`.
 */
export const describeBatches = (plan: BatchPlan): BatchFacts => {
  const { batchSize, dataset, preprocess, training } = plan;
  if (!(Number.isSafeInteger(batchSize) && batchSize >= 1)) {
    throw new InvalidArgumentError({
      argument: 'options.batchSize',
      expected: 'a positive integer',
      actual: String(batchSize),
    });
  }
  if (training !== undefined) checkTrainingData(dataset);
  if (training?.augmentation !== undefined) checkAugmentation(training.augmentation);
  const { length } = orderOf(plan);
  return {
    exampleCount: length,
    stepsPerEpoch: Math.ceil(length / batchSize),
    pictureDims: createPreprocessor(preprocess).outputDims,
  };
};

type Loaded = PreparedPicture | { readonly error: unknown };

class PlannedBatchMaker implements BatchMaker {
  readonly stepsPerEpoch: number;
  readonly #plan: BatchPlan;
  readonly #options: BatchMakerOptions;
  readonly #order: EpochOrder;
  readonly #augmentation: AugmentationConfig | undefined;
  readonly #preparer: PicturePreparer;
  readonly #augmenter: PictureAugmenter | undefined;
  readonly #finisher: Preprocessor;
  readonly #size: readonly [number, number];
  readonly #failures = new Map<number, unknown>();
  #current: { readonly epoch: number; readonly order: Int32Array } | undefined;

  constructor(options: BatchMakerOptions) {
    const { plan } = options;
    const { preprocess, training } = plan;
    this.#plan = plan;
    this.#options = options;
    this.#order = orderOf(plan);
    const { pictureDims, stepsPerEpoch } = describeBatches(plan);
    this.stepsPerEpoch = stepsPerEpoch;
    const isPlanar = preprocess.layout === 'nchw';
    const [, first, second, third] = pictureDims;
    const [height, width] = isPlanar ? [second, third] : [first, second];
    this.#size = [width, height];
    // From a finished picture to the tensor; the way there was that of inference already.
    this.#finisher = createPreprocessor({
      ...preprocess,
      resize: { mode: 'none' },
      centerCrop: { width, height },
    });
    const augmentation = training?.augmentation;
    this.#augmentation = isIdentity(augmentation) ? undefined : augmentation;
    this.#preparer =
      this.#augmentation !== undefined && changesGeometry(this.#augmentation)
        ? createPyramidPreparer(preprocess)
        : createFramedPreparer(preprocess, this.#augmentation !== undefined);
    this.#augmenter =
      this.#augmentation && createPictureAugmenter(this.#augmentation, preprocess, this.#size);
  }

  async make(epoch: number, step: number): Promise<MadeBatch> {
    const { training, batchSize } = this.#plan;
    const order = this.#orderOf(epoch);
    const first = step * batchSize;
    const count = training === undefined ? Math.min(batchSize, order.length - first) : batchSize;
    const positions = Array.from({ length: count }, (_, index) => first + index);
    const unreadable = new Map<number, UnreadableExample>();
    const loaded = await this.#loadAll(positions.map((at) => order[at % order.length] ?? 0));
    const chosen: { example: number; position: number; picture: PreparedPicture }[] = [];
    for (const [index, position] of positions.entries()) {
      let result = loaded[index];
      let example = order[position % order.length] ?? 0;
      // The next one that can be read takes the place, so that the batch stays full.
      for (let skip = 1; result !== undefined && 'error' in result; skip += 1) {
        const { path = '' } = this.#plan.dataset.examples[example] ?? {};
        unreadable.set(example, { example, path, error: result.error });
        if (training === undefined) break;
        if (skip > order.length) throw this.#allUnreadable(result.error);
        example = order[(position + skip) % order.length] ?? 0;
        result = await this.#load(example);
      }
      if (result !== undefined && !('error' in result))
        chosen.push({ example, position, picture: result });
    }
    const seed = training?.seed ?? 0;
    const randomOf = (position: number) => createRandom('augment', seed, epoch, position);
    const batch = this.#assemble(chosen, randomOf, createRandom('mix', seed, epoch, step));
    return { batch, unreadable: [...unreadable.values()] };
  }

  #orderOf(epoch: number): Int32Array {
    if (this.#current?.epoch !== epoch) this.#current = { epoch, order: this.#order.of(epoch) };
    return this.#current.order;
  }

  async #loadAll(examples: readonly number[]): Promise<Loaded[]> {
    const results = new Array<Loaded>(examples.length);
    let next = 0;
    const work = async () => {
      while (next < examples.length) {
        const index = next;
        next += 1;
        results[index] = await this.#load(examples[index] ?? 0);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_READS }, work));
    return results;
  }

  async #load(example: number): Promise<Loaded> {
    const { store, readPicture } = this.#options;
    const kept = store.get(example);
    if (kept !== undefined) return kept;
    if (this.#failures.has(example)) return { error: this.#failures.get(example) };
    const { path = '', region } = this.#plan.dataset.examples[example] ?? {};
    try {
      using frame = await readPicture(path);
      const picture = this.#preparer.prepare(frame, region);
      store.set(example, picture);
      return picture;
    } catch (error) {
      this.#failures.set(example, error);
      return { error };
    }
  }

  #assemble(
    chosen: readonly { example: number; position: number; picture: PreparedPicture }[],
    randomOf: (position: number) => Random,
    mixing: Random,
  ): Batch {
    const { dataset, preprocess } = this.#plan;
    const [width, height] = this.#size;
    const classes = dataset.labels.length;
    const labels = Int32Array.from(chosen, ({ example }) => dataset.examples[example]?.label ?? -1);
    let targets = new Float32Array(chosen.length * classes);
    labels.forEach((label, index) => {
      targets[index * classes + label] = 1;
    });
    let pictures = chosen.map(({ example, position, picture }) => {
      const [framed = { width, height, channels: 3, data: new Uint8Array(0) } as const] =
        picture.levels;
      if (this.#augmenter === undefined) return framed;
      const data = new Uint8Array(width * height * 3);
      const region = dataset.examples[example]?.region;
      this.#augmenter.augment(picture, region, randomOf(position), data);
      return { width, height, channels: 3, data } as const;
    });
    const mixup = this.#augmentation?.mixup;
    const share = mixup === undefined ? undefined : drawMixing(mixup, mixing);
    if (share !== undefined) {
      pictures = mixPictures(pictures, share);
      targets = mixTargets(targets, classes, share);
    }
    const [, ...dims] = this.#finisher.outputDims;
    const length = dims[0] * dims[1] * dims[2];
    const data = new TYPED_ARRAYS[preprocess.dtype](chosen.length * length);
    pictures.forEach((picture, index) => {
      this.#finisher.run(
        packedPixels(picture),
        data.subarray(index * length, (index + 1) * length),
      );
    });
    return {
      images: createTensor(preprocess.dtype, [chosen.length, ...dims], data),
      targets: createTensor('float32', [chosen.length, classes], targets),
      labels,
      examples: Int32Array.from(chosen, ({ example }) => example),
    };
  }

  #allUnreadable(cause: unknown): DatasetError {
    return new DatasetError({
      source: 'dataset',
      reason: 'too-many-unreadable',
      detail: 'none of its pictures can be read',
      cause,
    });
  }
}

/**
 * Creates what makes batches in the calling thread. When training, the last batch of an epoch is filled up
 * from the epoch's beginning and a picture that cannot be read is replaced by the next one of the epoch that can;
 * otherwise both leave the batch short.
 *
 * @throws as `describeBatches`.
 */
export const createBatchMaker = (options: BatchMakerOptions): BatchMaker =>
  new PlannedBatchMaker(options);
