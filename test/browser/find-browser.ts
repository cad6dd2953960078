import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = (names: readonly string[]): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isExecutable);

const installed = (): string | undefined =>
  [chromium.executablePath(), onPath(SYSTEM_NAMES)].find(
    (path) => path !== undefined && isExecutable(path),
  );

const INSTALL_SCRIPT = fileURLToPath(new URL('../../scripts/install-chromium.sh', import.meta.url));

const installDebianPackage = (): string | undefined => {
  try {
    execFileSync('sh', [INSTALL_SCRIPT], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch {
    return undefined;
  }
  return installed();
};

const search = (): { readonly path: string } | { readonly problem: string } => {
  const { CHROME_PATH = '' } = process.env;
  if (CHROME_PATH !== '') {
    if (isExecutable(CHROME_PATH)) return { path: CHROME_PATH };
    return {
      problem: `CHROME_PATH is ${CHROME_PATH}, which is no program. Correct it, or run: unset CHROME_PATH`,
    };
  }
  const path = installed() ?? installDebianPackage();
  if (path !== undefined) return { path };
  // Playwright brings the libraries around Chromium where apt does.
  const withLibraries = onPath(['apt-get']) === undefined ? '' : '--with-deps ';
  return {
    problem: `The browser tests need Chromium and found none. Run: npx playwright-core install ${withLibraries}chromium`,
  };
};

/** A package that cannot be installed is not tried anew by each test. */
let found: ReturnType<typeof search> | undefined;

/**
 * The Chromium to test with: `CHROME_PATH`, else Playwright's own, else the system's, else Debian's package,
 * installed where apt may.
 *
 * @throws Error that names the one command to run: browser tests are never skipped.
 */
export const findBrowser = (): string => {
  found ??= search();
  if ('path' in found) return found.path;
  throw new Error(found.problem);
};
