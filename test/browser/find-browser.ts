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

const onPath = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name)))
    .find(isExecutable);

const installed = (): string | undefined =>
  [chromium.executablePath(), onPath()].find((path) => path !== undefined && isExecutable(path));

const INSTALL_SCRIPT = fileURLToPath(new URL('../../scripts/install-chromium.sh', import.meta.url));

const installDebianPackage = (): string | undefined => {
  try {
    execFileSync('sh', [INSTALL_SCRIPT], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch {
    return undefined;
  }
  return installed();
};

/**
 * The Chromium to test with: `CHROME_PATH`, else Playwright's own, else the system's, else Debian's package,
 * installed where apt may.
 *
 * @throws Error that names the one command to run: browser tests are never skipped.
 */
export const findBrowser = (): string => {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH !== undefined) {
    if (isExecutable(CHROME_PATH)) return CHROME_PATH;
    throw new Error(`CHROME_PATH is ${CHROME_PATH}, which is no program. Correct or unset it.`);
  }
  const path = installed() ?? installDebianPackage();
  if (path !== undefined) return path;
  throw new Error(
    'The browser tests need Chromium and found none. Run: npx playwright-core install --with-deps chromium',
  );
};
