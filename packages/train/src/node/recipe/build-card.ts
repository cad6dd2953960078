import {
  type CardGolden,
  createPreprocessor,
  drawTensor,
  type GraphRuntime,
  type ModelCard,
  parseModelCard,
  type PreprocessConfig,
} from '@ocelli/core';
import { graphOf, type OnnxModel } from '@ocelli/onnx';
import type { Recipe } from '../../recipe/recipe-schema.js';
import type { RecipeData } from './read-recipe-data.js';

const GOLDEN_SEED = 1;
/** Execution providers with other arithmetic come within it; wrong weights or layouts do not. */
const GOLDEN_TOLERANCE = 0.02;

/** What a card is built from, beside the recipe. */
export interface CardParts {
  readonly data: RecipeData;
  readonly preprocess: PreprocessConfig;
  readonly model: OnnxModel;
  /** The model file, by a URL relative to the card. */
  readonly file: { readonly url: string; readonly sha256: string; readonly bytes: number };
  readonly golden: CardGolden;
  /** Undefined for a head that is not calibrated. */
  readonly temperature: number | undefined;
}

const inputOf = (model: OnnxModel): string => graphOf(model).input[0]?.name ?? '';
const outputOf = (model: OnnxModel): string => graphOf(model).output[0]?.name ?? '';

/** What the model makes of a drawn picture, for runtimes to check themselves against. */
export const makeGolden = async (
  runtime: GraphRuntime,
  model: OnnxModel,
  bytes: Uint8Array,
  preprocess: PreprocessConfig,
): Promise<CardGolden> => {
  const preprocessor = createPreprocessor(preprocess);
  const dims = preprocessor.outputDims;
  preprocessor.release();
  const drawing = {
    dtype: preprocess.dtype,
    dims,
    drawn: 'stripes-v1',
    seed: GOLDEN_SEED,
  } as const;
  const session = await runtime.open(bytes);
  try {
    const outputs = await session.run({ [inputOf(model)]: drawTensor(drawing) });
    const logits = outputs[outputOf(model)];
    const values = Array.from(logits?.data as Float32Array);
    return {
      inputs: { [inputOf(model)]: drawing },
      outputs: {
        [outputOf(model)]: { dtype: 'float32', dims: logits?.dims ?? [], values },
      },
      tolerance: GOLDEN_TOLERANCE,
    };
  } finally {
    await session.release();
  }
};

/** The fields of a recipe's card that a model card has too. */
const withoutDataset = (card: Recipe['card']): object =>
  Object.fromEntries(Object.entries(card).filter(([name]) => name !== 'dataset'));

/** The card of a trained model, without its accuracy. */
export const buildCard = (
  { card: skeleton, training }: Recipe,
  { data, preprocess, model, file, golden, temperature }: CardParts,
): ModelCard => {
  const isSigmoid = training.loss?.kind === 'sigmoid-cross-entropy';
  const { labels, labelDetails, labelGroups } = data;
  return parseModelCard({
    schemaVersion: 1,
    ...withoutDataset(skeleton),
    labels,
    ...(labelDetails === undefined ? {} : { labelDetails }),
    ...(labelGroups === undefined ? {} : { labelGroups }),
    input: { name: inputOf(model) },
    preprocess,
    head: { kind: isSigmoid ? 'sigmoid' : 'softmax', output: outputOf(model) },
    variants: [{ name: 'float32', dtype: 'float32', file }],
    ...(temperature === undefined ? {} : { calibration: { temperature } }),
    golden,
  });
};
