import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asset, missingAssets } from './assets.js';
import { drawLabelledPictures } from './cli-labelled-pictures.js';
import { buildColorModel, colorCard } from './cli-models.js';
import { type ErrorLine, parseJsonLines, runOcelli } from './cli-process.js';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocelli-cli-evaluate-'));
  await drawLabelledPictures(join(root, 'photos'), 6);
  const card = { ...colorCard('color.onnx'), labelDetails: { blue: { aliases: ['azure'] } } };
  await writeFile(join(root, 'color.json'), JSON.stringify(card));
  await writeFile(join(root, 'color.onnx'), buildColorModel());
  await drawLabelledPictures(join(root, 'aliased'), 2);
  await rename(join(root, 'aliased', 'blue'), join(root, 'aliased', 'azure'));
});

afterAll(() => rm(root, { recursive: true }));

describe('ocelli evaluate', () => {
  it('should print one object with all figures', async () => {
    const result = await runOcelli(['evaluate', 'photos', '-m', 'color.json', '--json'], {
      cwd: root,
    });
    expect(result.code).toBe(0);
    const lines = parseJsonLines(result.stdout);
    expect(lines).toHaveLength(1);
    const [line] = lines;
    expect(line).toMatchObject({
      model: { id: 'color', version: '1.2.3', executionProvider: 'cpu' },
      labels: ['red', 'green', 'blue'],
      count: 18,
      top1: 1,
      top5: 1,
      confusion: [
        [6, 0, 0],
        [0, 6, 0],
        [0, 0, 6],
      ],
      mistakeCount: 0,
      failed: [],
    });
    expect(line?.['ece']).toBeGreaterThan(0);
    expect(line?.['msPerImage']).toBeGreaterThan(0);
    expect(line?.['perClass']).toHaveLength(3);
    expect((line?.['timing'] as { covers: string }).covers).toContain('decoding is apart');
  });

  it('should take aliases for classes, and tell a reader the figures', async () => {
    const result = await runOcelli(['evaluate', 'aliased', '-m', 'color.json'], { cwd: root });
    expect(result.code).toBe(0);
    expect(result.stdout).toMatch(/^pictures +6\ntop-1 +100\.00 %/);
  });

  it('should say which classes it expects when a subfolder is none', async () => {
    await mkdir(join(root, 'odd', 'parrot'), { recursive: true });
    await writeFile(join(root, 'odd', 'parrot', 'a.png'), '');
    const result = await runOcelli(['evaluate', 'odd', '-m', 'color.json', '--json'], {
      cwd: root,
    });
    expect(result.code).toBe(1);
    const [line] = parseJsonLines(result.stdout) as { error: ErrorLine }[];
    expect(line?.error.message).toBe(
      'The model color has no class parrot. It expects: red, green, blue.',
    );
  });

  it('should pass over what it cannot read, name it, and end with 1', async () => {
    await drawLabelledPictures(join(root, 'broken'), 2);
    await writeFile(join(root, 'broken', 'red', 'z.png'), 'no picture');
    const result = await runOcelli(['evaluate', 'broken', '-m', 'color.json', '--json'], {
      cwd: root,
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('z.png');
    const [line] = parseJsonLines(result.stdout);
    expect(line).toMatchObject({
      count: 6,
      failed: [{ path: join('broken', 'red', 'z.png'), error: { name: 'ImageDecodeError' } }],
    });
  });

  it('should read a list with a region for each picture', async () => {
    const rows = [
      'file,kind,a,b,c,d',
      'photos/red/0.png,red,0,10,24,20',
      'photos/blue/1.png,blue,0,10,24,20',
    ];
    await writeFile(join(root, 'list.csv'), rows.join('\n'));
    const columns = 'path=file,label=kind,region=a:b:c:d';
    const args = ['evaluate', 'list.csv', '-m', 'color.json', '--json', '--columns', columns];
    const result = await runOcelli(args, { cwd: root });
    expect(parseJsonLines(result.stdout)[0]).toMatchObject({ count: 2, top1: 1 });
    const wrong = await runOcelli([...args, '--columns', 'path'], { cwd: root });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('region=x1:y1:x2:y2');
  });

  it('should write a report', async () => {
    const args = ['evaluate', 'photos', '-m', 'color.json', '--report', 'report'];
    expect((await runOcelli(args, { cwd: root })).code).toBe(0);
    expect((await readdir(join(root, 'report'))).sort()).toEqual([
      'confusion.svg',
      'mistakes.svg',
      'reliability.svg',
      'report.html',
      'report.json',
    ]);
    expect(await readFile(join(root, 'report', 'report.html'), 'utf8')).toContain('Color 1.2.3');
  });
});

const SAMPLES = 'imagenet-samples';
const MODEL = 'mobilenetv2-fp32.onnx';
const missing = missingAssets(join('data', SAMPLES), join('models', MODEL));

describe.skipIf(missing !== undefined)(
  `ocelli evaluate on real photos${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    it('should recognise most of one photo per ImageNet class, filed under WordNet ids', async () => {
      const names = (await readdir(asset('data', SAMPLES))).filter((name) => name.endsWith('.jpg'));
      for (const name of names.slice(0, 60)) {
        const folder = join(root, 'imagenet', name.split('_')[0] ?? '');
        await mkdir(folder, { recursive: true });
        await symlink(asset('data', SAMPLES, name), join(folder, name));
      }
      const args = ['evaluate', join(root, 'imagenet'), '-m', asset('models', MODEL), '--json'];
      const result = await runOcelli(args);
      const [line] = parseJsonLines(result.stdout);
      expect(line, result.stderr).toMatchObject({ count: 60 });
      expect(line?.['top1']).toBeGreaterThan(0.7);
      expect(line?.['top5']).toBeGreaterThan(0.9);
    });
  },
);
