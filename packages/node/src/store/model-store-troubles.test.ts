import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { ModelFile } from '@ocelli/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createModelStore, type ModelStore, type ModelStoreOptions } from './model-store.js';

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const model = Uint8Array.from({ length: 300_000 }, (_, i) => (i === 0 ? 8 : (i * 31) % 256));
/** A line that breaks takes with it what the client has not read yet: so long it has to read all of it. */
const DRAIN_MS = 200;
const sha256 = sha256Of(model);

let folder: string;
let server: Server;
let answer: RequestListener;
let ranges: (string | undefined)[];

const open = (options: ModelStoreOptions = {}): ModelStore =>
  createModelStore({ directory: join(folder, 'store'), retryDelayMs: 1, retries: 2, ...options });

const fileOf = (extra: Partial<ModelFile> = { sha256 }): ModelFile => ({
  url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/model.onnx`,
  ...extra,
});

/** Says what part of the model comes; returns where it begins. */
const beginAnswer = (range: string | undefined, response: ServerResponse): number => {
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const contentRange = `bytes ${String(start)}-${String(model.length - 1)}/${String(model.length)}`;
  response.writeHead(start > 0 ? 206 : 200, {
    etag: '"v1"',
    'content-length': model.length - start,
    ...(start > 0 && { 'content-range': contentRange }),
  });
  return start;
};

/** Answers from where the request asks, with all of it, or with `count` bytes and a broken line. */
const sendFrom = (range: string | undefined, response: ServerResponse, count?: number): void => {
  const start = beginAnswer(range, response);
  if (count === undefined) response.end(model.subarray(start));
  else {
    response.write(model.subarray(start, start + count), () => {
      setTimeout(() => response.destroy(), DRAIN_MS);
    });
  }
};

const serve: RequestListener = (request, response) => {
  sendFrom(request.headers.range, response);
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-store-'));
  ranges = [];
  answer = serve;
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) => error,
  );

const expectFetched = async (file = fileOf(), store = open()): Promise<void> => {
  const { path } = await store.fetch(file);
  expect(sha256Of(readFileSync(path))).toBe(sha256);
};

describe('a model store whose lock is taken over', () => {
  it('should never hand out bytes that two holders wrote together', async () => {
    const send = (response: ServerResponse, from: number): void => {
      const to = Math.min(model.length, from + 10_000);
      response.write(model.subarray(from, to));
      if (to === model.length) response.end();
      else setTimeout(send, 15, response, to);
    };
    answer = (request, response) => {
      if (ranges.length > 2) {
        serve(request, response);
        return;
      }
      send(response, beginAnswer(request.headers.range, response));
    };
    const first = open().fetch(fileOf());
    await expect.poll(() => readdirSync(join(folder, 'store', 'partial')).length).toBe(2);
    // As if the first were on another host that went to sleep.
    const lock = join(folder, 'store', 'locks', `${sha256}.lock`);
    writeFileSync(lock, 'elsewhere 1 1 token ');
    utimesSync(lock, 0, 0);
    const paths = await Promise.all([first, open().fetch(fileOf())]);
    for (const { path } of paths) expect(sha256Of(readFileSync(path))).toBe(sha256);
    expect(ranges.length).toBeGreaterThan(1);
    await expectFetched();
  });

  it('should let a removal wait for the download that is under way', async () => {
    let respond: (() => void) | undefined;
    answer = (request, response) => {
      sendFrom(request.headers.range, response, 1000);
      answer = (...next) => {
        respond = () => {
          serve(...next);
        };
      };
    };
    const store = open();
    const fetching = store.fetch(fileOf());
    await expect.poll(() => respond).toBeDefined();
    const removing = store.remove(fileOf());
    respond?.();
    await fetching;
    await removing;
    expect(await store.isCached(fileOf())).toBe(false);
  });
});

describe('a model store, for what it is asked', () => {
  it.each([
    ['http://', 'unsupported-url'],
    ['http://a b/', 'unsupported-url'],
    ['file://server/x.onnx', 'unsupported-url'],
  ])('should refuse the URL %s at once', async (url, reason) => {
    const fetching = open({ retryDelayMs: 60_000 }).fetch({ url });
    expect(await failure(fetching)).toMatchObject({ name: 'ModelDownloadError', reason });
  });

  it.each([[{}], [null], [undefined], [{ url: '' }], [{ url: 3 }]])(
    'should refuse %o, which names no file',
    async (file) => {
      const fetching = open().fetch(file as ModelFile);
      expect(await failure(fetching)).toMatchObject({
        name: 'InvalidArgumentError',
        argument: 'file.url',
      });
      await expectFetched();
    },
  );

  it('should refuse a path with a null byte', async () => {
    expect(await failure(open().fetch({ url: '/tmp/a\0b' }))).toMatchObject({
      name: 'ModelStoreError',
      reason: 'unreadable',
    });
  });

  it.skipIf(process.platform === 'win32')(
    'should refuse a pipe, which would keep it waiting (skipped on Windows, which has none)',
    async () => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      expect(await failure(open().fetch({ url: pipe }))).toMatchObject({
        name: 'ModelStoreError',
        reason: 'unreadable',
      });
      await expectFetched();
    },
  );
});

describe('a model store, for answers of every kind', () => {
  it.each(['utf16le', 'utf16be'])(
    'should not take an HTML page in %s for a model',
    async (kind) => {
      const page = Buffer.from('\uFEFF<!doctype html><html>Sign in</html>', 'utf16le');
      answer = (_, response) => response.end(kind === 'utf16le' ? page : page.swap16());
      expect(await failure(open().fetch(fileOf({})))).toMatchObject({
        reason: 'not-a-model',
        message: expect.stringContaining('an HTML page') as string,
      });
    },
  );

  it('should judge more than the first byte where that comes alone', async () => {
    const bytes = Buffer.concat([Buffer.from([0x3a, 2, 10, 0]), Buffer.alloc(100)]);
    answer = (_, response) => {
      response.write(bytes.subarray(0, 1), () => {
        setTimeout(() => response.end(bytes.subarray(1)), 50);
      });
    };
    const { path } = await open().fetch(fileOf({}));
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('should not take the length of a compressed body for the size of the model', async () => {
    const body = gzipSync(model);
    answer = (_, response) =>
      response
        .writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length, etag: '"z"' })
        .end(body);
    await expectFetched(fileOf({ sha256, bytes: model.length }));
  });

  it('should not continue a download that began compressed', async () => {
    const body = gzipSync(model, { level: 0 });
    answer = (request, response) => {
      if (ranges.length > 1) {
        serve(request, response);
        return;
      }
      const headers = { 'content-encoding': 'gzip', 'content-length': body.length, etag: '"v1"' };
      response.writeHead(200, headers).write(body.subarray(0, 150_000), () => {
        setTimeout(() => response.destroy(), DRAIN_MS);
      });
    };
    await expectFetched();
    expect(ranges).toEqual([undefined, undefined]);
  });
});

describe('a model store, for what has arrived', () => {
  it('should go on for as long as each try brings more', async () => {
    answer = (request, response) => {
      sendFrom(request.headers.range, response, ranges.length < 7 ? 40_000 : undefined);
    };
    await expectFetched(fileOf(), open({ retries: 1 }));
    expect(ranges).toHaveLength(7);
  });

  it.each([401, 403])('should keep it when the server answers %d to the rest', async (status) => {
    answer = (request, response) => {
      if (ranges.length === 1) sendFrom(request.headers.range, response, 40_000);
      else response.writeHead(status).end();
    };
    expect(await failure(open().fetch(fileOf()))).toMatchObject({ reason: 'http-status', status });
    answer = serve;
    await expectFetched();
    expect(ranges[2]).toBe('bytes=40000-');
  });

  it('should keep it when onProgress throws, and hand that error on', async () => {
    const mine = new Error('mine');
    answer = (request, response) => {
      sendFrom(request.headers.range, response, 40_000);
    };
    const fetching = open().fetch(fileOf(), {
      onProgress: () => {
        throw mine;
      },
    });
    expect(await failure(fetching)).toBe(mine);
    answer = serve;
    await expectFetched();
    expect(ranges[1]).toMatch(/^bytes=\d+-$/);
  });
});
