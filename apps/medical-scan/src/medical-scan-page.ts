import { bloodCells } from '@ocelli/models/blood-cells';
import { brainMri } from '@ocelli/models/brain-mri';
import { createLabelAnalysis, type PageDefinition } from '@ocelli/ui';

/** The page that names blood cells and slices of brain MRI, for teaching. */
export const medicalScanPage: PageDefinition = {
  id: 'medical-scan',
  name: { en: 'Medical scans', de: 'Medizinische Bilder', zh: '医学图像' },
  warning: {
    en: 'Not a diagnosis. Not a medical device. For teaching and demonstration only.',
    de: 'Keine Diagnose. Kein Medizinprodukt. Nur für Lehre und Vorführung.',
    zh: '非诊断结果，非医疗器械，仅供教学与演示。',
  },
  modes: [
    {
      id: 'blood-cells',
      name: { en: 'Blood cells', de: 'Blutzellen', zh: '血细胞' },
      card: bloodCells,
      scene: { kind: 'blood-smear', seed: 5 },
      region: 'centre-square',
      enterThreshold: 0.7,
      prompt: {
        en: 'Bring one cell into the middle of the square.',
        de: 'Bringen Sie eine Zelle in die Mitte des Quadrats.',
        zh: '将一个细胞移到方框中央。',
      },
      nothing: { en: 'No cell named', de: 'Keine Zelle benannt', zh: '未能识别细胞' },
    },
    {
      id: 'brain-mri',
      name: { en: 'Brain MRI', de: 'Hirn-MRT', zh: '脑部 MRI' },
      card: brainMri,
      scene: { kind: 'mri', seed: 5 },
      region: 'centre-square',
      enterThreshold: 0.7,
      prompt: {
        en: 'One axial slice, filling the square.',
        de: 'Eine axiale Schicht, die das Quadrat füllt.',
        zh: '一张轴位切片，填满方框。',
      },
      nothing: { en: 'No slice named', de: 'Keine Schicht benannt', zh: '未能识别切片' },
    },
  ],
  createAnalysis: createLabelAnalysis,
};
