import { float16BitsToFloat32 } from '../tensor/float16.js';
import type { Tensor } from '../tensor/tensor.js';

/** The values of an output tensor as float32: float16 is widened, integers stay the numbers they are. */
export const readLogits = (tensor: Tensor): Float32Array => {
  if (tensor.dtype === 'float32') return tensor.data as Float32Array;
  const values = new Float32Array(tensor.data.length);
  const isFloat16 = tensor.dtype === 'float16';
  for (let i = 0; i < values.length; i += 1) {
    const value = Number(tensor.data[i]);
    values[i] = isFloat16 ? float16BitsToFloat32(value) : value;
  }
  return values;
};
