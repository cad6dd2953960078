import { InvalidArgumentError } from '@ocelli/core';
import { CameraSourceError } from './camera-source-error.js';
import type { CameraSource, OpenSourceOptions } from './camera-source.js';
import { createFrameStream, type Produce } from './frame-stream.js';
import { type SourceClock, systemClock } from './source-clock.js';

/** A source of a producer. */
export const defineSource = ({
  name,
  isLive,
  produce,
  clock = systemClock,
}: {
  readonly name: string;
  readonly isLive: boolean;
  readonly produce: Produce;
  readonly clock?: SourceClock | undefined;
}): CameraSource => {
  const open = (options: OpenSourceOptions = {}) =>
    createFrameStream(
      produce,
      {
        isLive,
        clock,
        endOf: (error) => ({
          state: 'ended',
          cause: CameraSourceError.isInstance(error)
            ? error
            : new CameraSourceError({
                source: name,
                reason: 'unreadable',
                detail: error instanceof Error ? error.message : String(error),
                cause: error,
              }),
        }),
      },
      options,
    );
  return { name, isLive, open, [Symbol.asyncIterator]: () => open() };
};

/**
 * Checks an argument of a source.
 *
 * @throws InvalidArgumentError when it does not hold.
 */
export const checkOption = (
  holds: boolean,
  argument: string,
  expected: string,
  actual: unknown,
): void => {
  if (!holds) throw new InvalidArgumentError({ argument, expected, actual: String(actual) });
};
