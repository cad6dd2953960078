import { tsupBase } from '../../tsup.base.js';

export default tsupBase({ entry: { index: 'src/index.ts' } });
