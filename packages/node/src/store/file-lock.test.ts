import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { LockLostError, withFileLock } from './file-lock.js';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-lock-'));
  path = join(folder, 'a.lock');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** As a lock looks whose holder has not renewed it: a suspended machine, or one that died. */
const age = async (): Promise<void> => {
  const old = new Date(Date.now() - 60_000);
  await utimes(path, old, old);
};

const isTaken = async (milliseconds = 300): Promise<boolean> => {
  const signal = AbortSignal.timeout(milliseconds);
  return withFileLock(path, () => Promise.resolve(false), signal).catch(() => true);
};

/** A process that does nothing but live. */
const startIdle = async (): Promise<{ pid: number; end: () => Promise<void> }> => {
  const script = join(folder, 'idle.cjs');
  await writeFile(script, "process.send('up'); process.on('message', () => {});");
  const child = fork(script);
  await once(child, 'message');
  return {
    pid: child.pid ?? 0,
    end: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
};

const startTicks = async (pid: number): Promise<string> =>
  (await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '')).split(' ')[21] ?? '';

describe('withFileLock', () => {
  it('should never take over the lock of a call in this process that still runs', async () => {
    await withFileLock(path, async () => {
      await age();
      expect(await isTaken()).toBe(true);
    });
    expect(await isTaken()).toBe(false);
  });

  it('should never take over the lock of a process on this host that lives, however old it is', async () => {
    const { pid, end } = await startIdle();
    await writeFile(path, `${hostname()} ${String(pid)} ${await startTicks(pid)} token `);
    await age();
    expect(await isTaken()).toBe(true);
    await end();
    expect(await isTaken()).toBe(false);
  });

  it.runIf(process.platform === 'linux')(
    'should take over the lock of an earlier process of the same number, as after a reboot',
    async () => {
      await writeFile(path, `${hostname()} ${String(process.pid)} 1 token `);
      expect(await isTaken()).toBe(false);
    },
  );

  it('should take over the lock of another host only when it was not renewed', async () => {
    await writeFile(path, 'elsewhere 1 1 token ');
    expect(await isTaken()).toBe(true);
    await age();
    expect(await isTaken()).toBe(false);
  });

  it('should tell the holder that its lock was taken over, and leave it to the other', async () => {
    const other = 'elsewhere 1 1 token ';
    await withFileLock(path, async (lock) => {
      await lock.confirm(true);
      await writeFile(path, other);
      await expect(lock.confirm(true)).rejects.toBeInstanceOf(LockLostError);
    });
    expect(await readFile(path, 'utf8')).toBe(other);
  });

  it('should leave no file behind', async () => {
    await withFileLock(path, () => Promise.resolve());
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
