import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the photos and models that tests measure against; they are not part of the repository. */
export const ASSETS =
  process.env['OCELLI_ASSETS'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

/** Path of an asset. */
export const asset = (...parts: readonly string[]): string => join(ASSETS, ...parts);

/** Why a test that needs these assets is skipped; undefined when they are there. */
export const missingAssets = (...paths: readonly string[]): string | undefined => {
  const missing = paths.filter((path) => !existsSync(asset(path)));
  return missing.length === 0 ? undefined : `${missing.join(', ')} not found in ${ASSETS}`;
};
