import { describe, expect, it } from 'vitest';
import type { Contour } from './contour.js';
import type { FillRule } from './coverage-buffer.js';
import { CoverageBuffer } from './coverage-buffer.js';
import { strokeOutline } from './stroke-outline.js';

const polygon = (...points: number[]): Contour => ({ points, isClosed: true });

const coverageOf = (contours: readonly Contour[], size: number, rule: FillRule = 'nonzero') => {
  const buffer = new CoverageBuffer(size, size);
  buffer.add(contours);
  const row = new Float64Array(size);
  return Array.from({ length: size }, (_, y) => {
    buffer.readRow(y, rule, row);
    return [...row];
  });
};

const areaOf = (rows: readonly number[][]): number => rows.flat().reduce((sum, v) => sum + v, 0);

describe('CoverageBuffer', () => {
  it('should give each pixel the share of it that a polygon covers', () => {
    const rows = coverageOf([polygon(0.5, 0.25, 2, 0.25, 2, 2, 0.5, 2)], 3);
    expect(rows).toEqual([
      [0.375, 0.75, 0],
      [0.5, 1, 0],
      [0, 0, 0],
    ]);
  });

  it('should keep the area of slanted edges', () => {
    expect(areaOf(coverageOf([polygon(0.3, 0.7, 7.1, 2.2, 3.9, 7.6)], 8))).toBeCloseTo(
      0.5 * Math.abs((7.1 - 0.3) * (7.6 - 0.7) - (3.9 - 0.3) * (2.2 - 0.7)),
      9,
    );
  });

  it('should clip what lies outside on every side', () => {
    expect(areaOf(coverageOf([polygon(-50, -40, 60, -30, 70, 80, -60, 90)], 4))).toBeCloseTo(16, 9);
    expect(areaOf(coverageOf([polygon(-9, 1, -5, 1, -5, 3)], 4))).toBe(0);
    expect(areaOf(coverageOf([polygon(6, 1, 9, 1, 9, 3)], 4))).toBe(0);
  });

  it('should cut overlaps out under evenodd and keep them under nonzero', () => {
    const squares = [polygon(0, 0, 4, 0, 4, 4, 0, 4), polygon(1, 1, 3, 1, 3, 3, 1, 3)];
    expect(areaOf(coverageOf(squares, 4, 'evenodd'))).toBe(12);
    expect(areaOf(coverageOf(squares, 4, 'nonzero'))).toBe(16);
  });
});

describe('strokeOutline', () => {
  const style = { width: 2, cap: 'butt', join: 'miter' } as const;

  it('should end a butt line where its path ends', () => {
    const line: Contour = { points: [2, 5, 8, 5], isClosed: false };
    expect(areaOf(coverageOf(strokeOutline([line], style), 10))).toBeCloseTo(12, 9);
  });

  it('should fill the outer corner of a closed contour with a mitre', () => {
    const frame = strokeOutline([polygon(2, 2, 8, 2, 8, 8, 2, 8)], style);
    expect(areaOf(coverageOf(frame, 10))).toBeCloseTo(64 - 16, 9);
  });

  it('should add half a disc at each round end', () => {
    const line: Contour = { points: [3, 5, 7, 5], isClosed: false };
    const round = strokeOutline([line], { ...style, cap: 'round' });
    expect(areaOf(coverageOf(round, 10))).toBeCloseTo(8 + Math.PI, 0);
  });
});
