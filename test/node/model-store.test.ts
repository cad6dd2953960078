import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createModelStore } from '@ocelli/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const model = Uint8Array.from({ length: 2_000_000 }, (_, i) => (i === 0 ? 8 : (i * 31) % 256));
const sha256 = createHash('sha256').update(model).digest('hex');

let folder: string;
let server: Server;
let requests: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

const serve = (request: IncomingMessage, response: ServerResponse): void => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = `bytes ${String(start)}-${String(model.length - 1)}/${String(model.length)}`;
  response.writeHead(start > 0 ? 206 : 200, {
    etag: '"v1"',
    'content-length': model.length - start,
    ...(start > 0 && { 'content-range': range }),
  });
  response.end(model.subarray(start));
};

const fileOf = (): { url: string; sha256: string } => ({
  url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/model.onnx`,
  sha256,
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-store-'));
  requests = [];
  answer = serve;
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that fetches the model into `folder` and prints the path. */
const startProcess = (): { kill: () => void; output: Promise<string> } => {
  const script = `
    import { createModelStore } from '@ocelli/node';
    const store = createModelStore({ directory: ${JSON.stringify(folder)} });
    const { path } = await store.fetch(${JSON.stringify(fileOf())});
    process.stdout.write(path);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    kill: () => child.kill('SIGKILL'),
    output: new Promise((resolve) => child.on('close', () => resolve(text))),
  };
};

/** A file system of its own, so that it can be full or read-only even for root. */
const canMount = (() => {
  const probe = mkdtempSync(join(tmpdir(), 'ocelli-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' });
    execFileSync('umount', [probe], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
})();

const withTmpfs = async (size: string, work: (path: string) => Promise<void>): Promise<void> => {
  const path = join(folder, 'mount');
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  try {
    await work(path);
  } finally {
    execFileSync('umount', [path]);
  }
};

describe('a model store shared by processes', () => {
  it('should download once when two processes ask at the same time', async () => {
    answer = (request, response) => setTimeout(() => serve(request, response), 300);
    const [a, b] = await Promise.all([startProcess().output, startProcess().output]);
    expect(a).toBe(b);
    expect(createHash('sha256').update(readFileSync(a)).digest('hex')).toBe(sha256);
    expect(requests).toHaveLength(1);
  });

  it('should continue the download of a process that was killed', async () => {
    const half = model.length / 2;
    let onHalf: () => void;
    const halfSent = new Promise<void>((resolve) => (onHalf = resolve));
    answer = (_, response) => {
      response.writeHead(200, { etag: '"v1"', 'content-length': model.length });
      response.write(model.subarray(0, half), () => setTimeout(onHalf, 500));
    };
    const child = startProcess();
    await halfSent;
    child.kill();
    await child.output;

    answer = serve;
    const { path } = await createModelStore({ directory: folder }).fetch(fileOf());
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
    expect(requests[1]?.headers.range).toBe(`bytes=${String(half)}-`);
  });
});

describe.skipIf(!canMount)('a model store (skipped where no tmpfs can be mounted)', () => {
  it('should say that the disk is full, give the space back, and work elsewhere', () =>
    withTmpfs('1m', async (directory) => {
      const fetching = createModelStore({ directory }).fetch(fileOf());
      await expect(fetching).rejects.toMatchObject({
        name: 'ModelStoreError',
        reason: 'disk-full',
      });
      const used = execFileSync('du', ['-sk', directory]).toString();
      expect(Number.parseInt(used, 10)).toBeLessThan(100);
      await expect(
        createModelStore({ directory: join(folder, 'elsewhere') }).fetch(fileOf()),
      ).resolves.toMatchObject({ kind: 'file' });
    }));

  it('should work in the same folder once there is space again', () =>
    withTmpfs('8m', async (directory) => {
      const store = createModelStore({ directory });
      // The folders are there, but not one page for a lock.
      mkdirSync(join(directory, 'locks'));
      const filler = join(directory, 'filler');
      expect(() => {
        for (;;) appendFileSync(filler, Buffer.alloc(4096));
      }).toThrow('ENOSPC');
      await expect(store.fetch(fileOf())).rejects.toMatchObject({
        name: 'ModelStoreError',
        reason: 'disk-full',
      });
      expect(readdirSync(join(directory, 'locks'))).toEqual([]);
      rmSync(filler);
      const { path } = await store.fetch(fileOf(), { signal: AbortSignal.timeout(10_000) });
      expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
    }));

  it('should serve what a read-only store holds and refuse to download into it', () =>
    withTmpfs('8m', async (directory) => {
      const store = createModelStore({ directory });
      const { path } = await store.fetch(fileOf());
      execFileSync('mount', ['-o', 'remount,ro', directory]);
      await expect(store.fetch(fileOf())).resolves.toEqual({ kind: 'file', path });
      expect(requests).toHaveLength(1);
      await expect(store.fetch({ url: fileOf().url })).rejects.toMatchObject({
        name: 'ModelStoreError',
        reason: 'unwritable',
      });
      const elsewhere = createModelStore({ directory: join(folder, 'elsewhere') });
      await expect(elsewhere.fetch(fileOf())).resolves.toMatchObject({ kind: 'file' });
    }));
});
