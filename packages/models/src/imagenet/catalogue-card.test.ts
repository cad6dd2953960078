import { parseModelCard } from '@ocelli/core';
import { describe, expect, it } from 'vitest';

import { catalogueCard, imagenetLabelDetails, ONNX_ZOO_BASE_URLS } from './catalogue-card.js';
import { IMAGENET_CATALOGUE, IMAGENET_CATALOGUE_IDS, isCatalogueId } from './imagenet-catalogue.js';
import { IMAGENET_LABELS, IMAGENET_WORDNET_IDS } from './imagenet-classes.generated.js';

describe('the ImageNet labels', () => {
  it('should be 1,000 unique kebab-case ids in index order', () => {
    expect(new Set(IMAGENET_LABELS).size).toBe(1000);
    expect(IMAGENET_LABELS.filter((label) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(label))).toEqual([]);
    expect([0, 2, 281, 999].map((index) => IMAGENET_LABELS[index])).toEqual([
      'tench',
      'great-white-shark',
      'tabby',
      'toilet-tissue',
    ]);
  });

  it('should tell apart classes that share their first name', () => {
    expect([IMAGENET_LABELS[134], IMAGENET_LABELS[517]]).toEqual(['crane-bird', 'crane-machine']);
  });

  it('should carry their WordNet ids as aliases', () => {
    expect(new Set(IMAGENET_WORDNET_IDS).size).toBe(1000);
    expect(imagenetLabelDetails().tench).toEqual({
      aliases: ['n01440764', 'Tinca tinca'],
      displayNames: { en: 'tench' },
    });
  });
});

describe('catalogueCard', () => {
  it.each(IMAGENET_CATALOGUE_IDS)('should give a valid card for %s', (id) => {
    const card = catalogueCard(id);
    expect(parseModelCard(JSON.parse(JSON.stringify(card)))).toEqual(card);
  });

  it('should name the zoo file, its size and its hash', () => {
    expect(catalogueCard('mobilenetv2').variants[2]).toEqual({
      name: 'qdq',
      dtype: 'int8',
      file: {
        url: `${ONNX_ZOO_BASE_URLS.huggingFace}/validated/vision/classification/mobilenet/model/mobilenetv2-12-qdq.onnx`,
        sha256: '41a36090dafe98f4ad8f9b7fe0b218c56ac3c031e547f0367c30655d2702bffe',
        bytes: 3_593_903,
      },
    });
  });

  it('should take another base URL', () => {
    const [variant] = catalogueCard('resnet50-v1', { baseUrl: 'http://mirror/zoo' }).variants;
    expect(variant?.file.url).toBe(
      'http://mirror/zoo/validated/vision/classification/resnet/model/resnet50-v1-12.onnx',
    );
  });

  it('should give the published accuracy of each variant that has one', () => {
    const [float32, int8, qdq] = catalogueCard('resnet50-v1').variants;
    expect(float32?.accuracy?.[0]).toMatchObject({ top1: 0.7497, top5: 0.9233, count: 50_000 });
    expect(int8?.accuracy?.[0]).toMatchObject({ top1: 0.7477, top5: 0.9232 });
    expect(qdq?.accuracy?.[0]?.top5).toBeUndefined();
  });

  it('should use no file twice', () => {
    const files = IMAGENET_CATALOGUE_IDS.flatMap((id) =>
      IMAGENET_CATALOGUE[id].variants.map(({ file }) => file),
    );
    expect(new Set(files).size).toBe(files.length);
  });

  it('should know its ids', () => {
    expect(isCatalogueId('vgg19')).toBe(true);
    expect(isCatalogueId('toString')).toBe(false);
  });
});
