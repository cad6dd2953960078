import { InvalidArgumentError, type PreprocessConfig } from '@ocelli/core';
import { createNameScope } from '../build/name-scope.js';
import { createGraphIndex } from '../graph/graph-index.js';
import { graphOf } from '../model/model-parts.js';
import type { OnnxModel } from '../model/onnx-model.js';
import { readValueInfo, type ValueDeclaration } from '../model/value-info.js';
import {
  buildPreprocessingModel,
  type PreprocessingModelOptions,
} from '../preprocessing/preprocessing-model.js';
import { composeModels } from './compose-models.js';

export interface FusePreprocessingOptions extends Pick<
  PreprocessingModelOptions,
  'format' | 'source'
> {
  readonly config: PreprocessConfig;
  /** The input that takes the pictures. Default: the only one. */
  readonly input?: string;
  /** Name of the new input. Default `frames`. */
  readonly frames?: string;
}

const findInput = (model: OnnxModel, requested: string | undefined): ValueDeclaration => {
  const { inputs } = createGraphIndex(model);
  const name = requested ?? (inputs.length === 1 ? inputs[0] : undefined);
  const info = graphOf(model).input.find((declared) => declared.name === name);
  if (name === undefined || !inputs.includes(name) || info === undefined) {
    throw new InvalidArgumentError({
      argument: 'options.input',
      expected: `one of the inputs ${inputs.join(', ')}`,
      actual: name === undefined ? 'missing' : `"${name}"`,
    });
  }
  return readValueInfo(info);
};

const checkFit = (declared: ValueDeclaration, prologue: OnnxModel): void => {
  const [output] = graphOf(prologue).output.map(readValueInfo);
  const fits =
    declared.dtype === output?.dtype &&
    (declared.dims ?? output?.dims)?.length === output?.dims?.length &&
    (declared.dims?.every((dim, axis) => {
      const made = output?.dims?.[axis];
      return typeof dim === 'string' || typeof made === 'string' || dim === made;
    }) ??
      true);
  if (fits) return;
  throw new InvalidArgumentError({
    argument: 'options.config',
    expected: `preprocessing that gives ${declared.dtype} [${declared.dims?.join(', ')}] for "${declared.name}"`,
    actual: `one that gives ${output?.dtype} [${output?.dims?.join(', ')}]`,
  });
};

/**
 * Puts the preprocessing in front of a model: the input gives way to `frames`, uint8 `[N, H, W, 3 or 4]`
 * of upright pictures. With `source` the result is that of preprocessing with `@ocelli/core` and running
 * the model apart, for every kernel, and costs 0.1 to 0.4 MB of coefficients. Without it a frame may have any
 * size, single grey levels differ (see `buildPreprocessingModel`), and only bilinear and bicubic work. Older
 * models are brought to opset 17, or 18 without `source`.
 *
 * @throws InvalidArgumentError when the preprocessing does not make what the input takes, or needs to
 * know the size of the frames.
 * @throws UnsupportedRewriteError for other kernels than these without `source`, and when an operator of the
 * model cannot be brought to the opset.
 *
 * @example
 * const fused = fusePreprocessing(model, { config: card.preprocess, format: 'rgba',
 *   source: { width: 1280, height: 720 } });
 */
export const fusePreprocessing = (
  model: OnnxModel,
  { config, input: requested, frames = 'frames', format, source }: FusePreprocessingOptions,
): OnnxModel => {
  const input = findInput(model, requested);
  const scope = createNameScope(createGraphIndex(model).values);
  if (!scope.claim(frames)) {
    throw new InvalidArgumentError({
      argument: 'options.frames',
      expected: 'a name that no value of the model has',
      actual: `"${frames}"`,
    });
  }
  const output = scope.unique(`${input.name}_preprocessed`);
  const prologue = buildPreprocessingModel(config, {
    input: frames,
    output,
    ...(input.dims?.[0] === undefined ? {} : { batch: input.dims[0] }),
    ...(format && { format }),
    ...(source && { source }),
  });
  checkFit(input, prologue);
  return composeModels(prologue, model, { connections: { [input.name]: output } });
};
