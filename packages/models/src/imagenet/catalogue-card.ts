import type { CardAccuracy, CardVariant, LabelDetails, ModelCard } from '@ocelli/core';

import {
  type CatalogueEntry,
  type CatalogueId,
  type CatalogueVariant,
  IMAGENET_CATALOGUE,
} from './imagenet-catalogue.js';
import {
  IMAGENET_LABELS,
  IMAGENET_LEMMAS,
  IMAGENET_WORDNET_IDS,
} from './imagenet-classes.generated.js';
import { ONNX_ZOO_FILES } from './onnx-zoo-files.generated.js';

/** A class of ILSVRC-2012. */
export type ImagenetLabel = (typeof IMAGENET_LABELS)[number];

/**
 * Where the files of the zoo can be fetched, each followed by the file's path in the zoo. GitHub stopped
 * serving them on 1 July 2025 (deprecation notice of onnx/models) and names the zoo's own account on
 * Hugging Face instead; its form is kept for mirrors inside a company. The hash of the card guards either.
 */
export const ONNX_ZOO_BASE_URLS = {
  huggingFace: 'https://huggingface.co/onnxmodelzoo/legacy_models/resolve/main',
  github:
    'https://media.githubusercontent.com/media/onnx/models/b1eeaa1ac722dcc1cd1a8284bde34393dab61c3d',
} as const;

const VALIDATION_PHOTOS = 50_000;

export interface CatalogueCardOptions {
  /** What the paths of the zoo are appended to. Default `ONNX_ZOO_BASE_URLS.huggingFace`. */
  readonly baseUrl?: string;
}

const accuracyOf = ({ top1, top5 }: CatalogueVariant): readonly CardAccuracy[] =>
  top1 === undefined
    ? []
    : [
        {
          dataset: 'imagenet-ilsvrc2012',
          split: 'validation',
          count: VALIDATION_PHOTOS,
          top1,
          ...(top5 !== undefined && { top5 }),
        },
      ];

const cardVariant = (variant: CatalogueVariant, baseUrl: string): CardVariant => {
  const { path, sha256, bytes } = ONNX_ZOO_FILES[variant.file];
  const accuracy = accuracyOf(variant);
  return {
    name: variant.name,
    dtype: variant.dtype,
    file: { url: `${baseUrl}/${path}`, sha256, bytes },
    ...(accuracy.length > 0 && { accuracy }),
  };
};

/** WordNet id and further lemmas as aliases, the first lemma as the English name. */
export const imagenetLabelDetails = (): Readonly<Partial<Record<ImagenetLabel, LabelDetails>>> =>
  Object.fromEntries(
    IMAGENET_LABELS.map((label, index) => {
      const [name = label, ...further] = (IMAGENET_LEMMAS[index] ?? label).split(', ');
      const wordnetId = IMAGENET_WORDNET_IDS[index] ?? '';
      return [label, { aliases: [wordnetId, ...further], displayNames: { en: name } }];
    }),
  );

/**
 * The model card of a network of the ONNX Model Zoo, ready for a registry.
 *
 * @example
 * const registry = createRegistry({ mobilenet: catalogueCard('mobilenetv2') });
 */
export const catalogueCard = (
  id: CatalogueId,
  { baseUrl = ONNX_ZOO_BASE_URLS.huggingFace }: CatalogueCardOptions = {},
): ModelCard<ImagenetLabel> => {
  const entry: CatalogueEntry = IMAGENET_CATALOGUE[id];
  return {
    schemaVersion: 1,
    id,
    version: '1.0.0',
    name: entry.name,
    ...(entry.description !== undefined && { description: entry.description }),
    labels: IMAGENET_LABELS,
    labelDetails: imagenetLabelDetails(),
    input: { name: entry.input },
    preprocess: entry.preprocess,
    head: { kind: 'softmax', output: entry.output, values: entry.values },
    variants: entry.variants.map((variant) => cardVariant(variant, baseUrl)),
    licence: {
      id: entry.licence,
      url: 'https://github.com/onnx/models',
      attribution: 'ONNX Model Zoo',
    },
    citations: [entry.paper],
  };
};
