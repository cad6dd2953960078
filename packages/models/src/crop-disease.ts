import { CROP_DISEASE_LABELS, CROP_PLANTS } from './crop-disease/labels.js';
import { TRAINED } from './crop-disease/trained.generated.js';
import { definePackCard } from './packs/define-pack-card.js';
import { FIRST_LAYERS } from './packs/first-layers.js';

export type CropDiseaseLabel = keyof typeof CROP_DISEASE_LABELS;
export type CropPlant = keyof typeof CROP_PLANTS;

/** Diseases and pests on leaves of ten crops, 32 classes with healthy leaves and background. */
export const cropDisease = definePackCard({
  id: 'crop-disease',
  name: 'Crop diseases on leaves',
  description:
    'Names crop and disease of a single leaf that fills the picture. All but the bean photos were taken ' +
    'of picked leaves on a plain ground, so that results in the field can be much worse.',
  labels: CROP_DISEASE_LABELS,
  labelGroups: CROP_PLANTS,
  trained: TRAINED,
  urls: {
    // Bundlers look for exactly this form, and every runtime has URL.
    'model.onnx': new URL('../packs/crop-disease/model.onnx', import.meta.url).href,
  },
  licence: {
    id: `MIT AND CC-BY-SA-3.0 AND CC-BY-4.0 AND ${FIRST_LAYERS.licence}`,
    url: 'https://arxiv.org/abs/1511.08060',
    attribution: [
      'Weights under MIT, trained on PlantVillage (Hughes and Salathé; CC BY-SA 3.0 or CC BY',
      '4.0, by edition) and iBean (Makerere AI Lab; MIT, CC BY 4.0). Name both wherever you',
      'show results; who holds that weights are derived from their data has to share them under',
      'CC BY-SA 3.0.',
      FIRST_LAYERS.attribution,
    ].join(' '),
  },
  citations: [
    'D. P. Hughes, M. Salathé: An open access repository of images on plant health to enable the ' +
      'development of mobile disease diagnostics. arXiv:1511.08060, 2015.',
    'Makerere AI Lab: Bean Disease Dataset, 2020. https://github.com/AI-Lab-Makerere/ibean',
    FIRST_LAYERS.citation,
  ],
  intendedUse:
    'Research, teaching and demonstration; a hint what to look up or to show an agronomist.',
  notFor: [
    'Deciding on pesticides, or any other treatment, without somebody who knows the crop.',
    'Reporting or ruling out a notifiable disease such as huanglongbing.',
    'Crops and diseases that it does not know: it names one of its classes all the same.',
    'Telling how badly a leaf is affected: severity ranks the disease, not the picture.',
  ],
});
