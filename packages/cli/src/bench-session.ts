import type {
  ExecutionProviderAttempt,
  InferenceBackend,
  InferenceSession,
  ModelSource,
  ProviderConfig,
  TensorInfo,
} from '@ocelli/core';
import { zeroFeeds } from '@ocelli/core/runtime';
import { describeMachine, type Machine } from './machine.js';
import { type Quantiles, quantiles } from './quantiles.js';

export interface BenchSessionOptions<Provider extends ProviderConfig> {
  readonly backend: InferenceBackend<Provider>;
  readonly source: ModelSource;
  readonly executionProviders?: readonly Provider[];
  /** Measured runs, after `warmUpRuns` that are not. */
  readonly runs: number;
  readonly warmUpRuns?: number;
  readonly signal?: AbortSignal;
  /** Called after each measured run. */
  readonly onRun?: (done: number) => void;
}

/** What was measured of a model that is no classifier of pictures, in milliseconds. */
export interface SessionBenchReport {
  readonly executionProvider: string;
  readonly attempts: readonly ExecutionProviderAttempt[];
  readonly machine: Machine;
  /** What was fed: zeros, with every free dim at 1. */
  readonly inputs: readonly TensorInfo[];
  readonly runs: number;
  /** The runtime's own run on tensors, timed where the session lives. */
  readonly sessionRun: Quantiles;
}

const measure = async (
  session: InferenceSession,
  {
    runs,
    warmUpRuns = 5,
    signal,
    onRun,
  }: Pick<BenchSessionOptions<ProviderConfig>, 'runs' | 'warmUpRuns' | 'signal' | 'onRun'>,
): Promise<Pick<SessionBenchReport, 'inputs' | 'sessionRun'>> => {
  const feeds = zeroFeeds(session.inputs);
  const samples: number[] = [];
  for (let round = -warmUpRuns; round < runs; round += 1) {
    const { timing } = await session.run(feeds, signal === undefined ? {} : { signal });
    if (round < 0) continue;
    samples.push(timing.inferenceMs);
    onRun?.(round + 1);
  }
  const inputs = Object.entries(feeds).map(([name, { dtype, dims }]) => ({ name, dtype, dims }));
  return { inputs, sessionRun: quantiles(samples) };
};

/**
 * Measures `session.run` of a model whose inputs and outputs may be anything, on zeros.
 *
 * @throws what `createSession` and `run` throw, or the signal's reason.
 */
export const benchSession = async <Provider extends ProviderConfig>({
  backend,
  source,
  executionProviders,
  ...options
}: BenchSessionOptions<Provider>): Promise<SessionBenchReport> => {
  const { signal, runs } = options;
  const session = await backend.createSession(source, {
    ...(executionProviders === undefined ? {} : { executionProviders }),
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    const { executionProvider, attempts } = session;
    const measured = await measure(session, options);
    return { executionProvider, attempts, machine: describeMachine(), runs, ...measured };
  } finally {
    await session.release();
  }
};
