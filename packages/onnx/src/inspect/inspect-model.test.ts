import { create } from '@bufbuild/protobuf';
import { createTensor } from '@ocelli/core';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createGraphBuilder } from '../build/graph-builder.js';
import { graphOf, withGraph } from '../model/model-parts.js';
import type { OnnxModel, OnnxTensor } from '../model/onnx-model.js';
import { toValueInfo } from '../model/value-info.js';
import {
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
} from '../proto/onnx_pb.generated.js';
import { inspectModel } from './inspect-model.js';

const assets =
  process.env['OCELLI_ASSETS'] ?? new URL('../../../../../shared', import.meta.url).pathname;

/** Convolution 3 -> 8 with bias, batch normalisation, clip, and a linear layer to 10 classes. */
const network = (size: number | string = 6): OnnxModel => {
  const g = createGraphBuilder({ name: 'network', metadata: { task: 'test' } });
  const stored = (name: string, dims: readonly number[]): string =>
    g.initializer(name, createTensor('float32', dims));
  let x = g.input('x', 'float32', ['N', 3, size, size]);
  x = g.node('Conv', [x, stored('w', [8, 3, 3, 3]), stored('b', [8])]);
  x = g.node('BatchNormalization', [x, ...['s', 't', 'm', 'v'].map((name) => stored(name, [8]))]);
  x = g.node('Clip', [x, g.scalar('low', 'float32', 0), g.scalar('high', 'float32', 6)]);
  x = g.node('Reshape', [g.node('GlobalAveragePool', [x]), g.int64('flat', [0, -1])]);
  const filling = createTensor('int64', [2], BigInt64Array.of(10n, 8n));
  const linear = g.node('ConstantOfShape', [g.initializer('shape', filling)]);
  x = g.node('Gemm', [x, linear, stored('c', [10])], { transB: 1 });
  g.output(g.node('Softmax', [x], { axis: -1 }, { name: 'prob' }), 'float32', ['N', 10]);
  return g.build();
};

const external = (tensor: OnnxTensor): OnnxTensor => ({
  ...tensor,
  rawData: new Uint8Array(),
  dataLocation: TensorProto_DataLocation.EXTERNAL,
  externalData: Object.entries({ location: 'weights.bin', offset: '4096', length: '864' }).map(
    ([key, value]) => create(StringStringEntryProtoSchema, { key, value }),
  ),
});

describe('inspectModel', () => {
  it('should count trained values, buffers and products as publications do', () => {
    const { parameterCount, bufferCount, multiplyAccumulates } = inspectModel(network());
    expect(parameterCount).toBe(8 * 27 + 8 + 16 + 10 * 8 + 10);
    expect(bufferCount).toBe(16);
    expect(multiplyAccumulates).toBe(4 * 4 * 8 * 27 + 80);
  });

  it('should tell inputs, outputs and what makes them', () => {
    const inspection = inspectModel(network());
    expect(inspection.inputs).toEqual([{ name: 'x', dtype: 'float32', dims: ['N', 3, 6, 6] }]);
    expect(inspection.outputs).toEqual([
      { name: 'prob', dtype: 'float32', dims: ['N', 10], producedBy: 'Softmax' },
    ]);
    expect(inspection.opsets).toEqual({ 'ai.onnx': 17 });
    expect(inspection.metadata).toEqual({ task: 'test' });
    expect(inspection.nodeCount).toBe(8);
    expect(inspection.operators['Conv']).toBe(1);
    expect(inspection.initializerBytes).toEqual({
      float32: 4 * (216 + 8 + 32 + 10 + 2),
      int64: 8 * 4,
    });
  });

  it('should not take stored tensors for inputs', () => {
    const model = network();
    const input = [...graphOf(model).input, toValueInfo('w', 'float32', [8, 3, 3, 3])];
    expect(inspectModel(withGraph(model, { input })).inputs.map(({ name }) => name)).toEqual(['x']);
  });

  it('should not count with a free picture size until it is given', () => {
    const free = inspectModel(network('S'));
    expect(free.multiplyAccumulates).toBeUndefined();
    expect(free.uncountedNodes).toEqual(['"conv" (Conv)']);
    expect(inspectModel(network('S'), { dimSizes: { S: 6 } }).multiplyAccumulates).toBe(
      inspectModel(network()).multiplyAccumulates,
    );
  });

  it('should list tensors in other files and count them', () => {
    const model = network();
    const initializer = graphOf(model).initializer.map((tensor) =>
      tensor.name === 'w' ? external(tensor) : tensor,
    );
    const inspection = inspectModel(withGraph(model, { initializer }));
    expect(inspection.externalData).toEqual([
      { name: 'w', location: 'weights.bin', offset: 4096, length: 864 },
    ]);
    expect(inspection.parameterCount).toBe(inspectModel(model).parameterCount);
  });

  const real: readonly (readonly [string, number, number])[] = [
    // torchvision squeezenet1_1: 1,235,496 parameters, 0.35 GFLOPS.
    ['squeezenet1.1-fp32', 1_235_496, 0.35],
    // torchvision mobilenet_v2: 3,504,872 parameters, of which folding the normalisations removes 17,056.
    ['mobilenetv2-fp32', 3_487_816, 0.3],
    ['mobilenetv2-12-qdq', 3_487_816, 0.3],
  ];
  it.skipIf(!existsSync(`${assets}/models`)).each(real)(
    'should find the published size of %s (skipped without the shared assets)',
    (name, parameters, giga) => {
      const inspection = inspectModel(readFileSync(`${assets}/models/${name}.onnx`));
      expect(inspection.parameterCount).toBe(parameters);
      expect((inspection.multiplyAccumulates ?? 0) / 1e9).toBeCloseTo(giga, 2);
    },
  );
});
