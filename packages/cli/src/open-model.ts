import { extname, resolve } from 'node:path';
import {
  type CardVariant,
  type DownloadProgress,
  type ModelCard,
  ModelImportError,
  type ModelSource,
} from '@ocelli/core';
import { createModelStore } from '@ocelli/node';
import { describeFile } from './describe-file.js';
import { openCard, type OpenCardOptions } from './open-card.js';
import { UsageError } from './usage-error.js';

export interface OpenModelOptions extends OpenCardOptions {
  /** Name of the variant. Default: the card's first. */
  readonly variant?: string;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/** A model whose file is on this machine. */
export interface OpenedModel {
  readonly card: ModelCard;
  readonly variant: CardVariant;
  readonly source: Extract<ModelSource, { kind: 'file' }>;
  /** What the model does not say and was taken for granted, one sentence each. */
  readonly assumptions: readonly string[];
}

const chooseVariant = (card: ModelCard, name: string | undefined): CardVariant => {
  const variant = card.variants.find((each) => name === undefined || each.name === name);
  if (variant !== undefined) return variant;
  throw new UsageError({
    argument: '--variant',
    problem: `${card.id} has no variant "${name ?? ''}".`,
    remedy: `Choose from ${card.variants.map((each) => each.name).join(', ')}.`,
  });
};

/**
 * Opens the model that a command line names and brings its file to this machine, verified where the
 * card has a hash. Only a card by URL and an id of the catalogue cause downloads.
 *
 * @throws UsageError for an unknown variant, what `openCard` throws, ModelDownloadError,
 * ModelIntegrityError, ModelStoreError, or the signal's reason.
 */
export const openModel = async (
  model: string,
  options: OpenModelOptions = {},
): Promise<OpenedModel> => {
  const { signal, onProgress } = options;
  const { card, assumptions } = await openCard(model, options);
  const chosen = chooseVariant(card, options.variant);
  const source = await createModelStore().fetch(chosen.file, {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  // Results say what they were made with, also where the card gives no hash.
  const sha256 = chosen.file.sha256 ?? (await describeFile(source.path)).sha256;
  const variant = { ...chosen, file: { ...chosen.file, sha256 } };
  const variants = card.variants.map((each) => (each === chosen ? variant : each));
  return { card: { ...card, variants }, variant, source, assumptions };
};

/** An ONNX file on this machine that no card can be made for. */
export interface OpenedGraph {
  readonly source: OpenedModel['source'];
  /** Why it cannot classify pictures. */
  readonly importError: ModelImportError;
}

/**
 * Opens a model like `openModel`, and an ONNX file that is no classifier of pictures without a card.
 *
 * @throws what `openModel` throws, except ModelImportError for an ONNX file.
 */
export const openModelOrGraph = async (
  model: string,
  options: OpenModelOptions = {},
): Promise<OpenedModel | OpenedGraph> => {
  try {
    return await openModel(model, options);
  } catch (error) {
    const isOnnxFile = extname(model).toLowerCase() === '.onnx';
    if (!isOnnxFile || !ModelImportError.isInstance(error)) throw error;
    return { source: { kind: 'file', path: resolve(model) }, importError: error };
  }
};
