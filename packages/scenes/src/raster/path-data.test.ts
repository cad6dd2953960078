import { describe, expect, it } from 'vitest';
import { flattenPath } from './flatten-path.js';
import { parsePathData } from './path-data.js';
import { PathSyntaxError } from './path-syntax-error.js';
import { parseTransform } from './transform.js';

const syntaxError = (read: () => unknown): PathSyntaxError => {
  try {
    read();
  } catch (error) {
    if (PathSyntaxError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
};

describe('parsePathData', () => {
  it('should read absolute and relative lines alike', () => {
    expect(parsePathData('m1 2 3,4h-1V9Z')).toEqual(parsePathData('M1 2L4 6H3V9z'));
  });

  it('should return to the start of the contour after Z', () => {
    expect(parsePathData('M5 5L9 5Zl1 1').at(-1)).toEqual({ type: 'line', x: 6, y: 6 });
  });

  it('should reflect the control points of smooth curves', () => {
    expect(parsePathData('M0 0C1 1 3 1 4 0S7 -1 8 0')).toEqual(
      parsePathData('M0 0C1 1 3 1 4 0C5 -1 7 -1 8 0'),
    );
    expect(parsePathData('M0 0Q2 4 4 0T8 0')).toEqual(parsePathData('M0 0Q2 4 4 0Q6 -4 8 0'));
  });

  it('should keep an arc on its circle, its flags written without separators', () => {
    const [contour] = flattenPath(parsePathData('M10 0A10 10 0 11-10 0'), 0.001);
    const points = contour?.points ?? [];
    expect(points.length).toBeGreaterThan(40);
    for (let i = 0; i < points.length; i += 2) {
      expect(Math.hypot(points[i] ?? 0, points[i + 1] ?? 0)).toBeCloseTo(10, 2);
    }
    expect(points.slice(-2)).toEqual([-10, 0]);
  });

  it('should enlarge radii that cannot span the arc', () => {
    const [contour] = flattenPath(parsePathData('M0 0A1 1 0 0 1 10 0'), 0.001);
    const highest = Math.min(...(contour?.points ?? []).filter((_, index) => index % 2 === 1));
    expect(highest).toBeCloseTo(-5, 2);
  });

  it.each([
    ['L1 1', 0, 'the path to begin with M'],
    ['M1 1 X2', 5, 'a path command'],
    ['M1', 2, 'a number'],
    ['M0 0A1 1 0 2 1 3 3', 11, 'an arc flag, 0 or 1'],
    ['M0 0C1 1 2 2 3', 14, 'a number'],
  ])('should say where %s goes wrong', (d, position, expected) => {
    const error = syntaxError(() => parsePathData(d));
    expect(error).toMatchObject({ name: 'PathSyntaxError', source: d, position });
    expect(error.message).toContain(expected);
  });
});

describe('parseTransform', () => {
  it('should apply the last function first', () => {
    expect(parseTransform('translate(10 20) scale(2)')).toEqual([2, 0, 0, 2, 10, 20]);
  });

  it('should rotate about a point', () => {
    const [a, b, , , e, f] = parseTransform('rotate(90 5 5)');
    expect([a, b, e, f].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0, 1, 10, 0]);
  });

  it('should reject a function that it does not know', () => {
    expect(syntaxError(() => parseTransform('scale(2) skewX(3)')).position).toBe(9);
  });
});
