import fc from 'fast-check';
import { InvalidArgumentError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import type { Dataset } from './labelled-example.js';
import { splitByGroup } from './split-by-group.js';

const dataset = fc
  .array(
    fc.record({
      label: fc.integer({ min: 0, max: 3 }),
      group: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
    }),
    { maxLength: 80 },
  )
  .map((drawn): Dataset => ({
    labels: ['a', 'b', 'c', 'd'],
    examples: drawn.map(({ label, group }, index) => ({
      path: String(index),
      label,
      ...(group !== undefined && { group: `${String(label)}/${String(group)}` }),
    })),
  }));

const fraction = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('splitByGroup', () => {
  it('should never have a group on both sides, lose an example or empty a class', () => {
    fc.assert(
      fc.property(dataset, fraction, fc.integer(), (whole, share, seed) => {
        const { training, heldOut } = splitByGroup(whole, { fraction: share, seed });
        const groupsOf = ({ examples }: Dataset) => new Set(examples.map(({ group }) => group));
        const shared = [...groupsOf(training)].filter(
          (group) => group !== undefined && groupsOf(heldOut).has(group),
        );
        expect(shared).toEqual([]);
        const both = [...training.examples, ...heldOut.examples];
        expect(new Set(both.map(({ path }) => path)).size).toBe(whole.examples.length);
        expect(both).toHaveLength(whole.examples.length);
        const labelsOf = ({ examples }: Dataset) => new Set(examples.map(({ label }) => label));
        expect(labelsOf(training)).toEqual(labelsOf(whole));
      }),
    );
  });

  it('should hold out the same share of the groups of each class, by seed', () => {
    const examples = Array.from({ length: 600 }, (_, index) => {
      const label = index < 400 ? 0 : 1;
      return { path: String(index), label, group: `${String(label)}/${String(index >> 2)}` };
    });
    const whole = { labels: ['many', 'few'], examples };
    const { heldOut } = splitByGroup(whole, { fraction: 0.2, seed: 7 });
    const counts = [0, 1].map((label) => heldOut.examples.filter((e) => e.label === label).length);
    expect(counts).toEqual([80, 40]);
    expect(splitByGroup(whole, { fraction: 0.2, seed: 7 }).heldOut).toEqual(heldOut);
    expect(splitByGroup(whole, { fraction: 0.2, seed: 8 }).heldOut).not.toEqual(heldOut);
  });

  it.each([0, 1, NaN])('should refuse the fraction %d', (share) => {
    const split = () => splitByGroup({ labels: [], examples: [] }, { fraction: share, seed: 1 });
    expect(split).toThrow(InvalidArgumentError);
  });
});
