import type { Classification, Classifier, Frame } from '@ocelli/core';
import type { InputItem } from './expand-inputs.js';

/** What became of one file. */
export type FileResult =
  | {
      readonly outcome: 'classified';
      readonly file: string;
      readonly classification: Classification;
      readonly decodeMs: number;
    }
  | { readonly outcome: 'failed'; readonly file: string; readonly error: unknown };

export interface ClassifyFilesOptions {
  readonly classifier: Classifier;
  /** Reads one file into a frame, which is closed as soon as the model has taken it. */
  readonly decode: (file: string, options: { signal?: AbortSignal }) => Promise<Frame>;
  /** Length of `classification.scores`. Default: the card's. */
  readonly topK?: number;
  /** Files that are decoded while the model runs; bounds memory to that many frames. Default 4. */
  readonly decodeAhead?: number;
  readonly signal?: AbortSignal;
  /** Milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

const classifyFile = async (
  file: string,
  { classifier, decode, topK, signal, now = () => performance.now() }: ClassifyFilesOptions,
): Promise<FileResult> => {
  const withSignal = signal === undefined ? {} : { signal };
  try {
    const start = now();
    const frame = await decode(file, withSignal);
    const decodeMs = now() - start;
    let pending: Promise<Classification>;
    try {
      pending = classifier.classify(frame, {
        ...withSignal,
        ...(topK === undefined ? {} : { topK }),
      });
    } finally {
      // The pixels have been read when classify returns, so waiting for the model needs no frame.
      frame.close();
    }
    return { outcome: 'classified', file, classification: await pending, decodeMs };
  } catch (error) {
    return { outcome: 'failed', file, error };
  }
};

/**
 * Classifies files one after another and yields their results in the order of `items`. A file that
 * fails is a result with its error, and the next one goes on. A result is handed out as soon as it and
 * all before it are there, also while `items` still waits for its next path.
 *
 * @throws the signal's reason, after the files in flight have ended.
 *
 * @example
 * for await (const result of classifyFiles(expandInputs(['photos']), { classifier, decode: decodeImage })) {
 *   if (result.outcome === 'classified') console.log(result.file, result.classification.top.label);
 * }
 */
export async function* classifyFiles(
  items: AsyncIterable<InputItem>,
  options: ClassifyFilesOptions,
): AsyncGenerator<FileResult> {
  const { decodeAhead = 4, signal } = options;
  const iterator = items[Symbol.asyncIterator]();
  const advance = (): Promise<IteratorResult<InputItem>> => {
    const next = iterator.next();
    // It is awaited below; until then a rejection must not count as unhandled.
    next.catch(() => undefined);
    return next;
  };
  const inFlight: Promise<FileResult>[] = [];
  let upcoming: Promise<IteratorResult<InputItem>> | undefined = advance();
  try {
    while (upcoming !== undefined || inFlight.length > 0) {
      const oldest = inFlight[0];
      const canTake = upcoming !== undefined && inFlight.length <= decodeAhead;
      const winner: FileResult | IteratorResult<InputItem> | undefined = await Promise.race([
        ...(canTake ? [upcoming] : []),
        ...(oldest === undefined ? [] : [oldest]),
      ]);
      signal?.throwIfAborted();
      if (winner === undefined) return;
      if ('outcome' in winner) {
        void inFlight.shift();
        yield winner;
      } else if (winner.done === true) upcoming = undefined;
      else {
        const { file, error } = winner.value;
        inFlight.push(
          error === undefined
            ? classifyFile(file, options)
            : Promise.resolve({ outcome: 'failed', file, error }),
        );
        upcoming = advance();
      }
    }
  } finally {
    await Promise.allSettled(inFlight);
    // Not awaited: a source that waits for its next path ends only with its own signal.
    void iterator.return?.()?.catch(() => undefined);
  }
}
