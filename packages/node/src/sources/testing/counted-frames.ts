import { createFrame } from '@ocelli/core';
import type { PendingFrame } from '../frame-stream.js';

/** Pending frames of one pixel that know what has become of them. */
export const createCountedFrames = () => {
  const counts = { made: 0, open: 0, discarded: 0 };
  return {
    counts,
    make: (value = 0, fails = false): PendingFrame => {
      counts.made += 1;
      return {
        open: (sequence) => {
          if (fails) return Promise.reject(new Error('damaged'));
          counts.open += 1;
          const onClose = (): void => {
            counts.open -= 1;
          };
          const data = Uint8Array.of(value);
          return Promise.resolve(
            createFrame({ width: 1, height: 1, format: 'gray', data, sequence, onClose }),
          );
        },
        discard: () => {
          counts.discarded += 1;
        },
      };
    },
  };
};
