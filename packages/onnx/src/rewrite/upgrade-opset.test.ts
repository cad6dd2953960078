import { create } from '@bufbuild/protobuf';
import { createTensor, InvalidArgumentError } from '@ocelli/core';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { patternTensor, runModel } from '../../test/run-model.js';
import { createGraphBuilder } from '../build/graph-builder.js';
import { UnsupportedRewriteError } from '../errors/graph-errors.js';
import { type AttributeKind, type AttributeKinds, toAttribute } from '../model/attributes.js';
import { decodeModel } from '../model/decode-model.js';
import { graphOf, opsetOf, withGraph, withOpset } from '../model/model-parts.js';
import type { OnnxModel } from '../model/onnx-model.js';
import { toTensorProto } from '../model/tensor-proto.js';
import { toValueInfo } from '../model/value-info.js';
import { NodeProtoSchema } from '../proto/onnx_pb.generated.js';
import { upgradeOpset } from './upgrade-opset.js';

const assets =
  process.env['OCELLI_ASSETS'] ?? new URL('../../../../../shared', import.meta.url).pathname;

type OldAttribute = {
  [K in AttributeKind]: readonly [name: string, kind: K, value: AttributeKinds[K]];
}[AttributeKind];

interface OldCase {
  readonly opset: number;
  readonly op: string;
  readonly dims: readonly number[];
  readonly attributes?: readonly OldAttribute[];
  readonly outputs?: number;
  /** Stored tensors after the data: scale, bias, mean, variance. */
  readonly stored?: readonly (readonly number[])[];
}

/** One operator as files of that opset have it. */
const oldModel = ({
  opset,
  op,
  dims,
  attributes = [],
  outputs = 1,
  stored = [],
}: OldCase): OnnxModel => {
  const empty = createGraphBuilder({ name: op, opset }).build();
  const names = Array.from({ length: outputs }, (_, at) => `y${at}`);
  const tensors = stored.map((values, at) =>
    toTensorProto(`p${at}`, createTensor('float32', [values.length], Float32Array.from(values))),
  );
  const node = create(NodeProtoSchema, {
    opType: op,
    input: ['x', ...tensors.map(({ name = '' }) => name)],
    output: names,
    attribute: attributes.map(([name, kind, value]) => toAttribute(name, kind, value as never)),
  });
  const input = [
    toValueInfo('x', 'float32', dims),
    ...tensors.map(({ name = '', dims: [size = 0n] }) =>
      toValueInfo(name, 'float32', [Number(size)]),
    ),
  ];
  const output = names.map((name, at) =>
    toValueInfo(name, op === 'TopK' && at === 1 ? 'int64' : 'float32', undefined),
  );
  return {
    ...withGraph(empty, { node: [node], input, output, initializer: tensors }),
    irVersion: 3n,
  };
};

