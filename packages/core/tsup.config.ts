import { tsupBase } from '../../tsup.base.js';

export default tsupBase({
  tsconfig: 'tsconfig.build.json',
  entry: {
    index: 'src/index.ts',
    'runtime/index': 'src/runtime/index.ts',
    'testing/index': 'src/testing/index.ts',
    // In a file of its own, which bundlers leave out as a whole where no card is parsed.
    'card/parse-model-card': 'src/card/parse-model-card.ts',
  },
});
