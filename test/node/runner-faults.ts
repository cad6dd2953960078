import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { writeColourNames } from './colour-names.js';

/** What the doctor has to say of one fault. */
export interface Fault {
  readonly check: string;
  /** The finding's subject. */
  readonly subject: string;
  readonly cause: RegExp;
  readonly remedy: RegExp;
}

export interface SeededFaults {
  /** Path of a configuration that has them all. */
  readonly config: string;
  readonly faults: readonly Fault[];
  readonly close: () => Promise<void>;
}

const listen = async (server: Server | HttpServer): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

/** A port that nobody listens on. */
const freePort = async (): Promise<number> => {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
};

const openServers = async () => {
  const broker = await Aedes.createBroker({
    authenticate: (_client, _user, _password, done) => {
      done(Object.assign(new Error('no'), { returnCode: 4 }), false);
    },
  });
  const mqtt = createServer((socket) => {
    broker.handle(socket);
  });
  const http = createHttpServer((request, response) => {
    const status = { '/locked': 401, '/gone': 404 }[request.url ?? ''] ?? 200;
    response.writeHead(status, { 'content-type': 'text/html' }).end('<p>a page</p>');
  });
  const rtsp = createRtspCamera();
  const [mqttPort, httpPort] = [await listen(mqtt), await listen(http)];
  const rtspPort = await listen(rtsp);
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      broker.close(resolve);
    });
    http.closeAllConnections();
    await Promise.all(
      [mqtt, http, rtsp].map((server) => new Promise((done) => server.close(done))),
    );
  };
  return { mqttPort, httpPort, rtspPort, close };
};

/** A camera that speaks RTSP and asks for a password, but for a path that it does not have. */
const createRtspCamera = (): Server =>
  createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const request = data.toString('latin1');
      const sequence = /^CSeq: *(\d+)/im.exec(request)?.[1] ?? '1';
      const answer = request.split(' ')[1]?.endsWith('/gone')
        ? '404 Not Found'
        : '401 Unauthorized\r\nWWW-Authenticate: Basic realm="camera"';
      socket.write(`RTSP/1.0 ${answer}\r\nCSeq: ${sequence}\r\n\r\n`);
    });
  });

/** A video of one frame in an IVF container, which is whole, of a codec that nobody has a decoder for. */
const uncommonVideo = (): Buffer => {
  const header = Buffer.alloc(32);
  header.write('DKIF\0\0\x20\0XYZ9', 'latin1');
  header.writeUInt16LE(64, 12);
  header.writeUInt16LE(48, 14);
  header.writeUInt32LE(25, 16);
  header.writeUInt32LE(1, 20);
  header.writeUInt32LE(1, 24);
  const frame = Buffer.alloc(12 + 256, 7);
  frame.fill(0, 0, 12);
  frame.writeUInt32LE(256);
  return Buffer.concat([header, frame]);
};

/** A model that works, one whose hash is another, and one that is a web page. */
const writeModels = async (folder: string): Promise<void> => {
  await writeColourNames(join(folder, 'good'));
  const card = JSON.parse(await readFile(join(folder, 'good/colour-names.json'), 'utf8')) as {
    variants: { file: { url: string; sha256?: string; bytes?: number } }[];
  };
  const write = async (name: string, bytes: Buffer | undefined, sha256: string) => {
    await mkdir(join(folder, name), { recursive: true });
    const url = `${name}.onnx`;
    await writeFile(
      join(folder, name, url),
      bytes ?? (await readFile(join(folder, 'good/colour-names.onnx'))),
    );
    const variants = card.variants.map((each) => ({ ...each, file: { url, sha256 } }));
    await writeFile(join(folder, name, 'card.json'), JSON.stringify({ ...card, variants }));
  };
  const page = Buffer.from('<!doctype html><p>not found</p>');
  await write('hash', undefined, '0'.repeat(64));
  await write('page', page, createHash('sha256').update(page).digest('hex'));
};

