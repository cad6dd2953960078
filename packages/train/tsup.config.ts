import { tsupBase } from '../../tsup.base.js';

const entry = {
  index: 'src/index.ts',
  'node/index': 'src/node/index.ts',
  'testing/index': 'src/testing/index.ts',
};

export default tsupBase({
  entry: { ...entry, 'node/batch-worker': 'src/node/data/batch-worker.ts' },
  // Nobody imports the worker.
  dts: { entry, compilerOptions: { noEmit: false } },
});
