import type { Classifier } from '@ocelli/core';
import type { LabelledExample } from '../data/labelled-example.js';
import type { ReadPicture } from './read-picture.js';

/** Pictures that are timed, and those before them that only warm up. */
const TIMED = 40;
const WARM_UP = 5;

/**
 * What one picture costs: medians in milliseconds by the clock, one picture at a time while nothing else
 * runs. On the execution provider `cpu` they are the milliseconds of the CPU, on all threads the model uses.
 */
export interface EvaluationTiming {
  /** Preprocessing and inference of one decoded picture. */
  readonly msPerImage: number;
  readonly preprocessMs: number;
  readonly inferenceMs: number;
  /** Reading the file and decoding it, which `msPerImage` leaves out. */
  readonly decodeMs: number;
  /** How many pictures were timed. */
  readonly pictures: number;
  readonly executionProvider: string;
}

const median = (samples: readonly number[]): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** Examples spread evenly over the dataset, which is mostly sorted by class. */
const spread = (examples: readonly LabelledExample[], count: number): LabelledExample[] => {
  const taken = Math.min(count, examples.length);
  return Array.from(
    { length: taken },
    (_, index) => examples[Math.floor((index * examples.length) / taken)] as LabelledExample,
  );
};

/** Times a classifier on some of these examples, which must be readable; null when there is none. */
export const timeClassifier = async ({
  classifier,
  examples,
  read,
  signal,
  now = () => performance.now(),
}: {
  readonly classifier: Classifier;
  readonly examples: readonly LabelledExample[];
  readonly read: ReadPicture;
  readonly signal?: AbortSignal;
  /** Milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}): Promise<EvaluationTiming | null> => {
  const withSignal = signal === undefined ? {} : { signal };
  const samples: { decodeMs: number; preprocessMs: number; inferenceMs: number }[] = [];
  const timed = spread(examples, TIMED);
  for (const { path, region } of [...timed.slice(0, WARM_UP), ...timed]) {
    const start = now();
    const frame = await read(path, withSignal);
    const decodeMs = now() - start;
    try {
      const regionOfInterest = region === undefined ? {} : { regionOfInterest: region };
      const { timing } = await classifier.classify(frame, { ...withSignal, ...regionOfInterest });
      samples.push({ decodeMs, ...timing });
    } finally {
      frame.close();
    }
  }
  if (samples.length === 0) return null;
  const measured = samples.slice(samples.length - timed.length);
  return {
    msPerImage: median(measured.map((each) => each.preprocessMs + each.inferenceMs)),
    preprocessMs: median(measured.map((each) => each.preprocessMs)),
    inferenceMs: median(measured.map((each) => each.inferenceMs)),
    decodeMs: median(measured.map((each) => each.decodeMs)),
    pictures: timed.length,
    executionProvider: classifier.executionProvider,
  };
};
