import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildColorModel, COLOR_NOTE, colorCard } from './cli-models.js';
import { createPictureFolder, outcomes } from './cli-pictures.js';
import { parseJsonLines, runOcelli } from './cli-process.js';

let root: string;
let card: string;

beforeAll(async () => {
  root = await createPictureFolder();
  card = join(root, 'color.json');
  await writeFile(join(root, 'broken.png'), 'not a picture');
  await writeFile(join(root, 'color.onnx'), buildColorModel());
  await writeFile(card, JSON.stringify(colorCard('color.onnx')));
});

afterAll(() => rm(root, { recursive: true }));

describe('ocelli classify --json', () => {
  it('should print one line with labels, timing and what the model was', async () => {
    const result = await runOcelli(
      ['classify', 'photos/a-red.png', '--model', 'color.json', '--json', '--top', '2'],
      { cwd: root },
    );
    expect(result).toMatchObject({ code: 0, stderr: COLOR_NOTE });
    const [line, ...rest] = parseJsonLines(result.stdout);
    expect(rest).toEqual([]);
    expect(Object.keys(line ?? {})).toEqual(['file', 'top', 'accepted', 'timing', 'model']);
    expect(line).toMatchObject({
      file: 'photos/a-red.png',
      accepted: ['red'],
      model: {
        id: 'color',
        version: '1.2.3',
        variant: 'fp32',
        sha256: createHash('sha256').update(buildColorModel()).digest('hex'),
        executionProvider: 'cpu',
      },
    });
    const top = line?.['top'] as { label: string; index: number; score: number }[];
    expect(top.map(({ label, index }) => [label, index])).toEqual([
      ['red', 0],
      ['green', 1],
    ]);
    // softmax of [12, 0, 0]
    expect(top[0]?.score).toBeCloseTo(1 / (1 + 2 * Math.exp(-12)), 6);
    expect(line?.['timing']).toEqual({
      decodeMs: expect.any(Number) as number,
      queueMs: expect.any(Number) as number,
      preprocessMs: expect.any(Number) as number,
      inferenceMs: expect.any(Number) as number,
      postprocessMs: expect.any(Number) as number,
      totalMs: expect.any(Number) as number,
      batchSize: 1,
    });
    expect((line?.['model'] as { preprocessHash: string }).preprocessHash).toMatch(
      /^[0-9a-f]{64}$/,
    );
  });

  it('should say in each line and once on stderr which execution providers were passed over', async () => {
    const { code, stdout, stderr } = await runOcelli(
      ['classify', 'photos', '-m', card, '--json', '--provider', 'tensorrt,cpu'],
      { cwd: root },
    );
    expect(code).toBe(0);
    const lines = parseJsonLines(stdout);
    expect(lines).toHaveLength(2);
    for (const { model } of lines) {
      expect(model).toMatchObject({
        attempts: [
          { executionProvider: 'tensorrt', reason: expect.stringMatching(/\S/) as string },
          { executionProvider: 'cpu', outcome: 'selected' },
        ],
      });
    }
    expect(stderr.match(/^note: tensorrt was not used \(.+\): .+$/gm)).toHaveLength(1);
    expect(stderr).toContain(COLOR_NOTE);
  });

  it('should go on after a file that fails and exit with 1', async () => {
    const result = await runOcelli(
      [
        'classify',
        'photos/a-red.png',
        'broken.png',
        'missing.png',
        'photos/b-green.jpg',
        '--model',
        card,
        '--json',
      ],
      { cwd: root },
    );
    expect(result.code).toBe(1);
    expect(result.stderr).toBe(COLOR_NOTE);
    expect(outcomes(result.stdout)).toEqual([
      'photos/a-red.png red',
      'broken.png ImageDecodeError',
      'missing.png ImageDecodeError',
      'photos/b-green.jpg green',
    ]);
    const failed = parseJsonLines(result.stdout)[1];
    expect(Object.keys(failed ?? {})).toEqual(['file', 'error']);
    expect(failed?.['error']).toEqual({
      name: 'ImageDecodeError',
      message: expect.stringContaining('broken.png') as string,
      remedy: expect.stringMatching(/\.$/) as string,
    });
  });

  it('should take folders, with --recursive their subfolders too', async () => {
    const flat = await runOcelli(['classify', 'photos', '-m', card, '--json'], { cwd: root });
    expect(outcomes(flat.stdout)).toEqual(['photos/a-red.png red', 'photos/b-green.jpg green']);
    const deep = await runOcelli(['classify', 'photos', '-r', '-m', card, '--json'], { cwd: root });
    expect(outcomes(deep.stdout)).toEqual([
      'photos/a-red.png red',
      'photos/b-green.jpg green',
      'photos/inner/c-blue.webp blue',
    ]);
  });

  it('should expand globs itself', async () => {
    const result = await runOcelli(['classify', 'photos/**/*.{png,webp}', '-m', card, '--json'], {
      cwd: root,
    });
    expect(outcomes(result.stdout)).toEqual([
      'photos/a-red.png red',
      'photos/inner/c-blue.webp blue',
    ]);
    const none = await runOcelli(['classify', '*.tiff', '-m', card, '--json'], { cwd: root });
    expect(none.code).toBe(1);
    expect(outcomes(none.stdout)).toEqual(['*.tiff NoFilesFoundError']);
  });

  it('should read paths from stdin', async () => {
    const input = 'photos/b-green.jpg\nphotos/a-red.png\n';
    const result = await runOcelli(['classify', '-', '-m', card, '--json'], { cwd: root, input });
    expect(result.code).toBe(0);
    expect(outcomes(result.stdout)).toEqual(['photos/b-green.jpg green', 'photos/a-red.png red']);
  });

  it('should refuse to read paths from stdin twice', async () => {
    const args = ['classify', '-', '-', '-m', card, '--json'];
    const result = await runOcelli(args, { cwd: root, input: 'photos/b-green.jpg\n' });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('Name - once');
  }, 10_000);

  it('should end with 0 when stdin names nothing', async () => {
    const result = await runOcelli(['classify', '-', '-m', card, '--json'], { cwd: root });
    expect(result).toMatchObject({ code: 0, stdout: '', stderr: COLOR_NOTE });
  });
});

describe('ocelli classify for readers', () => {
  it('should print an aligned table per file without colors or progress on a pipe', async () => {
    const result = await runOcelli(
      ['classify', 'photos/a-red.png', 'photos/b-green.jpg', '-m', card],
      { cwd: root },
    );
    expect(result.code).toBe(0);
    // eslint-disable-next-line no-control-regex -- there must be none
    expect(result.stdout + result.stderr).not.toMatch(/[\u001b\r]/);
    const [title, first, second] = result.stdout.split('\n');
    expect(title).toMatch(/^photos\/a-red\.png {2}\d+\.\d ms$/);
    expect(first).toBe('  100.0 %  red    #0');
    expect(second).toBe('    0.0 %  green  #1');
    expect(result.stderr).toContain('Color 1.2.3 on cpu');
    expect(result.stderr).toMatch(/2 files in \d+\.\d s/);
  });

  it('should report a failing file on stderr with its remedy', async () => {
    const result = await runOcelli(['classify', 'broken.png', 'photos/a-red.png', '-m', card], {
      cwd: root,
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/^error: Cannot decode the image broken\.png: .+\n {2}\S.+\.$/m);
    expect(result.stdout).toContain('photos/a-red.png');
    expect(result.stdout).not.toContain('broken');
  });
});
