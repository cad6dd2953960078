import type { GoldenCheck } from '../backend/inference-backend.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { SelfCheckError } from '../errors/session-errors.js';
import { float16BitsToFloat32 } from '../tensor/float16.js';
import type { Tensor } from '../tensor/tensor.js';
import { tensorProblem } from './check-feeds.js';

const valueAt = (tensor: Tensor, index: number): number => {
  const element = Number(tensor.data[index]);
  return tensor.dtype === 'float16' ? float16BitsToFloat32(element) : element;
};

/** Infinity where anything but the value differs: dtype, dims, or a NaN that is not golden. */
const maxAbsoluteDifference = (expected: Tensor, actual: Tensor | undefined): number => {
  if (
    actual === undefined ||
    actual.dtype !== expected.dtype ||
    actual.dims.join() !== expected.dims.join()
  ) {
    return Infinity;
  }
  let largest = 0;
  for (let index = 0; index < expected.data.length; index += 1) {
    const wanted = valueAt(expected, index);
    const got = valueAt(actual, index);
    // `!(x <= y)` rather than `x > y`: a NaN is never within any distance.
    const difference = Object.is(wanted, got) ? 0 : Math.abs(wanted - got);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
};

const checkTensors = (
  argument: string,
  tensors: Readonly<Record<string, Tensor | undefined>> | undefined,
): void => {
  const entries = Object.entries(tensors ?? {});
  const fail = (where: string, expected: string, actual: string): never => {
    throw new InvalidArgumentError({ argument: where, expected, actual });
  };
  if (entries.length === 0) fail(argument, 'at least one tensor by its name', 'empty');
  for (const [name, tensor] of entries) {
    const problem = tensorProblem(tensor);
    if (problem !== undefined) fail(`${argument}.${name}`, 'a whole tensor', problem);
  }
};

/**
 * Checks that there is something to compare, and something to compare it with: a check of no output, of
 * no values or within NaN would pass anything.
 *
 * @throws InvalidArgumentError
 */
export const checkGoldenTensors = ({ feeds, outputs, tolerance }: GoldenCheck): void => {
  checkTensors('goldenCheck.feeds', feeds);
  checkTensors('goldenCheck.outputs', outputs);
  if (Number.isFinite(tolerance) && tolerance >= 0) return;
  throw new InvalidArgumentError({
    argument: 'goldenCheck.tolerance',
    expected: 'a finite number from 0',
    actual: String(tolerance),
  });
};

/**
 * Compares outputs with the golden ones and returns the largest absolute difference.
 *
 * @throws SelfCheckError when it is above the tolerance, or when an output is missing, has another dtype
 * or other dims, or is NaN where the golden value is not (a difference of Infinity).
 */
export const checkGolden = (
  golden: GoldenCheck,
  outputs: Readonly<Record<string, Tensor>>,
  executionProvider: string,
): number => {
  const largest = Math.max(
    0,
    ...Object.entries(golden.outputs).map(([name, expected]) =>
      maxAbsoluteDifference(expected, outputs[name]),
    ),
  );
  if (largest <= golden.tolerance) return largest;
  throw new SelfCheckError({
    executionProvider,
    maxAbsoluteDifference: largest,
    tolerance: golden.tolerance,
  });
};
