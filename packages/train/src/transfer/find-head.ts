import {
  createGraphIndex,
  type GraphIndex,
  intAttribute,
  type OnnxModel,
  type OnnxNode,
  tensorDims,
} from '@ocelli/onnx';
import { HeadNotFoundError } from './head-not-found-error.js';

/** The last layer with weights before the logits. */
export interface ClassifierHead {
  readonly node: OnnxNode;
  readonly weight: string;
  /** Which axis of the weights counts the classes. */
  readonly classAxis: number;
  readonly classCount: number;
  /** Stored vector that is added, in the node or by an Add behind it. */
  readonly bias: string | undefined;
  /** What the layer multiplies. */
  readonly features: string;
  /** The value before any softmax or sigmoid. */
  readonly logits: string;
  /** Nodes between the layer and the logits, from the logits back. */
  readonly after: readonly OnnxNode[];
}

/** Where the classes are in the weights of each operator that can be a head. */
const CLASS_AXES: Readonly<Record<string, (node: OnnxNode) => number>> = {
  Conv: () => 0,
  Gemm: (node) => (intAttribute(node, 'transB') === 1 ? 0 : 1),
  MatMul: () => 1,
};

/** What turns logits into probabilities: not part of the logits. */
const ACTIVATIONS = ['Softmax', 'LogSoftmax', 'Sigmoid'];

/** What may lie between the head and the logits: it keeps the classes apart. */
const TRANSPARENT = [
  ...['AveragePool', 'Cast', 'Clip', 'Dropout', 'Flatten', 'GlobalAveragePool', 'Identity'],
  ...['ReduceMean', 'Relu', 'Reshape', 'Squeeze', 'Transpose', 'Unsqueeze'],
];

/** For an Add with a stored operand: which input is computed. */
const computedOperand = (node: OnnxNode, index: GraphIndex): number | undefined => {
  if (node.opType !== 'Add') return undefined;
  const stored = node.input.map((value) => index.initializer(value) !== undefined);
  return stored[0] === stored[1] ? undefined : stored[0] ? 1 : 0;
};

const headAt = (
  node: OnnxNode,
  index: GraphIndex,
  trace: Pick<ClassifierHead, 'logits' | 'after' | 'bias'>,
): ClassifierHead | undefined => {
  const [features = '', weight = '', bias = ''] = node.input;
  const tensor = index.initializer(weight);
  const classAxis = CLASS_AXES[node.opType ?? '']?.(node);
  if (tensor === undefined || classAxis === undefined) return undefined;
  const classCount = tensorDims(tensor)[classAxis];
  if (classCount === undefined || (intAttribute(node, 'group') ?? 1) !== 1) return undefined;
  return { ...trace, node, weight, classAxis, classCount, features, bias: bias || trace.bias };
};

/** Walks from an output back to the layer that makes its classes. */
const traceHead = (output: string, index: GraphIndex): ClassifierHead | undefined => {
  let logits = output;
  let value = output;
  let bias: string | undefined;
  let after: OnnxNode[] = [];
  for (;;) {
    const node = index.producer(value);
    if (node === undefined) return undefined;
    const head = headAt(node, index, { logits, after, bias });
    if (head !== undefined) return head;
    const op = node.opType ?? '';
    const operand = computedOperand(node, index);
    if (ACTIVATIONS.includes(op)) {
      logits = node.input[0] ?? '';
      after = [];
      bias = undefined;
    } else if (operand !== undefined) {
      bias = node.input[1 - operand];
      after.push(node);
    } else if (TRANSPARENT.includes(op)) {
      after.push(node);
    } else {
      return undefined;
    }
    value = node.input[operand ?? 0] ?? '';
  }
};

/**
 * Finds the last Gemm, MatMul or Conv with stored weights before the logits, also where softmax follows,
 * where pooling follows (SqueezeNet), and where the model hands out features beside logits.
 *
 * @param output Name of the output that holds logits or probabilities. Default: the one whose head runs last.
 * @throws HeadNotFoundError naming what was looked for.
 */
export const findHead = (model: OnnxModel, output?: string): ClassifierHead => {
  const index = createGraphIndex(model);
  const outputs = output === undefined ? index.outputs : [output];
  const heads = outputs
    .flatMap((name) => traceHead(name, index) ?? [])
    .map((head) => ({ head, at: index.topologicalOrder.indexOf(head.node) }))
    .sort((a, b) => b.at - a.at || a.head.after.length - b.head.after.length);
  const [last] = heads;
  if (last === undefined) throw new HeadNotFoundError({ outputs });
  return last.head;
};
