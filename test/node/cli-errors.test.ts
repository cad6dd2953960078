import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMAGENET_CATALOGUE_IDS, PACK_IDS } from '@ocelli/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildColorModel, colorCard } from './cli-models.js';
import { type ErrorLine, parseJsonLines, runOcelli } from './cli-process.js';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocelli-cli-errors-'));
  const color = colorCard('color.onnx');
  const cards: Record<string, string> = {
    'color.json': JSON.stringify(color),
    'not-json.json': '{ "schemaVersion": 1, ',
    'bad-field.json': JSON.stringify({
      ...color,
      version: 1,
      labels: ['red', 2, 'blue'],
      preprocess: { ...color.preprocess, kernel: 'sharp', mean: 0 },
      head: { kind: 'softmax' },
    }),
    'two-labels.json': JSON.stringify({ ...color, labels: ['red', 'green'] }),
    'other-output.json': JSON.stringify(colorCard('color.onnx', 'probabilities')),
    'no-file.json': JSON.stringify(colorCard('missing.onnx')),
    'text.onnx': 'no model at all',
  };
  for (const [name, text] of Object.entries(cards)) await writeFile(join(root, name), text);
  await writeFile(join(root, 'color.onnx'), buildColorModel());
});

afterAll(() => rm(root, { recursive: true }));

const run = (...args: string[]) => runOcelli(args, { cwd: root });

/** The first line, when it is an error and the only one that does not belong to it. */
const errorOf = (stderr: string): string =>
  /^error: (.*)$/m.exec(stderr)?.[1] ?? `none in: ${stderr}`;

