import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ModelIntegrityError } from '@ocelli/core/runtime';

import type { CompletedDownload, DownloadJob } from './download-model.js';
import { fingerprintFile, writeJsonRecord } from './model-record.js';
import { discardPartial } from './partial-download.js';
import type { StorePaths } from './store-layout.js';

/** Puts a bad file aside, with the reason beside it. */
export const quarantine = async (
  path: string,
  paths: StorePaths,
  url: string,
  expected: string,
  actual: string,
): Promise<string> => {
  await mkdir(paths.quarantine, { recursive: true });
  // Named by its bytes: the same bad file is kept once, however often it is fetched.
  const target = join(paths.quarantine, `${actual}.bin`);
  await rename(path, target);
  const reason = { url, expected: `sha256 ${expected}`, actual: `sha256 ${actual}` };
  await writeFile(`${target}.json`, `${JSON.stringify(reason, undefined, 2)}\n`);
  return target;
};

/** Makes a rename last: without it a power cut may forget the new name. */
const syncDirectory = async (path: string): Promise<void> => {
  try {
    const directory = await open(path, 'r');
    await directory.sync().finally(() => directory.close());
  } catch {
    // Windows cannot open a folder; its file system keeps the order itself.
  }
};

/**
 * Compares a finished download with the card and gives it its final name.
 *
 * @throws ModelIntegrityError for another hash, LockLostError when another process may be writing.
 */
export const acceptDownload = async (
  { file, paths, lock }: DownloadJob,
  { sha256, bytes }: CompletedDownload,
): Promise<void> => {
  await lock.confirm(true);
  const expected = file.sha256?.toLowerCase();
  if (expected !== undefined && sha256 !== expected) {
    const aside = await quarantine(paths.partial, paths, file.url, expected, sha256);
    await discardPartial(paths);
    throw new ModelIntegrityError({
      source: file.url,
      expected: `sha256 ${expected}`,
      actual: `sha256 ${sha256}`,
      quarantinedAt: aside,
    });
  }
  await rename(paths.partial, paths.model);
  await syncDirectory(dirname(paths.model));
  const fingerprint = await fingerprintFile(paths.model);
  await writeJsonRecord(paths.record, { url: file.url, sha256, bytes, fingerprint });
  await discardPartial(paths);
};
