import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Which of our packages each package may import; the picture is in docs/architecture.md. */
const MAY_IMPORT = {
  core: [],
  onnx: ['core'],
  node: ['core', 'onnx'],
  models: ['core'],
  train: ['core', 'onnx'],
  'train/node': ['core', 'onnx', 'node'],
  rx: ['core'],
  regions: ['core'],
  scenes: ['core'],
  web: ['core'],
  ui: ['core', 'rx', 'scenes', 'web'],
  cli: ['core', 'onnx', 'node', 'models', 'train', 'train/node', 'rx', 'regions', 'scenes'],
};

/** Third-party packages that belong to these packages alone. */
const OWNERS = {
  'onnxruntime-node': ['node'],
  'onnxruntime-common': [],
  'onnxruntime-web': ['web'],
  sharp: ['node'],
  '@bufbuild/protobuf': ['onnx'],
  rxjs: ['rx', 'ui', 'cli'],
};

/** Packages that run anywhere: no Node modules, and only the globals that every runtime has. */
const RUNTIME_NEUTRAL = ['core', 'onnx', 'models', 'train', 'rx', 'regions', 'scenes'];
const UNIVERSAL_GLOBALS = [
  'AbortController',
  'AbortSignal',
  'atob',
  'performance',
  'structuredClone',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'WebAssembly',
];

const environmentGlobals = [
  ...new Set(Object.keys({ ...globals.browser, ...globals.node, ...globals.worker })),
].filter((name) => !UNIVERSAL_GLOBALS.includes(name) && !(name in globals.es2025));

const unlisted = readdirSync(new URL('packages', import.meta.url)).filter(
  (name) => !Object.hasOwn(MAY_IMPORT, name),
);
if (unlisted.length > 0) throw new Error(`MAY_IMPORT has no row for ${unlisted.join(', ')}.`);

/** What a package must not import, as name and reason. */
const forbiddenImports = (name) => [
  ...Object.keys(MAY_IMPORT)
    .filter((other) => !MAY_IMPORT[name].includes(other))
    .map((other) => [
      `@ocelli/${other}`,
      `packages/${name} may import ${MAY_IMPORT[name].join(', ') || 'none of our packages'}.`,
    ]),
  ...Object.entries(OWNERS)
    .filter(([, owners]) => !owners.includes(name))
    .map(([dependency, owners]) => [
      dependency,
      `${dependency} belongs to ${owners.map((owner) => `packages/${owner}`).join(', ') || 'no package yet'}.`,
    ]),
];

/** Where a package's row of the table applies; `train/node` is the part of train that needs Node. */
const sourcesOf = (name) =>
  name === 'train/node'
    ? { files: ['packages/train/src/node/**/*.ts'], ignores: ['**/*.test.ts'] }
    : {
        files: [`packages/${name}/src/**/*.ts`],
        ignores: ['**/*.test.ts', 'packages/train/src/node/**'],
      };

const boundaries = Object.keys(MAY_IMPORT).map((name) => ({
  ...sourcesOf(name),
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...forbiddenImports(name).map(([dependency, message]) => ({
            group: [dependency, `${dependency}/*`],
            message,
          })),
          { group: ['@ocelli/*/src/*', '@ocelli/*/dist/*'], message: 'Import the entry point.' },
          {
            regex: `^(\\.\\./)+(${Object.keys(MAY_IMPORT).join('|')})/`,
            message: 'Import the package by its name.',
          },
          ...(RUNTIME_NEUTRAL.includes(name)
            ? [{ group: ['node:*'], message: `packages/${name} runs in every runtime.` }]
            : []),
        ],
      },
    ],
    'no-restricted-syntax': [
      'error',
      ...forbiddenImports(name).map(([dependency, message]) => ({
        selector: `ImportExpression[source.value=/^${dependency.replaceAll('/', '\\/')}(\\/|$)/]`,
        message,
      })),
    ],
    ...(RUNTIME_NEUTRAL.includes(name)
      ? { 'no-restricted-globals': ['error', ...environmentGlobals] }
      : {}),
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
  ...boundaries,
  {
    files: ['**/*.config.ts', 'tsup.base.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'import-x/no-default-export': 'off' },
  },
  // Nothing imports a test, so it is in no cycle; following what it imports ends in other tools' sources.
  { files: ['test/**/*.ts'], rules: { 'import-x/no-cycle': 'off' } },
  { files: ['**/*.mjs', '**/*.js'], languageOptions: { globals: globals.node } },
);
