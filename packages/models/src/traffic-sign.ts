import { definePackCard } from './packs/define-pack-card.js';
import { TRAFFIC_SIGN_LABELS } from './traffic-sign/labels.js';
import { TRAINED } from './traffic-sign/trained.generated.js';

export type TrafficSignLabel = keyof typeof TRAFFIC_SIGN_LABELS;

/** German traffic signs, 43 classes, from a crop with the sign in its middle. */
export const trafficSign = definePackCard({
  id: 'traffic-sign',
  name: 'German traffic signs',
  description:
    'Names one of 43 German traffic signs in a crop that shows the sign with a margin of about a tenth. ' +
    'A crop without a sign gets the name of some sign all the same.',
  labels: TRAFFIC_SIGN_LABELS,
  trained: TRAINED,
  urls: {
    // Bundlers look for exactly this form, and every runtime has URL.
    'model.onnx': new URL('../packs/traffic-sign/model.onnx', import.meta.url).href,
  },
  licence: {
    id: 'MIT AND LicenseRef-GTSRB',
    url: 'https://benchmark.ini.rub.de/gtsrb_dataset.html',
    attribution:
      'Weights under MIT, trained on GTSRB (INI, Ruhr-Universität Bochum), which is free for research and ' +
      'demonstration. For another use, ask its authors or train on photos of your own.',
  },
  citations: [
    'J. Stallkamp, M. Schlipsing, J. Salmen, C. Igel: Man vs. computer: Benchmarking machine learning ' +
      'algorithms for traffic sign recognition. Neural Networks 32, 323-332, 2012. ' +
      'https://doi.org/10.1016/j.neunet.2012.02.016',
  ],
  intendedUse: 'Research and demonstration on still crops and camera frames of German signs.',
  notFor: [
    'Driving a vehicle, warning a driver, or any other decision that somebody’s safety depends on.',
    'Signs of other countries, and German signs other than the 43 it knows.',
    'Finding signs in a whole picture: it names what it is shown.',
  ],
});
