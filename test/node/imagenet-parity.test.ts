import { readdirSync, readFileSync } from 'node:fs';
import { type Classifier, createClassifier } from '@ocelli/core';
import { IMAGENET_LABELS } from '@ocelli/models';
import { createNodeBackend, decodeImage, openOnnxFile } from '@ocelli/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asset, missingAssets } from './assets.js';

interface ReferencePhoto {
  readonly top5: readonly number[];
  readonly logits: readonly number[];
}

interface Reference {
  readonly models: Readonly<
    Record<string, { readonly photos: Readonly<Record<string, ReferencePhoto>> }>
  >;
}

const MODELS = ['squeezenet1.1-fp32', 'mobilenetv2-fp32'] as const;
const missing = missingAssets(
  'data/imagenet-samples',
  'models/reference-predictions.json',
  ...MODELS.map((name) => `models/${name}.onnx`),
);

/** The five largest logits as Pillow and ONNX Runtime in Python computed them, for 254 photos. */
describe.skipIf(missing !== undefined).each(MODELS)(
  `%s on real photos${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  (name) => {
    const photos = missing === undefined ? readdirSync(asset('data/imagenet-samples')) : [];
    let reference: Readonly<Record<string, ReferencePhoto>>;
    let classifier: Classifier;

    beforeAll(async () => {
      const json = readFileSync(asset('models/reference-predictions.json'), 'utf8');
      reference = (JSON.parse(json) as Reference).models[name]?.photos ?? {};
      const path = asset(`models/${name}.onnx`);
      const { card } = await openOnnxFile(path, { labels: IMAGENET_LABELS });
      classifier = await createClassifier({ card, backend: createNodeBackend() });
    });

    afterAll(() => classifier.release());

    it('should name the same class as Pillow with ONNX Runtime for every photo, logits within 1e-3', async () => {
      expect(photos).toHaveLength(254);
      const otherClass: string[] = [];
      let largestDifference = 0;
      for (const photo of photos) {
        const expected = reference[photo];
        if (expected === undefined) throw new Error(`No reference for ${photo}.`);
        using frame = await decodeImage(asset('data/imagenet-samples', photo));
        const { top, logits } = await classifier.classify(frame);
        if (top.index !== expected.top5[0]) otherClass.push(photo);
        expected.top5.forEach((index, rank) => {
          const difference = Math.abs((logits[index] ?? NaN) - (expected.logits[rank] ?? NaN));
          // `Math.max` keeps a NaN, so that a missing logit cannot pass.
          largestDifference = Math.max(largestDifference, difference);
        });
      }
      expect(otherClass).toEqual([]);
      expect(largestDifference).toBeLessThan(1e-3);
    });
  },
);
