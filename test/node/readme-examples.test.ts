import { globSync } from 'tinyglobby';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READMES = globSync(['README.md', 'packages/*/README.md'], { cwd: ROOT });

/** TypeScript blocks of a page. */
const examplesOf = (page: string): string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code]) => code ?? '',
  );

/** What the compiler says of `code`, as if it stood in this folder, under the strict settings of the repository. */
const compile = (code: string): string[] => {
  const file = fileURLToPath(new URL('./readme-example.ts', import.meta.url));
  const base = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(base.config, ts.sys, ROOT);
  const settings = {
    ...options,
    types: ['node'],
    lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'],
  };
  const host = ts.createCompilerHost(settings);
  const onDisk = { ...host };
  host.fileExists = (path) => path === file || onDisk.fileExists(path);
  host.getSourceFile = (path, version, ...rest) =>
    path === file
      ? ts.createSourceFile(path, `${code}\nexport {};`, version)
      : onDisk.getSourceFile(path, version, ...rest);
  const program = ts.createProgram([file], settings, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
};

describe.each(READMES)('%s', (page) => {
  it.each(examplesOf(page).map((code, index) => [index + 1, code] as const))(
    'should compile as it stands: example %i',
    (_, code) => {
      expect(compile(code)).toEqual([]);
    },
  );
});
