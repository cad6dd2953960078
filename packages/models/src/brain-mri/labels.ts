import type { LabelDetails } from '@ocelli/core';

/**
 * The four classes of the Brain Tumor MRI collection. `no-tumor` says that a slice resembles those that
 * were collected as tumour-free; it is not called healthy, which no picture of one slice can show.
 */
export const BRAIN_MRI_LABELS = {
  glioma: { displayNames: { en: 'Glioma', de: 'Gliom', zh: '胶质瘤' } },
  meningioma: { displayNames: { en: 'Meningioma', de: 'Meningeom', zh: '脑膜瘤' } },
  'no-tumor': {
    aliases: ['notumor'],
    displayNames: { en: 'No tumor', de: 'Kein Tumor', zh: '无肿瘤' },
  },
  'pituitary-tumor': {
    aliases: ['pituitary'],
    displayNames: { en: 'Pituitary tumor', de: 'Hypophysentumor', zh: '垂体瘤' },
  },
} as const satisfies Readonly<Record<string, LabelDetails>>;
