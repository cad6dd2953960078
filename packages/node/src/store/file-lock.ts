import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A holder renews its lock this often; where only that tells, one not renewed for `STALE_MS` is taken over. */
const HEARTBEAT_MS = 5_000;
const STALE_MS = 30_000;
const POLL_MS = 50;

/** Another process has taken the lock over: it could not see that this one was alive. */
export class LockLostError extends Error {}

/** A lock while it is held. */
export interface HeldLock {
  /**
   * Makes sure that the lock was not taken over while this process stood still (a suspended machine, a
   * stopped process). Cheap: it looks only when the last renewal was too long ago, or when `force` is set.
   *
   * @throws LockLostError
   */
  confirm(force?: boolean): Promise<void>;
}

/** Locks of this thread. A thread that was ended leaves locks under the number of a living process. */
const heldHere = new Set<string>();

/**
 * When a process started, in clock ticks since boot; empty where the system does not tell. It tells a
 * process from a later one of the same number: after a reboot or in a container, numbers come back.
 */
const startOf = async (pid: number): Promise<string> => {
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  // The second field is the command in parentheses and may hold spaces; the start is the 22nd.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

const isAlive = async (pid: number, start: string): Promise<boolean> => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return (await startOf(pid)) === start;
};

/** Whether the holder of a lock is gone. On this host the system tells; of others, only their renewals. */
const isStale = async (path: string): Promise<boolean> => {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const isOld = Date.now() - mtimeMs > STALE_MS;
    const [host, pidText, start, token] = text.split(' ');
    const pid = Number(pidText);
    if (host !== hostname() || start === undefined || !(pid > 0)) return isOld;
    if (token !== undefined && heldHere.has(token)) return false;
    if (!(await isAlive(pid, start))) return true;
    return pid === process.pid && isOld;
  } catch {
    // It was released meanwhile.
    return false;
  }
};

/** The token of the lock that this call made; undefined when there is one already. */
const tryCreate = async (path: string): Promise<string | undefined> => {
  const token = randomUUID();
  const owner = `${hostname()} ${String(process.pid)} ${await startOf(process.pid)} ${token} `;
  try {
    const file = await open(path, 'wx');
    heldHere.add(token);
    try {
      await file.writeFile(owner);
    } catch (error) {
      // A full disk: the file without an owner would keep everybody waiting.
      heldHere.delete(token);
      await unlink(path).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
};

const isOurs = async (path: string, token: string): Promise<boolean> =>
  (await readFile(path, 'utf8').catch(() => '')).split(' ')[3] === token;

const release = async (path: string, token: string): Promise<void> => {
  heldHere.delete(token);
  if (await isOurs(path, token)) await unlink(path).catch(() => undefined);
};

/** Removes the lock of a holder that is gone. Only one waiter at a time looks and removes. */
const breakStale = async (path: string): Promise<void> => {
  const guard = `${path}.takeover`;
  const token = await tryCreate(guard);
  if (token !== undefined) {
    try {
      // Looked at again, as another waiter may have taken it over before the guard was ours.
      if (await isStale(path)) await unlink(path).catch(() => undefined);
    } finally {
      await release(guard, token);
    }
  } else if (await isStale(guard)) {
    await unlink(guard).catch(() => undefined);
  }
};

const acquire = async (path: string, signal: AbortSignal | undefined): Promise<string> => {
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    const token = await tryCreate(path);
    if (token !== undefined) return token;
    if (await isStale(path)) await breakStale(path);
    else await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    signal?.throwIfAborted();
  }
};

/**
 * Runs `work` while no other process (and no other call in this one) runs under the same lock file. The
 * lock of a process that died is taken over at once; that of another host, which cannot be asked, when it
 * was not renewed for 30 s.
 *
 * @throws LockLostError in place of what `work` throws when the lock is not its own any more; else what
 * `work` throws, what the file system throws, or the signal's reason while it waits.
 */
export const withFileLock = async <T>(
  path: string,
  work: (lock: HeldLock) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> => {
  const token = await acquire(path, signal);
  let confirmedAt = Date.now();
  const confirm = async (force = false): Promise<void> => {
    // A clock that was set back tells nothing either.
    if (!force && Math.abs(Date.now() - confirmedAt) < HEARTBEAT_MS * 2) return;
    if (!(await isOurs(path, token))) throw new LockLostError(`${path} was taken over`);
    confirmedAt = Date.now();
  };
  const renew = async (): Promise<void> => {
    await confirm(true);
    const now = new Date();
    await utimes(path, now, now);
  };
  const heartbeat = setInterval(() => {
    renew().catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work({ confirm });
  } catch (error) {
    // Whatever went wrong after another took over is most likely the other's doing.
    signal?.throwIfAborted();
    if (await isOurs(path, token)) throw error;
    throw new LockLostError(`${path} was taken over`, { cause: error });
  } finally {
    clearInterval(heartbeat);
    await release(path, token);
  }
};
