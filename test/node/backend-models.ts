import { createTensor, defineModel, type ModelCard, type PreprocessConfig } from '@ocelli/core';
import { createGraphBuilder, encodeModel, type GraphBuilder } from '@ocelli/onnx';

const modelBytes = (name: string, build: (g: GraphBuilder) => void): Uint8Array => {
  const g = createGraphBuilder({ name });
  build(g);
  return encodeModel(g.build());
};

/** Side length of the pictures that the models take. */
export const SIDE = 4;

/** The mean of each channel, `image [batch, 3, side, side]` to `means [batch, 3]`, plus `bias`. */
export const channelMeans = (batch: number | string = 'N', bias = 0, side = SIDE): Uint8Array =>
  modelBytes('channel-means', (g) => {
    const image = g.input('image', 'float32', [batch, 3, side, side]);
    const pooled = g.node('GlobalAveragePool', [image]);
    const flat = g.node('Flatten', [pooled], { axis: 1 });
    const offset = g.initializer('offset', createTensor('float32', [1], new Float32Array([bias])));
    g.output(g.node('Add', [flat, offset], {}, { name: 'means' }), 'float32', [batch, 3]);
  });

/** Declares a free batch dim, but reshapes to a batch of 1: only single pictures run. */
export const bakedBatch = (): Uint8Array =>
  modelBytes('baked-batch', (g) => {
    const image = g.input('image', 'float32', ['N', 3, SIDE, SIDE]);
    const pooled = g.node('GlobalAveragePool', [image]);
    const means = g.node('Reshape', [pooled, g.int64('shape', [1, 3])], {}, { name: 'means' });
    g.output(means, 'float32', ['N', 3]);
  });

/** Looks `index [K]` up in a table of three values; an index outside fails while it runs. */
export const lookup = (): Uint8Array =>
  modelBytes('lookup', (g) => {
    const index = g.input('index', 'int64', ['K']);
    const table = g.initializer(
      'table',
      createTensor('float32', [3], new Float32Array([10, 20, 30])),
    );
    g.output(g.node('Gather', [table, index], { axis: 0 }, { name: 'value' }), 'float32', ['K']);
  });

/** Preprocessing of the models above: no resize, grey levels as they are. */
export const PIXELS_AS_THEY_ARE: PreprocessConfig = {
  resize: { mode: 'squash', width: SIDE, height: SIDE },
  kernel: 'nearest',
  rescaleFactor: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: 'rgb',
  layout: 'nchw',
  dtype: 'float32',
};

/** A card for models that give `means`, one label per mean. */
export const meansCard = <const L extends string>(
  labels: readonly L[],
  preprocess: PreprocessConfig = PIXELS_AS_THEY_ARE,
): ModelCard<L> =>
  defineModel({
    schemaVersion: 1,
    id: 'means',
    version: '1.0.0',
    labels,
    input: { name: 'image' },
    preprocess,
    head: { kind: 'softmax', output: 'means' },
    variants: [{ name: 'only', dtype: 'float32', file: { url: 'means.onnx' } }],
  });

/** As `channelMeans`, but the square roots of how far they are above `level`: NaN below it. */
export const rootsAbove = (level: number): Uint8Array =>
  modelBytes('roots-above', (g) => {
    const image = g.input('image', 'float32', ['N', 3, SIDE, SIDE]);
    const means = g.node('Flatten', [g.node('GlobalAveragePool', [image])], { axis: 1 });
    const offset = g.initializer(
      'offset',
      createTensor('float32', [1], new Float32Array([-level])),
    );
    const above = g.node('Add', [means, offset]);
    g.output(g.node('Sqrt', [above], {}, { name: 'means' }), 'float32', ['N', 3]);
  });

/**
 * Every dim of the picture is free, as exporters leave them, though a 7x7 kernel does not fit into one
 * pixel; and one node on float64, which WebGPU does not have.
 */
export const symbolicConvolution = (): Uint8Array =>
  modelBytes('symbolic-convolution', (g) => {
    const image = g.input('image', 'float32', ['N', 'channels', 'height', 'width']);
    const weight = g.initializer(
      'weight',
      createTensor('float32', [3, 3, 7, 7], new Float32Array(3 * 3 * 49).fill(0.01)),
    );
    const convolved = g.node('Conv', [image, weight], { kernel_shape: [7, 7] });
    const pooled = g.node('Flatten', [g.node('GlobalAveragePool', [convolved])], { axis: 1 });
    const double = g.node('Relu', [g.node('Cast', [pooled], { to: 11 })]);
    g.output(g.node('Cast', [double], { to: 1 }, { name: 'means' }), 'float32', ['N', 3]);
  });

/** Adds the weights 1.5 and 2.5 to `x [2]`; they lie in another file called `location`. */
export const externalAddition = (location: string): { bytes: Uint8Array; weights: Uint8Array } => {
  const g = createGraphBuilder({ name: 'external', metadata: { location } });
  const values = new Float32Array([1.5, 2.5]);
  const weights = g.initializer('weights', createTensor('float32', [2], values));
  const x = g.input('x', 'float32', [2]);
  g.output(g.node('Add', [x, weights], {}, { name: 'sum' }), 'float32', [2]);
  const model = g.build();
  const stored = model.graph?.initializer[0];
  if (stored === undefined) throw new Error('the builder stored no tensor');
  stored.dataLocation = 1;
  stored.externalData = model.metadataProps;
  delete stored.rawData;
  return { bytes: encodeModel(model), weights: new Uint8Array(values.buffer) };
};

/** Two nodes: one on float32, and one on float64, which WebGPU does not have. */
export const partlySupported = (): Uint8Array =>
  modelBytes('partly-supported', (g) => {
    const x = g.input('x', 'float32', ['N', 3]);
    g.output(g.node('Relu', [x], {}, { name: 'single' }), 'float32', ['N', 3]);
    const z = g.input('z', 'float64', ['N', 3]);
    g.output(g.node('Relu', [z], {}, { name: 'double' }), 'float64', ['N', 3]);
  });

/** One node, on float64. */
export const unsupported = (): Uint8Array =>
  modelBytes('unsupported', (g) => {
    const z = g.input('z', 'float64', ['N', 3]);
    g.output(g.node('Relu', [z], {}, { name: 'double' }), 'float64', ['N', 3]);
  });

/** As `channelMeans`, but fails while it runs when a mean is not within 0..255. */
export const guardedChannelMeans = (): Uint8Array =>
  modelBytes('guarded-channel-means', (g) => {
    const image = g.input('image', 'float32', ['N', 3, SIDE, SIDE]);
    const means = g.node('Flatten', [g.node('GlobalAveragePool', [image])], { axis: 1 });
    const zeros = g.initializer('zeros', createTensor('float32', [256]));
    const index = g.node('Cast', [means], { to: 7 });
    const checked = g.node('Gather', [zeros, index], { axis: 0 });
    g.output(g.node('Add', [means, checked], {}, { name: 'means' }), 'float32', ['N', 3]);
  });
