import { createTensor, type Tensor } from '@ocelli/core';
import { makeNode } from '../build/make-node.js';
import { floatAttribute, intAttribute, intsAttribute, toAttribute } from '../model/attributes.js';
import type { OnnxNode } from '../model/onnx-model.js';
import type { ValueShape } from '../shapes/value-shape.js';

/** What an adaptation may ask and do. */
export interface Adaptation {
  readonly from: number;
  readonly to: number;
  readonly shapeOf: (value: string) => ValueShape | undefined;
  readonly isUsed: (value: string) => boolean;
  readonly uniqueName: (base: string) => string;
  /** Stores a tensor in the graph and returns its name. */
  readonly store: (name: string, tensor: Tensor) => string;
  readonly storeInt64: (name: string, values: readonly number[]) => string;
}

/** The node or nodes that mean in `to` what the node means in `from`; a text says why there are none. */
type Adapt = (node: OnnxNode, adaptation: Adaptation) => OnnxNode[] | string;

const withoutAttributes = (node: OnnxNode, ...names: string[]): OnnxNode => ({
  ...node,
  attribute: node.attribute.filter(({ name = '' }) => !names.includes(name)),
});

/** True when the change of version `since` lies between the two opsets. */
const crosses = ({ from, to }: Adaptation, since: number): boolean => from < since && to >= since;

/** A list that was an attribute before version `since` and is the input after the data from then on. */
const listToInput =
  (attribute: string, since: number): Adapt =>
  (node, adaptation) => {
    const values = intsAttribute(node, attribute);
    if (!crosses(adaptation, since) || values === undefined) return [node];
    const input = adaptation.storeInt64(`${node.output[0]}_${attribute}`, values);
    return [{ ...withoutAttributes(node, attribute), input: [node.input[0] ?? '', input] }];
  };

/** A scalar of the type of the node's data; undefined for types that Clip and Pad rarely meet. */
const scalarLike = (
  node: OnnxNode,
  { shapeOf, store }: Adaptation,
  name: string,
  value: number,
): string | undefined => {
  const dtype = shapeOf(node.input[0] ?? '')?.dtype ?? 'float32';
  if (dtype !== 'float32' && dtype !== 'float64') return undefined;
  const tensor = createTensor(dtype, []);
  tensor.data[0] = value;
  return store(`${node.output[0]}_${name}`, tensor);
};

/** Bounds became inputs in version 11; a bound that is left out is the largest number. */
const clip: Adapt = (node, adaptation) => {
  if (!crosses(adaptation, 11)) return [node];
  const bound = (name: string): string | undefined => {
    const value = floatAttribute(node, name);
    return value === undefined ? '' : scalarLike(node, adaptation, name, value);
  };
  const [min, max] = [bound('min'), bound('max')];
  if (min === undefined || max === undefined) return 'its element type is not float32 or float64';
  const input = [node.input[0] ?? '', min, max];
  return [{ ...withoutAttributes(node, 'min', 'max'), input }];
};

/** The ratio became an input in version 12; the mask changed its type in version 10. */
const dropout: Adapt = (node, adaptation) => {
  if (!crosses(adaptation, 12)) return [node];
  const [output = '', mask = ''] = node.output;
  const keepsMask = mask !== '' && adaptation.isUsed(mask);
  if (keepsMask && crosses(adaptation, 10)) return 'its mask changed type in opset 10 and is used';
  const ratio = createTensor('float32', [], Float32Array.of(floatAttribute(node, 'ratio') ?? 0.5));
  return [
    {
      ...withoutAttributes(node, 'ratio'),
      input: [node.input[0] ?? '', adaptation.store(`${output}_ratio`, ratio)],
      output: keepsMask ? [output, mask] : [output],
    },
  ];
};

/** `spatial` went away in version 9 (1 is what is left), and the outputs for training in version 14. */
const batchNormalization: Adapt = (node, adaptation) => {
  if (crosses(adaptation, 9) && intAttribute(node, 'spatial') === 0) {
    return 'it normalises each position apart (spatial=0), which opset 9 dropped';
  }
  const [output = '', ...statistics] = node.output;
  if (crosses(adaptation, 14) && statistics.some(adaptation.isUsed)) {
    return 'it hands out statistics for training, which opset 14 changed';
  }
  const kept = crosses(adaptation, 14) ? { ...node, output: [output] } : node;
  return [crosses(adaptation, 9) ? withoutAttributes(kept, 'spatial') : kept];
};

