import type { Tensor } from '../tensor/tensor.js';
import type { OrtApi, OrtTensor } from './ort-api.js';
import { copyOut } from './ort-values.js';

/** Copies values out of the session, wherever they lie. */
export type ReadOrtValues = (
  values: Readonly<Record<string, OrtTensor>>,
) => Promise<Record<string, Tensor>>;

const copyAllOut: ReadOrtValues = async (values) => {
  const tensors: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(values)) tensors[name] = await copyOut(value);
  return tensors;
};

/**
 * How values stay inside a session between runs. `preallocated`: two buffers per value take turns as
 * input and output, so that nothing is allocated or copied, where the runtime writes into outputs that
 * it is given. `outputs`: the outputs of a run are the inputs of the next, wherever they lie.
 */
export type CarryMode = 'preallocated' | 'outputs';

/** The values that a session keeps, and what it feeds and fetches for them. */
export interface CarriedValues {
  /** Carried inputs that have no value yet. */
  readonly missing: () => readonly string[];
  readonly feeds: () => Readonly<Record<string, OrtTensor>>;
  /** By output name; null leaves the memory to the runtime. */
  readonly fetches: () => Readonly<Record<string, OrtTensor | null>>;
  /** The run succeeded: its outputs are the values from now on. */
  readonly advance: (outputs: Readonly<Record<string, OrtTensor>>) => void;
  readonly read: () => Promise<Record<string, Tensor>>;
  readonly write: (values: Readonly<Record<string, Tensor>>) => void;
  readonly dispose: () => void;
}

/** Keeps the values of `carries` (input name to output name) in one of the two ways. */
export const createCarriedValues = (
  { Tensor: OrtTensorClass }: OrtApi,
  carries: Readonly<Record<string, string>>,
  mode: CarryMode,
  readValues: ReadOrtValues = copyAllOut,
): CarriedValues => {
  const pairs = Object.entries(carries);
  const current = new Map<string, OrtTensor>();
  const spare = new Map<string, OrtTensor>();
  const make = ({ dtype, dims }: Tensor, data: Tensor['data']): OrtTensor =>
    new OrtTensorClass(dtype, data, dims);
  return {
    missing: () => pairs.map(([input]) => input).filter((input) => !current.has(input)),
    feeds: () => Object.fromEntries(current),
    fetches: () =>
      Object.fromEntries(pairs.map(([input, output]) => [output, spare.get(input) ?? null])),
    advance: (outputs) => {
      for (const [input, output] of pairs) {
        const [before, next] = [current.get(input), spare.get(input) ?? outputs[output]];
        if (before === undefined || next === undefined) continue;
        current.set(input, next);
        if (mode === 'preallocated') spare.set(input, before);
        else before.dispose();
      }
    },
    read: () => readValues(Object.fromEntries(current)),
    write: (values) => {
      for (const [input, tensor] of Object.entries(values)) {
        current.get(input)?.dispose();
        current.set(input, make(tensor, tensor.data.slice()));
        if (mode === 'preallocated' && !spare.has(input)) {
          spare.set(input, make(tensor, tensor.data.slice()));
        }
      }
    },
    dispose: () => {
      for (const value of [...current.values(), ...spare.values()]) value.dispose();
      current.clear();
      spare.clear();
    },
  };
};
