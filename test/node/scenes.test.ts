import { createPreprocessor, preprocessPreset } from '@ocelli/core';
import { bloodCells } from '@ocelli/models/blood-cells';
import { brainMri } from '@ocelli/models/brain-mri';
import { cropDisease } from '@ocelli/models/crop-disease';
import { trafficSign } from '@ocelli/models/traffic-sign';
import {
  BLOOD_CELL_LABELS,
  createRoadScene,
  LEAF_LABELS,
  MRI_LABELS,
  createSimulatedCamera,
  SIGN_LABELS,
  signPictogramSvg,
} from '@ocelli/scenes';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

describe('scenes on Node', () => {
  it('should name what they draw as the packs do', () => {
    expect(SIGN_LABELS).toEqual(trafficSign.labels);
    expect([...BLOOD_CELL_LABELS].sort()).toEqual([...bloodCells.labels].sort());
    expect([...MRI_LABELS].sort()).toEqual([...brainMri.labels].sort());
    const leaves: readonly string[] = cropDisease.labels;
    expect(LEAF_LABELS.filter((label) => !leaves.includes(label))).toEqual([]);
  });

  it('should give pictograms that an SVG renderer of others draws, each other than the rest', async () => {
    const pictures = await Promise.all(
      SIGN_LABELS.map((label) =>
        sharp(Buffer.from(signPictogramSvg(label)))
          .resize(64, 64)
          .raw()
          .toBuffer({ resolveWithObject: true }),
      ),
    );
    expect(new Set(pictures.map(({ data }) => data.toString('base64'))).size).toBe(43);
    for (const { data, info } of pictures) {
      expect(info).toMatchObject({ width: 64, height: 64, channels: 4 });
      // The plate fills the square: its middle is opaque, its corner is not.
      expect(data[4 * (40 * 64 + 32) + 3]).toBe(255);
      expect(data[3]).toBe(0);
    }
  });

  it('should run as a camera on the clock of Node and feed the preprocessing', async () => {
    const camera = createSimulatedCamera(createRoadScene({ seed: 1, fps: 20, signs: ['stop'] }), {
      clock: {
        now: () => performance.now(),
        sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
      },
      format: 'i420',
    });
    const preprocessor = createPreprocessor(preprocessPreset('unit', { width: 32, height: 32 }));
    const tensor = new Float32Array(3 * 32 * 32);
    let before = -Infinity;
    let seen = 0;
    for await (const frame of camera) {
      expect(frame.timestampUs).toBeGreaterThan(before);
      before = frame.timestampUs;
      preprocessor.run(frame, tensor);
      // A road under a clear sky is neither black nor white.
      const mean = tensor.reduce((sum, value) => sum + value, 0) / tensor.length;
      expect(mean).toBeGreaterThan(0.2);
      expect(mean).toBeLessThan(0.9);
      expect(camera.truthOf(frame)?.weather).toBe('clear');
      frame.close();
      if (++seen === 3) break;
    }
    preprocessor.release();
    expect(seen).toBe(3);
  });
});
