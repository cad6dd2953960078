import { trafficSign } from '@ocelli/models/traffic-sign';
import type { PageDefinition } from '@ocelli/ui';
import { createSignAnalysis } from './create-sign-analysis.js';
import { SignPictogram } from './sign-pictogram.js';

/** The page that finds and names traffic signs. */
export const trafficSignPage: PageDefinition = {
  id: 'traffic-sign',
  name: { en: 'Traffic signs', de: 'Verkehrszeichen', zh: '交通标志' },
  modes: [
    {
      id: 'traffic-sign',
      name: { en: 'German signs', de: 'Deutsche Zeichen', zh: '德国标志' },
      card: trafficSign,
      scene: { kind: 'road', seed: 11, weather: 'clear' },
      region: 'whole',
      enterThreshold: 0.8,
      prompt: {
        en: 'Point the camera at a German traffic sign. Not for driving.',
        de: 'Richten Sie die Kamera auf ein deutsches Verkehrszeichen. Nicht zum Fahren.',
        zh: '将摄像头对准德国交通标志。请勿用于驾驶。',
      },
      nothing: { en: 'No sign in view', de: 'Kein Zeichen im Bild', zh: '画面中没有标志' },
    },
  ],
  createAnalysis: createSignAnalysis,
  LabelMark: SignPictogram,
};
