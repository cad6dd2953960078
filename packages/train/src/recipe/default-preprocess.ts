import { InvalidArgumentError, type PreprocessConfig } from '@ocelli/core';
import { graphOf, type OnnxModel, readValueInfo } from '@ocelli/onnx';

/** Of ImageNet's training pictures, as torchvision's models were trained with. */
const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];

/**
 * The preprocessing of a model that nothing is known of: squashed to its input, RGB, ImageNet's mean and
 * deviation. The layout is read from where the three channels are.
 *
 * @throws InvalidArgumentError when the input is no RGB picture of a fixed size.
 */
export const defaultPreprocess = (model: OnnxModel): PreprocessConfig => {
  const [input] = graphOf(model).input;
  const dims = (input && readValueInfo(input).dims) ?? [];
  const layout = dims[1] === 3 ? 'nchw' : 'nhwc';
  const [height, width] = layout === 'nchw' ? [dims[2], dims[3]] : [dims[1], dims[2]];
  const isPicture = dims.length === 4 && (dims[1] === 3 || dims[3] === 3);
  if (!isPicture || typeof height !== 'number' || typeof width !== 'number') {
    throw new InvalidArgumentError({
      argument: 'recipe.preprocess',
      expected: 'given for a model whose input is no RGB picture of a fixed size',
      actual: `missing for an input of [${dims.map(String).join(', ')}]`,
    });
  }
  return {
    resize: { mode: 'squash', width, height },
    kernel: 'bilinear',
    rescaleFactor: 1 / 255,
    mean: MEAN,
    std: STD,
    channelOrder: 'rgb',
    layout,
    dtype: 'float32',
  };
};
