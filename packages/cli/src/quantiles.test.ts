import { describe, expect, it } from 'vitest';
import { quantiles } from './quantiles.js';

describe('quantiles', () => {
  it('should give the median and the 10th and 90th percentile of unsorted samples', () => {
    const samples = Array.from({ length: 100 }, (_, index) => (index * 37) % 100);
    expect(quantiles(samples)).toEqual({ median: 50, p10: 10, p90: 90 });
  });

  it('should give a single sample three times', () => {
    expect(quantiles([4])).toEqual({ median: 4, p10: 4, p90: 4 });
  });
});