describe('ocelli with wrong usage', () => {
  it('should exit with 2 and one line for an unknown option', async () => {
    const { code, stdout, stderr } = await run(
      'classify',
      'x.png',
      '-m',
      'color.json',
      '--tpo',
      '3',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe("error: unknown option '--tpo' (Did you mean --top?)\n");
  });

  it('should suggest the command that was meant', async () => {
    const { code, stderr } = await run('clasify', 'x.png');
    expect(code).toBe(2);
    expect(stderr).toBe("error: unknown command 'clasify' (Did you mean classify?)\n");
  });

  it('should exit with 2 without a command, inputs or a model', async () => {
    const none = await run();
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('Usage: ocelli');
    const inputs = await run('classify', '--model', 'color.json');
    expect(inputs).toMatchObject({ code: 2, stderr: "error: missing required argument 'input'\n" });
    const model = await run('classify', 'x.png');
    expect(model.code).toBe(2);
    expect(model.stderr).toMatch(/^error: required option '-m, --model <model>' not specified\n$/);
  });

  it.each([
    ['--top', '0', 'positive integer'],
    ['--top', 'many', 'positive integer'],
    ['--provider', ',', '--provider'],
    ['--provider', '', '--provider'],
  ])('should refuse %s %s', async (option, value, reason) => {
    const { code, stderr } = await run('classify', 'x.png', '-m', 'color.json', option, value);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('should name the known execution providers for an unknown one', async () => {
    const { code, stdout, stderr } = await run(
      'classify',
      'x.png',
      '-m',
      'color.json',
      '--provider',
      'cpu,gpu',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(errorOf(stderr)).toContain('"gpu"');
    expect(stderr).toContain('cuda');
    expect(stderr).toContain('webgpu');
  });

  it.each([
    ['<input>', ['', '-m', 'color.json']],
    ['<model>', ['x.png', '-m', '']],
    ['--card', ['x.png', '-m', 'color.onnx', '--card', '']],
    ['--labels', ['x.png', '-m', 'color.onnx', '--labels', '']],
    ['--preprocess', ['x.png', '-m', 'color.onnx', '--preprocess', '']],
  ])('should refuse an empty %s', async (argument, args) => {
    const { code, stderr } = await run('classify', ...args);
    expect(code).toBe(2);
    expect(errorOf(stderr)).toBe(`${argument}: it is empty.`);
  });

  it('should say that a labels file cannot be read', async () => {
    const { code, stderr } = await run(
      'classify',
      'x.png',
      '-m',
      'color.onnx',
      '--labels',
      'missing.txt',
    );
    expect(code).toBe(2);
    expect(errorOf(stderr)).toContain('missing.txt');
  });

  it('should name the presets for an unknown one', async () => {
    const { code, stderr } = await run(
      'classify',
      'x.png',
      '-m',
      'color.onnx',
      '--preprocess',
      'keras',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('caffe');
  });
});

describe('ocelli with options that do not go with the model', () => {
  it('should name the variants that exist', async () => {
    const { code, stderr } = await run(
      'classify',
      'x.png',
      '-m',
      'color.json',
      '--variant',
      'int8',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('fp32');
  });

  it('should take --card with an ONNX file only', async () => {
    const { code, stderr } = await run(
      'classify',
      'x.png',
      '-m',
      'color.json',
      '--card',
      'color.json',
    );
    expect(code).toBe(2);
    expect(errorOf(stderr)).toContain('--card');
  });
});

describe('ocelli with a model that cannot be loaded', () => {
  const expectNotLoaded = async (model: string, message: RegExp, ...options: string[]) => {
    const { code, stdout, stderr } = await run('classify', 'x.png', '--model', model, ...options);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(errorOf(stderr)).toMatch(message);
    expect(stderr).toMatch(/^ {2}\S.*\.$|\?$/m);
    expect(stderr).not.toContain('bug');
  };

  it('should suggest catalogue ids for a name that is nowhere', async () => {
    await expectNotLoaded('mobilenet', /no file, folder, pack or catalogue model "mobilenet"/);
    const { stderr } = await run('inspect', 'mobilenet');
    expect(stderr).toContain('Did you mean mobilenet');
    expect((await run('inspect', 'squeznet')).stderr).toContain('Did you mean squeezenet');
    const unlike = await run('inspect', 'list');
    for (const id of [...PACK_IDS, ...IMAGENET_CATALOGUE_IDS]) {
      expect(unlike.stderr).toContain(id);
    }
  });

  it('should say that a file is missing', () => expectNotLoaded('gone.onnx', /gone\.onnx/));

  it('should say that a file is no ONNX model', () => expectNotLoaded('text.onnx', /text\.onnx/));

  it('should say that a folder is no Hugging Face model, and name the model in it', async () => {
    await mkdir(join(root, 'plain', 'onnx'), { recursive: true });
    await expectNotLoaded('plain', /plain was taken for a Hugging Face model.*config\.json/);
    await writeFile(join(root, 'plain', 'onnx', 'm.onnx'), buildColorModel());
    const { stderr } = await run('inspect', 'plain');
    expect(stderr).toContain(`Name the file in it: ${join('plain', 'onnx', 'm.onnx')}.`);
  });

  it('should say that a card is no JSON', () => expectNotLoaded('not-json.json', /not-json\.json/));

  it('should list all that is wrong with a card', async () => {
    await expectNotLoaded('bad-field.json', /^The model card "color" is not valid:$/);
    const { stderr } = await run('inspect', 'bad-field.json');
    expect(stderr.match(/^ {2}- .+$/gm)).toEqual([
      expect.stringContaining('version') as string,
      expect.stringContaining('labels') as string,
      expect.stringContaining('kernel') as string,
      expect.stringContaining('mean') as string,
      expect.stringContaining('head') as string,
    ]);
  });

  it.each(['classify', 'inspect', 'bench'])(
    'should give %s --json one line with the error',
    async (command) => {
      const inputs = command === 'classify' ? ['x.png', '--model'] : [];
      const { code, stdout, stderr } = await run(command, ...inputs, 'bad-field.json', '--json');
      expect(code).toBe(3);
      const [line, ...rest] = parseJsonLines(stdout) as { error: ErrorLine }[];
      expect(rest).toEqual([]);
      expect(Object.keys(line?.error ?? {})).toEqual(['name', 'message', 'remedy', 'issues']);
      expect(line?.error.name).toBe('ModelCardError');
      expect(errorOf(stderr)).toContain('not valid');
    },
  );

  it('should say that the model file of a card is missing', () =>
    expectNotLoaded('no-file.json', /missing\.onnx/));

  it('should say that labels and logits do not go together', () =>
    expectNotLoaded('two-labels.json', /2 labels/));

  it('should say that the card names no output of the model', () =>
    expectNotLoaded('other-output.json', /probabilities/));

  it('should list every execution provider it tried', async () => {
    await expectNotLoaded('color.json', /tensorrt \(/, '--provider', 'tensorrt,dml');
  });

  it('should show causes with --verbose only', async () => {
    const plain = await run('classify', 'x.png', '-m', 'not-json.json');
    expect(plain.stderr).not.toContain('caused by');
    const verbose = await run('--verbose', 'classify', 'x.png', '-m', 'not-json.json');
    expect(verbose.stderr).toContain('caused by SyntaxError');
    const after = await run('classify', 'x.png', '-m', 'not-json.json', '--verbose');
    expect(after.stderr).toBe(verbose.stderr);
  });
});
