import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildColorModel, COLOR_NOTE, colorCard } from './cli-models.js';
import { type ErrorLine, parseJsonLines, runOcelli } from './cli-process.js';

const model = buildColorModel();
const sha256 = createHash('sha256').update(model).digest('hex');

let root: string;
let server: Server;
let origin: string;
let requests: string[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocelli-cli-download-'));
  await sharp({ create: { width: 9, height: 9, channels: 3, background: '#00f' } }).toFile(
    join(root, 'blue.png'),
  );
  requests = [];
  const base = colorCard('color.onnx');
  const cardWith = (file: { url: string; sha256: string }) =>
    JSON.stringify({ ...base, variants: [{ name: 'fp32', dtype: 'float32', file }] });
  const answers: Record<string, string | Uint8Array> = {
    '/models/card.json': cardWith({ url: 'color.onnx', sha256 }),
    '/models/forged.json': cardWith({ url: 'color.onnx', sha256: '0'.repeat(64) }),
    '/models/page.json': '<!doctype html>',
    '/models/color.onnx': model,
  };
  server = createServer(({ url = '' }, response) => {
    requests.push(url);
    const answer = answers[url];
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(root, { recursive: true });
});

const classify = (model: string) =>
  runOcelli(['classify', 'blue.png', '--json', '--model', model], {
    cwd: root,
    env: { XDG_CACHE_HOME: join(root, 'cache'), LOCALAPPDATA: join(root, 'cache') },
  });

describe('ocelli with a card by URL', () => {
  it('should download the model once and keep it', async () => {
    for (const expectedRequests of [
      ['/models/card.json', '/models/color.onnx'],
      ['/models/card.json'],
    ]) {
      requests = [];
      const result = await classify(`${origin}/models/card.json`);
      expect(result).toMatchObject({ code: 0, stderr: COLOR_NOTE });
      expect(parseJsonLines(result.stdout)).toMatchObject([
        { top: [{ label: 'blue' }, {}, {}], model: { sha256 } },
      ]);
      expect(requests).toEqual(expectedRequests);
    }
  });

  it.each([
    ['forged.json', /sha256/],
    ['page.json', /page\.json: the server sent a page/],
    ['missing.json', /404/],
  ])('should refuse %s', async (card, message) => {
    const { code, stdout, stderr } = await classify(`${origin}/models/${card}`);
    expect(code).toBe(3);
    const lines = parseJsonLines(stdout) as { error: ErrorLine }[];
    expect(lines).toHaveLength(1);
    expect(lines[0]?.error.message).toMatch(message);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('bug');
  });

  it('should say that a server cannot be reached', async () => {
    const { code, stderr } = await classify('http://127.0.0.1:9/card.json');
    expect(code).toBe(3);
    expect(stderr).toContain('Check the URL and the network');
  });
});

describe('ocelli with files of this machine', () => {
  it('should ask nothing of the network', async () => {
    await writeFile(join(root, 'color.onnx'), model);
    await writeFile(join(root, 'color.json'), JSON.stringify(colorCard('color.onnx')));
    const hook = join(root, 'no-network.cjs');
    await writeFile(
      hook,
      `const net = require('node:net');
       net.Socket.prototype.connect = () => { throw new Error('network used'); };
       globalThis.fetch = () => { throw new Error('fetch used'); };`,
    );
    const env = { NODE_OPTIONS: `--require ${hook}` };
    const run = (model: string) =>
      runOcelli(['classify', 'blue.png', '--json', '-m', model], { cwd: root, env });
    expect(await run('color.json')).toMatchObject({ code: 0, stderr: COLOR_NOTE });
    // The check itself works: a card by URL does need the network.
    expect((await run(`${origin}/models/card.json`)).stderr).toContain('fetch used');
  });
});
