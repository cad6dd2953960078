import type { GraphRuntime, PreprocessConfig } from '@ocelli/core';
import type { Dataset } from '../../data/labelled-example.js';
import { fitTemperature } from '../../evaluate/fit-temperature.js';
import type { Recipe } from '../../recipe/recipe-schema.js';
import { createEvaluationBatches } from '../data/create-batch-source.js';

/**
 * The temperature that calibrates a finished model on a dataset; undefined for sigmoid heads, and where
 * the dataset is too easy or too small to tell.
 *
 * @throws what the runtime and the batches throw, or the signal's reason.
 */
export const measureTemperature = async ({
  recipe,
  runtime,
  model,
  dataset,
  preprocess,
  signal,
}: {
  readonly recipe: Recipe;
  readonly runtime: GraphRuntime;
  /** As ONNX, with a free batch dim. */
  readonly model: Uint8Array;
  readonly dataset: Dataset;
  readonly preprocess: PreprocessConfig;
  readonly signal?: AbortSignal;
}): Promise<number | undefined> => {
  if (recipe.training.loss?.kind === 'sigmoid-cross-entropy') return undefined;
  const { batchSize } = recipe.training;
  const source = createEvaluationBatches({ dataset, preprocess, batchSize });
  const logits: number[] = [];
  const labels: number[] = [];
  try {
    const session = await runtime.open(model);
    try {
      const input = session.inputs[0]?.name ?? '';
      const output = session.outputs[0]?.name ?? '';
      for await (const batch of source.batches(0, signal === undefined ? {} : { signal })) {
        const outputs = await session.run({ [input]: batch.images });
        for (const logit of outputs[output]?.data as Float32Array) logits.push(logit);
        labels.push(...batch.labels);
      }
    } finally {
      await session.release();
    }
  } finally {
    await source.release();
  }
  const fit = fitTemperature({ logits, labels, classCount: dataset.labels.length });
  return fit.isAtBound ? undefined : fit.temperature;
};
