import type { DownloadProgress } from '@ocelli/core';
import { createProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Runs work that may download a model, with a progress bar while it does. */
export const withDownloadProgress = async <T>(
  terminal: Terminal,
  work: (onProgress: (progress: DownloadProgress) => void) => Promise<T>,
): Promise<T> => {
  const bar = createProgress(terminal, { title: 'download', unit: megabytes });
  try {
    return await work(({ receivedBytes, totalBytes }) => {
      bar.update(receivedBytes, totalBytes);
    });
  } finally {
    bar.end();
  }
};
