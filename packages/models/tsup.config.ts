import { tsupBase } from '../../tsup.base.js';

// Entries lie directly in src and in dist: `../packs/` is the same folder from both.
export default tsupBase({
  tsconfig: 'tsconfig.build.json',
  entry: {
    index: 'src/index.ts',
    'traffic-sign': 'src/traffic-sign.ts',
    'blood-cells': 'src/blood-cells.ts',
    'brain-mri': 'src/brain-mri.ts',
    'crop-disease': 'src/crop-disease.ts',
  },
});
