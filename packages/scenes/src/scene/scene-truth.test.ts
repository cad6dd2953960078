import { describe, expect, it } from 'vitest';
import { createBloodSmearScene } from '../blood/create-blood-smear-scene.js';
import { BLOOD_CELL_LABELS } from '../blood/blood-truth.js';
import { createLeafScene } from '../leaf/create-leaf-scene.js';
import { LEAF_LABELS } from '../leaf/leaf-truth.js';
import { createMriScene } from '../mri/create-mri-scene.js';
import type { Scene } from './scene.js';

const pixelsOf = <Truth>(scene: Scene<Truth>, index: number) => {
  const { frame, truth } = scene.frameAt(index);
  const data = Uint8Array.from(frame.data);
  frame.close();
  const at = (x: number, y: number): readonly [number, number, number] => {
    const start = 3 * (Math.round(y) * scene.width + Math.round(x));
    return [data[start] ?? 0, data[start + 1] ?? 0, data[start + 2] ?? 0];
  };
  return { truth, at };
};

describe('blood smear', () => {
  const scene = createBloodSmearScene({ seed: 3, cells: BLOOD_CELL_LABELS });

  it('should rest at each cell in turn, with the stained cell in the middle', () => {
    BLOOD_CELL_LABELS.forEach((label, visit) => {
      const { truth, at } = pixelsOf(scene, Math.round(25 * (3.4 * visit + 2)));
      expect(truth.centred).toBe(label);
      const cell = truth.cells.find((each) => each.label === label);
      expect(cell).toBeDefined();
      const { x, y, width, height } = cell?.box ?? { x: 0, y: 0, width: 0, height: 0 };
      expect(Math.abs(x + width / 2 - 320)).toBeLessThan(10);
      expect(Math.abs(y + height / 2 - 240)).toBeLessThan(10);
      // Stain takes green away, as nothing else on the slide does.
      const greens = [0.3, 0.4, 0.5, 0.6, 0.7].flatMap((u) =>
        [0.3, 0.5, 0.7].map((v) => at(x + width * u, y + height * v)[1]),
      );
      expect(Math.min(...greens)).toBeLessThan(120);
    });
  });

  it('should name no cell while the stage moves', () => {
    expect(pixelsOf(scene, Math.round(25 * 2.9)).truth.centred).toBeUndefined();
  });
});

describe('MRI stack', () => {
  const scene = createMriScene({ seed: 3, heads: ['meningioma', 'pituitary-tumor'] });

  it('should have the bright mass where it says', () => {
    const massed = Array.from({ length: 48 }, (_, slice) =>
      pixelsOf(scene, Math.ceil((slice * 25) / 6)),
    ).filter(({ truth }) => truth.mass !== undefined);
    expect(massed.length).toBeGreaterThan(8);
    for (const { truth, at } of massed) {
      const { x, y, width, height } = truth.mass ?? { x: 0, y: 0, width: 0, height: 0 };
      expect(at(x + width / 2, y + height / 2)[0]).toBeGreaterThan(135);
    }
  });

  it('should call slices that miss the mass tumour-free', () => {
    const labels = [0, 23].map((slice) => pixelsOf(scene, Math.ceil((slice * 25) / 6)).truth.label);
    expect(labels).toContain('no-tumor');
  });

  it('should be grey and surrounded by black', () => {
    const { at } = pixelsOf(scene, 50);
    const [red, green, blue] = at(320, 300);
    expect([green, blue]).toEqual([red, red]);
    expect(at(40, 240)[0]).toBeLessThan(12);
  });
});

describe('leaf', () => {
  const scene = createLeafScene({ seed: 3, leaves: LEAF_LABELS });

  it('should lie within its box, with plain ground in the corners', () => {
    const { truth, at } = pixelsOf(scene, 50);
    expect(truth).toMatchObject({ label: 'apple-healthy', isHealthy: true, severity: 0 });
    const { x, y, width, height } = truth.box;
    const [red, green, blue] = at(x + width / 2 + 20, y + height / 2);
    expect(green).toBeGreaterThan(Math.max(red, blue));
    const [r, g, b] = at(8, 8);
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(40);
  });

  it('should show each label for four seconds and give sick leaves a severity', () => {
    LEAF_LABELS.forEach((label, leaf) => {
      const { truth } = scene.frameAt(100 * leaf + 50);
      expect(truth.label).toBe(label);
      expect(truth.severity > 0).toBe(!truth.isHealthy);
      expect(truth.severity).toBeLessThan(0.95);
    });
  });
});
