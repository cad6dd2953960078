import {
  type Classifier,
  createRegistry,
  type InferenceBackend,
  type InferLabel,
} from '@ocelli/core';
import { describe, expectTypeOf, it } from 'vitest';
import type { brainMri } from '../brain-mri.js';
import { type CropDiseaseLabel, cropDisease } from '../crop-disease.js';
import { trafficSign, type TrafficSignLabel } from '../traffic-sign.js';
import { type PackCard, packCard } from './pack-card.js';

declare const backend: InferenceBackend;

describe('the packs', () => {
  it('should have labels of literals', () => {
    expectTypeOf<InferLabel<typeof trafficSign>>().toEqualTypeOf<TrafficSignLabel>();
    expectTypeOf<'speed-limit-20'>().toExtend<TrafficSignLabel>();
    expectTypeOf<InferLabel<typeof brainMri>>().toEqualTypeOf<
      'glioma' | 'meningioma' | 'no-tumor' | 'pituitary-tumor'
    >();
    expectTypeOf<InferLabel<PackCard<'crop-disease'>>>().toEqualTypeOf<CropDiseaseLabel>();
    // @ts-expect-error there is no such sign
    const label: TrafficSignLabel = 'speed-limit-25';
    void label;
  });

  it('should be loaded by their id alone', () => {
    expectTypeOf(packCard('traffic-sign')).toEqualTypeOf<Promise<typeof trafficSign>>();
    // @ts-expect-error there is no pack "traffic-signs"
    void packCard('traffic-signs');
  });

  it('should keep their labels in a registry', async () => {
    const registry = createRegistry({ trafficSign, cropDisease });
    const classifier = await registry.load('trafficSign', { backend });
    expectTypeOf(classifier).toEqualTypeOf<Classifier<TrafficSignLabel>>();
    // @ts-expect-error the registry has no "trafficSigns"
    await registry.load('trafficSigns', { backend });
  });
});
