import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { isInputSize } from '../preprocess/preprocess-bounds.js';
import { INPUT_DTYPES, type InputDType } from '../preprocess/preprocess-config.js';
import { float32ToFloat16Bits } from '../tensor/float16.js';
import { createTensor, type Tensor } from '../tensor/tensor.js';
import type { DrawnTensor, TensorDrawing } from './model-card.js';

/** xorshift32 (Marsaglia 2003) with the shifts 13, 17, 5; `seed` is its first state. */
const createWords = (seed: number) => {
  let state = seed;
  return (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state;
  };
};

type DrawPlane = (
  nextWord: () => number,
  width: number,
  height: number,
  write: (level: number) => void,
) => void;

const CELL = 8;

/**
 * Grey levels of one plane, row by row: diagonal stripes under blocks of 8x8 pixels.
 * `level = floor(3 * triangle(phase + x * dx + y * dy) / 4) + block(x >> 3, y >> 3)`, where
 * `triangle(t) = min(u, 511 - u)` with `u = t mod 512`; `dx`, `dy` (1..16), `phase` (0..511) and then each
 * block (0..63) are the next words of the generator modulo their ranges, blocks row by row.
 */
const drawStripes: DrawPlane = (nextWord, width, height, write) => {
  const dx = 1 + (nextWord() % 16);
  const dy = 1 + (nextWord() % 16);
  const phase = nextWord() % 512;
  const columns = Math.ceil(width / CELL);
  const blocks = Uint8Array.from(
    { length: columns * Math.ceil(height / CELL) },
    () => nextWord() % 64,
  );
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const u = (phase + x * dx + y * dy) % 512;
      const stripe = (3 * Math.min(u, 511 - u)) >> 2;
      write(stripe + (blocks[(y >> 3) * columns + (x >> 3)] ?? 0));
    }
  }
};

const PLANE_DRAWERS: { readonly [D in TensorDrawing]: DrawPlane } = { 'stripes-v1': drawStripes };

/** A grey level as an element: itself for uint8, `(level - 128) / 64` for floats, which holds it exactly. */
const ELEMENT_OF: { readonly [D in InputDType]: (level: number) => number } = {
  uint8: (level) => level,
  float32: (level) => (level - 128) / 64,
  float16: (level) => float32ToFloat16Bits((level - 128) / 64),
};

const check = ({ dtype, dims, drawn, seed }: DrawnTensor): void => {
  const fail = (argument: string, expected: string, actual: unknown): never => {
    throw new InvalidArgumentError({ argument, expected, actual: String(actual) });
  };
  if (!Object.hasOwn(PLANE_DRAWERS, drawn)) {
    fail('drawn', Object.keys(PLANE_DRAWERS).join(' or '), drawn);
  }
  if (!INPUT_DTYPES.includes(dtype)) fail('dtype', `one of ${INPUT_DTYPES.join(', ')}`, dtype);
  if (!Number.isInteger(seed) || seed < 1 || seed > 2 ** 32 - 1) {
    fail('seed', 'a whole number from 1 to 4294967295', seed);
  }
  if (!isInputSize(dims)) fail('dims', 'two or more, of an input that is not too large', dims);
};

/**
 * Draws a tensor from its seed with integer arithmetic alone: the same elements in every runtime.
 *
 * @throws InvalidArgumentError
 */
export const drawTensor = (drawing: DrawnTensor): Tensor<InputDType> => {
  check(drawing);
  const { dtype, dims, drawn, seed } = drawing;
  const tensor = createTensor(dtype, dims);
  const [height = 0, width = 0] = dims.slice(-2);
  const nextWord = createWords(seed);
  const drawPlane = PLANE_DRAWERS[drawn];
  const elementOf = ELEMENT_OF[dtype];
  let index = 0;
  while (index < tensor.data.length) {
    drawPlane(nextWord, width, height, (level) => {
      tensor.data[index] = elementOf(level);
      index += 1;
    });
  }
  return tensor;
};