const CASES: readonly OldCase[] = [
  {
    opset: 9,
    op: 'Clip',
    dims: [7],
    attributes: [
      ['min', 'float', -0.5],
      ['max', 'float', 0.25],
    ],
  },
  { opset: 7, op: 'Clip', dims: [7], attributes: [['max', 'float', 0.25]] },
  { opset: 7, op: 'Dropout', dims: [7], attributes: [['ratio', 'float', 0.4]] },
  { opset: 10, op: 'Dropout', dims: [7] },
  {
    opset: 7,
    op: 'BatchNormalization',
    dims: [1, 2, 3, 3],
    attributes: [
      ['epsilon', 'float', 1e-3],
      ['spatial', 'int', 1],
    ],
    stored: [
      [1, 2],
      [0, 1],
      [0.5, 0.25],
      [1, 4],
    ],
  },
  { opset: 9, op: 'Softmax', dims: [2, 5] },
  { opset: 9, op: 'Softmax', dims: [2, 3, 2, 2] },
  { opset: 12, op: 'Softmax', dims: [2, 3, 2, 2], attributes: [['axis', 'int', 2]] },
  { opset: 11, op: 'LogSoftmax', dims: [2, 3, 4], attributes: [['axis', 'int', -1]] },
  { opset: 11, op: 'Squeeze', dims: [1, 3, 1], attributes: [['axes', 'ints', [2]]] },
  { opset: 9, op: 'Squeeze', dims: [1, 3, 1] },
  { opset: 12, op: 'Unsqueeze', dims: [3, 2], attributes: [['axes', 'ints', [0, 3]]] },
  { opset: 13, op: 'ReduceMean', dims: [2, 3, 4], attributes: [['axes', 'ints', [1, 2]]] },
  { opset: 11, op: 'ReduceMax', dims: [2, 3, 4], attributes: [['keepdims', 'int', 0]] },
  {
    opset: 12,
    op: 'ReduceSum',
    dims: [2, 3],
    attributes: [
      ['axes', 'ints', [1]],
      ['keepdims', 'int', 0],
    ],
  },
  {
    opset: 9,
    op: 'Slice',
    dims: [4, 5],
    attributes: [
      ['starts', 'ints', [1, -3]],
      ['ends', 'ints', [9, 9]],
      ['axes', 'ints', [0, 1]],
    ],
  },
  { opset: 9, op: 'Split', dims: [6, 2], outputs: 2, attributes: [['split', 'ints', [2, 4]]] },
  { opset: 11, op: 'Split', dims: [6, 2], outputs: 3 },
  { opset: 13, op: 'Split', dims: [2, 6], outputs: 2, attributes: [['axis', 'int', 1]] },
  {
    opset: 9,
    op: 'Pad',
    dims: [2, 2],
    attributes: [
      ['pads', 'ints', [1, 0, 0, 2]],
      ['value', 'float', 3],
    ],
  },
  { opset: 9, op: 'TopK', dims: [2, 5], outputs: 2, attributes: [['k', 'int', 2]] },
  { opset: 7, op: 'Relu', dims: [5] },
];

describe('upgradeOpset', () => {
  it.each(CASES)('should compute the same: $op of opset $opset', async (oldCase) => {
    const model = oldModel(oldCase);
    const upgraded = upgradeOpset(model, 18);
    expect(opsetOf(upgraded)).toBe(18);
    const feeds = { x: patternTensor(oldCase.dims) };
    const before = await runModel(model, feeds);
    const after = await runModel(upgraded, feeds);
    for (const [name, tensor] of Object.entries(before)) {
      expect(after[name]?.dims).toEqual(tensor.dims);
      const [expected, actual] = [tensor, after[name]].map((each) =>
        Array.from(each?.data as Float32Array, Number),
      );
      expected?.forEach((value, at) => expect(actual?.[at]).toBeCloseTo(value, 6));
    }
  });

  it.skipIf(!existsSync(`${assets}/models`))(
    'should carry over a published quantised model of opset 12 (skipped without the shared assets)',
    async () => {
      const model = decodeModel(readFileSync(`${assets}/models/mobilenetv2-12-qdq.onnx`));
      const input = patternTensor([1, 3, 224, 224]);
      const { output: before } = await runModel(model, { input });
      const { output: after } = await runModel(upgradeOpset(model, 18), { input });
      expect(after?.data).toEqual(before?.data);
    },
  );

  it('should list stored tensors as inputs no more, so that they stay constants', () => {
    const [, , , , batchNormalization] = CASES;
    if (batchNormalization === undefined) throw new Error('no case');
    const upgraded = upgradeOpset(oldModel(batchNormalization), 18);
    expect(graphOf(upgraded).input.map(({ name }) => name)).toEqual(['x']);
    expect(upgraded.irVersion).toBe(8n);
  });

  it('should return a model that is new enough as it is', () => {
    const model = oldModel({ opset: 18, op: 'Relu', dims: [1] });
    expect(upgradeOpset(model, 17)).toBe(model);
  });

  it('should name the node that it cannot carry over', () => {
    const upsample = oldModel({ opset: 9, op: 'Upsample', dims: [1, 1, 2, 2] });
    const spatial = oldModel({
      opset: 7,
      op: 'BatchNormalization',
      dims: [1, 2, 3, 3],
      attributes: [['spatial', 'int', 0]],
    });
    for (const model of [upsample, spatial, withOpset(upsample, 6)]) {
      expect(() => upgradeOpset(model, 18)).toThrow(UnsupportedRewriteError);
    }
    expect(() => upgradeOpset(upsample, 18)).toThrow(/Upsample -> "y0"/);
    expect(() => upgradeOpset(upsample, 99)).toThrow(InvalidArgumentError);
  });
});
