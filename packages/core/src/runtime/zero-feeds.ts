import { createTensor, type Tensor, type TensorInfo } from '../tensor/tensor.js';

/** Zero tensors for these inputs with every free dim at 1; `dims` gives the dims of inputs that are known better. */
export const zeroFeeds = (
  inputs: readonly TensorInfo[],
  dims: Readonly<Record<string, readonly number[]>> = {},
): Record<string, Tensor> =>
  Object.fromEntries(
    inputs.map((info) => [
      info.name,
      createTensor(
        info.dtype,
        dims[info.name] ?? info.dims.map((dim) => (typeof dim === 'number' ? dim : 1)),
      ),
    ]),
  );
