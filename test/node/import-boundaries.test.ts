import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let eslint: ESLint;

beforeAll(() => {
  eslint = new ESLint({ cwd: ROOT });
});

/** The rules that `code` breaks as the text of an existing file, which the type-aware rules need. */
const brokenRules = async (file: string, code: string): Promise<readonly (string | null)[]> => {
  const [result] = await eslint.lintText(code, { filePath: `${ROOT}${file}` });
  return result?.messages.map(({ ruleId }) => ruleId) ?? [];
};

describe('the rules of who may import what', () => {
  it.each([
    ['core/src/index.ts', "export { decodeModel } from '@ocelli/onnx';", 'no-restricted-imports'],
    ['core/src/index.ts', "export const x = import('@ocelli/node');", 'no-restricted-syntax'],
    ['core/src/index.ts', "export { readFile } from 'node:fs';", 'no-restricted-imports'],
    ['core/src/index.ts', 'export const x = localStorage;', 'no-restricted-globals'],
    ['core/src/index.ts', 'export const x = () => setTimeout;', 'no-restricted-globals'],
    ['core/src/index.ts', "export { Tensor } from 'onnxruntime-common';", 'no-restricted-imports'],
    [
      'core/src/index.ts',
      "export { decodeModel } from '../../onnx/src/index.js';",
      'no-restricted-imports',
    ],
    ['models/src/index.ts', "export { decodeModel } from '@ocelli/onnx';", 'no-restricted-imports'],
    ['onnx/src/index.ts', "export { default } from 'sharp';", 'no-restricted-imports'],
    [
      'node/src/index.ts',
      "export { catalogueCard } from '@ocelli/models';",
      'no-restricted-imports',
    ],
    ['cli/src/index.ts', "export { Tensor } from 'onnxruntime-node';", 'no-restricted-imports'],
    ['node/src/index.ts', "console.log('a library speaks');", 'no-console'],
  ])('should refuse in packages/%s: %s', async (file, code, rule) => {
    expect(await brokenRules(`packages/${file}`, `${code}\n`)).toContain(rule);
  });

  it('should let the command import every package', async () => {
    const code =
      "export { decodeModel } from '@ocelli/onnx';\nexport { catalogueCard } from '@ocelli/models';\n";
    expect(await brokenRules('packages/cli/src/index.ts', code)).toEqual([]);
  });
});
