import { tsupBase } from '../../tsup.base.js';

export default tsupBase({
  entry: { index: 'src/index.ts', 'architectures/index': 'src/architectures/index.ts' },
});
