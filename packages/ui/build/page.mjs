/**
 * Builds, serves or previews the page in the current folder.
 *
 *   node ../../packages/ui/build/page.mjs build|dev
 *   node ../../packages/ui/build/page.mjs preview PORT
 */
import { build, createServer, preview } from 'vite';
import { contentSecurityPolicy } from './content-security-policy.mjs';
import { serviceWorker } from './service-worker-plugin.mjs';

/** Files that lie in `dist` as they are; they are fetched by the page, never inlined: the policy forbids it. */
const config = {
  configFile: false,
  root: process.cwd(),
  // The page works wherever the folder is served.
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  optimizeDeps: { exclude: ['@ocelli/models', '@ocelli/web'] },
  plugins: [contentSecurityPolicy(), serviceWorker()],
};

const [command, port] = process.argv.slice(2);
if (command === 'build') {
  await build({ ...config, logLevel: 'warn' });
} else if (command === 'dev') {
  const server = await createServer(config);
  await server.listen();
  server.printUrls();
} else if (command === 'preview' && port !== undefined) {
  // Each page has an origin of its own: a service worker would answer for whichever page came first. Where another
  // program has the port, the next free one is taken.
  const server = await preview({ ...config, preview: { port: Number(port) } });
  server.printUrls();
} else {
  throw new Error('Usage: page.mjs build|dev|preview PORT');
}
