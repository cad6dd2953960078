import { createTensor, elementCount, type Tensor } from '@ocelli/core';

const fnv1a = (name: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
};

/**
 * The numbers that `test/fixtures/torch/hashed_values.py` makes of a name: element i is
 * `offset + scale * u`, u in [-1, 1) hashed from name and i.
 */
export const hashedValues = (
  name: string,
  dims: readonly number[],
  offset = 0,
  scale = 1,
): Tensor<'float32'> => {
  const seed = fnv1a(name);
  const data = new Float32Array(elementCount(dims));
  for (let at = 0; at < data.length; at += 1) {
    let word = (Math.imul(at, 0x9e3779b1) + seed) | 0;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    word ^= word >>> 16;
    data[at] = offset + scale * ((word >>> 0) / 2 ** 31 - 1);
  }
  return createTensor('float32', dims, data);
};

/** The first value of a network's parameter or running statistic, by its name in torchvision. */
export const hashedParameter = (name: string, dims: readonly number[]): Tensor<'float32'> => {
  if (name.endsWith('running_var')) return hashedValues(name, dims, 1, 0.3);
  if (name.endsWith('running_mean') || name.endsWith('bias')) {
    return hashedValues(name, dims, 0, 0.1);
  }
  if (dims.length === 1) return hashedValues(name, dims, 1, 0.2);
  return hashedValues(name, dims, 0, Math.sqrt(6 / elementCount(dims.slice(1))));
};
