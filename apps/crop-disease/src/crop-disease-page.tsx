import { cropDisease } from '@ocelli/models/crop-disease';
import { createLabelAnalysis, type PageDefinition } from '@ocelli/ui';
import { adviceOnLeaf } from './advice-on-leaf.js';
import { LeafDetails } from './leaf-details.js';

/** The page that names plant and disease of a leaf. */
export const cropDiseasePage: PageDefinition = {
  id: 'crop-disease',
  name: { en: 'Crop diseases', de: 'Pflanzenkrankheiten', zh: '作物病害' },
  modes: [
    {
      id: 'crop-disease',
      name: { en: 'Leaves', de: 'Blätter', zh: '叶片' },
      card: cropDisease,
      scene: { kind: 'leaf', seed: 3 },
      region: 'centre-square',
      enterThreshold: 0.7,
      unknownLabels: ['background'],
      prompt: {
        en: 'Fill the square with one leaf, evenly lit, on a plain ground.',
        de: 'Füllen Sie das Quadrat mit einem Blatt, gleichmäßig beleuchtet, auf ruhigem Grund.',
        zh: '让一片叶子充满方框，光线均匀，背景简单。',
      },
      nothing: { en: 'No leaf recognised', de: 'Kein Blatt erkannt', zh: '未识别到叶片' },
    },
  ],
  createAnalysis: createLabelAnalysis,
  LabelDetails: LeafDetails,
  adviceOn: adviceOnLeaf,
};
