import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildColorModel, COLOR_NOTE, colorCard } from './cli-models.js';
import { OCELLI_BIN, runOcelli, startOcelli, waitForEnd } from './cli-process.js';

let root: string;
let picture: string;
let classify: string[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocelli-cli-process-'));
  picture = join(root, 'red.png');
  await sharp({ create: { width: 16, height: 16, channels: 3, background: '#f00' } }).toFile(
    picture,
  );
  await writeFile(join(root, 'color.onnx'), buildColorModel());
  await writeFile(join(root, 'color.json'), JSON.stringify(colorCard('color.onnx')));
  classify = ['classify', '-', '--model', join(root, 'color.json')];
});

afterAll(() => rm(root, { recursive: true }));

describe('ocelli --help and --version', () => {
  it('should show commands, examples and exit codes', async () => {
    const { code, stdout, stderr } = await runOcelli(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of ['classify', 'inspect', 'bench', 'Examples:', 'Exit codes:', '70', '143']) {
      expect(stdout).toContain(part);
    }
    const version = await runOcelli(['--version']);
    const manifest = JSON.parse(
      await readFile(new URL('../../packages/cli/package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    expect(version).toMatchObject({ code: 0, stdout: `${manifest.version}\n` });
  });

  it('should load neither the runtime nor the image decoder for help', async () => {
    const hook = join(root, 'list-loaded.cjs');
    const list = join(root, 'loaded.json');
    await writeFile(
      hook,
      `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, JSON.stringify(Object.keys(require.cache))));`,
    );
    const env = { NODE_OPTIONS: `--require ${hook}` };
    const heavy = async (): Promise<string[]> =>
      (JSON.parse(await readFile(list, 'utf8')) as string[]).filter((path) =>
        /node_modules[\\/](onnxruntime|sharp|@img)/.test(path),
      );
    await runOcelli(['classify', '--help'], { env });
    expect(await heavy()).toEqual([]);
    // The check itself works: a picture does need the decoder.
    await runOcelli(classify, { env, input: `${picture}\n` });
    expect(await heavy()).not.toEqual([]);
  });
});

describe('ocelli in a pipeline', () => {
  it('should end quietly when the reader of its output goes away', async () => {
    const child = startOcelli([...classify, '--json']);
    child.stdin.on('error', () => undefined);
    const stderr: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.write(`${picture}\n`.repeat(200));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.write(`${picture}\n`.repeat(200));
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(Buffer.concat(stderr).toString()).toBe(COLOR_NOTE);
  });

  it('should answer each path of an open stdin as it comes', async () => {
    const child = startOcelli([...classify, '--json']);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const expected of ['red', 'red']) {
      child.stdin.write(`${picture}\n`);
      const line = (await lines.next()).value as string;
      expect((JSON.parse(line) as { top: { label: string }[] }).top[0]?.label).toBe(expected);
    }
    child.stdin.end();
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
  });

  it.runIf(existsSync('/dev/full'))('should say that its output cannot be written', async () => {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [OCELLI_BIN, ...classify, '--json'], {
      stdio: ['pipe', full.fd, 'pipe'],
    });
    child.stdin?.end(`${picture}\n`);
    const stderr: Buffer[] = [];
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    await full.close();
    expect(code).toBe(1);
    expect(Buffer.concat(stderr).toString()).toMatch(
      /^error: The results cannot be written: ENOSPC/m,
    );
  });
});

describe('ocelli on a signal', () => {
  it.each([
    ['SIGINT', 130, 'Interrupted.\n'],
    ['SIGTERM', 143, 'Terminated.\n'],
  ] as const)('should finish cleanly on %s with %d', async (signal, code, message) => {
    const child = startOcelli([...classify, '--json']);
    child.stdin.write(`${picture}\n`);
    const firstLine = once(child.stdout, 'data');
    await firstLine;
    child.kill(signal);
    expect(await waitForEnd(child)).toMatchObject({
      code,
      signal: null,
      stderr: `${COLOR_NOTE}${message}`,
    });
  });
});
