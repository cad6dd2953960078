import type { ProviderConfig } from '../backend/inference-backend.js';
import type { InferLabel, ModelCard } from '../card/model-card.js';
import type { Classifier } from '../classifier/classifier.js';
import { createClassifier, type LoadOptions } from '../classifier/create-classifier.js';
import { NoSuchModelError } from '../errors/no-such-model-error.js';

/** Cards under the names an application gives them; `load` knows the labels of each. */
export interface ModelRegistry<Cards extends Readonly<Record<string, ModelCard>>> {
  readonly modelIds: readonly (keyof Cards & string)[];
  /** @throws NoSuchModelError */
  card<Id extends keyof Cards & string>(id: Id): Cards[Id];
  /**
   * Loads a model as `createClassifier` does. The classifier is the caller's to release.
   *
   * @throws NoSuchModelError, and what `createClassifier` throws.
   */
  load<Id extends keyof Cards & string, Provider extends ProviderConfig>(
    id: Id,
    options: LoadOptions<Provider>,
  ): Promise<Classifier<InferLabel<Cards[Id]>>>;
}

/**
 * Creates a registry of models, typed by its keys and by the labels of each card.
 *
 * @example
 * const registry = createRegistry({ trafficSign, bloodCells });
 * const classifier = await registry.load('trafficSign', { backend: createNodeBackend() });
 */
export const createRegistry = <const Cards extends Readonly<Record<string, ModelCard>>>(
  cards: Cards,
): ModelRegistry<Cards> => {
  const modelIds = Object.keys(cards) as (keyof Cards & string)[];
  const card = <Id extends keyof Cards & string>(id: Id): Cards[Id] => {
    if (!Object.hasOwn(cards, id)) throw new NoSuchModelError({ modelId: id, available: modelIds });
    return cards[id];
  };
  return {
    modelIds,
    card,
    // `async`, so that an unknown id rejects like every other failure to load.
    load: async <Id extends keyof Cards & string, Provider extends ProviderConfig>(
      id: Id,
      options: LoadOptions<Provider>,
    ) => createClassifier({ ...options, card: card(id) }),
  };
};
