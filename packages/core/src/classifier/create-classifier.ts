import type {
  DownloadProgress,
  ExecutionProviderAttempt,
  InferenceBackend,
  InferenceSession,
  ModelSource,
  ProviderConfig,
  SessionOptions,
} from '../backend/inference-backend.js';
import type { CardVariant, ModelCard } from '../card/model-card.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import {
  LabelCountMismatchError,
  ReleasedError,
  SignatureMismatchError,
} from '../errors/session-errors.js';
import type { Frame, PixelBuffer } from '../frame/frame.js';
import { decide } from '../postprocess/decide.js';
import { readLogits } from '../postprocess/read-logits.js';
import { elementCount, type Tensor, type TensorInfo } from '../tensor/tensor.js';
import type { Classification, Provenance } from './classification.js';
import type { Classifier, ClassifyOptions } from './classifier.js';
import { goldenCheck } from './golden-check.js';
import { hashPreprocess } from './hash-preprocess.js';

/** How a classifier is loaded; the card is the model. */
export interface LoadOptions<Provider extends ProviderConfig> {
  readonly backend: InferenceBackend<Provider>;
  /** Where the model is. Default: what `backend.fetchModel` makes of the variant's file. */
  readonly source?: ModelSource;
  /** Name of one of the card's variants. Default: the first. */
  readonly variant?: string;
  /** Tried in this order. Default: the backend's own order. */
  readonly executionProviders?: readonly NoInfer<Provider>[];
  /** Runs on zeros before the classifier is handed out. Default: the backend's. */
  readonly warmUpRuns?: number;
  /** Concurrent calls are joined up to this size where the model's batch dim is free. Default: the backend's. */
  readonly maxBatchSize?: number;
  /** Ends the loading; the classifier does not keep it. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Clock of `timing`, in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

/** What `createClassifier` takes. */
export interface CreateClassifierOptions<
  L extends string,
  Provider extends ProviderConfig,
> extends LoadOptions<Provider> {
  readonly card: ModelCard<L>;
}

const variantOf = (card: ModelCard, name: string | undefined): CardVariant => {
  const variant = card.variants.find((each) => name === undefined || each.name === name);
  if (variant !== undefined) return variant;
  throw new InvalidArgumentError({
    argument: 'options.variant',
    expected: `one of ${card.variants.map((each) => each.name).join(', ')}`,
    actual: `"${name ?? ''}"`,
  });
};

/** Values per picture of an output `[N, …]`, as far as its dims are fixed: `[N, 1000, 1, 1]` has 1000. */
const logitCount = ({ dims }: TensorInfo): number | undefined => {
  const perPicture = dims.length > 1 ? dims.slice(1) : dims;
  const fixed = perPicture.filter((dim) => typeof dim === 'number');
  return fixed.length === 0 || fixed.length < perPicture.length ? undefined : elementCount(fixed);
};

const checkOutput = (session: InferenceSession, card: ModelCard): void => {
  const output = session.outputs.find((each) => each.name === card.head.output);
  if (output === undefined) {
    const names = session.outputs.map((each) => each.name).join(', ');
    throw new SignatureMismatchError({
      source: card.id,
      problems: [`there is no output "${card.head.output}", but ${names}`],
    });
  }
  const count = logitCount(output);
  if (count !== undefined && count !== card.labels.length) {
    throw new LabelCountMismatchError({ labelCount: card.labels.length, logitCount: count });
  }
};

/** The pixels of a frame without its lifetime. Throws FrameClosedError when it is closed. */
const pixelsOf = (frame: Frame): PixelBuffer => ({
  width: frame.width,
  height: frame.height,
  format: frame.format,
  data: frame.data,
  planes: frame.planes,
  yuvMatrix: frame.yuvMatrix,
  yuvRange: frame.yuvRange,
  orientation: frame.orientation,
});

class SessionClassifier<L extends string> implements Classifier<L> {
  readonly card: ModelCard<L>;
  readonly #session: InferenceSession;
  readonly #provenance: Provenance;
  readonly #now: () => number;
  #released: Promise<void> | undefined;

