import { spawnSync } from 'node:child_process';
import { createTensor, InvalidArgumentError } from '@ocelli/core';
import { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { runModel } from '../../test/run-model.js';
import { InvalidGraphError } from '../errors/graph-errors.js';
import { encodeModel } from '../model/encode-model.js';
import type { OnnxModel } from '../model/onnx-model.js';
import { createGraphBuilder, extendGraph } from './graph-builder.js';

const PYTHON = '/usr/bin/python3';
const hasChecker = spawnSync(PYTHON, ['-c', 'import onnx']).status === 0;
const CHECK = `
import sys, onnx
onnx.checker.check_model(onnx.load_from_string(sys.stdin.buffer.read()), full_check=True)
`;

/** `relu(x W^T + b)`, and its two largest values. */
const smallNetwork = (): OnnxModel => {
  const g = createGraphBuilder({ name: 'small', metadata: { author: 'nobody' } });
  const x = g.input('x', 'float32', ['N', 2]);
  const w = g.initializer(
    'w',
    createTensor('float32', [3, 2], Float32Array.of(1, 2, 3, 4, -5, -6)),
  );
  const b = g.initializer('b', createTensor('float32', [3], Float32Array.of(0.5, 0, 0)));
  const y = g.node('Relu', [g.node('Gemm', [x, w, b], { transB: 1 })], {}, { name: 'y' });
  const [values = '', indices = ''] = g.nodes(2, 'TopK', [y, g.int64('k', [2])], { axis: -1 });
  g.output(y, 'float32', ['N', 3]);
  g.output(values, 'float32', ['N', 2]);
  g.output(indices, 'int64', ['N', 2]);
  return g.build();
};

describe('createGraphBuilder', () => {
  it('should build a model that ONNX Runtime runs', async () => {
    const x = new Tensor('float32', Float32Array.of(1, 1, 0, -1), [2, 2]);
    const { y, topk, topk_1: indices } = await runModel(smallNetwork(), { x });
    expect([...(y?.data as Float32Array)]).toEqual([3.5, 7, 0, 0, 0, 6]);
    expect([...(topk?.data as Float32Array)]).toEqual([7, 3.5, 6, 0]);
    expect([...(indices?.data as BigInt64Array)].slice(0, 3)).toEqual([1n, 0n, 2n]);
  });

  it.skipIf(!hasChecker)(
    'should build what the checker of the standard accepts (skipped without python3-onnx)',
    () => {
      const { status, stderr } = spawnSync(PYTHON, ['-c', CHECK], {
        input: encodeModel(smallNetwork()),
      });
      expect(status, stderr.toString()).toBe(0);
    },
  );

  it('should make names unique and refuse a second input of one name', () => {
    const g = createGraphBuilder({ name: 'names' });
    const x = g.input('x', 'float32', [1]);
    expect(g.node('Relu', [x])).toBe('relu');
    expect(g.node('Relu', [x])).toBe('relu_1');
    expect(g.initializer('x', createTensor('float32', [1]))).toBe('x_1');
    expect(() => g.input('x', 'float32', [1])).toThrow(InvalidArgumentError);
  });

  it('should refuse attributes that the operator does not have', () => {
    const g = createGraphBuilder({ name: 'attributes' });
    const x = g.input('x', 'float32', [1]);
    // @ts-expect-error Relu has no attribute alpha.
    expect(() => g.node('Relu', [x], { alpha: 1 })).toThrow(/one of the attributes of Relu: none/);
  });

  it('should refuse to build on a value that nothing produces', () => {
    const g = createGraphBuilder({ name: 'lost' });
    g.output(g.node('Relu', ['lost']), 'float32', [1]);
    expect(() => g.build()).toThrow(InvalidGraphError);
  });

  it('should extend a model without touching it', async () => {
    const model = smallNetwork();
    const before = encodeModel(model);
    const g = extendGraph(model);
    g.output(g.node('Neg', ['y'], {}, { name: 'z' }), 'float32', ['N', 3]);
    const extended = g.build();
    expect(encodeModel(model)).toEqual(before);
    expect(extended.graph?.initializer[0]).toBe(model.graph?.initializer[0]);
    const x = new Tensor('float32', Float32Array.of(1, 1), [1, 2]);
    const { z } = await runModel(extended, { x });
    expect([...(z?.data as Float32Array)]).toEqual([-3.5, -7, -0]);
  });
});
