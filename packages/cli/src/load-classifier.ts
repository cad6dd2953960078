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

/** What any model of a command line is run with. */
export interface RuntimeParts {
  readonly backend: InferenceBackend<NodeProviderConfig>;
  readonly executionProviders?: readonly NodeExecutionProvider[];
  readonly signal?: AbortSignal;
}

/**
 * Gives what a model is run with, as a command line says it.
 *
 * @throws UsageError for an unknown execution provider.
 */
export const runtimeParts = ({
  provider,
  signal,
}: Pick<LoadClassifierOptions, 'provider' | 'signal'>): RuntimeParts => ({
  backend: createNodeBackend(),
  ...(provider === undefined ? {} : { executionProviders: checkExecutionProviders(provider) }),
  ...(signal === undefined ? {} : { signal }),
});

/** What `createClassifier` takes of an opened model. */
export const classifierParts = (
  { card, variant, source }: OpenedModel,
  runtime: RuntimeParts,
): RuntimeParts & { readonly card: OpenedModel['card']; readonly variant: string } => ({
  ...runtime,
  card,
  variant: variant.name,
  // The file is here and verified; fetched by its card, its hash counts as that of the model.
  backend: { ...runtime.backend, fetchModel: () => Promise.resolve(source) },
});

/** A classifier, and what was taken for granted in its card. */
export interface LoadedClassifier {
  readonly classifier: Classifier;
  readonly assumptions: readonly string[];
}

/**
 * Loads the model that a command line names, to decide with it: its preprocessing must be known.
 *
 * @throws UsageError for an unknown execution provider, what `openModel` and `createClassifier` throw, or the signal's reason.
 */
export const loadClassifier = async (
  model: string,
  options: LoadClassifierOptions,
): Promise<LoadedClassifier> => {
  const runtime = runtimeParts(options);
  const opened = await openModel(model, { ...options, mustKnowPreprocess: true });
  const classifier = await createClassifier(classifierParts(opened, runtime));
  return { classifier, assumptions: opened.assumptions };
};
