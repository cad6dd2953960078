import { defineConfig, type Options } from 'tsup';

/** What every package builds alike: ESM with type declarations and source maps, nothing of a sibling bundled in. */
export const tsupBase = (options: Options): ReturnType<typeof defineConfig> =>
  defineConfig({
    format: 'esm',
    target: 'es2022',
    dts: { compilerOptions: { noEmit: false } },
    sourcemap: true,
    clean: true,
    splitting: true,
    treeshake: true,
    ...options,
  });
