import type { PreprocessConfig } from '@ocelli/core';
import type { OnnxModel } from '@ocelli/onnx';
import { createClassifierModel } from '../layers/create-classifier-model.js';
import type { FreezeConfig } from '../step/freeze.js';
import { attachHead } from '../transfer/attach-head.js';
import { replaceHead } from '../transfer/replace-head.js';
import type { Recipe } from './recipe-schema.js';
import { pictureDims } from './picture-dims.js';
import { findArchitecture } from './trainable-architectures.js';

/** Channels that a preprocessing gives. */
const channelsOf = (preprocess: PreprocessConfig | undefined): number =>
  preprocess?.channelOrder === 'gray' ? 1 : 3;

/**
 * The classifier that a recipe trains, in inference form: an architecture with random weights, or the
 * pretrained model with a new head.
 *
 * @param pretrained The model that the recipe names; undefined where it names an architecture.
 * @throws HeadNotFoundError, InvalidArgumentError for features that the model lacks and for an input too small
 * for the architecture.
 */
export const createRecipeModel = (
  { model, preprocess, seed }: Recipe,
  classCount: number,
  pretrained: OnnxModel | undefined,
): OnnxModel => {
  if (model.kind === 'pretrained') {
    const { dropout, features, logits } = model;
    const head = { classCount, seed, ...(dropout === undefined ? {} : { dropout }) };
    if (features !== undefined) {
      return attachHead(pretrained as OnnxModel, {
        ...head,
        features,
        ...(preprocess === undefined ? {} : { imageDims: pictureDims(preprocess) }),
      });
    }
    return replaceHead(pretrained as OnnxModel, {
      ...head,
      ...(logits === undefined ? {} : { logits }),
    });
  }
  const architecture = findArchitecture(model.id);
  if (architecture === undefined) throw new TypeError(`There is no architecture ${model.id}.`);
  const { inputSize } = model;
  return createClassifierModel(architecture, {
    classCount,
    seed,
    channels: channelsOf(preprocess),
    ...(inputSize === undefined ? {} : { inputSize }),
  });
};

/** Which layers a recipe leaves as they are. */
export const freezeOf = ({ model }: Recipe): FreezeConfig =>
  model.kind === 'pretrained' ? (model.freeze ?? 'none') : 'none';
