import { CARD_LANGUAGES, type LabelDetails, type ModelCard, NoSuchModelError } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { isPackId, PACK_IDS, packCard, type PackId } from './pack-card.js';

/** Folder names of the training data, in the order of the class indices. */
const FOLDERS: Readonly<Record<PackId, readonly string[]>> = {
  // GTSRB: https://benchmark.ini.rub.de/gtsrb_dataset.html, ids 0 to 42.
  'traffic-sign': Array.from({ length: 43 }, (_, index) => String(index).padStart(2, '0')),
  // Acevedo et al. 2020, table 1.
  'blood-cells':
    'basophil eosinophil erythroblast ig lymphocyte monocyte neutrophil platelet'.split(' '),
  'brain-mri': 'glioma meningioma no-tumor pituitary'.split(' '),
  // Hughes and Salathé 2015 (28 of the 38 classes, and the background of the 2019 edition); iBean.
  'crop-disease': `apple-apple-scab apple-black-rot apple-cedar-apple-rust apple-healthy
    background-without-leaves bean-angular-leaf-spot bean-healthy bean-rust blueberry-healthy
    corn-common-rust corn-gray-leaf-spot corn-healthy corn-northern-leaf-blight orange-huanglongbing
    pepper-bell-bacterial-spot pepper-bell-healthy potato-early-blight potato-healthy
    potato-late-blight raspberry-healthy strawberry-healthy strawberry-leaf-scorch
    tomato-bacterial-spot tomato-early-blight tomato-healthy tomato-late-blight tomato-leaf-mold
    tomato-septoria-leaf-spot tomato-spider-mites tomato-target-spot tomato-tomato-mosaic-virus
    tomato-tomato-yellow-leaf-curl-virus`.split(/\s+/),
};

const detailsOf = ({ labels, labelDetails }: ModelCard): [string, LabelDetails][] =>
  labels.map((label) => [label, labelDetails?.[label] ?? {}]);

describe.each(PACK_IDS)('the labels of %s', (id) => {
  it('should be the published classes, in the order of the folders', async () => {
    const known = detailsOf(await packCard(id)).map(([label, { aliases = [] }]) => [
      label,
      ...aliases,
    ]);
    expect(known).toHaveLength(FOLDERS[id].length);
    FOLDERS[id].forEach((folder, index) => expect(known[index]).toContain(folder));
  });

  it('should be kebab-case ids, and no alias the name of two', async () => {
    const details = detailsOf(await packCard(id));
    const allNames = details.flatMap(([label, { aliases = [] }]) => [label, ...aliases]);
    expect(new Set(allNames).size).toBe(allNames.length);
    for (const [label] of details) expect(label).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('should have a name of its own in every language', async () => {
    const details = detailsOf(await packCard(id));
    for (const language of CARD_LANGUAGES) {
      const displayNames = details.map(([label, { displayNames }]) => {
        expect(displayNames?.[language], `${label} in ${language}`).toBeTruthy();
        return displayNames?.[language];
      });
      expect(new Set(displayNames).size).toBe(details.length);
    }
  });
});

describe('the cards of the packs', () => {
  it.each(PACK_IDS)(
    'should say where the data of %s comes from and what it is not for',
    async (id) => {
      const { licence, citations, intendedUse, notFor } = await packCard(id);
      expect(licence?.attribution).toContain('trained on');
      expect(citations).not.toEqual([]);
      expect(intendedUse).toBeTruthy();
      expect(notFor?.length).toBeGreaterThanOrEqual(3);
    },
  );

  it.each(['blood-cells', 'brain-mri'] as const)('should call %s no diagnosis', async (id) => {
    const { description, notFor } = await packCard(id);
    const words = /not a diagnosis[,]? (and )?not a medical device/i;
    expect(description).toMatch(words);
    expect(notFor?.[0]).toMatch(words);
  });

  it('should rank diseases, and call healthy what is', async () => {
    const { labels, labelDetails } = await packCard('crop-disease');
    for (const label of labels) {
      const { severity, isHealthy, group, namesInGroup } = labelDetails?.[label] ?? {};
      if (label === 'background') {
        expect([severity, isHealthy, group]).toEqual([undefined, undefined, undefined]);
        continue;
      }
      expect(isHealthy, label).toBe(label.endsWith('-healthy'));
      expect(severity === 0, label).toBe(isHealthy);
      expect(label.startsWith(`${String(group)}-`), label).toBe(true);
      expect(Object.keys(namesInGroup ?? {})).toEqual([...CARD_LANGUAGES]);
    }
  });

  it('should point to files, each beside its card', async () => {
    for (const id of PACK_IDS) {
      for (const { file } of (await packCard(id)).variants) {
        expect(file.url).toMatch(new RegExp(`^file:.*/packages/models/packs/${id}/[^/]+\\.onnx$`));
      }
    }
  });
});

describe('packCard', () => {
  it('should know its ids, and reject others', async () => {
    expect(isPackId('crop-disease')).toBe(true);
    expect(isPackId('toString')).toBe(false);
    await expect(packCard('traffic-signs' as PackId)).rejects.toThrow(NoSuchModelError);
  });
});
