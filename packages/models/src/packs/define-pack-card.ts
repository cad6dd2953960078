import type { CardHead, CardVariant, LabelDetails, ModelCard } from '@ocelli/core';

/** What training gives a pack; `scripts/build-pack.mjs` writes one into each `trained.generated.ts`. */
export interface TrainedPack extends Pick<
  ModelCard,
  'version' | 'input' | 'preprocess' | 'calibration' | 'golden'
> {
  readonly head: Pick<CardHead, 'kind' | 'output' | 'values'> & { readonly threshold?: number };
  readonly variants: readonly TrainedVariant[];
}

/** A variant whose file lies in the pack's folder. */
export interface TrainedVariant extends Omit<CardVariant, 'file'> {
  readonly file: { readonly name: string; readonly sha256?: string; readonly bytes?: number };
}

/** What people write about a pack. */
export interface PackDefinition<L extends string> extends Pick<
  ModelCard,
  'id' | 'name' | 'description' | 'labelGroups' | 'licence' | 'citations' | 'intendedUse' | 'notFor'
> {
  /** In the order of the logits. */
  readonly labels: Readonly<Record<L, LabelDetails>>;
  readonly trained: TrainedPack;
  /** URL of each file that the variants name. */
  readonly urls: Readonly<Record<string, string>>;
}

/**
 * The model card of a pack: what was written about it and what training gave. Nothing is checked here, so
 * that pages need not carry the card schema; the tests parse every card.
 */
export const definePackCard = <const L extends string>({
  labels,
  trained,
  urls,
  ...definition
}: PackDefinition<L>): ModelCard<L> => ({
  schemaVersion: 1,
  ...definition,
  labels: Object.keys(labels) as L[],
  labelDetails: labels,
  ...trained,
  variants: trained.variants.map(({ file: { name, ...file }, ...variant }) => ({
    ...variant,
    file: { url: urls[name] ?? name, ...file },
  })),
});