  constructor(
    card: ModelCard<L>,
    session: InferenceSession,
    provenance: Provenance,
    now: () => number,
  ) {
    this.card = card;
    this.#session = session;
    this.#provenance = provenance;
    this.#now = now;
  }

  get executionProvider(): string {
    return this.#session.executionProvider;
  }

  get attempts(): readonly ExecutionProviderAttempt[] {
    return this.#session.attempts;
  }

  async classify(frame: Frame, options: ClassifyOptions<L> = {}): Promise<Classification<L>> {
    const startedAt = this.#now();
    if (this.#released !== undefined) throw new ReleasedError({ what: 'classifier' });
    const { signal, regionOfInterest, ...decideOptions } = options;
    signal?.throwIfAborted();
    const { sequence, timestampUs } = frame;
    const { outputs, timing } = await this.#session.runFrame(pixelsOf(frame), {
      ...(signal === undefined ? {} : { signal }),
      ...(regionOfInterest === undefined ? {} : { regionOfInterest }),
    });
    const inferredAt = this.#now();
    const output = outputs[this.card.head.output] as Tensor;
    const logits = readLogits(output);
    const decision = decide(this.card, logits, decideOptions);
    const finishedAt = this.#now();
    return {
      ...decision,
      logits,
      timing: {
        ...timing,
        postprocessMs: finishedAt - inferredAt,
        totalMs: finishedAt - startedAt,
      },
      provenance: this.#provenance,
      frame: { sequence, timestampUs },
    };
  }

  release(): Promise<void> {
    this.#released ??= this.#session.release();
    return this.#released;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}

/**
 * Loads the model of a card: fetches the variant's file (unless `source` says where it is), opens a
 * session on the first execution provider that works and passes the card's golden check, and warms it up.
 *
 * @throws InvalidArgumentError for an unknown variant, LabelCountMismatchError and SignatureMismatchError
 * when card and model do not belong together, what `backend.fetchModel` and `backend.createSession`
 * throw, or the signal's reason.
 *
 * @example
 * const classifier = await createClassifier({ card: trafficSign, backend: createNodeBackend() });
 * const { top } = await classifier.classify(frame);
 */
export const createClassifier = async <const L extends string, Provider extends ProviderConfig>(
  options: CreateClassifierOptions<L, Provider>,
): Promise<Classifier<L>> => {
  const { card, backend, signal, onProgress, now = () => performance.now() } = options;
  const variant = variantOf(card, options.variant);
  signal?.throwIfAborted();
  const abortable = signal === undefined ? {} : { signal };
  const source =
    options.source ??
    (await backend.fetchModel(variant.file, {
      ...abortable,
      ...(onProgress === undefined ? {} : { onProgress }),
    }));
  const { executionProviders, warmUpRuns, maxBatchSize } = options;
  const sessionOptions: SessionOptions<Provider> = {
    ...abortable,
    ...(executionProviders === undefined ? {} : { executionProviders }),
    ...(warmUpRuns === undefined ? {} : { warmUpRuns }),
    ...(card.golden === undefined ? {} : { goldenCheck: goldenCheck(card.golden) }),
    pipeline: {
      preprocess: card.preprocess,
      input: card.input.name,
      outputs: [card.head.output],
      ...(maxBatchSize === undefined ? {} : { maxBatchSize }),
    },
  };
  const session = await backend.createSession(source, sessionOptions);
  try {
    signal?.throwIfAborted();
    checkOutput(session, card);
  } catch (error) {
    // What went wrong first is what the caller has to know.
    await session.release().catch(() => undefined);
    throw error;
  }
  const provenance: Provenance = {
    modelId: card.id,
    modelVersion: card.version,
    variant: variant.name,
    // The hash of the card says nothing about bytes that the caller brought along.
    sha256: options.source === undefined ? variant.file.sha256 : undefined,
    executionProvider: session.executionProvider,
    preprocessHash: hashPreprocess(card.preprocess),
  };
  return new SessionClassifier(card, session, provenance, now);
};
