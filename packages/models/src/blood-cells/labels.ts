import type { LabelDetails } from '@ocelli/core';

/** The eight cell types of the PBC dataset. */
export const BLOOD_CELL_LABELS = {
  basophil: {
    displayNames: { en: 'Basophil', de: 'Basophiler Granulozyt', zh: '嗜碱性粒细胞' },
  },
  eosinophil: {
    displayNames: { en: 'Eosinophil', de: 'Eosinophiler Granulozyt', zh: '嗜酸性粒细胞' },
  },
  erythroblast: {
    displayNames: { en: 'Erythroblast', de: 'Erythroblast', zh: '幼红细胞（有核红细胞）' },
  },
  // Promyelocytes, myelocytes and metamyelocytes.
  'immature-granulocyte': {
    aliases: ['ig'],
    displayNames: { en: 'Immature granulocyte', de: 'Unreifer Granulozyt', zh: '未成熟粒细胞' },
  },
  lymphocyte: { displayNames: { en: 'Lymphocyte', de: 'Lymphozyt', zh: '淋巴细胞' } },
  monocyte: { displayNames: { en: 'Monocyte', de: 'Monozyt', zh: '单核细胞' } },
  neutrophil: {
    displayNames: { en: 'Neutrophil', de: 'Neutrophiler Granulozyt', zh: '中性粒细胞' },
  },
  platelet: { displayNames: { en: 'Platelet', de: 'Thrombozyt', zh: '血小板' } },
} as const satisfies Readonly<Record<string, LabelDetails>>;
