import { describe, expect, it } from 'vitest';
import { FrameClosedError } from '../errors/frame-errors.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { createFrame, type FrameOptions } from './frame.js';
import type { PixelFormat } from './pixel-format.js';

const frameOf = (format: PixelFormat, width: number, height: number, bytes: number) =>
  createFrame({ format, width, height, data: new Uint8Array(bytes) });

describe('createFrame', () => {
  it.each([
    ['rgba', 5, 3, 60],
    ['rgb', 5, 3, 45],
    ['gray', 5, 3, 15],
    ['i420', 5, 3, 15 + 6 + 6],
    ['nv12', 5, 3, 15 + 12],
  ] as const)(
    'should need exactly the bytes of a packed %s frame',
    (format, width, height, bytes) => {
      expect(frameOf(format, width, height, bytes).data.byteLength).toBe(bytes);
      expect(() => frameOf(format, width, height, bytes - 1)).toThrow(InvalidArgumentError);
    },
  );

  it('should accept padded rows whose last row has no padding', () => {
    const frame = createFrame({
      format: 'rgba',
      width: 2,
      height: 2,
      planes: [{ offset: 4, stride: 16 }],
      data: new Uint8Array(4 + 16 + 8),
    });
    expect(frame.planes).toEqual([{ offset: 4, stride: 16 }]);
  });

  it('should name the argument and the remedy when a stride is too small', () => {
    const make = () =>
      createFrame({
        format: 'rgb',
        width: 4,
        height: 1,
        planes: [{ offset: 0, stride: 11 }],
        data: new Uint8Array(12),
      });
    expect(make).toThrow(/planes\[0\] must be .* at least 12 bytes/);
  });

  it.each([0, -1, 1.5, Number.NaN])('should reject a width of %s', (width) => {
    expect(() => frameOf('gray', width, 1, 10)).toThrow(InvalidArgumentError);
  });

  const pixel = { format: 'gray', width: 1, height: 1, data: new Uint8Array(1) } as const;

  it.each([
    ['format', { format: 'yuy2' }],
    ['height', { height: 0.5 }],
    ['yuvMatrix', { yuvMatrix: 'bt2020' }],
    ['yuvRange', { yuvRange: 'tv' }],
    ['orientation', { orientation: 0 }],
    ['planes', { planes: [] }],
    ['data', { data: new Float32Array(4) }],
    ['data', { data: [1, 2, 3, 4] }],
    ['data', { data: undefined }],
    ['timestampUs', { timestampUs: Number.NaN }],
    ['sequence', { sequence: -1 }],
    ['sequence', { sequence: 0.5 }],
  ])('should name %s when it is one of %j', (argument, fields) => {
    const make = () => createFrame({ ...pixel, ...fields } as FrameOptions);
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(expect.objectContaining({ argument }) as Error);
  });

  it('should view clamped bytes without a copy, and say when they are gone', () => {
    const data = new Uint8ClampedArray([7]);
    const frame = createFrame({ ...pixel, data });
    expect(frame.data).toEqual(Uint8Array.of(7));
    expect(frame.data.buffer).toBe(data.buffer);
    structuredClone(data.buffer, { transfer: [data.buffer] });
    expect(() => createFrame({ ...pixel, data })).toThrow('the buffer is detached');
  });

  it('should call onClose once and refuse any later use', () => {
    let closed = 0;
    const frame = createFrame({
      format: 'gray',
      width: 1,
      height: 1,
      data: new Uint8Array(1),
      sequence: 7,
      onClose: () => {
        closed += 1;
      },
    });
    frame.close();
    expect(frame.isClosed).toBe(true);
    expect(() => frame.data).toThrow('Frame 7 is closed, so it cannot be read.');
    expect(() => frame.close()).toThrow(FrameClosedError);
    frame[Symbol.dispose]();
    expect(closed).toBe(1);
  });
});
