import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const TYPES = {
  'index.html': 'text/html; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

export interface PageAsset {
  readonly type: string;
  readonly body: Buffer;
}

/** Reads the files of the page, by their path in the URL. */
export const readPageAssets = async (): Promise<ReadonlyMap<string, PageAsset>> => {
  const { resolve } = createRequire(import.meta.url);
  const assets = await Promise.all(
    Object.entries(TYPES).map(async ([name, type]) => {
      const body = await readFile(resolve(`@ocelli/edge-runner/page/${name}`));
      return [name === 'index.html' ? '/' : `/${name}`, { type, body }] as const;
    }),
  );
  return new Map(assets);
};
