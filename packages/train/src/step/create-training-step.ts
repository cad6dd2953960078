import { createTensor, InvalidArgumentError, type Tensor } from '@ocelli/core';
import {
  createGraphIndex,
  createNameScope,
  extendGraph,
  extractSubgraph,
  type GraphBuilder,
  graphOf,
  inferShapes,
  type OnnxModel,
  readTensor,
  readValueInfo,
  renameValues,
  toValueInfo,
  withGraph,
} from '@ocelli/onnx';
import { differentiate } from '../autodiff/differentiate.js';
import type { Loss } from '../loss/loss.js';
import { appendAverage } from '../optimizer/append-average.js';
import { clipGradients } from '../optimizer/clip-gradients.js';
import type { Optimizer } from '../optimizer/optimizer.js';
import { findHead } from '../transfer/find-head.js';
import { type FreezeConfig, trainedLayers } from './freeze.js';
import { logitsClassifier } from './logits-classifier.js';
import { plainClassifier } from './plain-classifier.js';
import { appendRunningStatistics } from './running-statistics.js';
import { trainingForm } from './training-form.js';
import { averageOf, STEP_VALUES, type TrainingStep } from './training-step.js';
import { weightedLayers } from './weighted-layers.js';

export interface TrainingStepOptions {
  readonly batchSize: number;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Default `none`. */
  readonly freeze?: FreezeConfig;
  /** Gradients are scaled down together where their norm is above this. Default: never. */
  readonly clipNorm?: number;
  /** Decay of the moving average of weights, kept beside them; 0.999 for instance. Default: none is kept. */
  readonly averageDecay?: number;
  /** Factor on the learning rate of single parameters, by name. */
  readonly learningRateScales?: Readonly<Record<string, number>>;
  /** Dims of one picture, without the batch, for models that leave them free. */
  readonly imageDims?: readonly number[];
  /** The output that holds logits or probabilities. Default: found by `findHead`. */
  readonly logits?: string;
}

/** Reduces a classifier to picture in, logits out, under the names of the step. */
const namedClassifier = (
  model: OnnxModel,
  { logits: requested }: TrainingStepOptions,
): OnnxModel => {
  const plain = plainClassifier(model);
  const classifier = logitsClassifier(plain, findHead(plain, requested).logits);
  const { inputs, values } = createGraphIndex(classifier);
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) {
    throw new InvalidArgumentError({
      argument: 'model',
      expected: 'a model with one input',
      actual: `one with the inputs ${inputs.join(', ') || '(none)'}`,
    });
  }
  const scope = createNameScope([...values, ...Object.values(STEP_VALUES)]);
  const taken = Object.values(STEP_VALUES).filter(
    (name) => values.has(name) && name !== STEP_VALUES.logits && name !== input,
  );
  const moved = Object.fromEntries(taken.map((name) => [name, scope.unique(`${name}_inner`)]));
  return renameValues(classifier, { ...moved, [input]: STEP_VALUES.images });
};

/** Gives the picture its dims. @throws InvalidArgumentError when some stay free. */
const withImageDims = (
  model: OnnxModel,
  { batchSize, imageDims }: TrainingStepOptions,
): OnnxModel => {
  const graph = graphOf(model);
  const [info] = graph.input;
  const declared = info && readValueInfo(info).dims?.slice(1);
  const dims = declared?.map((dim, axis) =>
    typeof dim === 'number' ? dim : (imageDims?.[axis] ?? dim),
  );
  const free = dims?.find((dim) => typeof dim !== 'number');
  if (dims === undefined || free !== undefined) {
    throw new InvalidArgumentError({
      argument: 'options.imageDims',
      expected: 'the dims that the model leaves free',
      actual: imageDims === undefined ? 'missing' : `[${imageDims.join(', ')}]`,
    });
  }
  return withGraph(model, {
    input: [toValueInfo(STEP_VALUES.images, 'float32', [batchSize, ...dims])],
  });
};

