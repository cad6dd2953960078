import type {
  FramePipelineConfig,
  FrameRunOptions,
  InferenceSession,
  RunOptions,
  RunResult,
} from '../backend/inference-backend.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { ReleasedError } from '../errors/session-errors.js';
import type { PixelBuffer } from '../frame/frame.js';
import { TYPED_ARRAYS } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { captureFrame, type CallerPreprocessing } from './capture-frame.js';
import { checkFeeds } from './check-feeds.js';
import { createMicroBatchQueue } from './micro-batch-queue.js';
import { createPixelSlots } from './pixel-slots.js';
import type { FrameContent, FrameInput, SessionHost } from './session-host.js';

export interface HostedSessionOptions {
  readonly host: SessionHost;
  readonly pipeline?: FramePipelineConfig;
  /** Memory for the pixels or the tensor of one frame; shared memory where the host is in another thread. */
  readonly allocatePixels: (byteLength: number) => Uint8Array;
  /** Default: the host preprocesses every frame. */
  readonly callerPreprocessing?: CallerPreprocessing;
  /** Milliseconds on any monotonic clock. */
  readonly now: () => number;
}

type Job = { readonly calledAt: number } & (
  { readonly feeds: Readonly<Record<string, Tensor>> } | { readonly frame: FrameInput }
);

const copyFeeds = (feeds: Readonly<Record<string, Tensor>>): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, dims, data }]) => {
      const copy = new TYPED_ARRAYS[dtype](data.length);
      (copy as { set(source: typeof data): void }).set(data);
      return [name, { dtype, dims: [...dims], data: copy }];
    }),
  );

/** Milliseconds of preprocessing that were spent before the frame was queued. */
const earlyMs = (content: FrameContent | undefined): number =>
  content?.kind === 'tensor' ? content.preprocessMs : 0;

/** Runs jobs of one kind on the host, and adds when each waited and worked. */
const runJobs = async (
  host: SessionHost,
  jobs: readonly Job[],
  now: () => number,
): Promise<RunResult[]> => {
  const startedAt = now();
  const [first] = jobs;
  if (first !== undefined && 'feeds' in first) {
    const { outputs, inferenceMs } = await host.runFeeds(first.feeds);
    const queueMs = startedAt - first.calledAt;
    return [{ outputs, timing: { queueMs, preprocessMs: 0, inferenceMs, batchSize: 1 } }];
  }
  const frames = jobs.flatMap((job) => ('frame' in job ? [job.frame] : []));
  const run = await host.runFrames(frames);
  let earlierMs = 0;
  return jobs.map(({ calledAt }, index) => {
    const preprocessMs = run.preprocessMs[index] ?? 0;
    const doneMs = earlyMs(frames[index]?.content);
    const queueMs = startedAt - calledAt - doneMs + earlierMs;
    earlierMs += preprocessMs - doneMs;
    return {
      outputs: run.outputs[index] ?? {},
      timing: { queueMs, preprocessMs, inferenceMs: run.inferenceMs, batchSize: jobs.length },
    };
  });
};

class HostedSession implements InferenceSession {
  readonly inputs;
  readonly outputs;
  readonly executionProvider;
  readonly attempts;
  readonly #host: SessionHost;
  readonly #pipeline: FramePipelineConfig | undefined;
  readonly #callerPreprocessing: CallerPreprocessing | undefined;
  readonly #now: () => number;
  readonly #slots;
  readonly #queue;
  #release: Promise<void> | undefined;

  constructor(options: HostedSessionOptions) {
    const { host, pipeline, callerPreprocessing, allocatePixels, now } = options;
    const { inputs, outputs, executionProvider, attempts, maxBatchSize } = host.facts;
    this.inputs = inputs;
    this.outputs = outputs;
    this.executionProvider = executionProvider;
    this.attempts = attempts;
    this.#host = host;
    this.#pipeline = pipeline;
    this.#callerPreprocessing = callerPreprocessing;
    this.#now = now;
    this.#slots = createPixelSlots({
      allocate: allocatePixels,
      maxFree: maxBatchSize + 1,
      onDrop: (slot) => {
        host.forgetSlot(slot);
      },
    });
    this.#queue = createMicroBatchQueue<Job, RunResult>({
      run: (jobs) => runJobs(host, jobs, now),
      canJoin: (jobs, next) =>
        'frame' in next && jobs.length < maxBatchSize && jobs.every((job) => 'frame' in job),
      dispose: (job) => {
        if ('frame' in job) this.#slots.release(job.frame.slot);
      },
    });
  }

  // `async` turns what the checks throw into rejections; nothing is awaited before the inputs are copied.
  async run(
    feeds: Readonly<Record<string, Tensor>>,
    { signal }: RunOptions = {},
  ): Promise<RunResult> {
    const calledAt = this.#now();
    this.#refuseUseAfterRelease();
    signal?.throwIfAborted();
    checkFeeds(this.inputs, feeds);
    return this.#queue.add({ calledAt, feeds: copyFeeds(feeds) }, signal);
  }

  async runFrame(pixels: PixelBuffer, options: FrameRunOptions = {}): Promise<RunResult> {
    const calledAt = this.#now();
    this.#refuseUseAfterRelease();
    options.signal?.throwIfAborted();
    if (this.#pipeline === undefined) {
      throw new InvalidArgumentError({
        argument: 'pipeline',
        expected: 'given to createSession before runFrame is called',
        actual: 'missing',
        remedy: 'Create the session with a pipeline, or call run with preprocessed tensors.',
      });
    }
    if (this.#queue.isIdle) this.#host.expectFrame?.();
    const frame = captureFrame(pixels, options, {
      config: this.#pipeline.preprocess,
      caller: this.#callerPreprocessing,
      slots: this.#slots,
      now: this.#now,
    });
    return this.#queue.add({ calledAt, frame }, options.signal);
  }

  release(): Promise<void> {
    this.#release ??= this.#end();
    return this.#release;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  async #end(): Promise<void> {
    this.#queue.close(new ReleasedError({ what: 'session' }));
    this.#callerPreprocessing?.preprocessor.release();
    await this.#host.release();
  }

  #refuseUseAfterRelease(): void {
    if (this.#release !== undefined) throw new ReleasedError({ what: 'session' });
  }
}

/**
 * Creates the session that callers hold, in front of the host that does the work: checks and copies
 * inputs when they are handed in, queues and joins calls, rejects at once on abort and release.
 */
export const createHostedSession = (options: HostedSessionOptions): InferenceSession =>
  new HostedSession(options);
