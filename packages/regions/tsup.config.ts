import { tsupBase } from '../../tsup.base.js';

export default tsupBase({ tsconfig: 'tsconfig.build.json', entry: { index: 'src/index.ts' } });
