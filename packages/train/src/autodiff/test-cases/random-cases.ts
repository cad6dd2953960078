import type { GraphBuilder } from '@ocelli/onnx';
import fc from 'fast-check';
import { type GradientCase, normal, spread } from './gradient-case.js';

type Dims = readonly number[];

const int = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const each = <T>(drawn: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
  fc.array(drawn, { minLength: count, maxLength: count });

/** Dims of a small tensor of one to four axes. */
const shape = fc.array(int(1, 4), { minLength: 1, maxLength: 4 });

/** Dims that broadcast to `dims`: some axes of size 1, some leading ones left out. */
const narrowed = (dims: Dims): fc.Arbitrary<number[]> =>
  fc
    .tuple(each(fc.boolean(), dims.length), int(0, dims.length))
    .map(([ones, dropped]) => dims.map((dim, axis) => (ones[axis] ? 1 : dim)).slice(dropped));

const named = (
  operator: GradientCase['operator'],
  title: unknown,
  parts: Pick<GradientCase, 'inputs' | 'body' | 'hasFloat64'>,
): GradientCase => ({ operator, title: JSON.stringify(title), ...parts });

const ofOne = (
  operator: GradientCase['operator'],
  dims: Dims,
  title: unknown,
  body: GradientCase['body'],
): GradientCase =>
  named(operator, { dims, title }, { inputs: { x: normal(...dims) }, body, hasFloat64: true });

const binary = (operator: 'Add' | 'Sub' | 'Mul' | 'Sum'): fc.Arbitrary<GradientCase> =>
  shape
    .chain((dims) => fc.tuple(narrowed(dims), narrowed(dims)))
    .map(([a, b]) =>
      named(operator, [a, b], {
        inputs: { a: normal(...a), b: normal(...b) },
        body: (g) => g.node(operator, ['a', 'b']),
        hasFloat64: true,
      }),
    );

const matMul = fc
  .record({ batch: fc.array(int(1, 3), { maxLength: 2 }), sizes: each(int(1, 4), 3) })
  .chain(({ batch, sizes: [rows = 1, shared = 1, columns = 1] }) =>
    fc.tuple(
      fc.oneof(
        narrowed(batch).map((dims) => [...dims, rows, shared]),
        fc.constant([shared]),
      ),
      fc.oneof(
        narrowed(batch).map((dims) => [...dims, shared, columns]),
        fc.constant([shared]),
      ),
    ),
  )
  .map(([a, b]) =>
    named('MatMul', [a, b], {
      inputs: { a: normal(...a), b: normal(...b) },
      body: (g) => g.node('MatMul', ['a', 'b']),
      hasFloat64: true,
    }),
  );

const gemm = fc
  .record({
    sizes: each(int(1, 4), 3),
    transA: int(0, 1),
    transB: int(0, 1),
    alpha: fc.constantFrom(1, 0.5),
    beta: fc.constantFrom(1, 2),
  })
  .chain(({ sizes: [m = 1, k = 1, n = 1], ...attributes }) =>
    narrowed([m, n]).map((c) => {
      const a = attributes.transA === 1 ? [k, m] : [m, k];
      const b = attributes.transB === 1 ? [n, k] : [k, n];
      return named('Gemm', [a, b, c, attributes], {
        inputs: { a: normal(...a), b: normal(...b), c: normal(...c) },
        body: (g) => g.node('Gemm', ['a', 'b', 'c'], attributes),
        hasFloat64: true,
      });
    }),
  );

const axesOf = (dims: Dims): fc.Arbitrary<number[]> =>
  fc.subarray(
    dims.map((_, axis) => axis),
    { minLength: 1 },
  );

const reduction = (operator: 'ReduceSum' | 'ReduceMean'): fc.Arbitrary<GradientCase> =>
  shape
    .chain((dims) => fc.tuple(fc.constant(dims), axesOf(dims), int(0, 1)))
    .map(([dims, axes, keepdims]) =>
      ofOne(operator, dims, { axes, keepdims }, (g) =>
        operator === 'ReduceSum'
          ? g.node('ReduceSum', ['x', g.int64('axes', axes)], { keepdims })
          : g.node('ReduceMean', ['x'], { axes, keepdims }),
      ),
    );

const softmax = (operator: 'Softmax' | 'LogSoftmax'): fc.Arbitrary<GradientCase> =>
  shape
    .chain((dims) => fc.tuple(fc.constant(dims), int(-dims.length, dims.length - 1)))
    .map(([dims, axis]) =>
      ofOne(operator, dims, { axis }, (g) => g.node(operator, ['x'], { axis })),
    );

const transpose = shape
  .chain((dims) => {
    const axes = dims.map((_, axis) => axis);
    const perm = fc.shuffledSubarray(axes, { minLength: axes.length });
    return fc.tuple(fc.constant(dims), perm);
  })
  .map(([dims, perm]) =>
    ofOne('Transpose', dims, { perm }, (g) => g.node('Transpose', ['x'], { perm })),
  );

/** Elements that a slice takes of `size`, as the standard clamps its bounds. */
const slicedCount = (size: number, start: number, end: number, step: number): number => {
  const clamp = (at: number, low: number, high: number): number =>
    Math.min(Math.max(at < 0 ? at + size : at, low), high);
  const [first, last] =
    step > 0
      ? [clamp(start, 0, size), clamp(end, 0, size)]
      : [clamp(start, 0, size - 1), clamp(end, -1, size - 1)];
  return Math.max(0, Math.ceil((last - first) / step));
};

const slice = fc
  .record({
    size: int(1, 7),
    start: int(-9, 9),
    end: int(-9, 9),
    step: fc.constantFrom(-3, -1, 1, 2, 3),
  })
  .filter(({ size, start, end, step }) => slicedCount(size, start, end, step) > 0)
  .chain((drawn) => fc.tuple(fc.constant(drawn), int(0, 1)))
  .map(([{ size, start, end, step }, axis]) => {
    const dims = axis === 0 ? [size, 3] : [3, size];
    return ofOne('Slice', dims, { start, end, step, axis }, (g) =>
      g.node('Slice', ['x', ...[start, end, axis, step].map((at) => g.int64('operand', [at]))]),
    );
  });

const pad = fc
  .record({ dims: each(int(1, 4), 2), pads: each(int(-2, 2), 4) })
  .filter(({ dims, pads }) =>
    dims.every((dim, axis) => dim + Math.min(pads[axis] ?? 0, 0) + (pads[axis + 2] ?? 0) > 0),
  )
  .filter(({ dims, pads }) => dims.every((dim, axis) => dim + (pads[axis] ?? 0) > 0))
  .map(({ dims, pads }) =>
    ofOne('Pad', dims, { pads }, (g) => g.node('Pad', ['x', g.int64('pads', pads)])),
  );

/** A window of the same size on both axes. */
const window = fc.record({
  size: int(4, 9),
  kernel: int(1, 3),
  stride: int(1, 3),
  pad: int(0, 2),
  dilation: int(1, 2),
});
const pairs = ({
  kernel,
  stride,
  pad: padding,
}: {
  kernel: number;
  stride: number;
  pad: number;
}) => ({
  strides: [stride, stride],
  pads: Array<number>(4).fill(Math.min(padding, kernel - 1)),
});

const channels = fc.record({
  batch: int(1, 3),
  groups: fc.constantFrom(1, 2, 4),
  width: int(1, 3),
});

const conv = fc
  .tuple(window, channels)
  .filter(([{ size, kernel, dilation }]) => size > (kernel - 1) * dilation)
  .map(([drawn, { batch, groups, width }]) => {
    const { size, kernel, dilation } = drawn;
    const attributes = { ...pairs(drawn), dilations: [dilation, dilation], group: groups };
    return named(
      'Conv',
      { size, kernel, batch, width, attributes },
      {
        inputs: {
          x: normal(batch, 4, size, size + 1),
          w: normal(groups * width, 4 / groups, kernel, kernel),
        },
        body: (g) => g.node('Conv', ['x', 'w'], attributes),
        hasFloat64: false,
      },
    );
  });

const convTranspose = fc
  .tuple(window, channels, int(0, 2))
  .map(([drawn, { batch, groups, width }, extra]) => {
    const { size, kernel, stride, dilation } = drawn;
    // ONNX Runtime wants it below the stride, where the standard allows the dilation too.
    const grown = Math.min(extra, stride - 1);
    const attributes = {
      ...pairs(drawn),
      dilations: [dilation, dilation],
      group: groups,
      output_padding: [grown, grown],
    };
    return named(
      'ConvTranspose',
      { size, kernel, batch, width, attributes },
      {
        inputs: { x: normal(batch, 4, size, 3), w: normal(4, width, kernel, kernel) },
        body: (g) => g.node('ConvTranspose', ['x', 'w'], attributes),
        hasFloat64: false,
      },
    );
  });

const pool = (
  operator: 'MaxPool' | 'AveragePool',
  values: typeof spread,
  further: fc.Arbitrary<object>,
): fc.Arbitrary<GradientCase> =>
  fc
    .tuple(window, int(0, 1), further)
    .filter(([{ size, kernel, dilation }]) => size > (kernel - 1) * dilation)
    // ONNX Runtime contradicts itself on the size where a window could start beyond the image's end.
    .filter(([drawn, ceil]) => ceil === 0 || (drawn.kernel >= drawn.stride && drawn.pad === 0))
    .map(([drawn, ceil, more]) => {
      const { size, kernel, dilation } = drawn;
      const attributes = {
        ...pairs(drawn),
        kernel_shape: [kernel, kernel],
        ceil_mode: ceil,
        ...(operator === 'MaxPool' ? { dilations: [dilation, dilation] } : {}),
        ...more,
      };
      return named(
        operator,
        { size, attributes },
        {
          inputs: { x: values(1, 2, size, size + 1) },
          body: (g: GraphBuilder) => g.node(operator, ['x'], attributes),
          hasFloat64: operator === 'MaxPool',
        },
      );
    });

/** Cases of random shapes, for the operators whose geometry has many, by operator. */
export const RANDOM_CASES: Readonly<Record<string, fc.Arbitrary<GradientCase>>> = {
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Sum: binary('Sum'),
  ReduceSum: reduction('ReduceSum'),
  ReduceMean: reduction('ReduceMean'),
  Softmax: softmax('Softmax'),
  LogSoftmax: softmax('LogSoftmax'),
  MatMul: matMul,
  Gemm: gemm,
  Transpose: transpose,
  Slice: slice,
  Pad: pad,
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool('MaxPool', spread, fc.constant({})),
  AveragePool: pool('AveragePool', normal, fc.record({ count_include_pad: int(0, 1) })),
};
