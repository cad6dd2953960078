import { mkdir, open, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A holder renews its lock this often; one that was not renewed for `STALE_MS` is taken over. */
const HEARTBEAT_MS = 5_000;
const STALE_MS = 30_000;
const POLL_MS = 50;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Whether the holder of a lock is gone: it ended, or it stopped renewing. */
const isStale = async (path: string): Promise<boolean> => {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    if (Date.now() - mtimeMs > STALE_MS) return true;
    const [host, pid] = text.split(' ');
    return host === hostname() && pid !== undefined && !isAlive(Number(pid));
  } catch {
    // It was released meanwhile.
    return false;
  }
};

/** True when this call made the lock file. */
const tryCreate = async (path: string): Promise<boolean> => {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(`${hostname()} ${String(process.pid)} `);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

/** Removes the lock of a holder that is gone. Only one waiter at a time looks and removes. */
const breakStale = async (path: string): Promise<void> => {
  const guard = `${path}.takeover`;
  if (await tryCreate(guard)) {
    try {
      // Looked at again, as another waiter may have taken it over before the guard was ours.
      if (await isStale(path)) await unlink(path).catch(() => undefined);
    } finally {
      await unlink(guard).catch(() => undefined);
    }
  } else if (await isStale(guard)) {
    await unlink(guard).catch(() => undefined);
  }
};

/**
 * Runs `work` while no other process (and no other call in this one) runs under the same lock file.
 * The lock of a process that died is taken over.
 *
 * @throws what `work` throws, what the file system throws, or the signal's reason while it waits.
 */
export const withFileLock = async <T>(
  path: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> => {
  await mkdir(dirname(path), { recursive: true });
  while (!(await tryCreate(path))) {
    if (await isStale(path)) await breakStale(path);
    else await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    signal?.throwIfAborted();
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await unlink(path).catch(() => undefined);
  }
};
