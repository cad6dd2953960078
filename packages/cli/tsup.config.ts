import { tsupBase } from '../../tsup.base.js';

export default tsupBase({
  entry: { index: 'src/index.ts', ocelli: 'src/ocelli.ts' },
  platform: 'node',
});
