import type { GoldenCheck } from '../backend/inference-backend.js';
import { drawTensor } from '../card/draw-tensor.js';
import type { CardGolden, DrawnTensor, GoldenTensor } from '../card/model-card.js';
import { TYPED_ARRAYS } from '../tensor/dtype.js';
import { float32ToFloat16Bits } from '../tensor/float16.js';
import { createTensor, type Tensor } from '../tensor/tensor.js';

const goldenTensor = ({ dtype, dims, values }: GoldenTensor): Tensor => {
  const data = new TYPED_ARRAYS[dtype](values.length);
  values.forEach((value, index) => {
    if (data instanceof BigInt64Array || data instanceof BigUint64Array)
      data[index] = BigInt(value);
    else data[index] = dtype === 'float16' ? float32ToFloat16Bits(value) : value;
  });
  return createTensor(dtype, dims, data);
};

/** The golden tensors of a card, from JSON to what a session is checked with. */
export const goldenCheck = ({ inputs, outputs, tolerance }: CardGolden): GoldenCheck => {
  const tensors = (list: Readonly<Record<string, GoldenTensor | DrawnTensor>>) =>
    Object.fromEntries(
      Object.entries(list).map(([name, tensor]) => [
        name,
        tensor.drawn === undefined ? goldenTensor(tensor) : drawTensor(tensor),
      ]),
    );
  return { feeds: tensors(inputs), outputs: tensors(outputs), tolerance };
};