/** Seeds a folder with a configuration that is right in form and wrong in everything it names. */
export const seedFaults = async (folder: string): Promise<SeededFaults> => {
  await writeModels(folder);
  await writeFile(join(folder, 'text.mp4'), 'this is no video\n'.repeat(100));
  await writeFile(join(folder, 'password'), 'a guess');
  await writeFile(join(folder, 'uncommon.ivf'), uncommonVideo());
  const { mqttPort, httpPort, rtspPort, close } = await openServers();
  const closedPort = await freePort();
  const http = `http://127.0.0.1:${String(httpPort)}`;
  const rtsp = `rtsp://127.0.0.1:${String(rtspPort)}`;
  const camera = (id: string, source: object, model = 'good/colour-names.json') => ({
    id,
    source,
    model,
  });
  const images = { kind: 'images', paths: ['good/pictures/*.png'] };
  const config = {
    cameras: [
      camera('no-model', images, 'trafic-sign'),
      camera('no-file', images, 'gone/card.json'),
      camera('wrong-hash', images, 'hash/card.json'),
      camera('web-page', images, 'page/card.json'),
      camera('no-device', { kind: 'usb', device: '/dev/video97' }),
      camera('no-video', { kind: 'video', path: 'gone.mp4' }),
      camera('no-camera', { kind: 'usb', device: '/dev/null' }),
      camera('text', { kind: 'video', path: 'text.mp4' }),
      camera('no-codec', { kind: 'video', path: 'uncommon.ivf' }),
      camera('rtsp-locked', {
        kind: 'rtsp',
        url: `${rtsp}/live`,
        username: 'me',
        password: { file: 'password' },
      }),
      camera('rtsp-path', { kind: 'rtsp', url: `${rtsp}/gone` }),
      camera('refused', { kind: 'rtsp', url: `rtsp://127.0.0.1:${String(closedPort)}/s` }),
      camera('locked', { kind: 'mjpeg', url: `${http}/locked`, username: 'me' }),
      camera('not-mjpeg', { kind: 'mjpeg', url: `${http}/page` }),
      camera('no-picture', { kind: 'images', paths: ['none-*.png'] }),
      camera('no-folder', { kind: 'folder', path: 'gone' }),
      camera('no-secret', { kind: 'mjpeg', url: http, password: { env: 'OCELLI_NOT_SET' } }),
    ],
    sinks: [
      { kind: 'file', path: 'text.mp4/events.jsonl' },
      { kind: 'file', path: '/sys/ocelli/events.jsonl' },
      { kind: 'webhook', url: `http://127.0.0.1:${String(closedPort)}/hook` },
      { kind: 'webhook', url: `${http}/locked` },
      { kind: 'webhook', url: `${http}/gone` },
      { kind: 'mqtt', url: `mqtt://127.0.0.1:${String(closedPort)}` },
      { kind: 'mqtt', url: `mqtt://127.0.0.1:${String(mqttPort)}`, username: 'me' },
    ],
    page: { port: httpPort },
  };
  const path = join(folder, 'faults.json');
  await writeFile(path, JSON.stringify(config));
  const fault = (check: string, subject: string, cause: RegExp, remedy: RegExp): Fault => ({
    check,
    subject,
    cause,
    remedy,
  });
  const faults = [
    fault('page', `127.0.0.1:${String(httpPort)}`, /another program listens/, /ss -ltnp/),
    fault('model', 'trafic-sign', /no file.*trafic-sign/, /Did you mean traffic-sign/),
    fault('model', join(folder, 'gone/card.json'), /gone\/card\.json/, /[Cc]heck|path/),
    fault('model', join(folder, 'hash/card.json'), /SHA-256|hash/i, /./),
    fault('model', join(folder, 'page/card.json'), /HTML|web page|not an ONNX|ONNX/i, /./),
    fault('camera', 'no-device', /video97/, /ls \/dev\/video/),
    fault('camera', 'no-video', /gone\.mp4/, /path/),
    fault('camera', 'no-camera', /null: it is no camera/, /ls \/dev\/video/),
    fault('camera', 'text', /text\.mp4: .* no video/, /record it again/),
    fault('camera', 'no-codec', /no decoder for its codec \(XYZ9\)/, /H\.264/),
    fault('camera', 'rtsp-locked', /401/, /user name and password/),
    fault('camera', 'rtsp-path', /404/, /path/),
    fault('camera', 'refused', /refused/, /port/),
    fault('camera', 'locked', /401/, /user name and password/),
    fault('camera', 'not-mjpeg', /not multipart/, /MJPEG stream itself/),
    fault('camera', 'no-picture', /no file matches/, /pattern/),
    fault('camera', 'no-folder', /gone/, /path/),
    fault('camera', 'no-secret', /OCELLI_NOT_SET is not set/, /export OCELLI_NOT_SET/),
    fault('sink', join(folder, 'text.mp4/events.jsonl'), /ENOTDIR|EEXIST/, /path|folder/),
    fault('sink', '/sys/ocelli/events.jsonl', /E[A-Z]+/, /chown|read-only/),
    fault('sink', `http://127.0.0.1:${String(closedPort)}/hook`, /ECONNREFUSED/, /nc -vz/),
    fault('sink', `${http}/locked`, /401/, /token/),
    fault('sink', `${http}/gone`, /404/, /path/),
    fault('sink', `mqtt://127.0.0.1:${String(closedPort)}`, /ECONNREFUSED/, /nc -vz/),
    fault('sink', `mqtt://127.0.0.1:${String(mqttPort)}`, /wrong user name/, /password/),
  ];
  return { config: path, faults, close };
};
