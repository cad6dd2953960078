import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CameraSource,
  createFolderSource,
  createImageFilesSource,
  createMjpegSource,
  createSimulatedSource,
  type FrameStream,
  type SourceStatus,
} from '@ocelli/node';
import { createLeafScene } from '@ocelli/scenes';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './rtsp-server.js';

const picture = (width: number): Promise<Buffer> =>
  sharp({ create: { width, height: 8, channels: 3, background: '#a04020' } })
    .jpeg()
    .toBuffer();

let folder: string;
let jpeg: Buffer;
beforeAll(async () => {
  jpeg = await picture(16);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-pictures-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const write = (name: string, bytes: Buffer): void => {
  writeFileSync(join(folder, name), bytes);
};

const take = async (stream: FrameStream) => {
  const { value: frame } = await stream.next();
  if (frame === undefined) throw new Error('The stream has ended.');
  const { width, format, sequence, timestampUs } = frame;
  frame.close();
  return { width, format, sequence, timestampUs };
};

const readAll = async (source: CameraSource) => {
  const statuses: SourceStatus[] = [];
  const stream = source.open({ onStatus: (status) => statuses.push(status) });
  const widths: number[] = [];
  let failure: unknown;
  try {
    for await (const frame of stream) {
      widths.push(frame.width);
      frame.close();
    }
  } catch (error) {
    failure = error;
  }
  return { widths, failure, statuses };
};

describe('image files', () => {
  it('should come in natural order, without those that cannot be read, each with its name', async () => {
    for (const width of [2, 10, 1]) write(`${String(width)}.jpg`, await picture(width));
    write('3.jpg', jpeg.subarray(0, jpeg.length / 2));
    const { widths, failure, statuses } = await readAll(
      createImageFilesSource({ paths: [`${folder}/*.jpg`] }),
    );
    expect(widths).toEqual([1, 2, 10]);
    expect(failure).toBeUndefined();
    const files = statuses.map((status) =>
      'path' in status ? `${status.state} ${status.path.slice(folder.length + 1)}` : status.state,
    );
    expect(files).toEqual([
      'reading 1.jpg',
      'reading 2.jpg',
      'skipped 3.jpg',
      'reading 10.jpg',
      'ended',
    ]);
    expect(statuses.flatMap((status) => ('sequence' in status ? [status.sequence] : []))).toEqual([
      0, 1, 2,
    ]);
  });

  it('should take a name that looks like a pattern for a name', async () => {
    write('a[1].jpg', jpeg);
    const { widths } = await readAll(createImageFilesSource({ paths: [`${folder}/a[1].jpg`] }));
    expect(widths).toEqual([16]);
  });

  it.each([
    ['nope.jpg', 'not-found'],
    ['*.jpg', 'no-match'],
    ['broken.jpg', 'damaged'],
  ])('should say of %s alone: %s', async (name, reason) => {
    if (name === 'broken.jpg') write(name, jpeg.subarray(0, jpeg.length / 2));
    const { failure } = await readAll(createImageFilesSource({ paths: [join(folder, name)] }));
    expect(failure).toMatchObject({ name: 'CameraSourceError', reason });
  });
});

describe('a watched folder', () => {
  it('should give a picture when it is complete, and again when it is overwritten', async () => {
    write('old.jpg', jpeg);
    const statuses: SourceStatus[] = [];
    const stream = createFolderSource({ path: folder, settleMs: 500, rescanMs: 500 }).open({
      onStatus: (status) => statuses.push(status),
    });
    while (stream.status?.state !== 'live') await new Promise((resolve) => setTimeout(resolve, 10));
    write('new.jpg', jpeg.subarray(0, 100));
    const first = take(stream);
    await new Promise((resolve) => setTimeout(resolve, 100));
    appendFileSync(join(folder, 'new.jpg'), jpeg.subarray(100));
    expect(await first).toMatchObject({ width: 16, sequence: 0 });
    write('.hidden.jpg', jpeg);
    write('note.txt', jpeg);
    write('old.jpg', await picture(32));
    expect(await take(stream)).toMatchObject({ width: 32, sequence: 1 });
    await stream.close();
    expect(statuses.some(({ state }) => state === 'skipped')).toBe(false);
  });

  it('should end when there is no such folder', async () => {
    const { failure } = await readAll(createFolderSource({ path: join(folder, 'nope') }));
    expect(failure).toMatchObject({ reason: 'not-found' });
  });
});

describe('an MJPEG camera', () => {
  let server: Server;
  let address: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://camera');
      if (pathname === '/page') {
        response.setHeader('content-type', 'text/html').end('<p>');
        return;
      }
      const { authorization } = request.headers;
      const expected = `Basic ${Buffer.from('viewer:p@ss%').toString('base64')}`;
      if (pathname === '/locked' && authorization !== expected) {
        response.statusCode = 401;
        response.setHeader('www-authenticate', 'Basic realm="camera"').end();
        return;
      }
      response.setHeader('content-type', 'multipart/x-mixed-replace; boundary=--cut');
      const send = (): void => {
        response.write('--cut\r\nContent-Type: image/jpeg\r\n\r\n');
        response.write(jpeg);
        response.write('\r\n');
      };
      const timer = setInterval(send, 20);
      request.on('close', () => {
        clearInterval(timer);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const reconnect = { retry: false };

  it('should give the newest picture, stamped with its arrival', async () => {
    const beforeUs = Date.now() * 1000;
    const stream = createMjpegSource({ url: `http://${address}/`, reconnect }).open();
    await take(stream);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { width, format, sequence, timestampUs } = await take(stream);
    await stream.close();
    expect({ width, format }).toEqual({ width: 16, format: 'rgb' });
    expect(sequence).toBeGreaterThan(1);
    expect(timestampUs).toBeGreaterThan(beforeUs);
    expect(stream.counts.dropped).toBeGreaterThan(0);
  });

  it('should log in with a password of any characters, from the URL or the options', async () => {
    for (const options of [
      { url: `http://viewer:p%40ss%25@${address}/locked` },
      { url: `http://${address}/locked`, username: 'viewer', password: 'p@ss%' },
    ]) {
      const stream = createMjpegSource({ ...options, reconnect }).open();
      expect((await take(stream)).width).toBe(16);
      await stream.close();
    }
  });

  it.each([
    ['/page', 'not-mjpeg'],
    ['/locked?token=s3cret', 'unauthorized'],
  ])('should say of %s: %s, without its secrets', async (path, reason) => {
    const url = `http://viewer:wr0ng@${address}${path}`;
    const { failure } = await readAll(createMjpegSource({ url, reconnect }));
    expect(failure).toMatchObject({ reason });
    const text = JSON.stringify(failure) + String((failure as Error).stack);
    expect(text).not.toMatch(/wr0ng|s3cret/);
  });

  it('should say when the connection is refused', async () => {
    const url = `http://127.0.0.1:${String(await freePort())}/`;
    const { failure } = await readAll(createMjpegSource({ url, reconnect }));
    expect(failure).toMatchObject({ reason: 'refused' });
  });
});

describe('a simulated camera', () => {
  it('should be a live camera that draws what is asked for', async () => {
    const scene = createLeafScene({ seed: 1, width: 64, height: 64, fps: 50 });
    const stream = createSimulatedSource({ scene }).open();
    const first = await take(stream);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const later = await take(stream);
    await stream.close();
    expect(first).toMatchObject({ width: 64, format: 'i420' });
    expect(later.sequence).toBeGreaterThan(first.sequence + 1);
    const elapsedUs = later.timestampUs - first.timestampUs;
    expect(Math.abs(elapsedUs - (later.sequence - first.sequence) * 20_000)).toBeLessThanOrEqual(1);
    expect(stream.counts.dropped).toBe(later.sequence - first.sequence - 1 + first.sequence);
  });
});
