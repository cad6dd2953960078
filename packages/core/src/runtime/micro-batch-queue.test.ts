import { describe, expect, it } from 'vitest';
import { createMicroBatchQueue } from './micro-batch-queue.js';

/** A queue of numbers that records its runs; a run that holds a negative number fails. */
const recordingQueue = (maxBatchSize = 3, failsJoined = false) => {
  const runs: number[][] = [];
  const disposed: number[] = [];
  const gate: { wait: Promise<void> } = { wait: Promise.resolve() };
  const queue = createMicroBatchQueue<number, number>({
    run: async (jobs) => {
      runs.push([...jobs]);
      await gate.wait;
      if (failsJoined && jobs.length > 1) throw new Error('joined');
      const bad = jobs.find((job) => job < 0);
      if (bad !== undefined) throw new Error(`bad ${String(bad)}`);
      return jobs.map((job) => job * 10);
    },
    canJoin: (jobs) => jobs.length < maxBatchSize,
    dispose: (job) => disposed.push(job),
  });
  const block = (): (() => void) => {
    let open = (): void => undefined;
    gate.wait = new Promise((resolve) => (open = resolve));
    return () => {
      open();
    };
  };
  return { queue, runs, disposed, block };
};

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('createMicroBatchQueue', () => {
  it('should join calls of one turn up to the limit, and keep their order', async () => {
    const { queue, runs, disposed } = recordingQueue();
    const results = await Promise.all([1, 2, 3, 4].map((job) => queue.add(job, undefined)));
    expect(results).toEqual([10, 20, 30, 40]);
    expect(runs).toEqual([[1, 2, 3], [4]]);
    expect(disposed).toEqual([1, 2, 3, 4]);
  });

  it('should join what gathers while a run is under way', async () => {
    const { queue, runs, block } = recordingQueue();
    const open = block();
    const first = queue.add(1, undefined);
    await turn();
    const later = [queue.add(2, undefined), queue.add(3, undefined)];
    open();
    expect(await Promise.all([first, ...later])).toEqual([10, 20, 30]);
    expect(runs).toEqual([[1], [2, 3]]);
  });

  it('should fail only the bad job of a joined run, and go on', async () => {
    const { queue, runs } = recordingQueue();
    const outcomes = await Promise.allSettled([1, -2, 3].map((job) => queue.add(job, undefined)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await queue.add(4, undefined)).toBe(40);
    expect(runs).toEqual([[1, -2, 3], [1], [-2], [3], [4]]);
  });

  it('should give up joining when it is joining that fails', async () => {
    const { queue, runs } = recordingQueue(3, true);
    expect(await Promise.all([queue.add(1, undefined), queue.add(2, undefined)])).toEqual([10, 20]);
    expect(await Promise.all([queue.add(3, undefined), queue.add(4, undefined)])).toEqual([30, 40]);
    expect(runs).toEqual([[1, 2], [1], [2], [3], [4]]);
  });

  it('should never run what is aborted while it waits', async () => {
    const { queue, runs, disposed, block } = recordingQueue(1);
    const open = block();
    const controller = new AbortController();
    const first = queue.add(1, undefined);
    const second = queue.add(2, controller.signal);
    const third = queue.add(3, undefined);
    await turn();
    controller.abort('enough');
    await expect(second).rejects.toBe('enough');
    expect(disposed).toEqual([2]);
    open();
    expect(await Promise.all([first, third])).toEqual([10, 30]);
    expect(runs).toEqual([[1], [3]]);
    expect(disposed).toEqual([2, 1, 3]);
  });

  it('should reject an aborted run at once and keep its memory until it ends', async () => {
    const { queue, disposed, block } = recordingQueue();
    const open = block();
    const controller = new AbortController();
    const call = queue.add(1, controller.signal);
    await turn();
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(disposed).toEqual([]);
    open();
    expect(await queue.add(2, undefined)).toBe(20);
    expect(disposed).toEqual([1, 2]);
  });

  it('should refuse a signal that is already aborted', async () => {
    const { queue, runs } = recordingQueue();
    await expect(queue.add(1, AbortSignal.abort('before'))).rejects.toBe('before');
    expect(runs).toEqual([]);
  });

  it('should reject what waits, runs and comes later once it is closed', async () => {
    const { queue, disposed, block } = recordingQueue(1);
    const open = block();
    const calls = [queue.add(1, undefined), queue.add(2, undefined)];
    const settled = Promise.allSettled(calls);
    await turn();
    queue.close('closed');
    calls.push(queue.add(3, undefined));
    await expect(calls[2]).rejects.toBe('closed');
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    open();
    await turn();
    expect(disposed).toEqual([2, 3, 1]);
  });
});
