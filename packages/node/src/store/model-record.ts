import type { BigIntStats } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';

/** What is kept beside a verified model file. */
export interface ModelRecord {
  readonly url: string;
  readonly sha256: string;
  readonly bytes: number;
  /**
   * Size, modification and change time when the file was hashed. While they stay, the bytes are taken for
   * verified: no program can set the change time, so even a rewrite that restores the modification time
   * is noticed, and a start does not read hundreds of megabytes twice.
   */
  readonly fingerprint: string;
}

const fingerprintOf = ({ size, mtimeNs, ctimeNs }: BigIntStats): string =>
  `${String(size)} ${String(mtimeNs)} ${String(ctimeNs)}`;

/** The fingerprint of a file as it is now; undefined when there is no such file. */
export const fingerprintFile = async (path: string): Promise<string | undefined> => {
  try {
    const stats = await stat(path, { bigint: true });
    return stats.isFile() ? fingerprintOf(stats) : undefined;
  } catch {
    return undefined;
  }
};

/** Reads a small JSON object whose fields all are strings or numbers; undefined when it is not one. */
export const readJsonRecord = async (
  path: string,
): Promise<Readonly<Record<string, unknown>> | undefined> => {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    // Absent or half-written by a process that died: as good as none.
    return undefined;
  }
};

/** Replaces a JSON file in one step, so that no reader ever sees half of it. */
export const writeJsonRecord = async (path: string, value: object): Promise<void> => {
  const temporary = `${path}.${String(process.pid)}.tmp`;
  await writeFile(temporary, `${JSON.stringify(value, undefined, 2)}\n`);
  await rename(temporary, path);
};

export const readModelRecord = async (path: string): Promise<ModelRecord | undefined> => {
  const { url, sha256, bytes, fingerprint } = (await readJsonRecord(path)) ?? {};
  const isComplete =
    typeof url === 'string' &&
    typeof sha256 === 'string' &&
    typeof bytes === 'number' &&
    typeof fingerprint === 'string';
  return isComplete ? { url, sha256, bytes, fingerprint } : undefined;
};
