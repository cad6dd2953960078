import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawLabelledPictures } from './cli-labelled-pictures.js';
import { parseJsonLines, runOcelli, startOcelli } from './cli-process.js';

let root: string;

const TRAIN = ['train', 'photos', '--architecture', 'small-cnn', '--size', '16'];
const SHORT = [...TRAIN, '--epochs', '4', '--batch-size', '8', '--threads', '1'];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocelli-cli-train-'));
  await drawLabelledPictures(join(root, 'photos'), 20);
});

afterAll(() => rm(root, { recursive: true }));

describe('ocelli train', () => {
  it('should train from a folder, print its events, and leave a model that classify takes', async () => {
    const result = await runOcelli([...SHORT, '--out', 'first', '--json'], { cwd: root });
    expect(result.code, result.stderr).toBe(0);
    const lines = parseJsonLines(result.stdout);
    expect(lines[0]).toEqual({ kind: 'data', classes: 3, training: 51, validation: 9 });
    expect(lines.filter(({ kind }) => kind === 'epoch')).toHaveLength(4);
    expect(lines.at(-1)).toMatchObject({ kind: 'result', count: 9, epochs: 4, top1: 1 });
    const args = ['classify', 'photos/red/0.png', '-m', 'first/card.json', '--json'];
    const [line] = parseJsonLines((await runOcelli(args, { cwd: root })).stdout);
    expect(line?.['top']).toMatchObject([{ label: 'red' }, {}, {}]);
  });

  it('should keep an interrupted run and go on with it to the same bytes', async () => {
    const args = [...SHORT, '--out', 'second', '--json'];
    const child = startOcelli(args, { cwd: root });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const closed = once(child, 'close') as Promise<[number | null]>;
    for await (const line of createInterface(child.stdout)) {
      const event = JSON.parse(line) as { kind: string; step?: number };
      if (event.kind === 'step' && event.step === 9) child.kill('SIGINT');
    }
    expect((await closed)[0]).toBe(130);
    expect(stderr).toContain('The run is kept in second: the same command with --resume');
    const blocked = await runOcelli(args, { cwd: root });
    expect(blocked.code).toBe(1);
    expect(blocked.stderr).toContain('second holds the checkpoint of a training run');
    const resumed = await runOcelli([...args, '--resume'], { cwd: root });
    expect(resumed.code, resumed.stderr).toBe(0);
    const models = ['first', 'second'].map((name) => readFile(join(root, name, 'model.onnx')));
    const [first, second] = await Promise.all(models);
    expect(second?.equals(first ?? Buffer.alloc(0))).toBe(true);
  });

  it('should run a recipe, with paths relative to it', async () => {
    const recipe: unknown = JSON.parse(await readFile(join(root, 'first', 'recipe.json'), 'utf8'));
    const file = join(root, 'recipe.json');
    const training = { kind: 'folder', path: 'photos' };
    const data = { training, validation: { kind: 'split', fraction: 0.2 } };
    await writeFile(file, JSON.stringify({ ...(recipe as object), data }));
    const out = join(root, 'third');
    const result = await runOcelli(['train', file, '--out', out, '--json']);
    expect(parseJsonLines(result.stdout).at(-1)).toMatchObject({ kind: 'result', count: 12 });
  });

  it.each([
    ['no data', ['train'], 'Name a recipe, or a folder of pictures.'],
    ['data twice', ['train', 'photos', '--data', 'photos'], 'it cannot go with --data'],
    ['an unknown network', ['train', '--data', 'photos', '--architecture', 'edgnet'], '"edge-net"'],
    ['a missing recipe', ['train', 'none.json'], 'none.json: there is no such file or folder'],
    ['a batch of none', [...TRAIN, '--batch-size', '0'], 'positive integer'],
  ])('should end with 2 for %s', async (_, args, text) => {
    const result = await runOcelli(args, { cwd: root });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(text);
  });

  it('should name a data folder that is not there', async () => {
    const args = ['train', '--data', 'nowhere', '--json', '--out', 'fourth'];
    const result = await runOcelli(args, { cwd: root });
    expect(result.code).toBe(1);
    expect(parseJsonLines(result.stdout)).toMatchObject([{ error: { name: 'DatasetError' } }]);
  });
});

describe('ocelli fine-tune', () => {
  it.each(['head', '0.5'])(
    'should give a trained model new classes with --freeze %s',
    async (freeze) => {
      await drawLabelledPictures(join(root, 'other'), 12);
      const out = `tuned-${freeze}`;
      const args = ['fine-tune', 'first/card.json', '--data', 'other', '--validation', 'photos'];
      const options = [
        '--freeze',
        freeze,
        '--out',
        out,
        '--id',
        'tuned',
        '--epochs',
        '20',
        '--json',
      ];
      const result = await runOcelli([...args, ...options], { cwd: root });
      expect(result.code, result.stderr).toBe(0);
      const lines = parseJsonLines(result.stdout);
      expect(lines.some(({ kind }) => kind === 'features')).toBe(freeze === 'head');
      expect(lines.at(-1)).toMatchObject({ kind: 'result', count: 60 });
      expect(lines.at(-1)?.['top1']).toBeGreaterThan(0.9);
    },
  );

  it('should end with 3 for a model that is not there, with 2 for a freeze that is none', async () => {
    const missing = await runOcelli(['fine-tune', 'none.onnx', '--data', 'photos'], { cwd: root });
    expect(missing.code).toBe(3);
    const args = ['fine-tune', 'first/card.json', '--data', 'photos', '--freeze', 'tail'];
    const wrong = await runOcelli(args, { cwd: root });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('head, none, or a fraction');
  });
});
