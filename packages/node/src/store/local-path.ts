import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError, type ModelFile } from '@ocelli/core';
import { ModelDownloadError } from '@ocelli/core/runtime';

const invalid = (argument: string, expected: string, actual: unknown): InvalidArgumentError =>
  new InvalidArgumentError({ argument, expected, actual: JSON.stringify(actual) ?? 'undefined' });

/**
 * Checks what a caller without types may get wrong.
 *
 * @throws InvalidArgumentError
 */
export const checkModelFile = (file: ModelFile): void => {
  const { url, sha256 } = (file as ModelFile | null | undefined) ?? ({} as Partial<ModelFile>);
  if (typeof url !== 'string' || url === '') throw invalid('file.url', 'a URL or a path', url);
  // It becomes a file name, so it must be nothing but a hash.
  if (sha256 === undefined || /^[0-9a-f]{64}$/i.test(sha256)) return;
  throw invalid('file.sha256', '64 hexadecimal digits', sha256);
};

/**
 * The path that a URL names on this machine; undefined for http and https.
 *
 * @throws ModelDownloadError for other schemes and for what is no URL.
 */
export const localPath = (url: string): string | undefined => {
  const unsupported = (detail: string, cause?: unknown): ModelDownloadError =>
    new ModelDownloadError({ url, reason: 'unsupported-url', detail, cause });
  // One letter before the colon is a drive.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return resolve(url);
  if (scheme === 'file') {
    try {
      return fileURLToPath(url);
    } catch (cause) {
      throw unsupported('it names no file on this machine', cause);
    }
  }
  if (scheme !== 'http' && scheme !== 'https') {
    throw unsupported(`the scheme ${scheme} is not supported`);
  }
  if (!URL.canParse(url)) throw unsupported('it is not a valid URL');
  return undefined;
};
