/**
 * Compiles assembly/preprocess-kernel.ts and writes it, as base64, to
 * src/preprocess/kernel-module.generated.ts. Run: npm run build:kernel -w @ocelli/core
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SOURCE = new URL('../assembly/preprocess-kernel.ts', import.meta.url);
const TARGET = new URL('../src/preprocess/kernel-module.generated.ts', import.meta.url);

/** The text of the generated file. */
export const compileKernel = async () => {
  const source = await readFile(SOURCE, 'utf8');
  let binary;
  const { error, stderr } = await asc.main(
    [
      'preprocess-kernel.ts',
      '--outFile',
      'preprocess-kernel.wasm',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--importMemory',
      '--noAssert',
      '-O3',
    ],
    {
      readFile: (name) => (name === 'preprocess-kernel.ts' ? source : null),
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`The kernel does not compile:\n${stderr.toString()}`);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,92}/g);
  return [
    '// Written by scripts/build-kernel.mjs from assembly/preprocess-kernel.ts; do not edit.',
    '',
    '/** The compiled kernel, base64. */',
    'export const KERNEL_MODULE =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(TARGET, await compileKernel());
}
