import { createFrame, type ExifOrientation } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { regionOf } from './region-of.js';

const frame = (orientation: ExifOrientation) =>
  createFrame({ width: 8, height: 4, format: 'gray', data: new Uint8Array(32), orientation });

describe('regionOf', () => {
  it('should be the whole upright picture', () => {
    expect(regionOf({ region: 'whole' }, frame(6))).toEqual({ x: 0, y: 0, width: 4, height: 8 });
  });

  it('should be the square in its middle', () => {
    const square = { region: 'centre-square' } as const;
    expect(regionOf(square, frame(1))).toEqual({ x: 2, y: 0, width: 4, height: 4 });
    expect(regionOf(square, frame(8))).toEqual({ x: 0, y: 2, width: 4, height: 4 });
  });
});
