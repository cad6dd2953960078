import * as architectures from '@ocelli/onnx/architectures';
import type { Architecture } from '@ocelli/onnx/architectures';

const isArchitecture = (value: unknown): value is Architecture =>
  typeof value === 'object' && value !== null && 'forward' in value && 'parameterCount' in value;

const all: readonly Architecture[] = Object.values(architectures).filter(isArchitecture);

/** Ids of the architectures that can be trained from scratch. */
export const TRAINABLE_ARCHITECTURES: readonly string[] = all.map(({ id }) => id);

/** The architecture of an id of `TRAINABLE_ARCHITECTURES`. */
export const findArchitecture = (id: string): Architecture | undefined =>
  all.find((architecture) => architecture.id === id);
