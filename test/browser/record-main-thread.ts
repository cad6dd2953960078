import type { Page } from 'playwright-core';

/** What runs on a page's main thread, as Chromium's tracing sees it. */
export interface MainThreadRecord {
  /** Ends the recording; the longest task's milliseconds of processor time. */
  longestTaskMs(): Promise<number>;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const TASK = /RunTask$/;

const longestTask = (events: readonly TraceEvent[]): number => {
  const mainThreads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${String(pid)} ${String(tid)}`),
  );
  const tasks = events.filter(
    ({ name, pid, tid }) => TASK.test(name) && mainThreads.has(`${String(pid)} ${String(tid)}`),
  );
  // Processor time where it is known: on a busy machine the rest is other programs' time.
  return Math.max(0, ...tasks.map(({ tdur, dur }) => (tdur ?? dur ?? 0) / 1000));
};

/** Records the tasks of the main threads of `page`'s browser until asked for the longest. */
export const recordMainThread = async (page: Page): Promise<MainThreadRecord> => {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  });
  return {
    longestTaskMs: async () => {
      const complete = new Promise<void>((resolve) => {
        session.once('Tracing.tracingComplete', () => {
          resolve();
        });
      });
      await session.send('Tracing.end');
      await complete;
      await session.detach();
      return longestTask(events);
    },
  };
};
