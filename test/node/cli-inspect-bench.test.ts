import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseModelCard } from '@ocelli/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildColorModel, buildVectorModel, colorCard } from './cli-models.js';
import { runOcelli } from './cli-process.js';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocelli-cli-inspect-'));
  await writeFile(join(root, 'color.onnx'), buildColorModel());
  await writeFile(join(root, 'vectors.onnx'), buildVectorModel());
  await writeFile(join(root, 'color.json'), JSON.stringify(colorCard('color.onnx')));
});

afterAll(() => rm(root, { recursive: true }));

describe('ocelli inspect', () => {
  it('should print card, files and graph as one JSON object', async () => {
    const result = await runOcelli(['inspect', 'color.json', '--json'], { cwd: root });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const description = JSON.parse(result.stdout) as Record<string, unknown>;
    const bytes = await readFile(join(root, 'color.onnx'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(description['files']).toEqual([
      { path: join(root, 'color.onnx'), bytes: bytes.length, sha256 },
    ]);
    expect(description).toMatchObject({ variant: 'fp32', assumptions: [], missingFiles: [] });
    expect(description['graph']).toMatchObject({
      inputs: [{ name: 'pixels', dtype: 'float32', dims: ['N', 3, 8, 8] }],
      outputs: [{ dtype: 'float32', dims: ['N', 3], producedBy: 'Gemm' }],
      operators: { GlobalAveragePool: 1, Flatten: 1, Gemm: 1 },
      parameterCount: 9,
      multiplyAccumulates: 9,
      opsets: { 'ai.onnx': 17 },
      externalData: [],
    });
    // What it prints is a card to start from.
    expect(parseModelCard(description['card']).labels).toEqual(['red', 'green', 'blue']);
  });

  it('should print the same for readers', async () => {
    const { code, stdout } = await runOcelli(['inspect', 'color.onnx'], { cwd: root });
    expect(code).toBe(0);
    for (const part of [
      /^Card$/m,
      /^ {2}labels +3: class-0/m,
      /^ {2}assumed +.*numbered/m,
      /^ {2}.*color\.onnx +\d+ B +sha256 [0-9a-f]{64}$/m,
      /^ {2}preprocessing +shortest edge to 9 \(bilinear\), centre crop 8x8, times 1\/255, mean \[0\.485.*\], std \[0\.229.*\], rgb nchw float32$/m,
      /^ {2}input +pixels {2}float32 \[N, 3, 8, 8\]$/m,
      /^ {2}parameters +9 \(9\)$/m,
      /^ {2}licence +not stated$/m,
      /^ {2}1 {2}Gemm$/m,
    ]) {
      expect(stdout).toMatch(part);
    }
  });
});

describe('ocelli with an ONNX file that is no classifier of pictures', () => {
  it('should describe the graph and say why there is no card', async () => {
    const result = await runOcelli(['inspect', 'vectors.onnx', '--json'], { cwd: root });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const description = JSON.parse(result.stdout) as Record<string, unknown>;
    expect(Object.keys(description)).toEqual(['importError', 'files', 'missingFiles', 'graph']);
    expect(description).toMatchObject({
      importError: { name: 'ModelImportError', remedy: expect.any(String) as string },
      files: [{ path: join(root, 'vectors.onnx') }],
      graph: { operators: { Add: 1 }, inputs: [{ name: 'left' }, { name: 'right' }] },
    });
    const human = await runOcelli(['inspect', 'vectors.onnx'], { cwd: root });
    expect(human.code).toBe(0);
    expect(human.stdout).toMatch(/^ {2}none +Cannot import .*left, right/m);
    expect(human.stdout).toMatch(/^ {2}input +left {2}float32 \[N, 4\]$/m);
  });

  it('should measure session.run alone', async () => {
    const args = ['bench', 'vectors.onnx', '--runs', '3', '--provider', 'cpu'];
    const result = await runOcelli([...args, '--json'], { cwd: root });
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(/^note: session\.run alone .*left, right/m);
    const report = JSON.parse(result.stdout) as Record<string, unknown>;
    expect(report).toMatchObject({
      attempts: [{ executionProvider: 'cpu', outcome: 'selected' }],
      inputs: [
        { name: 'left', dtype: 'float32', dims: [1, 4] },
        { name: 'right', dtype: 'float32', dims: [1, 4] },
      ],
      runs: 3,
    });
    const { median, p90 } = report['sessionRun'] as Record<string, number>;
    expect(median).toBeGreaterThan(0);
    expect(p90).toBeGreaterThanOrEqual(median ?? NaN);
    const human = await runOcelli(args, { cwd: root });
    expect(human.stdout).toMatch(/^ {2}session\.run( +\d+\.\d\d){3}$/m);
  });

  it('should measure a classifier whose preprocessing would have to be told to classify', async () => {
    const args = ['bench', 'color.onnx', '--runs', '2', '--size', '16x16', '--json'];
    const result = await runOcelli(args, { cwd: root });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ runs: 2, frame: { width: 16 } });
  });
});

describe('ocelli bench', () => {
  it('should measure each stage and say on what', async () => {
    const args = ['bench', 'color.json', '--runs', '3', '--size', '64x48', '--format', 'nv12'];
    const result = await runOcelli([...args, '--provider', 'cpu', '--json'], { cwd: root });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const report = JSON.parse(result.stdout) as Record<string, unknown>;
    expect(report).toMatchObject({
      model: { modelId: 'color', variant: 'fp32', executionProvider: 'cpu' },
      attempts: [{ executionProvider: 'cpu', outcome: 'selected' }],
      frame: { width: 64, height: 48, format: 'nv12' },
      runs: 3,
      machine: { node: process.version, platform: `${process.platform}-${process.arch}` },
    });
    for (const stage of ['sessionRun', 'preprocess', 'endToEnd']) {
      const { median, p10, p90 } = report[stage] as Record<string, number>;
      expect(p10).toBeGreaterThan(0);
      expect(median).toBeGreaterThanOrEqual(p10 ?? NaN);
      expect(p90).toBeGreaterThanOrEqual(median ?? NaN);
    }
    expect(report['endToEndRatio']).toBeGreaterThan(1);
    expect(report['eventLoopDelayP95Ms']).toBeGreaterThanOrEqual(0);

    const human = await runOcelli([...args, '--provider', 'cpu'], { cwd: root });
    expect(human.stdout).toMatch(/^ {2}session\.run +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d +1\.00$/m);
    expect(human.stdout).toMatch(/^ {2}cpu {2}selected/m);
  });

  it.each([
    ['--size', '1280', 'WIDTHxHEIGHT'],
    ['--size', '0x720', 'WIDTHxHEIGHT'],
    ['--format', 'yuyv', 'nv12'],
    ['--runs', '-1', 'positive integer'],
  ])('should refuse %s %s', async (option, value, reason) => {
    const result = await runOcelli(['bench', 'color.json', option, value], { cwd: root });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(reason);
  });
});
