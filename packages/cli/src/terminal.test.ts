import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgress } from './progress.js';
import { createTerminal, type OutputStream } from './terminal.js';

/** Stands for a stream of the process; `written` is everything so far. */
const createStream = ({ isTTY, columns = 80 }: { isTTY: boolean; columns?: number }) => {
  const stream = new PassThrough({ highWaterMark: 1e6 });
  const isColored = { hasColors: () => isTTY, getColorDepth: () => (isTTY ? 8 : 1) };
  Object.assign(stream, { isTTY, columns, ...isColored });
  return {
    stream: stream as unknown as OutputStream,
    written: () => (stream.read() as Buffer | null)?.toString() ?? '',
  };
};

const { signal } = new AbortController();
const CLEAR = '\r\u001b[K';

describe('createTerminal', () => {
  it('should show no progress on a stderr that is no terminal', () => {
    const out = createStream({ isTTY: true });
    const err = createStream({ isTTY: false });
    const terminal = createTerminal({ stdout: out.stream, stderr: err.stream, signal });
    terminal.showProgress('half');
    terminal.showProgress(undefined);
    expect(err.written()).toBe('');
  });

  it('should put results above the progress line of the same terminal', async () => {
    const tty = createStream({ isTTY: true });
    const terminal = createTerminal({ stdout: tty.stream, stderr: tty.stream, signal });
    terminal.showProgress('half');
    await terminal.print('result');
    terminal.note('note');
    expect(tty.written()).toBe(
      `${CLEAR}half${CLEAR}result\n${CLEAR}half${CLEAR}note\n${CLEAR}half`,
    );
  });

  it('should leave the progress line alone when results go to a file', async () => {
    const out = createStream({ isTTY: false });
    const err = createStream({ isTTY: true });
    const terminal = createTerminal({ stdout: out.stream, stderr: err.stream, signal });
    terminal.showProgress('half');
    await terminal.print('result');
    expect(out.written()).toBe('result\n');
    expect(err.written()).toBe(`${CLEAR}half`);
  });

  it('should cut the progress line to the width of the terminal', () => {
    const err = createStream({ isTTY: true, columns: 5 });
    const terminal = createTerminal({ stdout: err.stream, stderr: err.stream, signal });
    terminal.showProgress('123456789');
    expect(err.written()).toBe(`${CLEAR}1234`);
  });

  it('should wait for a slow reader, and no longer than the signal lets it', async () => {
    const controller = new AbortController();
    const slow = new PassThrough({ highWaterMark: 1 });
    const stdout = Object.assign(slow, { isTTY: false }) as unknown as OutputStream;
    const terminal = createTerminal({ stdout, stderr: stdout, signal: controller.signal });
    const first = terminal.print('first');
    slow.read();
    await first;
    const second = terminal.print('second');
    controller.abort();
    await expect(second).rejects.toThrow('aborted');
  });
});

describe('createProgress', () => {
  const start = () => {
    const err = createStream({ isTTY: true });
    const terminal = createTerminal({ stdout: err.stream, stderr: err.stream, signal });
    let time = 0;
    const progress = createProgress(terminal, { title: 'work', unit: String, now: () => time });
    const updateAt = (ms: number, done: number, total: number | undefined): string => {
      time = ms;
      progress.update(done, total);
      return err.written();
    };
    return { progress, updateAt, written: err.written };
  };

  it('should show nothing for short work', () => {
    const { updateAt } = start();
    expect(updateAt(100, 1, 2)).toBe('');
  });

  it('should show how much is done and how long the rest takes', () => {
    const { progress, updateAt, written } = start();
    const bar = `${'█'.repeat(6)}${'░'.repeat(18)}`;
    expect(updateAt(2000, 1, 4)).toBe(`${CLEAR}work  ${bar}  1 of 4  6 s left`);
    expect(updateAt(2010, 2, 4)).toBe('');
    expect(updateAt(200_000, 2, 4)).toContain('2 of 4  3 min 20 s left');
    progress.end();
    expect(written()).toBe(CLEAR);
  });

  it('should count without a bar when the total is unknown', () => {
    const { updateAt } = start();
    expect(updateAt(2000, 17, undefined)).toBe(`${CLEAR}work  17`);
  });
});
