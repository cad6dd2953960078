import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildColorModel, COLOR_NOTE, colorCard } from './cli-models.js';
import { createPictureFolder, outcomes } from './cli-pictures.js';
import { type ErrorLine, parseJsonLines, runOcelli } from './cli-process.js';

let root: string;
let card: string;

beforeAll(async () => {
  root = await createPictureFolder();
  card = join(root, 'color.json');
  await writeFile(join(root, 'color.onnx'), buildColorModel());
  const sizes: Record<string, { size: number; classes: number }> = {
    'imagenet-like.onnx': { size: 224, classes: 1000 },
    'inception-like.onnx': { size: 299, classes: 1000 },
    'many-classes.onnx': { size: 224, classes: 1001 },
  };
  for (const [name, size] of Object.entries(sizes)) {
    await writeFile(join(root, name), buildColorModel(size));
  }
  await writeFile(card, JSON.stringify(colorCard('color.onnx')));
});

afterAll(() => rm(root, { recursive: true }));

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
    expect(result.stderr).toMatch(/^assumed: Sizes were assumed from the input: .*8x8.*\.$/m);
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
