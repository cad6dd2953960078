import { modelCardIssue, type ModelCardIssue } from '../errors/model-card-error.js';
import type { DType } from '../tensor/dtype.js';
import { elementCount } from '../tensor/tensor.js';
import { isInputSize, MAX_INPUT_ELEMENTS } from '../preprocess/preprocess-bounds.js';
import type { CardGolden, DrawnTensor, GoldenTensor, ModelCard } from './model-card.js';

const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/** Smallest and largest value of each dtype that a JSON number can hold exactly. */
const RANGES: { readonly [D in DType]: readonly [number, number] } = {
  float64: [-Number.MAX_VALUE, Number.MAX_VALUE],
  float32: [-LARGEST_FLOAT32, LARGEST_FLOAT32],
  float16: [-65_504, 65_504],
  int8: [-(2 ** 7), 2 ** 7 - 1],
  uint8: [0, 2 ** 8 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint16: [0, 2 ** 16 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  bool: [0, 1],
};

const checkValues = (path: string, { dtype, dims, values }: GoldenTensor): ModelCardIssue[] => {
  const issues: ModelCardIssue[] = [];
  const expected = elementCount(dims);
  if (values.length !== expected) {
    issues.push(
      modelCardIssue(
        path,
        `a list of ${String(expected)} for dims [${dims.join(', ')}]`,
        `a list of ${String(values.length)}`,
      ),
    );
  }
  const [smallest, largest] = RANGES[dtype];
  const isFloat = dtype.startsWith('float');
  const wrong = values.findIndex(
    (value) => value < smallest || value > largest || !(isFloat || Number.isInteger(value)),
  );
  if (wrong >= 0) {
    issues.push(
      modelCardIssue(
        `${path}[${String(wrong)}]`,
        `a ${isFloat ? '' : 'whole '}number from ${String(smallest)} to ${String(largest)} for ${dtype}`,
        String(values[wrong]),
      ),
    );
  }
  return issues;
};

const checkDrawing = (path: string, { dims }: DrawnTensor): ModelCardIssue[] =>
  isInputSize(dims)
    ? []
    : [
        modelCardIssue(
          path,
          `two or more, of at most ${String(MAX_INPUT_ELEMENTS)} values, where a tensor is drawn`,
          `[${dims.join(', ')}]`,
        ),
      ];

const checkTensors = (
  path: string,
  tensors: Readonly<Record<string, GoldenTensor | DrawnTensor>>,
  needed: string,
): ModelCardIssue[] => {
  const issues: ModelCardIssue[] = [];
  if (!Object.hasOwn(tensors, needed)) {
    const names = Object.keys(tensors).join(', ');
    issues.push(
      modelCardIssue(
        path,
        `tensors by name, "${needed}" among them`,
        `of ${names === '' ? 'none' : names}`,
      ),
    );
  }
  return issues.concat(
    ...Object.entries(tensors).map(([name, tensor]) =>
      tensor.drawn === undefined
        ? checkValues(`${path}.${name}.values`, tensor)
        : checkDrawing(`${path}.${name}.dims`, tensor),
    ),
  );
};

/** What is wrong in golden tensors of the right shape, and whether they are those of the card. */
export const checkCardGolden = (
  golden: CardGolden,
  card: Pick<ModelCard, 'input' | 'head'>,
): ModelCardIssue[] => [
  ...checkTensors('golden.inputs', golden.inputs, card.input.name),
  ...checkTensors('golden.outputs', golden.outputs, card.head.output),
];
