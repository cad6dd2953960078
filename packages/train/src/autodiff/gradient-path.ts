import {
  createGraphIndex,
  type GraphBuilder,
  type GraphIndex,
  inferShapes,
  nodeInputs,
  type OnnxDType,
} from '@ocelli/onnx';
import { UnknownShapeError } from './differentiation-errors.js';

/** What of a graph depends on the values to differentiate by, and what is known of its values. */
export interface GradientPath {
  readonly index: GraphIndex;
  /** Whether a value depends on any of `wrt`, through floating-point values alone. */
  readonly holds: (value: string) => boolean;
  /** Those of `wrt` that a value depends on. */
  readonly origins: (value: string) => readonly string[];
  /** @throws UnknownShapeError */
  readonly dims: (value: string) => readonly number[];
  /** @throws UnknownShapeError */
  readonly dtype: (value: string) => OnnxDType;
  /** Elements of a small constant; undefined where a value is none. */
  readonly elements: (value: string) => readonly number[] | undefined;
}

const FLOATS: readonly (OnnxDType | undefined)[] = ['float32', 'float64', 'float16', undefined];

/** Follows `wrt` forward through a graph; shapes, indices and masks carry no gradient. */
export const traceGradientPath = (g: GraphBuilder, wrt: readonly string[]): GradientPath => {
  const model = g.build();
  const index = createGraphIndex(model);
  const { shapes } = inferShapes(model);
  const origins = new Map<string, ReadonlySet<string>>(wrt.map((name) => [name, new Set([name])]));
  for (const node of index.topologicalOrder) {
    const before = nodeInputs(node).flatMap((name) => [...(origins.get(name) ?? [])]);
    if (before.length === 0) continue;
    for (const name of node.output) {
      if (name === '' || !FLOATS.includes(shapes.get(name)?.dtype)) continue;
      origins.set(name, new Set([...before, ...(origins.get(name) ?? [])]));
    }
  }
  const numbers = (list: readonly (number | string)[] | undefined): number[] | undefined => {
    const known = list?.filter((each) => typeof each === 'number');
    return known?.length === list?.length ? known : undefined;
  };
  return {
    index,
    holds: (value) => origins.has(value),
    origins: (value) => [...(origins.get(value) ?? [])],
    dims: (value) => {
      const { dims } = shapes.get(value) ?? {};
      const known = numbers(dims);
      if (known === undefined) throw new UnknownShapeError({ value, dims });
      return known;
    },
    dtype: (value) => {
      const { dtype, dims } = shapes.get(value) ?? {};
      if (dtype === undefined) throw new UnknownShapeError({ value, dims });
      return dtype;
    },
    elements: (value) => numbers(shapes.get(value)?.elements),
  };
};
