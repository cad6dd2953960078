import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsupBase } from '../../tsup.base.js';

/** What `src/ort/ort-files.ts` points to: each build's interface, and the glue and module it loads. */
const ORT_FILES = [
  'ort.wasm.min.mjs',
  'ort-wasm-simd-threaded.mjs',
  'ort-wasm-simd-threaded.wasm',
  'ort.jspi.min.mjs',
  'ort-wasm-simd-threaded.jspi.mjs',
  'ort-wasm-simd-threaded.jspi.wasm',
  'ort.webgpu.min.mjs',
  'ort-wasm-simd-threaded.asyncify.mjs',
  'ort-wasm-simd-threaded.asyncify.wasm',
];

/** Without the reference to its source map, which stays behind: development servers complain of it. */
const readCode = async (path: string): Promise<string> =>
  (await readFile(path, 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/m, '');

const copyOrtFiles = async (): Promise<void> => {
  const source = dirname(
    fileURLToPath(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm')),
  );
  const target = fileURLToPath(new URL('dist/ort', import.meta.url));
  await mkdir(target, { recursive: true });
  for (const name of ORT_FILES) {
    if (name.endsWith('.wasm')) await copyFile(join(source, name), join(target, name));
    else await writeFile(join(target, name), await readCode(join(source, name)));
  }
};

export default [
  tsupBase({
    tsconfig: 'tsconfig.build.json',
    entry: { index: 'src/index.ts' },
    onSuccess: copyOrtFiles,
  }),
  // Whole in themselves, for import maps do not reach into workers and bundlers may not split them.
  tsupBase({
    tsconfig: 'tsconfig.build.json',
    entry: {
      'inference-worker': 'src/backend/inference-worker.ts',
      'image-worker': 'src/image/image-worker.ts',
    },
    noExternal: [/^@ocelli\//],
    splitting: false,
    dts: false,
    clean: false,
  }),
];
