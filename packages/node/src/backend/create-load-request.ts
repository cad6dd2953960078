import { InvalidArgumentError, type ModelSource, type SessionOptions } from '@ocelli/core';
import { checkSessionOptions, providerRequests } from '@ocelli/core/runtime';
import type { LoadRequest, OrtSessionSettings } from './load-request.js';
import { NODE_EXECUTION_PROVIDERS, type NodeProviderConfig } from './node-execution-providers.js';

/** Types do not hold for who calls from JavaScript. */
type Unchecked = Partial<Record<'kind' | 'path' | 'bytes', unknown>> | null | undefined;

const checkModel = (model: ModelSource): void => {
  const { kind, path, bytes } = (model as Unchecked) ?? {};
  if (kind === 'file' && typeof path === 'string' && path !== '') return;
  if (kind === 'bytes' && bytes instanceof Uint8Array) return;
  throw new InvalidArgumentError({
    argument: 'model',
    expected: "{ kind: 'file', path } or { kind: 'bytes', bytes } with a Uint8Array",
    actual: typeof kind === 'string' ? `of kind "${kind}" without its data` : typeof model,
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
  defaultOrder: readonly NodeProviderConfig[],
  options: SessionOptions<NodeProviderConfig>,
): LoadRequest => {
  const { executionProviders, pipeline, goldenCheck, warmUpRuns } = options;
  checkModel(model);
  checkSessionOptions(options);
  return {
    model,
    settings,
    providers: providerRequests(NODE_EXECUTION_PROVIDERS, executionProviders ?? defaultOrder),
    ...(pipeline && { pipeline }),
    ...(goldenCheck && { goldenCheck }),
    ...(warmUpRuns !== undefined && { warmUpRuns }),
  };
};
