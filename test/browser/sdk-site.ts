import { fileURLToPath } from 'node:url';
import type * as core from '@ocelli/core';
import type * as testing from '@ocelli/core/testing';
import type * as models from '@ocelli/models';
import type * as web from '@ocelli/web';
import type { BrowserContext, Page } from 'playwright-core';
import { serveSite, type Site, type SiteOptions } from './serve-site.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The packages as they are built, served as plain files: no bundler takes part. */
const IMPORTS = {
  '@ocelli/core': '/packages/core/dist/index.js',
  '@ocelli/core/runtime': '/packages/core/dist/runtime/index.js',
  '@ocelli/core/testing': '/packages/core/dist/testing/index.js',
  '@ocelli/models': '/packages/models/dist/index.js',
  '@ocelli/web': '/packages/web/dist/index.js',
  '@noble/hashes/': '/node_modules/@noble/hashes/',
  valibot: '/node_modules/valibot/dist/index.mjs',
};

const PAGE = `<!doctype html>
<meta charset="utf-8" />
<link rel="icon" href="data:," />
<title>Ocelli</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module">
  import * as core from '@ocelli/core';
  import * as testing from '@ocelli/core/testing';
  import * as models from '@ocelli/models';
  import * as web from '@ocelli/web';
  globalThis.ocelli = { core, models, testing, web };
</script>
`;

declare global {
  /** The packages, in the pages of \`serveSdk\`. */
  var ocelli: {
    readonly core: typeof core;
    readonly models: typeof models;
    readonly testing: typeof testing;
    readonly web: typeof web;
  };
}

/** Serves a page with the packages in it. */
export const serveSdk = ({ files, ...options }: SiteOptions = {}): Promise<Site> =>
  serveSite({
    ...options,
    folders: {
      '/packages/': `${ROOT}/packages`,
      '/node_modules/': `${ROOT}/node_modules`,
      ...options.folders,
    },
    files: { '/': PAGE, ...files },
  });

/**
 * Opens the page and waits for its packages. What `page.evaluate` is given must do without `using` and
 * `import()`: the test runner turns both into calls of its own.
 */
export const openSdkPage = async (
  browser: Pick<BrowserContext, 'newPage'>,
  site: Site,
): Promise<Page> => {
  const page = await browser.newPage();
  await page.goto(`${site.origin}/`);
  await page.waitForFunction(() => 'ocelli' in globalThis);
  return page;
};
