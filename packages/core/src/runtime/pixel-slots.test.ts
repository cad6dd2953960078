import { describe, expect, it } from 'vitest';
import { createPixelSlots } from './pixel-slots.js';

const countingSlots = (maxFree: number) => {
  const allocated: number[] = [];
  const dropped: number[] = [];
  const slots = createPixelSlots({
    allocate: (byteLength) => {
      allocated.push(byteLength);
      return new Uint8Array(byteLength);
    },
    maxFree,
    onDrop: ({ id }) => dropped.push(id),
  });
  return { slots, allocated, dropped };
};

describe('createPixelSlots', () => {
  it('should allocate once for a stream of frames of one size', () => {
    const { slots, allocated } = countingSlots(2);
    for (let frame = 0; frame < 5; frame += 1) slots.release(slots.acquire(100));
    expect(allocated).toEqual([100]);
  });

  it('should never hand out a slot that is in use', () => {
    const { slots } = countingSlots(2);
    const [first, second] = [slots.acquire(10), slots.acquire(10)];
    expect(first.id).not.toBe(second.id);
    expect(first.bytes.buffer).not.toBe(second.bytes.buffer);
  });

  it('should drop what is too small, and what is more than it keeps', () => {
    const { slots, dropped } = countingSlots(1);
    const [small, other] = [slots.acquire(10), slots.acquire(10)];
    slots.release(small);
    slots.release(other);
    expect(dropped).toEqual([other.id]);
    expect(slots.acquire(20).bytes.byteLength).toBe(20);
    expect(dropped).toEqual([other.id, small.id]);
  });
});
