import {
  type FramePipelineConfig,
  type GoldenCheck,
  InvalidArgumentError,
  type ModelSource,
  type SessionOptions,
} from '@ocelli/core';
import { checkSessionOptions, type ProviderRequest, providerRequests } from '@ocelli/core/runtime';
import type { OrtBuild, OrtFileUrls } from '../ort/ort-files.js';
import {
  DEFAULT_PROVIDERS,
  WEB_EXECUTION_PROVIDERS,
  type WebExecutionProvider,
  type WebProviderConfig,
} from './web-execution-providers.js';

/** How far ONNX Runtime may rewrite a graph, from nothing to everything. */
export const GRAPH_OPTIMIZATION_LEVELS = [
  'disabled',
  'basic',
  'extended',
  'layout',
  'all',
] as const;

/** How onnxruntime-web sets up every session, whatever its provider. */
export interface OrtSessionSettings {
  /** Default `all`. */
  readonly graphOptimizationLevel?: (typeof GRAPH_OPTIMIZATION_LEVELS)[number];
  /**
   * Threads of WebAssembly; more than 1 has an effect only where the page is cross-origin isolated.
   * Default there: half the processors, at most 4.
   */
  readonly threads?: number;
}

/** The bytes of a model: what a browser can load. */
export type ModelBytes = Extract<ModelSource, { kind: 'bytes' }>;

/** How messages name the model. */
export const sourceName = (model: ModelBytes): string =>
  `of ${String(model.bytes.byteLength)} bytes in memory`;

/** Everything that loading a session needs. Structured-cloneable: it crosses to the worker. */
export interface LoadRequest {
  readonly model: ModelBytes;
  readonly providers: readonly ProviderRequest<WebExecutionProvider>[];
  readonly settings: OrtSessionSettings;
  readonly ortFiles: Readonly<Record<OrtBuild, OrtFileUrls>>;
  readonly pipeline?: FramePipelineConfig;
  readonly goldenCheck?: GoldenCheck;
  readonly warmUpRuns?: number;
}

/** Types do not hold for who calls from JavaScript. */
type Unchecked = Partial<Record<'kind' | 'bytes', unknown>> | null | undefined;

const checkedModel = (model: ModelSource): ModelBytes => {
  const { kind, bytes } = (model as Unchecked) ?? {};
  if (kind === 'bytes' && bytes instanceof Uint8Array) return model as ModelBytes;
  throw new InvalidArgumentError({
    argument: 'model',
    expected: "{ kind: 'bytes', bytes } with a Uint8Array",
    actual: typeof kind === 'string' ? `of kind "${kind}"` : typeof model,
    remedy: 'Fetch the model first: a page has no file system.',
  });
};

/**
 * Brings what `createSession` is given into the form that crosses to the worker.
 *
 * @throws InvalidArgumentError
 */
export const createLoadRequest = (
  model: ModelSource,
  settings: OrtSessionSettings,
  ortFiles: LoadRequest['ortFiles'],
  options: SessionOptions<WebProviderConfig>,
): LoadRequest => {
  checkSessionOptions(options);
  const { executionProviders = DEFAULT_PROVIDERS, pipeline, goldenCheck, warmUpRuns } = options;
  return {
    model: checkedModel(model),
    settings,
    ortFiles,
    providers: providerRequests(WEB_EXECUTION_PROVIDERS, executionProviders),
    ...(pipeline && { pipeline }),
    ...(goldenCheck && { goldenCheck }),
    ...(warmUpRuns !== undefined && { warmUpRuns }),
  };
};