/**
 * Up to version 12 the dims from `axis` on are flattened and normalised together, from 13 on `axis` alone.
 * Both are the same for the last axis; else the flattening is written out.
 */
const softmax: Adapt = (node, adaptation) => {
  if (!crosses(adaptation, 13)) return [node];
  const axis = intAttribute(node, 'axis') ?? 1;
  const rank = adaptation.shapeOf(node.input[0] ?? '')?.dims?.length;
  const last: OnnxNode = {
    ...withoutAttributes(node, 'axis'),
    attribute: [toAttribute('axis', 'int', -1)],
  };
  if (axis === -1 || axis + 1 === rank) return [last];
  const [input = '', output = ''] = [node.input[0], node.output[0]];
  const [shape, matrix, normalized] = ['shape', 'matrix', 'normalized'].map((part) =>
    adaptation.uniqueName(`${output}_${part}`),
  ) as [string, string, string];
  return [
    makeNode({ op: 'Shape', inputs: [input], outputs: [shape] }),
    makeNode({ op: 'Flatten', inputs: [input], outputs: [matrix], attributes: { axis } }),
    { ...last, input: [matrix], output: [normalized] },
    makeNode({ op: 'Reshape', inputs: [normalized, shape], outputs: [output] }),
  ];
};

/** Pads and value became inputs in version 11. */
const pad: Adapt = (node, adaptation) => {
  const pads = intsAttribute(node, 'pads');
  if (!crosses(adaptation, 11) || pads === undefined) return [node];
  const value = scalarLike(node, adaptation, 'value', floatAttribute(node, 'value') ?? 0);
  if (value === undefined) return 'its element type is not float32 or float64';
  const input = [node.input[0] ?? '', adaptation.storeInt64(`${node.output[0]}_pads`, pads), value];
  return [{ ...withoutAttributes(node, 'pads', 'value'), input }];
};

/** Starts, ends and axes became inputs in version 10. */
const slice: Adapt = (node, adaptation) => {
  if (!crosses(adaptation, 10)) return [node];
  const names = ['starts', 'ends', 'axes'] as const;
  const lists = names.map((name) => {
    const values = intsAttribute(node, name);
    return values === undefined ? '' : adaptation.storeInt64(`${node.output[0]}_${name}`, values);
  });
  const input = [node.input[0] ?? '', ...lists.filter(Boolean)];
  return [{ ...withoutAttributes(node, ...names), input }];
};

/** Sizes became an input in version 13; without them version 18 wants the number of parts. */
const split: Adapt = (node, adaptation) => {
  const [adapted = node] = listToInput('split', 13)(node, adaptation) as OnnxNode[];
  if (!crosses(adaptation, 18) || adapted.input[1]) return [adapted];
  const parts = toAttribute('num_outputs', 'int', adapted.output.length);
  return [{ ...adapted, attribute: [...adapted.attribute, parts] }];
};

/** The number of elements became an input in version 10. */
const topK: Adapt = (node, adaptation) => {
  const k = intAttribute(node, 'k');
  if (!crosses(adaptation, 10) || k === undefined) return [node];
  const input = [node.input[0] ?? '', adaptation.storeInt64(`${node.output[0]}_k`, [k])];
  return [{ ...withoutAttributes(node, 'k'), input }];
};

/** Resampling was redefined in version 11: other coordinates, other inputs. */
const resize: Adapt = (node, adaptation) =>
  crosses(adaptation, 11) ? 'opset 11 redefined how it resamples' : [node];

const REDUCTIONS = [
  ...['L1', 'L2', 'LogSum', 'LogSumExp', 'Max', 'Mean', 'Min', 'Prod', 'SumSquare'],
].map((name): [string, Adapt] => [`Reduce${name}`, listToInput('axes', 18)]);

/** How to carry over each operator whose definition changed between opsets 7 and 18. */
export const ADAPTATIONS: ReadonlyMap<string, Adapt> = new Map<string, Adapt>([
  ['BatchNormalization', batchNormalization],
  ['Clip', clip],
  ['Dropout', dropout],
  ['Hardmax', softmax],
  ['LogSoftmax', softmax],
  ['Pad', pad],
  ...REDUCTIONS,
  ['ReduceSum', listToInput('axes', 13)],
  ['Resize', resize],
  ['Slice', slice],
  ['Softmax', softmax],
  ['Split', split],
  ['Squeeze', listToInput('axes', 13)],
  ['TopK', topK],
  ['Unsqueeze', listToInput('axes', 13)],
]);
