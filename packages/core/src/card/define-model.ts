import type { ModelCard } from './model-card.js';
import { parseModelCard } from './parse-model-card.js';

/**
 * Checks a model card written in TypeScript and returns it, with its labels as a union of literals.
 * Labels come from `labels` alone: a label that is misspelt in `head` or `labelDetails` does not compile.
 *
 * @throws ModelCardError as `parseModelCard` does.
 *
 * @example
 * const trafficLight = defineModel({ id: 'traffic-light', labels: ['red', 'amber', 'green'], … });
 * type Label = InferLabel<typeof trafficLight>; // 'red' | 'amber' | 'green'
 */
export const defineModel = <const L extends string>(
  card: ModelCard<NoInfer<L>> & { readonly labels: readonly L[] },
): ModelCard<L> => {
  parseModelCard(card);
  return card;
};
