import { ModelImportError } from '../errors/model-import-error.js';
import { elementCount, type TensorInfo } from '../tensor/tensor.js';

/** The output that holds one value per label. */
export interface ClassOutput {
  readonly name: string;
  /** Values per picture; undefined where the dims are free. */
  readonly count: number | undefined;
}

const IMAGENET_CLASSES = 1000;

/** `[N, 1000]` and `[N, 1000, 1, 1]` hold 1000 classes; anything with more than one long dim holds none. */
const classOutput = ({ name, dims }: TensorInfo): ClassOutput | undefined => {
  const [first, ...rest] = dims.length > 1 ? dims.slice(1) : dims;
  if (first === undefined || rest.some((dim) => dim !== 1)) return undefined;
  return { name, count: typeof first === 'number' ? elementCount([first]) : undefined };
};

/**
 * Finds the output of a classifier: the one named `logits`, else the one with as many values as there are
 * labels, else 1000, else the first that has one value per class.
 *
 * @throws ModelImportError when no output has one value per class.
 */
export const findClassOutput = (
  file: string,
  outputs: readonly TensorInfo[],
  labelCount: number | undefined,
): ClassOutput => {
  const candidates = outputs.map(classOutput).filter((output) => output !== undefined);
  const found =
    candidates.find((output) => output.name === 'logits') ??
    candidates.find((output) => output.count === (labelCount ?? IMAGENET_CLASSES)) ??
    candidates[0];
  if (found !== undefined) return found;
  const list = outputs.map(({ name, dims }) => `"${name}" [${dims.join(', ')}]`).join(', ');
  throw new ModelImportError({
    file,
    field: 'outputs',
    reason: `must have one of dims [N, classes], but they are ${list === '' ? 'none' : list}`,
    remedy: 'Import a model that ends in a classifier head.',
  });
};
