import { createTensor, ReleasedError, TensorMismatchError } from '@ocelli/core';
import { createGraphBuilder, encodeModel } from '@ocelli/onnx';
import { describe, expect, it } from 'vitest';
import { createGraphRuntime } from './create-graph-runtime.js';

/** `w_next = w + x / d`, `total` = the sum of `w_next`; `d` is an integer, where 0 makes the run fail. */
const accumulator = (): Uint8Array => {
  const g = createGraphBuilder({ name: 'accumulator' });
  const [w, x, d] = [
    g.input('w', 'float32', [2]),
    g.input('x', 'float32', [2]),
    g.input('shape', 'int64', [1]),
  ];
  const next = g.node('Add', [w, g.node('Reshape', [x, d])], {}, { name: 'w_next' });
  g.output(next, 'float32', [2]);
  g.output(g.node('ReduceSum', [next], { keepdims: 0 }, { name: 'total' }), 'float32', []);
  return encodeModel(g.build());
};

const floats = (...values: number[]) =>
  createTensor('float32', [values.length], Float32Array.from(values));
const shape = (size: number) => createTensor('int64', [1], BigInt64Array.of(BigInt(size)));

describe('createGraphRuntime', () => {
  it('should keep carried values between runs and hand back the other outputs', async () => {
    const session = await createGraphRuntime({ threads: 1 }).open(accumulator(), {
      carries: { w: 'w_next' },
    });
    const start = floats(1, 2);
    await session.writeState({ w: start });
    start.data.fill(99);
    const totals: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      const { total, ...others } = await session.run({ x: floats(1, 10), shape: shape(2) });
      totals.push(Number(total?.data[0]));
      expect(others).toEqual({});
    }
    expect(totals).toEqual([14, 25, 36]);
    const { w } = await session.readState();
    expect(w?.data).toEqual(Float32Array.of(4, 32));
    await session.run({ x: floats(1, 10), shape: shape(2) });
    expect(w?.data).toEqual(Float32Array.of(4, 32));
    await session.release();
  });

  it('should leave carried values as they were when a run fails', async () => {
    const session = await createGraphRuntime().open(accumulator(), { carries: { w: 'w_next' } });
    await session.writeState({ w: floats(1, 2) });
    await expect(session.run({ x: floats(1, 1), shape: shape(5) })).rejects.toMatchObject({
      name: 'InferenceError',
    });
    await expect(session.run({ x: floats(1, 1, 1), shape: shape(2) })).rejects.toThrow(
      TensorMismatchError,
    );
    expect((await session.readState())['w']?.data).toEqual(Float32Array.of(1, 2));
    await session.release();
  });

  it('should refuse what the graph does not have', async () => {
    const runtime = createGraphRuntime();
    await expect(runtime.open(accumulator(), { carries: { v: 'w_next' } })).rejects.toMatchObject({
      name: 'InvalidArgumentError',
      message: expect.stringContaining('"v"') as string,
    });
    await expect(runtime.open(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({
      name: 'ModelLoadError',
    });
    const session = await runtime.open(accumulator(), { carries: { w: 'w_next' } });
    await expect(session.run({ x: floats(1, 1), shape: shape(2) })).rejects.toMatchObject({
      name: 'TensorMismatchError',
      tensor: 'w',
    });
    await expect(session.writeState({ x: floats(1, 1) })).rejects.toThrow(TensorMismatchError);
    await session.release();
    await session.release();
    await expect(session.readState()).rejects.toThrow(ReleasedError);
  });

  it('should refuse an aborted signal before it loads anything', async () => {
    const reason = new Error('changed my mind');
    await expect(
      createGraphRuntime().open(accumulator(), { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });
});
