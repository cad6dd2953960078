import { cpSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { tsupBase } from '../../tsup.base.js';

const entry = { index: 'src/index.ts' };

export default [
  tsupBase({
    entry: { ...entry, 'scene-worker': 'src/camera/scene-worker.ts' },
    platform: 'node',
    // Nobody imports the worker.
    dts: { entry, compilerOptions: { noEmit: false } },
    clean: ['dist/*.js', 'dist/*.map', 'dist/*.d.ts'],
  }),
  defineConfig({
    entry: { 'page/page': 'src/page/page.ts' },
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    minify: true,
    onSuccess: async () => {
      for (const name of ['index.html', 'page.css', 'icon.svg']) {
        cpSync(`src/page/${name}`, `dist/page/${name}`);
      }
    },
  }),
];
