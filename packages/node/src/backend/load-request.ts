import type { FramePipelineConfig, GoldenCheck, ModelSource } from '@ocelli/core';
import type { ProviderRequest } from '@ocelli/core/runtime';
import type { NodeExecutionProvider } from './node-execution-providers.js';

/** How far ONNX Runtime may rewrite a graph, from nothing to everything. */
export const GRAPH_OPTIMIZATION_LEVELS = [
  'disabled',
  'basic',
  'extended',
  'layout',
  'all',
] as const;

/** How onnxruntime-node sets up every session, whatever its provider. */
export interface OrtSessionSettings {
  /** Default `all`. */
  readonly graphOptimizationLevel?: (typeof GRAPH_OPTIMIZATION_LEVELS)[number];
  /** Threads within one operator. Default: one per physical core. */
  readonly intraOpNumThreads?: number;
  /** Threads across operators; used by graphs with parallel branches. */
  readonly interOpNumThreads?: number;
  /** Default true; false gives memory back after each run, at the cost of time. */
  readonly enableCpuMemArena?: boolean;
}

/** Everything that loading a session needs. Structured-cloneable: it crosses to the worker. */
export interface LoadRequest {
  readonly model: ModelSource;
  readonly providers: readonly ProviderRequest<NodeExecutionProvider>[];
  readonly settings: OrtSessionSettings;
  readonly pipeline?: FramePipelineConfig;
  readonly goldenCheck?: GoldenCheck;
  readonly warmUpRuns?: number;
}
