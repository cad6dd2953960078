import { globSync } from 'tinyglobby';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** TypeScript blocks of a page. */
const examplesOf = (page: string): string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code]) => code ?? '',
  );

const READMES = globSync(['README.md', 'packages/*/README.md'], { cwd: ROOT }).filter(
  (page) => examplesOf(page).length > 0,
);

/** Pages whose examples run in a browser. */
const BROWSER_PAGES: readonly string[] = ['packages/web/README.md'];

/** What the compiler says of `code`, as if it stood in this folder, under the strict settings of the repository. */
const compile = (code: string, isBrowser: boolean): string[] => {
  const file = fileURLToPath(new URL('./readme-example.ts', import.meta.url));
  const base = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(base.config, ts.sys, ROOT);
  const settings = {
    ...options,
    types: isBrowser ? [] : ['node'],
    lib: [
      'lib.es2022.d.ts',
      'lib.esnext.disposable.d.ts',
      ...(isBrowser ? ['lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'] : []),
    ],
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

it('should find examples in the page of the project', () => {
  expect(READMES).toContain('README.md');
});

describe.each(READMES)('%s', (page) => {
  it.each(examplesOf(page).map((code, index) => [index + 1, code] as const))(
    'should compile as it stands: example %i',
    (_, code) => {
      expect(compile(code, BROWSER_PAGES.includes(page))).toEqual([]);
    },
  );
});
