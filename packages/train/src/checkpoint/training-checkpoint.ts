import type { Tensor } from '@ocelli/core';
import type { FitProgress } from '../fit/fit-progress.js';
import { CheckpointFormatError } from './checkpoint-errors.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

/** A training run at one moment: everything that the steps after it depend on. */
export interface TrainingCheckpoint {
  /** All carried values of the step. */
  readonly state: Readonly<Record<string, Tensor>>;
  /** Weights and statistics of the best epoch so far; empty before the first is evaluated. */
  readonly best: Readonly<Record<string, Tensor>>;
  readonly progress: FitProgress;
}

const STATE = 'state/';
const BEST = 'best/';
const KEY = 'ocelli.training';

const prefixed = (
  prefix: string,
  tensors: Readonly<Record<string, Tensor>>,
): (readonly [string, Tensor])[] =>
  Object.entries(tensors).map(([name, tensor]) => [`${prefix}${name}`, tensor]);

const without = (
  prefix: string,
  tensors: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  );

/** Writes a checkpoint as one safetensors file. */
export const encodeCheckpoint = ({
  state,
  best,
  progress,
}: TrainingCheckpoint): Uint8Array<ArrayBuffer> =>
  encodeSafetensors({
    tensors: Object.fromEntries([...prefixed(STATE, state), ...prefixed(BEST, best)]),
    metadata: { [KEY]: JSON.stringify(progress) },
  });

/** @throws CheckpointFormatError when the bytes are no checkpoint. */
export const decodeCheckpoint = (bytes: Uint8Array): TrainingCheckpoint => {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const text = metadata[KEY];
  if (text === undefined) throw new CheckpointFormatError({ reason: 'it holds no training run' });
  try {
    const progress = JSON.parse(text) as FitProgress;
    return { state: without(STATE, tensors), best: without(BEST, tensors), progress };
  } catch (cause) {
    throw new CheckpointFormatError({ reason: 'its progress is no JSON', cause });
  }
};