/** Values that carry over from step to step, as they are declared. */
interface Carrier {
  readonly carries: Record<string, string>;
  readonly initialState: Record<string, Tensor<'float32'>>;
  /** Declares `value` as what the carried input `name` is at the next step. */
  readonly carry: (name: string, value: string) => void;
  /** Declares a carried input that is not a stored tensor of the classifier. */
  readonly add: (name: string, start: Tensor<'float32'>) => string;
}

const createCarrier = (g: GraphBuilder, start: Record<string, Tensor<'float32'>>): Carrier => {
  const carries: Record<string, string> = {};
  const initialState = { ...start };
  return {
    carries,
    initialState,
    carry: (name, value) => {
      // An output of its own each: what stays as it is, or is carried twice, passes through Identity.
      const isOwn = !Object.hasOwn(initialState, value) && !Object.values(carries).includes(value);
      const next = isOwn ? value : g.node('Identity', [value], {}, { name: `${name}.next` });
      g.output(next, 'float32', initialState[name]?.dims ?? []);
      carries[name] = next;
    },
    add: (name, tensor) => {
      initialState[name] = tensor;
      return g.input(name, 'float32', tensor.dims);
    },
  };
};

/** Turns stored tensors into inputs of the same names; returns what was stored. */
const feedStored = (
  model: OnnxModel,
  names: ReadonlySet<string>,
): { model: OnnxModel; stored: Record<string, Tensor<'float32'>> } => {
  const graph = graphOf(model);
  const fed = graph.initializer.filter(({ name = '' }) => names.has(name));
  const stored = Object.fromEntries(
    fed.map((tensor) => [tensor.name ?? '', readTensor(tensor) as Tensor<'float32'>]),
  );
  const input = Object.entries(stored).map(([name, { dims }]) =>
    toValueInfo(name, 'float32', dims),
  );
  return {
    model: withGraph(model, {
      initializer: graph.initializer.filter(({ name = '' }) => !names.has(name)),
      input: [...graph.input, ...input],
      output: [],
    }),
    stored,
  };
};

/** Drops what no output needs, such as gradients that rules make and nobody takes; keeps all inputs. */
const withoutUnused = (model: OnnxModel): OnnxModel =>
  extractSubgraph(model, { inputs: createGraphIndex(model).inputs });

/** Gives values their names of the step, in exchange with whatever has those names. */
const underStepNames = (model: OnnxModel, values: Readonly<Record<string, string>>): OnnxModel => {
  const taken = createGraphIndex(model).values;
  const renames = Object.entries(values).flatMap(([wanted, value]) =>
    wanted === value
      ? []
      : [[value, wanted] as const, ...(taken.has(wanted) ? [[wanted, value] as const] : [])],
  );
  return renameValues(model, Object.fromEntries(renames));
};

/**
 * Appends clipping and the update of every parameter, and what is kept beside it; returns the values that
 * are to have names of the step.
 */
const appendUpdates = (
  g: GraphBuilder,
  gradients: ReadonlyMap<string, string>,
  carrier: Carrier,
  { optimizer, clipNorm, averageDecay, learningRateScales = {} }: TrainingStepOptions,
): Readonly<Record<string, string>> => {
  const learningRate = g.input(STEP_VALUES.learningRate, 'float32', []);
  const stepNumber = g.input(STEP_VALUES.stepNumber, 'float32', []);
  const clipped = clipNorm === undefined ? undefined : clipGradients(g, gradients, clipNorm);
  if (clipped !== undefined) g.output(clipped.norm, 'float32', []);
  for (const [parameter, gradient] of clipped?.gradients ?? gradients) {
    const { dims } = carrier.initialState[parameter] ?? { dims: [] };
    const stateNames: Record<string, string> = {};
    for (const [name, start] of Object.entries(optimizer.initialState(dims))) {
      stateNames[name] = carrier.add(`${parameter}.${name}`, start);
    }
    const scale = learningRateScales[parameter];
    const updated = optimizer.append({
      g,
      parameter,
      gradient,
      dims,
      learningRate:
        scale === undefined
          ? learningRate
          : g.node('Mul', [learningRate, g.scalar('learning_rate_scale', 'float32', scale)]),
      stepNumber,
      state: stateNames,
      decays: !(optimizer.sparesVectors && dims.length < 2),
    });
    for (const [name, input] of Object.entries(stateNames)) {
      carrier.carry(input, updated.state[name] ?? input);
    }
    carrier.carry(parameter, updated.parameter);
    if (averageDecay !== undefined) {
      appendAverages(g, carrier, parameter, updated.parameter, averageDecay);
    }
  }
  return clipped === undefined ? {} : { [STEP_VALUES.gradientNorm]: clipped.norm };
};

