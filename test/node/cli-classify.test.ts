import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildColorModel, COLOR_NOTE, colorCard } from './cli-models.js';
import { type ErrorLine, parseJsonLines, runOcelli } from './cli-process.js';

const COLORS = { red: '#f00', green: '#0f0', blue: '#00f' } as const;

let root: string;
let card: string;

const drawPicture = (path: string, background: string): Promise<unknown> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background } }).toFile(path);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocelli-cli-'));
  card = join(root, 'color.json');
  await mkdir(join(root, 'photos', 'inner'), { recursive: true });
  await drawPicture(join(root, 'photos', 'a-red.png'), COLORS.red);
  await drawPicture(join(root, 'photos', 'b-green.jpg'), COLORS.green);
  await drawPicture(join(root, 'photos', 'inner', 'c-blue.webp'), COLORS.blue);
  await writeFile(join(root, 'broken.png'), 'not a picture');
  await writeFile(join(root, 'color.onnx'), buildColorModel());
  await writeFile(join(root, 'imagenet-like.onnx'), buildColorModel({ size: 224, classes: 1000 }));
  const inception = buildColorModel({ size: 299, classes: 1000 });
  await writeFile(join(root, 'inception-like.onnx'), inception);
  const background = buildColorModel({ size: 224, classes: 1001 });
  await writeFile(join(root, 'many-classes.onnx'), background);
  await writeFile(card, JSON.stringify(colorCard('color.onnx')));
});

afterAll(() => rm(root, { recursive: true }));

/** `a-red.png red`, or the file and the name of its error. */
const outcomes = (stdout: string): string[] =>
  parseJsonLines(stdout).map(({ file, top, error }) => {
    const label = (top as { label: string }[] | undefined)?.[0]?.label;
    return `${String(file)} ${label ?? (error as { name: string }).name}`;
  });

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
    expect(result.stderr).toMatch(/^broken\.png: .+\n {2}\S.+\.$/m);
    expect(result.stdout).toContain('photos/a-red.png');
    expect(result.stdout).not.toContain('broken');
  });
});

describe('ocelli classify with a bare ONNX file', () => {
  it('should take 1000 outputs for ImageNet classes and say that this was assumed', async () => {
    const args = ['classify', 'photos/b-green.jpg', '-m', 'imagenet-like.onnx', '--top', '1'];
    const json = await runOcelli([...args, '--json'], { cwd: root });
    expect(json.code).toBe(0);
    expect(json.stderr).toMatch(/^assumed: .*ImageNet/m);
    const [line] = parseJsonLines(json.stdout);
    expect(line?.['top']).toMatchObject([{ label: 'goldfish', index: 1 }]);
    expect((line?.['assumptions'] as string[]).join(' ')).toMatch(/ImageNet/);
    const bytes = await readFile(join(root, 'imagenet-like.onnx'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(line?.['model']).toMatchObject({ sha256 });

    const human = await runOcelli(args, { cwd: root });
    expect(human.stderr).toMatch(/^assumed: .*ImageNet/m);
    expect(human.stdout).not.toContain('assumed');
  });

  it.each([
    ['color.onnx', '8x8 and 3 classes'],
    ['inception-like.onnx', '299x299 and 1000 classes'],
    ['many-classes.onnx', '224x224 and 1001 classes'],
  ])('should ask how pictures are prepared for %s, of %s', async (model) => {
    const result = await runOcelli(
      ['classify', 'photos/a-red.png', '-m', model, '--json', '--top', '1'],
      { cwd: root },
    );
    expect(result.code).toBe(3);
    const [line] = parseJsonLines(result.stdout) as { error: ErrorLine }[];
    expect(line?.error.name).toBe('UnknownPreprocessError');
    expect(line?.error.message).toContain(model);
    expect(line?.error.remedy).toMatch(/--preprocess .*--card/);
    expect(result.stderr).toContain('--card');

    const told = await runOcelli(
      ['classify', 'photos/a-red.png', '-m', model, '--json', '--preprocess', 'unit'],
      { cwd: root },
    );
    expect(told.code).toBe(0);
    const [best] = parseJsonLines(told.stdout)[0]?.['top'] as { index: number }[];
    expect(best?.index).toBe(0);
  });

  it('should take what it is told from --labels and --preprocess and assume nothing', async () => {
    await writeFile(join(root, 'labels.txt'), 'rot\ngrün\nblau\n');
    await writeFile(join(root, 'preprocess.json'), JSON.stringify(colorCard('').preprocess));
    const result = await runOcelli(
      [
        'classify',
        'photos/b-green.jpg',
        '-m',
        'color.onnx',
        '--labels',
        'labels.txt',
        '--preprocess',
        'preprocess.json',
        '--json',
      ],
      { cwd: root },
    );
    expect(result).toMatchObject({ code: 0, stderr: 'color 0.0.0 on cpu\n' });
    expect(outcomes(result.stdout)).toEqual(['photos/b-green.jpg grün']);
    expect(parseJsonLines(result.stdout)[0]).not.toHaveProperty('assumptions');
  });

  it('should take what it is told from --card', async () => {
    const result = await runOcelli(
      ['classify', 'photos/inner/c-blue.webp', '-m', 'color.onnx', '--card', card, '--json'],
      { cwd: root },
    );
    expect(result).toMatchObject({ code: 0, stderr: COLOR_NOTE });
    const [line] = parseJsonLines(result.stdout);
    expect(line).toMatchObject({ top: [{ label: 'blue' }, {}, {}], model: { id: 'color' } });
    expect(line).not.toHaveProperty('assumptions');
  });

  it('should take a preset of preprocessing by name', async () => {
    const result = await runOcelli(
      [
        'classify',
        'photos/a-red.png',
        '-m',
        'color.onnx',
        '--preprocess',
        'unit',
        '--labels',
        'labels.txt',
        '--json',
      ],
      { cwd: root },
    );
    expect(result.code).toBe(0);
    expect(outcomes(result.stdout)).toEqual(['photos/a-red.png rot']);
  });
});

describe('ocelli classify with a Hugging Face folder', () => {
  it('should read labels and preprocessing, and choose among the files by --variant', async () => {
    const folder = join(root, 'hugging-face');
    await mkdir(join(folder, 'onnx'), { recursive: true });
    await writeFile(join(folder, 'onnx', 'model.onnx'), buildColorModel());
    await writeFile(join(folder, 'onnx', 'model_quantized.onnx'), buildColorModel());
    const id2label = { 0: 'rouge', 1: 'vert', 2: 'bleu' };
    await writeFile(join(folder, 'config.json'), JSON.stringify({ id2label }));
    const preprocessor = {
      image_processor_type: 'ViTImageProcessor',
      size: { height: 8, width: 8 },
      resample: 2,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
    };
    await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify(preprocessor));
    for (const [variant, options] of [
      ['float32', []],
      ['quantized', ['--variant', 'quantized']],
    ] as const) {
      const args = ['classify', 'photos/b-green.jpg', '-m', 'hugging-face', '--json', ...options];
      const result = await runOcelli(args, { cwd: root });
      expect(result).toMatchObject({ code: 0, stderr: 'hugging-face 0.0.0 on cpu\n' });
      expect(parseJsonLines(result.stdout)).toMatchObject([
        { top: [{ label: 'vert', index: 1 }, {}, {}], model: { id: 'hugging-face', variant } },
      ]);
    }
  });
});
