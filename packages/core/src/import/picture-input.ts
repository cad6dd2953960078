import { ModelImportError } from '../errors/model-import-error.js';
import { fixedOutputSize } from '../preprocess/preprocess-bounds.js';
import {
  INPUT_DTYPES,
  type InputDType,
  type PreprocessConfig,
  type TensorLayout,
} from '../preprocess/preprocess-config.js';
import type { TensorInfo } from '../tensor/tensor.js';

/** How a model takes its picture. Sizes are undefined where the dims are free. */
export interface PictureInput {
  readonly name: string;
  readonly dtype: InputDType;
  readonly layout: TensorLayout;
  readonly channels: 1 | 3;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

const CHANNEL_AXES = { nchw: 1, nhwc: 3 } as const;
const SIZE_AXES = { nchw: { height: 2, width: 3 }, nhwc: { height: 1, width: 2 } } as const;

const isInputDType = (dtype: string): dtype is InputDType =>
  (INPUT_DTYPES as readonly string[]).includes(dtype);

const describe = ({ name, dtype, dims }: TensorInfo): string =>
  `"${name}" ${dtype} [${dims.join(', ')}]`;

/**
 * Finds the input that takes the picture: the only one, of four dims, with 1 or 3 channels after the
 * batch (NCHW) or at the end (NHWC). `assumed` says what free channel dims are taken for.
 *
 * @throws ModelImportError when the inputs are anything else.
 */
export const pictureInput = (
  file: string,
  inputs: readonly TensorInfo[],
  assumed?: { readonly layout: TensorLayout; readonly channels: 1 | 3 },
): PictureInput => {
  const fail = (reason: string): never => {
    throw new ModelImportError({ file, field: 'inputs', reason });
  };
  const [info] = inputs;
  if (info === undefined || inputs.length > 1) {
    const list = inputs.map((each) => each.name).join(', ');
    return fail(`must be one picture, but they are ${list === '' ? 'none' : list}`);
  }
  if (info.dims.length !== 4) {
    return fail(`must be one picture of four dims, but they are ${describe(info)}`);
  }
  const { name, dtype } = info;
  if (!isInputDType(dtype)) {
    return fail(`must hold ${INPUT_DTYPES.join(', ')}, but they are ${describe(info)}`);
  }
  const layouts = ['nchw', 'nhwc'] as const;
  const fits = (layout: TensorLayout) => [1, 3].includes(info.dims[CHANNEL_AXES[layout]] as number);
  const layout = layouts.find(fits) ?? assumed?.layout;
  if (layout === undefined) {
    return fail(`have no dim of 1 or 3 channels at position 1 or 3: ${describe(info)}`);
  }
  const declared = info.dims[CHANNEL_AXES[layout]];
  const channels = typeof declared === 'number' ? declared : assumed?.channels;
  if (channels !== 1 && channels !== 3) {
    return fail(`must have 1 or 3 channels, but they are ${describe(info)}`);
  }
  const size = (axis: number): number | undefined => {
    const dim = info.dims[axis];
    return typeof dim === 'number' ? dim : undefined;
  };
  return {
    name,
    dtype,
    layout,
    channels,
    width: size(SIZE_AXES[layout].width),
    height: size(SIZE_AXES[layout].height),
  };
};

/**
 * Checks that preprocessing makes what the input takes, as far as its dims are fixed.
 *
 * @throws ModelImportError naming `file` and `field`, where the size came from.
 */
export const checkPictureSize = (
  preprocess: PreprocessConfig,
  input: PictureInput,
  file: string,
  field: string,
): void => {
  const size = fixedOutputSize(preprocess);
  if (size === undefined) {
    throw new ModelImportError({
      file,
      field,
      reason: 'gives pictures of no fixed size: there is neither a fixed resize nor a centre crop',
    });
  }
  const { width = size.width, height = size.height } = input;
  if (width !== size.width || height !== size.height) {
    throw new ModelImportError({
      file,
      field,
      reason:
        `gives pictures of ${String(size.width)}x${String(size.height)}, but the model's input ` +
        `"${input.name}" takes ${String(width)}x${String(height)}`,
    });
  }
};
