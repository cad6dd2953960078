import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Which of our packages each package may import; the picture is in docs/architecture.md. */
const MAY_IMPORT = {
  core: [],
  onnx: ['core'],
  node: ['core', 'onnx'],
  models: ['core'],
  cli: ['core', 'onnx', 'node', 'models'],
};

/** Third-party packages that belong to one package alone. */
const OWNED = { 'onnxruntime-node': ['node'], sharp: ['node'], '@bufbuild/protobuf': ['onnx'] };

const ENVIRONMENT_GLOBALS = ['window', 'document', 'navigator', 'process', 'Buffer', 'require'];

const boundaries = Object.entries(MAY_IMPORT).map(([name, allowed]) => ({
  files: [`packages/${name}/src/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...Object.keys(MAY_IMPORT)
            .filter((other) => !allowed.includes(other))
            .map((other) => ({
              group: [`@ocelli/${other}`, `@ocelli/${other}/*`],
              message: `packages/${name} may import ${allowed.join(', ') || 'none of our packages'}.`,
            })),
          ...Object.entries(OWNED)
            .filter(([, owners]) => !owners.includes(name))
            .map(([dependency, owners]) => ({
              group: [dependency, `${dependency}/*`],
              message: `${dependency} belongs to packages/${owners.join(', ')}.`,
            })),
          { group: ['@ocelli/*/src/*', '@ocelli/*/dist/*'], message: 'Import the entry point.' },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: ['**/dist/', '**/node_modules/', '**/.turbo/', '**/*.generated.ts', '**/assembly/**'],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/cli/**', '**/*.test.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: [
      'packages/core/src/**/*.ts',
      'packages/onnx/src/**/*.ts',
      'packages/models/src/**/*.ts',
    ],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', ...ENVIRONMENT_GLOBALS] },
  },
  ...boundaries,
  {
    files: ['**/*.config.ts', 'tsup.base.ts', 'vitest.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        performance: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        globalThis: 'readonly',
        fetch: 'readonly',
        AbortController: 'readonly',
      },
    },
  },
);
