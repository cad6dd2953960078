import { type Classifier, createClassifier, type InferenceBackend } from '@ocelli/core';
import {
  createNodeBackend,
  type NodeExecutionProvider,
  type NodeProviderConfig,
} from '@ocelli/node';
import { checkExecutionProviders } from './check-execution-providers.js';
import { type OpenedModel, openModel, type OpenModelOptions } from './open-model.js';

export interface LoadClassifierOptions extends OpenModelOptions {
  /** Execution providers in the order to try them. Default: the backend's own. */
  readonly provider?: readonly string[];
}

/** What `createClassifier` takes of an opened model. */
export interface ClassifierParts {
  readonly card: OpenedModel['card'];
  readonly backend: InferenceBackend<NodeProviderConfig>;
  readonly variant: string;
  readonly executionProviders?: readonly NodeExecutionProvider[];
  readonly signal?: AbortSignal;
}

/**
 * Opens the model that a command line names and gives what a classifier of it is created from.
 *
 * @throws UsageError for an unknown execution provider, and what `openModel` throws.
 */
export const openForClassifier = async (
  model: string,
  { provider, ...options }: LoadClassifierOptions,
): Promise<{ parts: ClassifierParts; assumptions: readonly string[] }> => {
  const executionProviders = provider === undefined ? undefined : checkExecutionProviders(provider);
  const { card, variant, source, assumptions } = await openModel(model, options);
  const parts: ClassifierParts = {
    card,
    variant: variant.name,
    // The file is here and verified; fetched by its card, its hash counts as that of the model.
    backend: { ...createNodeBackend(), fetchModel: () => Promise.resolve(source) },
    ...(executionProviders === undefined ? {} : { executionProviders }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  return { parts, assumptions };
};

/** A classifier, and what was taken for granted in its card. */
export interface LoadedClassifier {
  readonly classifier: Classifier;
  readonly assumptions: readonly string[];
}

/**
 * Loads the model that a command line names.
 *
 * @throws what `openForClassifier` and `createClassifier` throw, or the signal's reason.
 */
export const loadClassifier = async (
  model: string,
  options: LoadClassifierOptions,
): Promise<LoadedClassifier> => {
  const { parts, assumptions } = await openForClassifier(model, options);
  return { classifier: await createClassifier(parts), assumptions };
};
