import { createTensor } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { CheckpointFormatError } from './checkpoint-errors.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

const named = {
  tensors: {
    weight: createTensor('float32', [2, 2], Float32Array.of(1, -2, 0.5, NaN)),
    mask: createTensor('bool', [3], Uint8Array.of(1, 0, 1)),
    big: createTensor('int64', [1], BigInt64Array.of(-(2n ** 60n))),
    none: createTensor('float32', [0]),
    scalar: createTensor('float16', [], Uint16Array.of(0x3c00)),
  },
  metadata: { note: 'größer' },
};

describe('safetensors', () => {
  it('should read back what it wrote, from any view of the bytes', () => {
    const bytes = encodeSafetensors(named);
    expect(decodeSafetensors(bytes)).toEqual(named);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSafetensors(shifted.subarray(3))).toEqual(named);
    expect(decodeSafetensors(Buffer.from(bytes))).toEqual(named);
  });

  it('should lay the file out as the format says', () => {
    // Written by hand after the format description at https://huggingface.co/docs/safetensors.
    const header = '{"__metadata__":{"k":"v"},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    const expected = Buffer.concat([
      Buffer.from([padded.length, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from(padded),
      Buffer.from([1, 2]),
    ]);
    const a = createTensor('uint8', [2], Uint8Array.of(1, 2));
    const bytes = encodeSafetensors({ tensors: { a }, metadata: { k: 'v' } });
    expect(Buffer.from(bytes).equals(expected)).toBe(true);
  });

  it('should refuse what is cut off or no such file', () => {
    const bytes = encodeSafetensors(named);
    for (const length of [0, 7, 8, 100, bytes.length - 1]) {
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(CheckpointFormatError);
    }
    expect(() => decodeSafetensors(new Uint8Array(64).fill(255))).toThrow(CheckpointFormatError);
  });
});
