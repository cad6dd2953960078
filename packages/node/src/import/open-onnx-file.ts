import { basename, resolve } from 'node:path';

import { cardFromSignature, cardIdFrom, type PreprocessConfig } from '@ocelli/core';

import type { OpenedModel } from './opened-model.js';
import { readModelSignature } from './read-model-signature.js';

export interface OpenOnnxOptions {
  /** In the order of the logits. */
  readonly labels?: readonly string[];
  /** Default: assumed from the input, and reported. */
  readonly preprocess?: PreprocessConfig;
  /**
   * Asked for labels when none are given, by the number of classes: for 1000, those of ImageNet. That they
   * were taken is reported as an assumption.
   */
  readonly labelsForCount?: (count: number) => readonly string[] | undefined;
}

/**
 * Opens a bare ONNX file. What it does not say is assumed, and each assumption is reported.
 *
 * @throws ModelOpenError, ModelLoadError when it is no ONNX model, ModelImportError when it is no
 * image classifier, LabelCountMismatchError.
 *
 * @example
 * const { card, assumptions } = await openOnnxFile('squeezenet.onnx', { labels });
 */
export const openOnnxFile = async (
  path: string,
  { labels, preprocess, labelsForCount }: OpenOnnxOptions = {},
): Promise<OpenedModel> => {
  const signature = await readModelSignature(resolve(path));
  const source = {
    id: cardIdFrom(basename(path).replace(/\.onnx$/i, '')),
    ...signature,
    ...(labels !== undefined && { labels }),
    ...(preprocess !== undefined && { preprocess }),
  };
  const opened = cardFromSignature(source);
  if (labels !== undefined) return opened;
  const count = opened.card.labels.length;
  const assumed = labelsForCount?.(count);
  if (assumed === undefined) return opened;
  const labelled = cardFromSignature({ ...source, labels: assumed });
  const [first = '', last = ''] = [assumed[0], assumed.at(-1)];
  return {
    card: labelled.card,
    assumptions: [
      `Labels were assumed for ${String(count)} classes: ${first} to ${last}.`,
      ...labelled.assumptions,
    ],
  };
};
