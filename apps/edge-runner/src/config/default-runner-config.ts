import type { RunnerConfig } from './runner-config.js';

/** What runs without a configuration: three simulated cameras, the events on stdout, and the local page. */
export const DEFAULT_RUNNER_CONFIG: RunnerConfig = {
  cameras: [
    {
      id: 'road',
      name: 'Country road',
      source: { kind: 'simulated', scene: 'road', seed: 1, fps: 12 },
      model: 'traffic-sign',
      find: 'signs',
    },
    {
      id: 'microscope',
      name: 'Blood smear',
      source: { kind: 'simulated', scene: 'blood-smear', seed: 2, fps: 6 },
      model: 'blood-cells',
      // The middle square shows one cell, as large as on the photos that the pack learned from.
      region: { x: 0.125, y: 0, width: 0.75, height: 1 },
    },
    {
      id: 'leaf',
      name: 'Leaf in the hand',
      source: { kind: 'simulated', scene: 'leaf', seed: 3, fps: 6 },
      model: 'crop-disease',
    },
  ],
  sinks: [{ kind: 'stdout' }],
};
