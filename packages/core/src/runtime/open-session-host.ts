import type {
  ExecutionProviderAttempt,
  FramePipelineConfig,
  GoldenCheck,
} from '../backend/inference-backend.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { OcelliError } from '../errors/ocelli-error.js';
import {
  InferenceError,
  NoAvailableExecutionProviderError,
  SelfCheckError,
} from '../errors/session-errors.js';
import type { PreprocessConfig } from '../preprocess/preprocess-config.js';
import type { Preprocessor } from '../preprocess/preprocessor.js';
import { checkFeeds } from './check-feeds.js';
import { checkGolden, checkGoldenTensors } from './check-golden.js';
import {
  batchSizeLimit,
  checkPipeline,
  createFramePipeline,
  type FramePipeline,
} from './frame-pipeline.js';
import { namesOf, type RuntimeSession } from './runtime-session.js';
import type { SessionHost } from './session-host.js';
import { type MakeTrialFeeds, type TrialFeeds, trialFeedsOf } from './trial-feeds.js';

/** A session on one provider, and where its nodes run, in words. */
export interface OpenedProvider {
  readonly session: RuntimeSession;
  readonly placement: string;
}

/** Why a provider cannot be tried at all: not built in, no driver, no device. */
export class ProviderUnavailable extends Error {}

/** One execution provider to try. */
export interface ProviderTrial {
  readonly executionProvider: string;
  /**
   * Creates the session on this provider alone.
   *
   * @throws ModelLoadError when the model itself is at fault, so that no other provider can help;
   * ProviderUnavailable; anything else counts as a failed attempt.
   * @param makeFeeds Gives feeds for a trial run, for runtimes that tell only from one where nodes ran.
   */
  open(makeFeeds: MakeTrialFeeds): Promise<OpenedProvider>;
}

