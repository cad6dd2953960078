import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { DownloadProgress, ModelFile } from '@ocelli/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createModelStore, type ModelStore, type ModelStoreOptions } from './model-store.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Stands for a model: binary from its first byte on. */
const model = Uint8Array.from({ length: 300_000 }, (_, i) => (i === 0 ? 8 : (i * 31) % 256));
/** A line that breaks takes with it what the client has not read yet: so long it has to read all of it. */
const DRAIN_MS = 200;
const ETAG = '"v1"';

let folder: string;
let server: Server;
let answer: RequestListener;
let requests: IncomingMessage[];
let store: ModelStore;

const open = (options: ModelStoreOptions = {}): ModelStore =>
  createModelStore({ directory: join(folder, 'store'), retryDelayMs: 1, retries: 2, ...options });

const urlOf = (path = '/model.onnx'): string =>
  `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`;

const fileOf = (extra: Partial<ModelFile> = {}): ModelFile => ({
  url: urlOf(),
  sha256: sha256(model),
  bytes: model.length,
  ...extra,
});

/** A correct server: ranges, ETag, If-Range. */
const serve = (request: IncomingMessage, response: ServerResponse, bytes = model): void => {
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const isSame = (request.headers['if-range'] ?? ETAG) === ETAG;
  const start = from !== undefined && isSame ? Number(from) : 0;
  const body = bytes.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    etag: ETAG,
    'content-length': body.length,
    ...(start > 0 && {
      'content-range': `bytes ${String(start)}-${String(bytes.length - 1)}/${String(bytes.length)}`,
    }),
  });
  response.end(body);
};

