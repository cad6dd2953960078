import { describe, expect, it } from 'vitest';
import { checkCardGolden } from './check-card-golden.js';
import type { CardGolden, GoldenTensor } from './model-card.js';

const NAMES = { input: { name: 'pixels' }, head: { kind: 'softmax', output: 'logits' } } as const;

const logits: GoldenTensor = { dtype: 'float32', dims: [1, 3], values: [1, 2, 3] };

const messagesOf = (pixels: GoldenTensor, rest: Partial<CardGolden> = {}) =>
  checkCardGolden({ inputs: { pixels }, outputs: { logits }, tolerance: 1, ...rest }, NAMES).map(
    (issue) => issue.message,
  );

describe('checkCardGolden', () => {
  it('should ask for as many values as the dims have', () => {
    expect(messagesOf({ dtype: 'float32', dims: [1, 1, 1, 3], values: [1] })).toEqual([
      'golden.inputs.pixels.values must be a list of 3 for dims [1, 1, 1, 3], but it is a list of 1.',
    ]);
  });

  it('should take a tensor that is drawn, in the dims of a picture', () => {
    const drawn = { dtype: 'float32', drawn: 'stripes-v1', seed: 1 } as const;
    const issuesOf = (dims: readonly number[]) =>
      checkCardGolden(
        { inputs: { pixels: { ...drawn, dims } }, outputs: { logits }, tolerance: 1 },
        NAMES,
      );
    expect(issuesOf([1, 3, 48, 48])).toEqual([]);
    expect(issuesOf([48]).map(({ path }) => path)).toEqual(['golden.inputs.pixels.dims']);
    expect(issuesOf([2 ** 20, 2 ** 20])).toHaveLength(1);
  });

  it('should ask for the output of the head', () => {
    const pixels: GoldenTensor = { dtype: 'float32', dims: [], values: [1] };
    expect(messagesOf(pixels, { outputs: {} })).toEqual([
      'golden.outputs must be tensors by name, "logits" among them, but it is of none.',
    ]);
  });

  it.each([
    ['int64', 1.5],
    ['int64', 2 ** 53],
    ['uint64', -1],
    ['int8', 128],
    ['uint8', 256],
    ['int16', -32_769],
    ['uint16', 0.5],
    ['int32', 2 ** 31],
    ['uint32', 2 ** 32],
    ['bool', 2],
    ['float16', 65_505],
    ['float32', 1e39],
  ] as const)('should refuse what %s cannot hold: %d', (dtype, value) => {
    const [message, ...others] = messagesOf({ dtype, dims: [2], values: [0, value] });
    expect(message).toMatch(/^golden\.inputs\.pixels\.values\[1\] must be a (whole )?number from /);
    expect(message).toContain(`for ${dtype}, but it is ${String(value)}.`);
    expect(others).toEqual([]);
  });

  it.each([
    ['int64', -(2 ** 53) + 1],
    ['int8', -128],
    ['uint32', 2 ** 32 - 1],
    ['bool', 1],
    ['float16', -65_504],
    ['float32', 3.4028234663852886e38],
    ['float64', -1e308],
  ] as const)('should accept what %s can just hold: %d', (dtype, value) => {
    expect(messagesOf({ dtype, dims: [1], values: [value] })).toEqual([]);
  });
});
