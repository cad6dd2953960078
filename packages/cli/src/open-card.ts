import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { type ModelCard, parseModelCard, type PreprocessConfig } from '@ocelli/core';
import {
  catalogueCard,
  IMAGENET_CATALOGUE_IDS,
  IMAGENET_LABELS,
  isCatalogueId,
  isPackId,
  PACK_IDS,
  packCard,
} from '@ocelli/models';
import { openCardFile, openOnnxFile } from '@ocelli/node';
import { describeGeometry } from './describe-preprocess.js';
import { fetchCard } from './fetch-card.js';
import {
  labelsFromOption,
  preprocessFromOption,
  type PreprocessOverride,
} from './model-overrides.js';
import { openModelFolder } from './open-model-folder.js';
import { similarNames } from './similar-names.js';
import { UnknownModelError } from './unknown-model-error.js';
import { UnknownPreprocessError } from './unknown-preprocess-error.js';
import { checkNotEmpty, UsageError } from './usage-error.js';

/** What the command line says about a model beyond where it is. */
export interface OpenCardOptions {
  /** Path of the card to use for an ONNX file. */
  readonly card?: string;
  /** Path of a preprocessing as JSON, or a preset's name; replaces that of the model. */
  readonly preprocess?: string;
  /** Path of the labels; replaces those of the model. */
  readonly labels?: string;
  /**
   * Refuses an ONNX file whose preprocessing would have to be guessed: without `card` and `preprocess`, all
   * but those that take `[N, 3, 224, 224]` and give 1000 classes. Default false.
   */
  readonly mustKnowPreprocess?: boolean;
  readonly signal?: AbortSignal;
}

/** A card whose file URLs are absolute, and what was taken for granted in it. */
export interface OpenedCard {
  readonly card: ModelCard;
  readonly assumptions: readonly string[];
}

/** A card by URL is read with one request; relative URLs of its files are taken from it. */
const openCardUrl = async (url: string, signal: AbortSignal | undefined): Promise<OpenedCard> => {
  const card = parseModelCard(await fetchCard(url, signal === undefined ? {} : { signal }));
  const variants = card.variants.map((variant) => ({
    ...variant,
    file: { ...variant.file, url: new URL(variant.file.url, url).href },
  }));
  return { card: { ...card, variants }, assumptions: [] };
};

/** The values of a preset in the geometry of a preprocessing. */
const withOverride = (base: PreprocessConfig, override: PreprocessOverride): PreprocessConfig =>
  override.kind === 'config' ? override.config : { ...base, ...override.values };

/** ImageNet's labels for an output of their number; nothing else is guessed. */
const labelsForCount = (count: number): readonly string[] | undefined =>
  count === IMAGENET_LABELS.length ? IMAGENET_LABELS : undefined;

/** Float RGB in 224x224 and NCHW to 1000 classes: what everybody who trains on ImageNet with torchvision exports. */
const isImageNetModel = ({ labels, preprocess }: ModelCard): boolean =>
  labels.length === IMAGENET_LABELS.length &&
  preprocess.layout === 'nchw' &&
  preprocess.dtype !== 'uint8' &&
  preprocess.channelOrder === 'rgb' &&
  preprocess.centerCrop?.width === 224 &&
  preprocess.centerCrop.height === 224;

const openOnnx = async (path: string, options: OpenCardOptions): Promise<OpenedCard> => {
  const labels = await labelsFromOption(options.labels);
  const override = await preprocessFromOption(options.preprocess);
  const given = { labelsForCount, ...(labels === undefined ? {} : { labels }) };
  if (override?.kind === 'config') {
    return openOnnxFile(path, { ...given, preprocess: override.config });
  }
  const opened = await openOnnxFile(path, given);
  if (override === undefined) {
    if (options.mustKnowPreprocess !== true || isImageNetModel(opened.card)) return opened;
    throw new UnknownPreprocessError({ path });
  }
  // A preset says what happens to values; the sizes stay those that were assumed from the input.
  const preprocess = withOverride(opened.card.preprocess, override);
  const { card, assumptions } = await openOnnxFile(path, { ...given, preprocess });
  const sizes = `Sizes were assumed from the input: ${describeGeometry(preprocess)}.`;
  return { card, assumptions: [...assumptions, sizes] };
};

/** The given card, for the given ONNX file instead of its own. */
const openOnnxWithCard = async (path: string, cardPath: string): Promise<OpenedCard> => {
  const { card, assumptions } = await openCardFile(cardPath);
  const [first] = card.variants;
  const variants = [
    { name: 'file', dtype: first?.dtype ?? 'float32', file: { url: resolve(path) } },
  ];
  return { card: { ...card, variants }, assumptions };
};

const overrideCard = async (
  { card, assumptions }: OpenedCard,
  options: OpenCardOptions,
): Promise<OpenedCard> => {
  const labels = await labelsFromOption(options.labels);
  const override = await preprocessFromOption(options.preprocess);
  const { labelDetails, ...rest } = card;
  const overridden = {
    ...rest,
    // Details belong to the labels that they name.
    ...(labels === undefined ? (labelDetails === undefined ? {} : { labelDetails }) : { labels }),
    ...(override === undefined ? {} : { preprocess: withOverride(card.preprocess, override) }),
  };
  return { card: parseModelCard(overridden), assumptions };
};

const findModel = async (model: string, options: OpenCardOptions): Promise<OpenedCard> => {
  if (/^https?:\/\//i.test(model)) {
    return overrideCard(await openCardUrl(model, options.signal), options);
  }
  const entry = await stat(model).catch(() => undefined);
  if (entry?.isDirectory() === true) {
    return overrideCard(await openModelFolder(model), options);
  }
  const extension = extname(model).toLowerCase();
  if (extension === '.json') return overrideCard(await openCardFile(model), options);
  if (entry === undefined && isPackId(model)) {
    return overrideCard({ card: await packCard(model), assumptions: [] }, options);
  }
  if (entry === undefined && isCatalogueId(model)) {
    return overrideCard({ card: catalogueCard(model), assumptions: [] }, options);
  }
  if (entry === undefined && extension !== '.onnx') {
    const known = [...PACK_IDS, ...IMAGENET_CATALOGUE_IDS];
    throw new UnknownModelError({ model, similar: similarNames(model, known), known });
  }
  if (options.card === undefined) return openOnnx(model, options);
  return overrideCard(await openOnnxWithCard(model, options.card), options);
};

/**
 * Finds the card of a model that is named on a command line: a card (file or URL), an ONNX file, a
 * Hugging Face folder, or the id of a pack or of the ImageNet catalogue. What exists as a path is never
 * read as an id.
 *
 * @throws UnknownModelError, ModelFolderError, UnknownPreprocessError, UsageError for options that do not go with the model, ModelOpenError,
 * ModelCardError, ModelImportError, MalformedModelError, LabelCountMismatchError, ModelLoadError for a
 * card that cannot be fetched, or the signal's reason.
 */
export const openCard = async (model: string, options: OpenCardOptions): Promise<OpenedCard> => {
  checkNotEmpty('<model>', model);
  if (options.card !== undefined) checkNotEmpty('--card', options.card);
  const opened = await findModel(model, options);
  if (options.card !== undefined && extname(model).toLowerCase() !== '.onnx') {
    throw new UsageError({
      argument: '--card',
      problem: `${model} is not an ONNX file.`,
      remedy: 'Name the .onnx file as the model, or leave --card out.',
    });
  }
  return opened;
};