export interface OpenSessionHostOptions {
  /** Path or other name of the model, for messages. */
  readonly source: string;
  readonly trials: readonly ProviderTrial[];
  readonly pipeline?: FramePipelineConfig;
  readonly goldenCheck?: GoldenCheck;
  /** Default 1. */
  readonly warmUpRuns?: number;
  readonly createPreprocessor: (config: PreprocessConfig) => Preprocessor;
  /** Milliseconds on any monotonic clock. */
  readonly now: () => number;
  /** Checked between the steps of loading. */
  readonly signal?: AbortSignal;
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Runs the golden inputs; the words for the attempt's reason. */
const selfCheck = async (
  golden: GoldenCheck,
  session: RuntimeSession,
  executionProvider: string,
): Promise<string> => {
  checkFeeds(session.inputs, golden.feeds);
  const wanted = Object.keys(golden.outputs);
  const unknown = wanted.find((name) => !namesOf(session.outputs).includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError({
      argument: 'goldenCheck.outputs',
      expected: `outputs of the model (${namesOf(session.outputs).join(', ')})`,
      actual: `"${unknown}"`,
    });
  }
  const difference = checkGolden(
    golden,
    await session.run(golden.feeds, wanted),
    executionProvider,
  );
  return `self-check within ${String(golden.tolerance)} (off by ${difference.toPrecision(2)})`;
};

const warmUp = async (
  session: RuntimeSession,
  { pipeline, warmUpRuns = 1 }: OpenSessionHostOptions,
  { feeds, isGuess }: TrialFeeds,
): Promise<void> => {
  const outputs = pipeline?.outputs ?? namesOf(session.outputs);
  try {
    for (let run = 0; run < warmUpRuns; run += 1) await session.run(feeds, outputs);
  } catch (error) {
    if (!isGuess) throw error;
  }
};

const hostOf = (
  session: RuntimeSession,
  frames: FramePipeline | undefined,
  facts: SessionHost['facts'],
  now: () => number,
): SessionHost => {
  const { executionProvider } = facts;
  let running: Promise<unknown> = Promise.resolve();
  const guarded = <T>(run: () => Promise<T>): Promise<T> => {
    const result = run();
    running = result.catch(() => undefined);
    return result;
  };
  return {
    facts,
    runFeeds: (feeds) =>
      guarded(async () => {
        const start = now();
        const outputs = await session.run(feeds, namesOf(session.outputs));
        return { outputs, inferenceMs: now() - start };
      }),
    runFrames: (inputs) =>
      guarded(async () => {
        if (frames !== undefined) return frames.run(inputs);
        throw new InferenceError({ executionProvider, reason: 'there is no frame pipeline' });
      }),
    forgetSlot: () => undefined,
    release: async () => {
      await running;
      frames?.release();
      await session.release();
    },
  };
};

interface Verified {
  readonly session: RuntimeSession;
  readonly reason: string;
  readonly maxBatchSize: number;
}

/** Opens one provider and proves that it works; releases the session when it does not. */
const tryProvider = async (
  trial: ProviderTrial,
  options: OpenSessionHostOptions,
  preprocessor: Preprocessor | undefined,
): Promise<Verified> => {
  const { goldenCheck, pipeline, signal, source } = options;
  const { session, placement } = await trial.open(
    trialFeedsOf(pipeline, preprocessor, goldenCheck),
  );
  try {
    signal?.throwIfAborted();
    let maxBatchSize = 1;
    if (pipeline !== undefined && preprocessor !== undefined) {
      checkPipeline(source, pipeline, session, preprocessor);
      maxBatchSize = batchSizeLimit(pipeline, session);
    }
    const checked =
      goldenCheck === undefined
        ? 'no self-check'
        : await selfCheck(goldenCheck, session, trial.executionProvider);
    await warmUp(session, options, trialFeedsOf(pipeline, preprocessor, undefined)(session.inputs));
    signal?.throwIfAborted();
    return { session, reason: `${placement}; ${checked}`, maxBatchSize };
  } catch (error) {
    await session.release();
    throw error;
  }
};

/** Failures that another provider cannot mend: of the model, the card, the caller, or an abort. */
const isFinal = (error: unknown, signal: AbortSignal | undefined): boolean =>
  signal?.aborted === true ||
  (OcelliError.isInstance(error) &&
    !SelfCheckError.isInstance(error) &&
    !InferenceError.isInstance(error));

const outcomeOf = (error: unknown): ExecutionProviderAttempt['outcome'] => {
  if (error instanceof ProviderUnavailable) return 'unavailable';
  return SelfCheckError.isInstance(error) ? 'self-check-failed' : 'failed';
};

/**
 * Loads a model on the first provider that can be opened, reproduces the golden outputs and survives the
 * warm-up runs, and wraps it as the side of a session that does the work.
 *
 * @throws ModelLoadError, SignatureMismatchError, TensorMismatchError and InvalidArgumentError when no
 * provider could help, NoAvailableExecutionProviderError when each failed, or the signal's reason.
 */
export const openSessionHost = async (options: OpenSessionHostOptions): Promise<SessionHost> => {
  const { trials, pipeline, goldenCheck, now, signal } = options;
  if (goldenCheck !== undefined) checkGoldenTensors(goldenCheck);
  const preprocessor = pipeline && options.createPreprocessor(pipeline.preprocess);
  const attempts: ExecutionProviderAttempt[] = [];
  let cause: unknown;
  try {
    for (const trial of trials) {
      signal?.throwIfAborted();
      const { executionProvider } = trial;
      const start = now();
      try {
        const { session, reason, maxBatchSize } = await tryProvider(trial, options, preprocessor);
        attempts.push({
          executionProvider,
          outcome: 'selected',
          reason,
          durationMs: now() - start,
        });
        const { inputs, outputs } = session;
        const facts = { inputs, outputs, executionProvider, attempts, maxBatchSize };
        const frames =
          pipeline &&
          preprocessor &&
          createFramePipeline({ config: pipeline, session, preprocessor, executionProvider, now });
        return hostOf(session, frames, facts, now);
      } catch (error) {
        if (isFinal(error, signal)) throw error;
        cause = error;
        const outcome = outcomeOf(error);
        attempts.push({
          executionProvider,
          outcome,
          reason: reasonOf(error),
          durationMs: now() - start,
        });
      }
    }
    throw new NoAvailableExecutionProviderError({ attempts, cause });
  } catch (error) {
    preprocessor?.release();
    throw error;
  }
};