/** Sends the first half and drops the connection. */
const dropHalfway = (response: ServerResponse): void => {
  response.writeHead(200, { etag: ETAG, 'content-length': model.length });
  response.write(model.subarray(0, model.length / 2), () => {
    setTimeout(() => response.destroy(), DRAIN_MS);
  });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-store-'));
  requests = [];
  answer = serve;
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  store = open();
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const failure = async (
  file: ModelFile,
  options: Parameters<ModelStore['fetch']>[1] = {},
  from = store,
): Promise<Record<string, unknown>> => {
  const outcome: unknown = await from.fetch(file, options).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(Error);
  return outcome as Record<string, unknown>;
};

const expectNextFetchWorks = async (): Promise<void> => {
  answer = serve;
  const { path } = await store.fetch(fileOf());
  expect(sha256(readFileSync(path))).toBe(sha256(model));
};

describe('a model store', () => {
  it('should download a file once and then use it without a request', async () => {
    const first = await store.fetch(fileOf());
    const second = await open().fetch(fileOf());
    expect(second).toEqual(first);
    expect(sha256(readFileSync(first.path))).toBe(sha256(model));
    expect(requests).toHaveLength(1);
  });

  it('should work offline once a file is cached', async () => {
    await store.fetch(fileOf());
    const offline = open({ fetch: () => Promise.reject(new Error('no network')) });
    await expect(offline.fetch(fileOf())).resolves.toMatchObject({ kind: 'file' });
    await expect(offline.isCached(fileOf())).resolves.toBe(true);
  });

  it('should serve a file without a hash from the store as well', async () => {
    const file = { url: urlOf() };
    await store.fetch(file);
    await store.fetch(file);
    expect(requests).toHaveLength(1);
  });

  it('should report progress up to the whole file', async () => {
    const seen: DownloadProgress[] = [];
    await store.fetch(fileOf(), { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({
      url: urlOf(),
      receivedBytes: model.length,
      totalBytes: model.length,
    });
    const received = seen.map(({ receivedBytes }) => receivedBytes);
    expect(received).toEqual([...received].sort((a, b) => a - b));
  });

  it('should list what it holds and forget what is removed', async () => {
    const { path } = await store.fetch(fileOf());
    expect(await store.list()).toEqual([
      { path, url: urlOf(), sha256: sha256(model), bytes: model.length },
    ]);
    expect(await store.remove(fileOf())).toBe(true);
    expect(await store.remove(fileOf())).toBe(false);
    expect(await store.list()).toEqual([]);
    expect(await store.isCached(fileOf())).toBe(false);
  });

  it('should notice that a cached file was changed and download it again', async () => {
    const { path } = await store.fetch(fileOf());
    const { atime, mtime } = statSync(path);
    const changed = Uint8Array.from(model);
    changed[1000] = 1 + (changed[1000] ?? 0);
    writeFileSync(path, changed);
    await utimes(path, atime, mtime);
    await expectNextFetchWorks();
    expect(requests).toHaveLength(2);
    expect(readdirSync(join(store.directory, 'quarantine'))).toContain(`${sha256(changed)}.bin`);
  });

  it('should verify a cached file again when its record is lost, without a request', async () => {
    const { path } = await store.fetch(fileOf());
    rmSync(path.replace('.onnx', '.json'));
    await store.fetch(fileOf());
    expect(requests).toHaveLength(1);
  });

  it('should download once when asked twice at the same time', async () => {
    const [a, b] = await Promise.all([store.fetch(fileOf()), store.fetch(fileOf())]);
    expect(a).toEqual(b);
    expect(requests).toHaveLength(1);
  });

  it('should follow redirects', async () => {
    answer = (request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/model.onnx' }).end();
      else serve(request, response);
    };
    const { path } = await store.fetch(fileOf({ url: urlOf('/moved') }));
    expect(sha256(readFileSync(path))).toBe(sha256(model));
  });
});

describe('a model store, for files on this machine', () => {
  it('should give the path of a file URL and of a plain path', async () => {
    const path = join(folder, 'local.onnx');
    writeFileSync(path, model);
    const file = { sha256: sha256(model) };
    expect(await store.fetch({ ...file, url: path })).toEqual({ kind: 'file', path });
    expect(await store.fetch({ ...file, url: pathToFileURL(path).href })).toEqual({
      kind: 'file',
      path,
    });
  });

  it('should refuse a local file with another hash, and leave it where it is', async () => {
    const path = join(folder, 'local.onnx');
    writeFileSync(path, model);
    const error = await failure({ url: path, sha256: '0'.repeat(64) });
    expect(error).toMatchObject({ name: 'ModelIntegrityError', quarantinedAt: undefined });
    expect(statSync(path).size).toBe(model.length);
  });

  it('should refuse a local Git LFS pointer', async () => {
    const path = join(folder, 'pointer.onnx');
    writeFileSync(path, 'version https://git-lfs.github.com/spec/v1\noid sha256:41\nsize 3\n');
    expect(await failure({ url: path })).toMatchObject({ reason: 'not-a-model' });
  });

  it('should say that a local file is missing', async () => {
    expect(await failure({ url: join(folder, 'none.onnx') })).toMatchObject({
      name: 'ModelStoreError',
      reason: 'not-found',
    });
  });

  it('should refuse other schemes', async () => {
    expect(await failure({ url: 'ftp://host/model.onnx' })).toMatchObject({
      name: 'ModelDownloadError',
      reason: 'unsupported-url',
    });
  });

  it('should refuse a hash that is none, which would become a file name', async () => {
    expect(await failure({ url: urlOf(), sha256: '../../etc/passwd' })).toMatchObject({
      name: 'InvalidArgumentError',
      argument: 'file.sha256',
    });
  });
});

describe('a model store, for bytes that are not the model', () => {
  it('should quarantine a file with another hash and never load it', async () => {
    const other = Uint8Array.from(model, (byte, i) => (i === 500 ? byte ^ 1 : byte));
    answer = (request, response) => serve(request, response, other);
    const error = await failure(fileOf());
    expect(error).toMatchObject({
      name: 'ModelIntegrityError',
      expected: `sha256 ${sha256(model)}`,
      actual: `sha256 ${sha256(other)}`,
    });
    expect(sha256(readFileSync(String(error['quarantinedAt'])))).toBe(sha256(other));
    const reason = JSON.parse(
      readFileSync(`${String(error['quarantinedAt'])}.json`, 'utf8'),
    ) as unknown;
    expect(reason).toMatchObject({ url: urlOf() });
    expect(await store.isCached(fileOf())).toBe(false);
    expect(requests).toHaveLength(1);
    await expectNextFetchWorks();
  });

  it.each([
    ['an HTML page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
    ['a JSON document', '{"error":"rate limit"}'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:41\nsize 3\n'],
    ['an empty file', ''],
  ])('should not take %s for a model, even with status 200', async (what, body) => {
    answer = (_, response) =>
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(body);
    const error = await failure({ url: urlOf() });
    expect(error).toMatchObject({ name: 'ModelDownloadError', reason: 'not-a-model' });
    expect(error['message']).toContain(what);
    await expectNextFetchWorks();
  });

  it('should break off when the server announces another size', async () => {
    const error = await failure(fileOf({ bytes: model.length + 1 }));
    expect(error).toMatchObject({
      name: 'ModelIntegrityError',
      expected: `${String(model.length + 1)} bytes`,
    });
    await expectNextFetchWorks();
  });

  it('should quarantine a file that a too small Content-Length cut short', async () => {
    answer = (_, response) => {
      response.socket?.end(
        Buffer.concat([
          Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n'),
          model,
        ]),
      );
    };
    const error = await failure({ url: urlOf(), sha256: sha256(model) });
    expect(error['actual']).toBe(`sha256 ${sha256(model.subarray(0, 1000))}`);
    await expectNextFetchWorks();
  });

  it('should refuse a file larger than maxBytes before it arrives', async () => {
    const small = open({ maxBytes: 1000 });
    expect(await failure({ url: urlOf() }, {}, small)).toMatchObject({ reason: 'too-large' });
  });

  it('should refuse a file larger than maxBytes that was not announced', async () => {
    answer = (_, response) => response.writeHead(200).end(model);
    const small = open({ maxBytes: 100_000 });
    expect(await failure({ url: urlOf() }, {}, small)).toMatchObject({ reason: 'too-large' });
    expect(readdirSync(join(folder, 'store', 'partial'))).toEqual([]);
  });
});

describe('a model store, for servers and lines that fail', () => {
  it('should not try a 404 again', async () => {
    answer = (_, response) => response.writeHead(404).end('Not Found');
    expect(await failure(fileOf())).toMatchObject({ reason: 'http-status', status: 404 });
    expect(requests).toHaveLength(1);
    await expectNextFetchWorks();
  });

  it('should try a 503 again', async () => {
    answer = (request, response) => {
      if (requests.length < 3) response.writeHead(503).end();
      else serve(request, response);
    };
    await store.fetch(fileOf());
    expect(requests).toHaveLength(3);
  });

  it('should give up after the retries', async () => {
    answer = (_, response) => response.writeHead(500).end();
    expect(await failure(fileOf())).toMatchObject({ reason: 'server-error', status: 500 });
    expect(requests).toHaveLength(3);
  });

  it('should say that redirects do not end', async () => {
    answer = (_, response) => response.writeHead(302, { location: '/model.onnx' }).end();
    expect(await failure(fileOf())).toMatchObject({ reason: 'redirect' });
  });

  it('should say that nobody answers', async () => {
    const file = fileOf({ url: 'http://127.0.0.1:1/model.onnx' });
    expect(await failure(file)).toMatchObject({ name: 'ModelDownloadError', reason: 'network' });
  });

  it('should continue where the server dropped the connection', async () => {
    answer = (request, response) => {
      if (requests.length === 1) dropHalfway(response);
      else serve(request, response);
    };
    const { path } = await store.fetch(fileOf());
    expect(sha256(readFileSync(path))).toBe(sha256(model));
    expect(requests[1]?.headers).toMatchObject({
      range: `bytes=${String(model.length / 2)}-`,
      'if-range': ETAG,
    });
  });

  it('should start anew when the server knows no ranges', async () => {
    answer = (_, response) => {
      if (requests.length === 1) dropHalfway(response);
      else response.writeHead(200).end(model);
    };
    const { path } = await store.fetch(fileOf());
    expect(sha256(readFileSync(path))).toBe(sha256(model));
  });

  it('should start anew when the server refuses the range', async () => {
    answer = (request, response) => {
      if (requests.length === 1) dropHalfway(response);
      else if (request.headers.range !== undefined) response.writeHead(416).end();
      else serve(request, response);
    };
    await store.fetch(fileOf());
    expect(requests).toHaveLength(3);
  });

  it('should download cleanly when two pieces do not belong together', async () => {
    const older = Uint8Array.from(model, (byte, i) => (i === 7 ? byte ^ 1 : byte));
    answer = (request, response) => {
      if (requests.length > 1) {
        serve(request, response);
        return;
      }
      // No validator: only the hash can tell.
      response.writeHead(200, { 'content-length': model.length });
      response.write(older.subarray(0, 1000), () => setTimeout(() => response.destroy(), DRAIN_MS));
    };
    const { path } = await store.fetch(fileOf());
    expect(sha256(readFileSync(path))).toBe(sha256(model));
    expect(requests).toHaveLength(3);
  });

  it('should break off a download that stalls, keep what arrived, and continue it', async () => {
    answer = (request, response) => {
      if (requests.length > 1) {
        serve(request, response);
        return;
      }
      response.writeHead(200, { etag: ETAG, 'content-length': model.length });
      response.write(model.subarray(0, 1000));
    };
    const impatient = open({ stallTimeoutMs: 80, retries: 0 });
    expect(await failure(fileOf(), {}, impatient)).toMatchObject({ reason: 'stalled' });
    await expectNextFetchWorks();
    expect(requests[1]?.headers.range).toBe('bytes=1000-');
  });

  it('should break off a server that never answers', async () => {
    answer = () => undefined;
    const impatient = open({ stallTimeoutMs: 80, retries: 0 });
    expect(await failure(fileOf(), {}, impatient)).toMatchObject({ reason: 'stalled' });
  });

  it('should stop when the caller aborts, and continue on the next call', async () => {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    answer = (_, response) => {
      response.writeHead(200, { etag: ETAG, 'content-length': model.length });
      response.write(model.subarray(0, 1000));
    };
    const onProgress = (): void => {
      controller.abort(reason);
    };
    const fetching = store.fetch(fileOf(), { signal: controller.signal, onProgress });
    await expect(fetching).rejects.toBe(reason);
    await expectNextFetchWorks();
    expect(requests[1]?.headers.range).toBe('bytes=1000-');
  });

  it('should send nothing when the signal is already aborted', async () => {
    const reason = new Error('stop');
    await expect(store.fetch(fileOf(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(requests).toHaveLength(0);
  });
});

describe('a model store, for folders that cannot be written', () => {
  it('should say that a file is in the place of its folder', async () => {
    const path = join(folder, 'occupied');
    writeFileSync(path, '');
    const error = await failure(fileOf(), {}, open({ directory: path }));
    expect(error).toMatchObject({ name: 'ModelStoreError', reason: 'unwritable', path });
    await expectNextFetchWorks();
  });

  it('should take over the lock of a process that is gone', async () => {
    const { path } = await store.fetch(fileOf());
    rmSync(path);
    // No process has this number: the largest that Linux gives is 4,194,304.
    const { hostname } = await import('node:os');
    const lock = join(store.directory, 'locks', `${sha256(model)}.lock`);
    writeFileSync(lock, `${hostname()} 99999999 `);
    await expectNextFetchWorks();
  });
});
