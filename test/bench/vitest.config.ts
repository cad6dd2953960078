import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What is measured in a browser, with what the browser tests are built of. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../browser', import.meta.url)),
    include: ['*.bench.ts'],
    environment: 'node',
  },
});
