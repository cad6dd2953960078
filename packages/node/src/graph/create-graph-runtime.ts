import { type GraphRuntime, InvalidArgumentError, ModelLoadError } from '@ocelli/core';
import { createOrtGraphRuntime, type OrtApi } from '@ocelli/core/runtime';
import { readGpuValues } from './read-gpu-values.js';

/** The execution providers that graphs run on in Node. */
export const GRAPH_EXECUTION_PROVIDERS = ['cpu', 'webgpu'] as const;

export type GraphExecutionProvider = (typeof GRAPH_EXECUTION_PROVIDERS)[number];

export interface GraphRuntimeOptions {
  /** Default `cpu`. */
  readonly executionProvider?: GraphExecutionProvider;
  /** Threads that one operator may use on the CPU. Default: one per physical core. */
  readonly threads?: number;
}

/** ONNX Runtime writes its log to stderr, where a library has no business: failures are thrown anyway. */
const LOG_FATAL_ONLY = 4;

const loadRuntime = async (): Promise<OrtApi> => {
  try {
    const { default: ort } = await import('onnxruntime-node');
    ort.env.logLevel = 'fatal';
    return ort;
  } catch (cause) {
    throw new ModelLoadError({
      source: 'graph',
      reason: `onnxruntime-node cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Reinstall onnxruntime-node for this platform.',
      cause,
    });
  }
};

/**
 * Runs graphs on onnxruntime-node, in the calling thread: what training and evaluation need.
 *
 * @throws InvalidArgumentError for another provider than `cpu` and `webgpu`, and for a number of threads
 * that is no positive integer.
 */
export const createGraphRuntime = ({
  executionProvider = 'cpu',
  threads,
}: GraphRuntimeOptions = {}): GraphRuntime => {
  if (!GRAPH_EXECUTION_PROVIDERS.includes(executionProvider)) {
    throw new InvalidArgumentError({
      argument: 'options.executionProvider',
      expected: `one of ${GRAPH_EXECUTION_PROVIDERS.join(', ')}`,
      actual: `"${String(executionProvider)}"`,
    });
  }
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads > 0)) {
    throw new InvalidArgumentError({
      argument: 'options.threads',
      expected: 'a positive integer',
      actual: String(threads),
    });
  }
  return createOrtGraphRuntime({
    ort: loadRuntime,
    executionProvider,
    sessionOptions: {
      graphOptimizationLevel: 'all',
      logSeverityLevel: LOG_FATAL_ONLY,
      ...(threads !== undefined && { intraOpNumThreads: threads }),
    },
    ...(executionProvider === 'cpu'
      ? { carryMode: 'preallocated' }
      : { keepsOnGpu: true, readValues: readGpuValues }),
  });
};
