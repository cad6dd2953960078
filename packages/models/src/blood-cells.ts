import { BLOOD_CELL_LABELS } from './blood-cells/labels.js';
import { TRAINED } from './blood-cells/trained.generated.js';
import { definePackCard } from './packs/define-pack-card.js';
import { FIRST_LAYERS } from './packs/first-layers.js';

export type BloodCellLabel = keyof typeof BLOOD_CELL_LABELS;

/** Single cells of peripheral blood smears, 8 classes. Not a diagnosis, not a medical device. */
export const bloodCells = definePackCard({
  id: 'blood-cells',
  name: 'Blood cells',
  description:
    'Names the type of the single cell in the middle of a picture of a stained peripheral blood smear. ' +
    'Not a diagnosis, not a medical device.',
  labels: BLOOD_CELL_LABELS,
  trained: TRAINED,
  urls: {
    // Bundlers look for exactly this form, and every runtime has URL.
    'model.onnx': new URL('../packs/blood-cells/model.onnx', import.meta.url).href,
  },
  licence: {
    id: `MIT AND CC-BY-4.0 AND ${FIRST_LAYERS.licence}`,
    url: 'https://doi.org/10.17632/snkd93bnjr.1',
    attribution: [
      'Weights under MIT, trained on the PBC dataset (Acevedo et al., Hospital Clínic de',
      'Barcelona, CC BY 4.0). Name the dataset wherever you show results.',
      FIRST_LAYERS.attribution,
    ].join(' '),
  },
  citations: [
    'A. Acevedo, A. Merino, S. Alférez, Á. Molina, L. Boldú, J. Rodellar: A dataset of microscopic ' +
      'peripheral blood cell images for development of automatic recognition systems. Data in Brief 30, ' +
      '105474, 2020. https://doi.org/10.1016/j.dib.2020.105474',
    FIRST_LAYERS.citation,
  ],
  intendedUse: 'Research, teaching and demonstration.',
  notFor: [
    'Diagnosis, treatment, or any other clinical decision: it is not a diagnosis and not a medical device.',
    'Counting or screening of patient samples.',
    'Smears of another microscope, stain or scale than the dataset’s without an evaluation on them.',
    'Cells of other types, such as blasts: it names one of its eight types all the same.',
  ],
});
