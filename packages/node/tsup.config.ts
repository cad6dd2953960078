import { tsupBase } from '../../tsup.base.js';

export default tsupBase({
  entry: {
    index: 'src/index.ts',
    'inference-worker': 'src/backend/inference-worker.ts',
    'decoder-process': 'src/sources/decoder/decoder-process.ts',
  },
  platform: 'node',
});
