import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { POLICY } from './content-security-policy.mjs';

const TEMPLATE = new URL('service-worker.js', import.meta.url);

/** Kept when they are used: one of the three builds of ONNX Runtime is, and the others are never asked for. */
const isKeptWhenUsed = (file) => /\.wasm$|\/ort[.-][^/]*\.mjs$/.test(file);

/** Models are kept by their hash, by the page's own model cache. */
const isKeptElsewhere = (file) => file.endsWith('.onnx') || file.endsWith('.map');

/** Writes `sw.js` with the list of the page's files. */
export const serviceWorker = () => ({
  name: 'service-worker',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const files = Object.keys(bundle).filter((file) => !isKeptElsewhere(file));
    const shell = files.filter((file) => !isKeptWhenUsed(file));
    // Names of files carry the hash of their content, but for the page itself.
    const page = bundle['index.html']?.source ?? '';
    const version = createHash('sha256').update(page).update(files.join()).digest('hex');
    const values = { SHELL: shell, FILES: files, POLICY, VERSION: version.slice(0, 16) };
    this.emitFile({
      type: 'asset',
      fileName: 'sw.js',
      source: readFileSync(TEMPLATE, 'utf8').replace(
        /__(SHELL|FILES|POLICY|VERSION)__/g,
        (_match, name) => JSON.stringify(values[name]),
      ),
    });
  },
});
