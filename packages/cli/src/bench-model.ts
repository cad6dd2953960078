import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  type Classifier,
  createClassifier,
  createFrame,
  createPreprocessor,
  elementCount,
  type ExecutionProviderAttempt,
  type Frame,
  type InferenceBackend,
  type InferenceSession,
  type ModelCard,
  packedPlanes,
  type PixelFormat,
  type Provenance,
  ReleasedError,
  requiredBytes,
  TYPED_ARRAYS,
  type ProviderConfig,
} from '@ocelli/core';
import { zeroFeeds } from '@ocelli/core/runtime';
import { describeMachine, type Machine } from './machine.js';
import { type Quantiles, quantiles } from './quantiles.js';

export interface BenchModelOptions<Provider extends ProviderConfig> {
  readonly backend: InferenceBackend<Provider>;
  readonly card: ModelCard;
  /** Name of the variant. Default: the card's first. */
  readonly variant?: string;
  readonly executionProviders?: readonly Provider[];
  /** Size of the drawn frame in pixels. */
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  /** Measured rounds, after `warmUpRuns` that are not. */
  readonly runs: number;
  readonly warmUpRuns?: number;
  readonly signal?: AbortSignal;
  /** Called after each measured round. */
  readonly onRun?: (done: number) => void;
  /** Milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

/** What was measured, in milliseconds, and on what. */
export interface BenchReport {
  readonly model: Provenance;
  readonly attempts: readonly ExecutionProviderAttempt[];
  readonly machine: Machine;
  readonly frame: {
    readonly width: number;
    readonly height: number;
    readonly format: PixelFormat;
  };
  readonly runs: number;
  /** The runtime's own run on tensors, timed where the session lives. */
  readonly sessionRun: Quantiles;
  /** From pixels to the input tensor, on the calling thread. */
  readonly preprocess: Quantiles;
  /** `classifier.classify`, from the call to the result. */
  readonly endToEnd: Quantiles;
  /** Median of `endToEnd` over median of `sessionRun`. */
  readonly endToEndRatio: number;
  /** How late the main thread's timers were during `endToEnd`, 95th percentile. */
  readonly eventLoopDelayP95Ms: number;
}

/** The smallest interval that Node's monitor takes; it counts into every delay it measures. */
const MONITOR_RESOLUTION_MS = 1;

/** Every byte differs from its neighbours, so that no path is faster than on a photo. */
const drawFrame = (width: number, height: number, format: PixelFormat): Frame => {
  const bytes = requiredBytes(format, width, height, packedPlanes(format, width, height));
  const data = Uint8Array.from({ length: bytes }, (_, index) => (index * 37 + (index >> 7)) & 255);
  return createFrame({ width, height, format, data });
};

/** A classifier together with the session that it made. */
const openClassifier = async <Provider extends ProviderConfig>({
  backend,
  card,
  variant,
  executionProviders,
  signal,
}: BenchModelOptions<Provider>): Promise<[Classifier, InferenceSession]> => {
  const sessions: InferenceSession[] = [];
  const observed: InferenceBackend<Provider> = {
    name: backend.name,
    executionProviders: backend.executionProviders,
    fetchModel: (file, options) => backend.fetchModel(file, options),
    createSession: async (model, options) => {
      const session = await backend.createSession(model, options);
      sessions.push(session);
      return session;
    },
  };
  const classifier = await createClassifier({
    card,
    backend: observed,
    ...(variant === undefined ? {} : { variant }),
    ...(executionProviders === undefined ? {} : { executionProviders }),
    ...(signal === undefined ? {} : { signal }),
  });
  const session = sessions.at(-1);
  if (session === undefined) throw new ReleasedError({ what: 'session' });
  return [classifier, session];
};

/** 95th percentile of how late the timers of this thread are while `work` goes on. */
const measureEventLoopDelay = async (work: () => Promise<void>): Promise<number> => {
  const monitor = monitorEventLoopDelay({ resolution: MONITOR_RESOLUTION_MS });
  monitor.enable();
  await work();
  monitor.disable();
  return Math.max(0, monitor.percentile(95) / 1e6 - MONITOR_RESOLUTION_MS);
};

interface Samples {
  readonly sessionRun: number[];
  readonly preprocess: number[];
  readonly endToEnd: number[];
}

/** One `session.run`, one preprocessing and one classification per round, in milliseconds. */
const measureInTurns = async <Provider extends ProviderConfig>(
  classifier: Classifier,
  session: InferenceSession,
  frame: Frame,
  options: BenchModelOptions<Provider>,
): Promise<Samples> => {
  const { card, runs, warmUpRuns = 5, signal, onRun, now = () => performance.now() } = options;
  const withSignal = signal === undefined ? {} : { signal };
  const preprocessor = createPreprocessor(card.preprocess);
  const { outputDims } = preprocessor;
  const input = new TYPED_ARRAYS[card.preprocess.dtype](elementCount(outputDims));
  const feeds = zeroFeeds(session.inputs, { [card.input.name]: outputDims });
  const samples: Samples = { sessionRun: [], preprocess: [], endToEnd: [] };
  try {
    for (let round = -warmUpRuns; round < runs; round += 1) {
      const run = await session.run(feeds, withSignal);
      const start = now();
      preprocessor.run(frame, input);
      const preprocessMs = now() - start;
      const classification = await classifier.classify(frame, withSignal);
      if (round < 0) continue;
      samples.sessionRun.push(run.timing.inferenceMs);
      samples.preprocess.push(preprocessMs);
      samples.endToEnd.push(classification.timing.totalMs);
      onRun?.(round + 1);
    }
  } finally {
    preprocessor.release();
  }
  return samples;
};

/**
 * Measures a model in turns of one `session.run` on tensors, one preprocessing and one
 * `classifier.classify` of a drawn frame, so that a busy machine slows all three alike. All of them
 * use the same session. The event loop is watched during as many further classifications.
 *
 * @throws what `createClassifier` and `classify` throw, or the signal's reason.
 */
export const benchModel = async <Provider extends ProviderConfig>(
  options: BenchModelOptions<Provider>,
): Promise<BenchReport> => {
  const { width, height, format, runs, signal } = options;
  const [classifier, session] = await openClassifier(options);
  const frame = drawFrame(width, height, format);
  const classify = () => classifier.classify(frame, signal === undefined ? {} : { signal });
  try {
    const { provenance } = await classify();
    const samples = await measureInTurns(classifier, session, frame, options);
    const eventLoopDelayP95Ms = await measureEventLoopDelay(async () => {
      for (let round = 0; round < runs; round += 1) await classify();
    });
    const sessionRun = quantiles(samples.sessionRun);
    const endToEnd = quantiles(samples.endToEnd);
    return {
      model: provenance,
      attempts: classifier.attempts,
      machine: describeMachine(),
      frame: { width, height, format },
      runs,
      sessionRun,
      preprocess: quantiles(samples.preprocess),
      endToEnd,
      endToEndRatio: endToEnd.median / sessionRun.median,
      eventLoopDelayP95Ms,
    };
  } finally {
    frame.close();
    await classifier.release();
  }
};
