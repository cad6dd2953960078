export interface MicroBatchQueueOptions<Job, Result> {
  /** Runs these jobs together and gives one result per job, in order. Never called while it is running. */
  readonly run: (jobs: readonly Job[]) => Promise<readonly Result[]>;
  /** Whether `next` may share a run with `jobs`, which came before it. */
  readonly canJoin: (jobs: readonly Job[], next: Job) => boolean;
  /** Called once per job, when nothing reads it any more. */
  readonly dispose: (job: Job) => void;
}

/** Jobs in the order they came, one run at a time, neighbours joined where they may be. */
export interface MicroBatchQueue<Job, Result> {
  /** Nothing waits and nothing runs. */
  readonly isIdle: boolean;
  /** Rejects with the signal's reason at once, also while the job runs: the run then ends unread. */
  add(job: Job, signal: AbortSignal | undefined): Promise<Result>;
  /** Rejects what waits, what runs and what comes later. */
  close(reason: unknown): void;
}

type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

interface Entry<Job, Result> {
  readonly job: Job;
  isSettled: boolean;
  settle(outcome: Outcome<Result>): void;
}

/**
 * Creates a queue. When a joined run fails, its jobs run once more one by one, so that one bad job does
 * not fail its neighbours; when all of them succeed alone, joining itself was at fault (a graph with a
 * batch size of 1 baked in) and is given up.
 */
export const createMicroBatchQueue = <Job, Result>({
  run,
  canJoin,
  dispose,
}: MicroBatchQueueOptions<Job, Result>): MicroBatchQueue<Job, Result> => {
  let waiting: Entry<Job, Result>[] = [];
  let running: readonly Entry<Job, Result>[] = [];
  let closed: { readonly reason: unknown } | undefined;
  let isDraining = false;
  let joins = true;

  const takeBatch = (): Entry<Job, Result>[] => {
    const batch = waiting.splice(0, 1);
    for (let next = waiting[0]; joins && next !== undefined; next = waiting[0]) {
      const jobs = batch.map((entry) => entry.job);
      if (!canJoin(jobs, next.job)) break;
      waiting.shift();
      batch.push(next);
    }
    return batch;
  };

  // A job's memory is free before its caller goes on, so that the next call finds it.
  const finish = (entry: Entry<Job, Result>, outcome: Outcome<Result>): void => {
    dispose(entry.job);
    entry.settle(outcome);
  };

  /** Returns whether the run succeeded; a failure is settled only where nothing else can be tried. */
  const runBatch = async (batch: readonly Entry<Job, Result>[]): Promise<boolean> => {
    try {
      const results = await run(batch.map((entry) => entry.job));
      batch.forEach((entry, index) => {
        finish(entry, { result: results[index]! });
      });
      return true;
    } catch (error) {
      const [only, ...others] = batch;
      if (only !== undefined && others.length === 0) finish(only, { error });
      return false;
    }
  };

  const runOneByOne = async (batch: readonly Entry<Job, Result>[]): Promise<void> => {
    let succeeded = 0;
    for (const entry of batch) {
      if (entry.isSettled) dispose(entry.job);
      else if (await runBatch([entry])) succeeded += 1;
    }
    if (succeeded === batch.length) joins = false;
  };

  const drain = async (): Promise<void> => {
    isDraining = true;
    // Calls made in the same turn of the event loop get the chance to share the first run.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = takeBatch();
      running = batch;
      if (!(await runBatch(batch)) && batch.length > 1) await runOneByOne(batch);
      running = [];
    }
    isDraining = false;
  };

  const add = (job: Job, signal: AbortSignal | undefined): Promise<Result> =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        entry.settle({ error: signal?.reason });
        const position = waiting.indexOf(entry);
        if (position < 0) return;
        waiting.splice(position, 1);
        dispose(job);
      };
      const entry: Entry<Job, Result> = {
        job,
        isSettled: false,
        settle: (outcome) => {
          if (entry.isSettled) return;
          entry.isSettled = true;
          signal?.removeEventListener('abort', abort);
          if ('result' in outcome) resolve(outcome.result);
          // An abort's reason is whatever the caller gave, and reaches the caller as it is.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          else reject(outcome.error);
        },
      };
      if (signal?.aborted === true || closed !== undefined) {
        entry.settle({ error: closed === undefined ? signal?.reason : closed.reason });
        dispose(job);
        return;
      }
      signal?.addEventListener('abort', abort);
      waiting.push(entry);
      if (!isDraining) void drain();
    });

  return {
    get isIdle() {
      return !isDraining;
    },
    add,
    close: (reason) => {
      closed ??= { reason };
      const dropped = waiting;
      waiting = [];
      for (const entry of [...running, ...dropped]) entry.settle({ error: reason });
      for (const entry of dropped) dispose(entry.job);
    },
  };
};
