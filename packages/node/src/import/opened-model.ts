import type { ModelCard } from '@ocelli/core';

/**
 * A model on disk, ready for `createClassifier`: the URLs of the card's files are absolute paths, which
 * `createNodeBackend().fetchModel` reads where they are.
 */
export interface OpenedModel {
  readonly card: ModelCard;
  /** What the files did not say and was taken for granted, one sentence each, to show to the user. */
  readonly assumptions: readonly string[];
}