const appendAverages = (
  g: GraphBuilder,
  carrier: Carrier,
  name: string,
  next: string,
  decay: number,
): void => {
  const start = carrier.initialState[name] ?? createTensor('float32', []);
  const average = carrier.add(averageOf(name), start);
  carrier.carry(average, appendAverage(g, { average, parameter: next, decay }));
};

/**
 * Makes the training step of a classifier: forward in training form, loss, gradients, clipping, update and
 * average, as one graph. Takes any inference-form ONNX classifier, from scratch or pretrained: its float32
 * weights are the parameters. Frozen parameters stay stored in the graph.
 *
 * @throws HeadNotFoundError, NotDifferentiableError naming what to freeze, UnsupportedRewriteError for
 * operators that no rule knows, InvalidArgumentError for free picture dims or when nothing is left to train.
 */
export const createTrainingStep = (
  model: OnnxModel,
  options: TrainingStepOptions,
): TrainingStep => {
  const { batchSize, loss, freeze = 'none', averageDecay } = options;
  const classifier = withImageDims(namedClassifier(model, options), options);
  const trained = trainedLayers(
    classifier,
    weightedLayers(classifier),
    () => findHead(classifier),
    freeze,
  );
  const scope = createNameScope(createGraphIndex(classifier).values);
  const form = trainingForm(classifier, trained, scope);
  const parameters = [...new Set(trained.flatMap((layer) => layer.parameters))];
  const buffers = form.statistics.flatMap((each) => [each.runningMean, each.runningVariance]);
  const { shapes } = inferShapes(classifier);
  const dimsOf = (value: string): number[] => (shapes.get(value)?.dims ?? []).map(Number);

  const fed = feedStored(form.model, new Set([...parameters, ...buffers]));
  const masks = form.dropoutMasks.map((mask) => ({
    ...mask,
    dims: dimsOf(form.dropped[mask.input] ?? ''),
  }));
  const maskInputs = masks.map(({ input, dims }) => toValueInfo(input, 'float32', dims));
  const g = extendGraph(
    withGraph(fed.model, { input: [...graphOf(fed.model).input, ...maskInputs] }),
  );
  const carrier = createCarrier(g, fed.stored);
  const [, classCount = 0] = dimsOf(STEP_VALUES.logits);
  const targets = g.input(STEP_VALUES.targets, 'float32', [batchSize, classCount]);
  const { logits } = STEP_VALUES;
  const value = loss.append({ g, logits, targets, batchSize, classCount });
  g.output(value, 'float32', []);
  g.output(logits, 'float32', [batchSize, classCount]);

  const gradients = differentiate(g, { loss: value, wrt: parameters });
  const norms = appendUpdates(g, gradients, carrier, options);
  for (const each of form.statistics) {
    const next = appendRunningStatistics(g, each, dimsOf(each.output));
    for (const [name, updated] of [
      [each.runningMean, next.mean],
      [each.runningVariance, next.variance],
    ] as const) {
      carrier.carry(name, updated);
      if (averageDecay !== undefined) appendAverages(g, carrier, name, updated, averageDecay);
    }
  }
  const { carries, initialState } = carrier;
  return {
    model: underStepNames(withoutUnused(g.build()), {
      [STEP_VALUES.loss]: value,
      ...norms,
    }),
    parameters,
    buffers,
    carries,
    initialState,
    dropoutMasks: masks,
  };
};
