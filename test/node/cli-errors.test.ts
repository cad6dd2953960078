import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildColorModel, colorCard } from './cli-models.js';
import { runOcelli } from './cli-process.js';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocelli-cli-errors-'));
  const color = colorCard('color.onnx');
  const cards: Record<string, string> = {
    'color.json': JSON.stringify(color),
    'not-json.json': '{ "schemaVersion": 1, ',
    'bad-field.json': JSON.stringify({ ...color, labels: ['red', 'red', 'blue'] }),
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
    await expectNotLoaded('mobilenet', /no file, folder or catalogue model "mobilenet"/);
    const { stderr } = await run('inspect', 'mobilenet');
    expect(stderr).toContain('Did you mean mobilenet');
  });

  it('should say that a file is missing', () => expectNotLoaded('gone.onnx', /gone\.onnx/));

  it('should say that a file is no ONNX model', () => expectNotLoaded('text.onnx', /text\.onnx/));

  it('should say that a folder is no Hugging Face model', () =>
    expectNotLoaded('.', /config\.json/));

  it('should say that a card is no JSON', () => expectNotLoaded('not-json.json', /not-json\.json/));

  it('should say which field of a card is wrong', () =>
    expectNotLoaded('bad-field.json', /labels/));

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
