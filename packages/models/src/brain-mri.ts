import { BRAIN_MRI_LABELS } from './brain-mri/labels.js';
import { TRAINED } from './brain-mri/trained.generated.js';
import { definePackCard } from './packs/define-pack-card.js';
import { FIRST_LAYERS } from './packs/first-layers.js';

export type BrainMriLabel = keyof typeof BRAIN_MRI_LABELS;

/** Slices of brain MRI, three tumour types or none. Not a diagnosis, not a medical device. */
export const brainMri = definePackCard({
  id: 'brain-mri',
  name: 'Brain MRI slices',
  description:
    'Sorts single slices of brain MRI into three tumour types or none, as the photos of one public ' +
    'collection were sorted. Not a diagnosis, not a medical device.',
  labels: BRAIN_MRI_LABELS,
  trained: TRAINED,
  urls: {
    // Bundlers look for exactly this form, and every runtime has URL.
    'model.onnx': new URL('../packs/brain-mri/model.onnx', import.meta.url).href,
  },
  licence: {
    id: `MIT AND CC0-1.0 AND ${FIRST_LAYERS.licence}`,
    url: 'https://www.kaggle.com/datasets/masoudnickparvar/brain-tumor-mri-dataset',
    attribution: [
      'Weights under MIT, trained on the Brain Tumor MRI Dataset (Masoud Nickparvar, listed as',
      'CC0), which joins pictures of several sources.',
      FIRST_LAYERS.attribution,
    ].join(' '),
  },
  citations: [
    'M. Nickparvar: Brain Tumor MRI Dataset. Kaggle, 2021. https://doi.org/10.34740/kaggle/dsv/2645886',
    FIRST_LAYERS.citation,
  ],
  intendedUse: 'Research, teaching and demonstration.',
  notFor: [
    'Diagnosis, treatment, or any other clinical decision: it is not a diagnosis and not a medical device.',
    'Ruling a tumour out: "no tumor" says only what pictures a slice resembles. In the collection these ' +
      'come partly from other sources than the tumours do, which a model can learn instead of the anatomy.',
    'Other kinds of tumour or disease: it names one of its four classes all the same.',
    'Scanners, sequences and planes other than the collection’s without an evaluation on them.',
  ],
});
