import { InvalidArgumentError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { type AugmentationConfig, checkAugmentation } from './augmentation-config.js';

describe('checkAugmentation', () => {
  it('should take what survives JSON', () => {
    const config: AugmentationConfig = {
      crop: { area: [0.5, 1], ratio: [0.75, 1.33] },
      rotate: 20,
      quarterTurns: true,
      fill: 'edge',
      noise: { probability: 0.5, sigma: [0, 8] },
      mixup: { probability: 1, alpha: 0.2 },
    };
    expect(() => {
      checkAugmentation(JSON.parse(JSON.stringify(config)) as AugmentationConfig);
    }).not.toThrow();
  });

  it.each([
    ['augmentation.rotate', { rotate: 200 }],
    ['augmentation.rotate', { rotate: '20' }],
    ['augmentation.scale', { scale: [2, 1] }],
    ['augmentation.crop.area.0', { crop: { area: [0, 1] } }],
    ['augmentation.blur.probability', { blur: { sigma: [0, 1] } }],
    ['augmentation.flip', { flip: 0.5 }],
  ])('should name %s in %j', (argument, config) => {
    const check = () => {
      checkAugmentation(config as AugmentationConfig);
    };
    expect(check).toThrow(InvalidArgumentError);
    expect(check).toThrow(expect.objectContaining({ argument }) as Error);
  });
});
