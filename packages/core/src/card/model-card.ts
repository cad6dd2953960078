import type { InputDType, PreprocessConfig } from '../preprocess/preprocess-config.js';
import type { ModelFile } from '../backend/inference-backend.js';
import type { DType } from '../tensor/dtype.js';

/** Languages that cards give display names in. */
export const CARD_LANGUAGES = ['en', 'de', 'zh'] as const;
export type CardLanguage = (typeof CARD_LANGUAGES)[number];

/** Names for users, by language. */
export type DisplayNames = Readonly<Partial<Record<CardLanguage, string>>>;

/** What labels have in common: the plant that several diseases befall. */
export interface LabelGroup {
  readonly displayNames?: DisplayNames;
}

/** What is known of one label beyond its id. */
export interface LabelDetails {
  /** Other names of the same class: folder names of a dataset, WordNet ids. */
  readonly aliases?: readonly string[];
  readonly displayNames?: DisplayNames;
  /** One of the card's `labelGroups`: the plant of a disease. */
  readonly group?: string;
  /** Names that say no more than the group leaves open: `late blight` in the group `tomato`. */
  readonly namesInGroup?: DisplayNames;
  /** 0 harmless .. 1 severe, where the domain has such a scale. */
  readonly severity?: number;
  readonly isHealthy?: boolean;
}

/** The model's picture input. */
export interface CardInput {
  readonly name: string;
}

/** How logits become a decision. */
export interface CardHead<L extends string = string> {
  /** `softmax`: exactly one label holds. `sigmoid`: any number of labels hold (multi-label). */
  readonly kind: 'softmax' | 'sigmoid';
  /** Name of the output. */
  readonly output: string;
  /** What the output holds; `probabilities` when the graph ends in its own softmax or sigmoid. Default `logits`. */
  readonly values?: 'logits' | 'probabilities';
  /** Length of `scores`. Default 5. */
  readonly topK?: number;
  /** Smallest score that is accepted, for all labels or by label. Default 0 (softmax), 0.5 (sigmoid). */
  readonly threshold?: number | Readonly<Partial<Record<L, number>>>;
  /** Only these labels may be named. */
  readonly allow?: readonly L[];
  /** These labels are never named. */
  readonly deny?: readonly L[];
}

/** One accuracy figure, with what it was measured on. */
export interface CardAccuracy {
  readonly dataset: string;
  readonly split: string;
  readonly count: number;
  /** 0..1 */
  readonly top1: number;
  readonly top5?: number;
  readonly ece?: number;
}

/** One file of the model: the same network in another precision. */
export interface CardVariant {
  readonly name: string;
  readonly dtype: 'float32' | 'float16' | 'int8';
  readonly file: ModelFile;
  readonly accuracy?: readonly CardAccuracy[];
}

/** Inputs and outputs that a runtime must reproduce. */
export interface CardGolden {
  readonly inputs: Readonly<Record<string, GoldenTensor | DrawnTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
  readonly tolerance: number;
}

/** A small tensor as JSON, values as a flat list. */
export interface GoldenTensor {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly values: readonly number[];
  /** Told apart by this from a tensor that is drawn. */
  readonly drawn?: never;
}

/** Pictures that every runtime draws alike, so that a card names one instead of listing its values. */
export const TENSOR_DRAWINGS = ['stripes-v1'] as const;
export type TensorDrawing = (typeof TENSOR_DRAWINGS)[number];

/** A tensor that is drawn: what a card gives instead of values. */
export interface DrawnTensor {
  readonly dtype: InputDType;
  /** Each plane of the last two dims, height and width, is drawn after the other: `[N, C, H, W]`. */
  readonly dims: readonly number[];
  readonly drawn: TensorDrawing;
  /** A whole number from 1 to 2^32 - 1. */
  readonly seed: number;
}

export interface CardLicence {
  /** SPDX expression, or a plain name where none exists. */
  readonly id: string;
  readonly url?: string;
  readonly attribution?: string;
}

/** Everything that is known of a model, as plain data. */
export interface ModelCard<L extends string = string> {
  /** For editors: the URL or path of the JSON Schema. */
  readonly $schema?: string;
  readonly schemaVersion: 1;
  /** kebab-case */
  readonly id: string;
  /** Semantic version of the model. */
  readonly version: string;
  readonly name?: string;
  readonly description?: string;
  /** Stable ids, in the order of the logits. */
  readonly labels: readonly L[];
  readonly labelDetails?: Readonly<Partial<Record<L, LabelDetails>>>;
  /** Groups that `labelDetails` name, by id. */
  readonly labelGroups?: Readonly<Record<string, LabelGroup>>;
  readonly input: CardInput;
  readonly preprocess: PreprocessConfig;
  readonly head: CardHead<L>;
  /** At least one; the first is the default. */
  readonly variants: readonly CardVariant[];
  /** Temperature that logits are divided by before the softmax or sigmoid. */
  readonly calibration?: { readonly temperature: number };
  readonly golden?: CardGolden;
  readonly licence?: CardLicence;
  readonly citations?: readonly string[];
  readonly intendedUse?: string;
  /** What the model must not be used for. */
  readonly notFor?: readonly string[];
}

/** The label union of a card: `InferLabel<typeof trafficSign>`. */
export type InferLabel<C extends ModelCard> = C['labels'][number];
