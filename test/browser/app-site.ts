import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import type { TestBrowser } from './launch-browser.js';
import { type Route, serveSite, type Site } from './serve-site.js';

/** The pages among the apps. */
export const PAGE_APPS = ['traffic-sign', 'medical-scan', 'crop-disease'] as const;
export type PageApp = (typeof PAGE_APPS)[number];

/** A page works from any folder of a server, so it is tested in one. */
export const APP_PATH = '/some/where/';

const distOf = (app: PageApp): string => {
  const folder = fileURLToPath(new URL(`../../apps/${app}/dist`, import.meta.url));
  if (existsSync(`${folder}/index.html`)) return folder;
  throw new Error(`apps/${app} is not built. Run: npm run build`);
};

/** The models that were there when the page was built. */
export const modelPaths = (app: PageApp): readonly string[] =>
  readdirSync(`${distOf(app)}/assets`)
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => `${APP_PATH}assets/${name}`);

/** A model of the page, of the right size and wrong in its last byte. */
export const alteredModel = (app: PageApp, path: string): Uint8Array => {
  const bytes = readFileSync(`${distOf(app)}/${path.slice(APP_PATH.length)}`);
  bytes.set([(bytes.at(-1) ?? 0) ^ 1], bytes.length - 1);
  return bytes;
};

/** Serves a built page; `model` answers in place of its models. */
export const serveApp = (app: PageApp, model?: Route): Promise<Site> =>
  serveSite({
    folders: { [APP_PATH]: distOf(app) },
    ...(model && { routes: Object.fromEntries(modelPaths(app).map((path) => [path, model])) }),
  });

/** Opens the page in a profile of its own. */
export const openApp = async (
  browser: TestBrowser,
  site: Site,
): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.origin}${APP_PATH}`);
  return { context, page };
};
