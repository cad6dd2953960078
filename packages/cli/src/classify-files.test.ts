import { type Classification, type Classifier, createFrame, type Frame } from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { classifyFiles, type FileResult } from './classify-files.js';
import type { InputItem } from './expand-inputs.js';
import { NoFilesFoundError } from './no-files-found-error.js';

/** Just enough of a classifier: it names the label after the frame's sequence, slower ones first. */
const createStubClassifier = (delays: readonly number[] = []): Classifier => ({
  card: undefined as never,
  executionProvider: 'cpu',
  attempts: [],
  async classify(frame: Frame) {
    const { sequence, data } = frame;
    if (data[0] === 255) throw new RangeError('too bright');
    for (let turn = 0; turn < (delays[sequence] ?? 0); turn += 1) await Promise.resolve();
    return {
      top: { label: `label-${String(sequence)}`, index: sequence, score: 1 },
    } as Classification;
  },
  release: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

const createDecoder = (bright: readonly string[] = []) => {
  const frames: Frame[] = [];
  const decode = (file: string): Promise<Frame> => {
    const data = new Uint8Array(3).fill(bright.includes(file) ? 255 : 0);
    const frame = createFrame({ width: 1, height: 1, format: 'rgb', data, sequence: Number(file) });
    frames.push(frame);
    return Promise.resolve(frame);
  };
  return { decode, frames };
};

async function* filesNamed(names: readonly string[]): AsyncGenerator<InputItem> {
  for (const file of names) {
    await Promise.resolve();
    yield { file };
  }
}

const collect = async (results: AsyncIterable<FileResult>): Promise<string[]> => {
  const lines: string[] = [];
  for await (const result of results) {
    const outcome =
      result.outcome === 'classified'
        ? result.classification.top.label
        : (result.error as Error).name;
    lines.push(`${result.file} ${outcome}`);
  }
  return lines;
};

describe('classifyFiles', () => {
  it('should yield results in the order of the files when later ones are ready first', async () => {
    const classifier = createStubClassifier([50, 20, 0, 40, 0]);
    const { decode } = createDecoder();
    const results = classifyFiles(filesNamed(['0', '1', '2', '3', '4']), { classifier, decode });
    expect(await collect(results)).toEqual([
      '0 label-0',
      '1 label-1',
      '2 label-2',
      '3 label-3',
      '4 label-4',
    ]);
  });

  it('should go on after a file that fails and close every frame once', async () => {
    const { decode, frames } = createDecoder(['1']);
    const results = classifyFiles(filesNamed(['0', '1', '2']), {
      classifier: createStubClassifier(),
      decode,
    });
    expect(await collect(results)).toEqual(['0 label-0', '1 RangeError', '2 label-2']);
    expect(frames.map((frame) => frame.isClosed)).toEqual([true, true, true]);
  });

  it('should pass on the error of an input that gives no files', async () => {
    async function* items(): AsyncGenerator<InputItem> {
      await Promise.resolve();
      yield {
        file: 'empty/',
        error: new NoFilesFoundError({
          input: 'empty/',
          reason: 'it is empty',
          remedy: 'Fill it.',
        }),
      };
      yield { file: '7' };
    }
    const { decode } = createDecoder();
    const results = classifyFiles(items(), { classifier: createStubClassifier(), decode });
    expect(await collect(results)).toEqual(['empty/ NoFilesFoundError', '7 label-7']);
  });

  it('should decode no more files ahead than it may', async () => {
    const { decode, frames } = createDecoder();
    const names = Array.from({ length: 40 }, (_, index) => String(index));
    let yielded = 0;
    let mostAhead = 0;
    const results = classifyFiles(filesNamed(names), {
      classifier: createStubClassifier(names.map(() => 50)),
      decode,
      decodeAhead: 3,
    });
    for await (const { file } of results) {
      expect(file).toBe(String(yielded));
      mostAhead = Math.max(mostAhead, frames.length - yielded);
      yielded += 1;
    }
    expect(yielded).toBe(40);
    expect(mostAhead).toBe(4);
  });

  it('should hand out a result while the next path is not there yet', async () => {
    let release: (() => void) | undefined;
    async function* slow(): AsyncGenerator<InputItem> {
      yield { file: '0' };
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      yield { file: '1' };
    }
    const { decode } = createDecoder();
    const results = classifyFiles(slow(), { classifier: createStubClassifier(), decode });
    const first = await results.next();
    expect(first.value).toMatchObject({ file: '0' });
    release?.();
    expect(await collect(results)).toEqual(['1 label-1']);
  });

  it('should throw the reason of the signal and leave no frame open', async () => {
    const controller = new AbortController();
    const { decode, frames } = createDecoder();
    const results = classifyFiles(filesNamed(['0', '1', '2', '3', '4', '5', '6', '7']), {
      classifier: createStubClassifier(),
      decode,
      signal: controller.signal,
    });
    await results.next();
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(results.next()).rejects.toBe(reason);
    expect(frames.every((frame) => frame.isClosed)).toBe(true);
    expect(frames.length).toBeLessThan(8);
  });

  it('should throw what the source of the files throws', async () => {
    async function* broken(): AsyncGenerator<InputItem> {
      yield { file: '0' };
      await Promise.resolve();
      throw new TypeError('unplugged');
    }
    const { decode } = createDecoder();
    const results = classifyFiles(broken(), { classifier: createStubClassifier(), decode });
    await expect(collect(results)).rejects.toThrow('unplugged');
  });
});
