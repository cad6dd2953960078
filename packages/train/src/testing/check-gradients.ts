import {
  createTensor,
  elementCount,
  type GraphRuntime,
  type GraphSession,
  type Tensor,
} from '@ocelli/core';
import {
  createGraphBuilder,
  encodeModel,
  extendGraph,
  type GraphBuilder,
  type OnnxModel,
} from '@ocelli/onnx';
import { differentiate } from '../autodiff/differentiate.js';
import { createRandom, type Random } from '../random/random.js';

/**
 * How the elements of an input are drawn: `normal`; `spread`, a shuffled ladder around 0 whose steps keep
 * elements apart from one another and from 0 (for kinks and maxima); `positive`, between 0.5 and 2.
 */
export type Drawing = 'normal' | 'spread' | 'positive';

export interface CheckedInput {
  readonly dims: readonly number[];
  /** Default `normal`. */
  readonly drawing?: Drawing;
}

export interface GradientCheckOptions {
  readonly runtime: GraphRuntime;
  /** The values that are perturbed, by name. */
  readonly inputs: Readonly<Record<string, CheckedInput>>;
  /** Appends what is differentiated and returns its results. */
  readonly body: (g: GraphBuilder) => string | readonly string[];
  /** Rewrites the graph before it is differentiated; the differences are taken without it. */
  readonly prepare?: (model: OnnxModel) => OnnxModel;
  /** Default `float32`. */
  readonly dtype?: 'float32' | 'float64';
  /** Default 17. */
  readonly opset?: number;
  readonly seed?: number;
}

/** Elements of each input that are perturbed; larger inputs are sampled. */
const MAX_PERTURBED = 48;
/** Rounding of the results over the step, and the step to the fourth, stay far below the tolerances. */
const STEPS = { float32: 1 / 64, float64: 1 / 1024 } as const;

const DRAWINGS: { readonly [D in Drawing]: (count: number, random: Random) => number[] } = {
  normal: (count, random) => Array.from({ length: count }, () => random.normal()),
  positive: (count, random) => Array.from({ length: count }, () => 0.5 + 1.5 * random.uniform()),
  spread: (count, random) => {
    const ladder = Array.from({ length: count }, (_, rung) => (rung - count / 2 + 0.25) * 0.2);
    random.shuffle(ladder);
    return ladder;
  },
};

const tensorOf = (
  dtype: 'float32' | 'float64',
  dims: readonly number[],
  values: readonly number[],
): Tensor =>
  dtype === 'float64'
    ? createTensor('float64', dims, Float64Array.from(values))
    : createTensor('float32', dims, Float32Array.from(values));

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

type Values = Readonly<Record<string, Tensor>>;

const open = (runtime: GraphRuntime, g: GraphBuilder): Promise<GraphSession> =>
  runtime.open(encodeModel(g.build()));

/** Sum of all results, each element times its weight, in float64. */
const weightedSum = (values: Values, weights: Values): number =>
  Object.entries(weights)
    .map(([name, weight]) =>
      dot((values[name]?.data ?? []) as ArrayLike<number>, weight.data as ArrayLike<number>),
    )
    .reduce((sum, part) => sum + part, 0);

/** The gradients of the weighted sum by all inputs. */
const computeGradients = async (
  model: OnnxModel,
  { runtime, dtype = 'float32' }: GradientCheckOptions,
  feeds: Values,
  weights: Values,
): Promise<Values> => {
  const g = extendGraph(model);
  const sums = Object.entries(weights).map(([name, weight]) => {
    const product = g.node('Mul', [name, g.initializer('loss_weight', weight)]);
    return g.node('ReduceSum', [product], { keepdims: 0 });
  });
  const gradients = differentiate(g, { loss: g.node('Sum', sums), wrt: Object.keys(feeds) });
  // One output per input, also where two inputs share a gradient.
  const outputs = [...gradients].map(([name, gradient]) => {
    const output = g.node('Identity', [gradient], {}, { name: `d_${name}` });
    g.output(output, dtype);
    return [name, output] as const;
  });
  const session = await open(runtime, g);
  const fetched = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    outputs.flatMap(([name, output]) => {
      const gradient = fetched[output];
      return gradient === undefined ? [] : [[name, gradient]];
    }),
  );
};

/** Compares sampled elements of one gradient with differences of the loss. */
const largestError = async (
  input: Tensor,
  gradient: Tensor,
  random: Random,
  dtype: 'float32' | 'float64',
  loss: (perturbed: Tensor) => Promise<number>,
): Promise<number> => {
  const at = Array.from(input.data as ArrayLike<number>, (_, index) => index);
  if (at.length > MAX_PERTURBED) random.shuffle(at);
  const values = Array.from(input.data as ArrayLike<number>);
  const slopes = gradient.data as ArrayLike<number>;
  let deviation = 0;
  let scale = 0;
  for (const index of at.slice(0, MAX_PERTURBED)) {
    const moved = (step: number): Promise<number> =>
      loss(
        tensorOf(
          dtype,
          input.dims,
          values.map((value, each) => (each === index ? value + step : value)),
        ),
      );
    const step = STEPS[dtype];
    const near = (await moved(step)) - (await moved(-step));
    const far = (await moved(2 * step)) - (await moved(-2 * step));
    const difference = (8 * near - far) / (12 * step);
    const slope = slopes[index] ?? NaN;
    deviation = Math.max(deviation, Math.abs(difference - slope));
    if (Number.isNaN(slope)) return NaN;
    scale = Math.max(scale, Math.abs(slope), Math.abs(difference));
  }
  return scale === 0 ? 0 : deviation / scale;
};

/**
 * Compares the gradients of a graph with central differences of fourth order. The loss is a randomly
 * weighted sum of the results, taken in float64 for the differences.
 *
 * @returns For each input, the largest deviation among the compared elements over the largest gradient
 * among them; infinite where the gradient has other dims than the input.
 */
export const checkGradients = async (
  options: GradientCheckOptions,
): Promise<Readonly<Record<string, number>>> => {
  const { runtime, inputs, body, prepare, dtype = 'float32', opset = 17, seed = 1 } = options;
  const random = createRandom('check-gradients', seed);
  const forward = createGraphBuilder({ name: 'forward', opset });
  for (const [name, { dims }] of Object.entries(inputs)) forward.input(name, dtype, dims);
  for (const result of [body(forward)].flat()) forward.output(result, dtype);
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, { dims, drawing = 'normal' }]) => [
      name,
      tensorOf(dtype, dims, DRAWINGS[drawing](elementCount(dims), random)),
    ]),
  );
  const session = await open(runtime, forward);
  try {
    const weights = Object.fromEntries(
      Object.entries(await session.run(feeds)).map(([name, { dims }]) => [
        name,
        tensorOf(dtype, dims, DRAWINGS.normal(elementCount(dims), random)),
      ]),
    );
    const model = forward.build();
    const gradients = await computeGradients(prepare?.(model) ?? model, options, feeds, weights);
    const errors: Record<string, number> = {};
    for (const [name, input] of Object.entries(feeds)) {
      const gradient = gradients[name];
      const loss = async (perturbed: Tensor): Promise<number> =>
        weightedSum(await session.run({ ...feeds, [name]: perturbed }), weights);
      errors[name] =
        gradient?.dims.join() === input.dims.join()
          ? await largestError(input, gradient, random, dtype, loss)
          : Infinity;
    }
    return errors;
  } finally {
    await session.release();
  }
};
