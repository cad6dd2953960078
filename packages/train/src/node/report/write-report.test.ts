import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame } from '@ocelli/core';
import { decodeImage } from '@ocelli/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMetricsAccumulator } from '../../evaluate/create-metrics-accumulator.js';
import type { Evaluation } from '../../evaluate/evaluate-classifier.js';
import { drawThumbnail } from './draw-thumbnail.js';
import { encodePng } from './encode-png.js';
import { OutputFileError } from './output-file-error.js';
import { writeReport } from './write-report.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-report-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Pixels that differ in every place and channel. */
const pixelsOf = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 37) % 256);

const frameOf = (width: number, height: number) =>
  createFrame({ width, height, format: 'rgb', data: pixelsOf(width, height) });

const evaluation = (): Evaluation => {
  const accumulator = createMetricsAccumulator(['a', 'b']);
  accumulator.add([0.9, 0.1], 1);
  return {
    ...accumulator.metrics(),
    mistakes: [{ path: 'x.png', label: 'b', predicted: 'a', score: 0.9, labelScore: 0.1 }],
    failed: [{ path: 'broken.png', error: new Error('damaged') }],
    timing: null,
  };
};

describe('encodePng', () => {
  it('should give back the same pixels when it is decoded', async () => {
    const path = join(folder, 'a.png');
    await writeFile(path, encodePng(pixelsOf(7, 5), 7, 5));
    using frame = await decodeImage(path);
    expect([frame.width, frame.height, frame.format]).toEqual([7, 5, 'rgb']);
    expect(Buffer.from(frame.data).equals(Buffer.from(pixelsOf(7, 5)))).toBe(true);
  });
});

describe('drawThumbnail', () => {
  const sizeOf = async (uri: string) => {
    const path = join(folder, 'thumbnail.png');
    await writeFile(path, Buffer.from(uri.split(',')[1] ?? '', 'base64'));
    using frame = await decodeImage(path);
    return [frame.width, frame.height];
  };

  it('should shrink to the longer side, keep small pictures and cut out regions', async () => {
    using large = frameOf(80, 40);
    using small = frameOf(9, 12);
    const region = { x: 10, y: 10, width: 10, height: 20 };
    expect(await sizeOf(drawThumbnail(large, { maxSide: 20 }))).toEqual([20, 10]);
    expect(await sizeOf(drawThumbnail(small, { maxSide: 20 }))).toEqual([9, 12]);
    expect(await sizeOf(drawThumbnail(large, { maxSide: 20, region }))).toEqual([10, 20]);
  });
});

describe('writeReport', () => {
  it('should write figures, pictures and a page that shows them', async () => {
    await writeReport(join(folder, 'report'), {
      title: 'Pets',
      evaluation: evaluation(),
      learningCurves: [{ epoch: 1, learningRate: 0.1, trainingLoss: 1, trainingAccuracy: 0.5 }],
      read: () => Promise.resolve(frameOf(8, 8)),
    });
    const names = (await readdir(join(folder, 'report'))).sort();
    const pictures = ['confusion.svg', 'learning-curves.svg', 'mistakes.svg', 'reliability.svg'];
    expect(names).toEqual([...pictures, 'report.html', 'report.json'].sort());
    const page = await readFile(join(folder, 'report', 'report.html'), 'utf8');
    for (const picture of pictures) expect(page).toContain(`src="${picture}"`);
    const json: unknown = JSON.parse(await readFile(join(folder, 'report', 'report.json'), 'utf8'));
    expect(json).toMatchObject({
      title: 'Pets',
      evaluation: {
        count: 1,
        top1: 0,
        failed: [{ path: 'broken.png', error: { name: 'Error', message: 'damaged' } }],
      },
    });
    expect(await readFile(join(folder, 'report', 'mistakes.svg'), 'utf8')).toContain(
      'href="data:image/png;base64,',
    );
  });

  it('should leave out what there is nothing to draw of', async () => {
    const empty = createMetricsAccumulator(['a']).metrics();
    await writeReport(folder, {
      title: 'Empty',
      evaluation: { ...empty, mistakes: [], failed: [], timing: null },
    });
    expect((await readdir(folder)).sort()).toEqual(['report.html', 'report.json']);
  });

  it('should name the file that cannot be written', async () => {
    await writeFile(join(folder, 'taken'), '');
    const writing = writeReport(join(folder, 'taken'), { title: 'x' });
    await expect(writing).rejects.toThrow(OutputFileError);
    await expect(writing).rejects.toThrow(join(folder, 'taken', 'report.json'));
  });
});
