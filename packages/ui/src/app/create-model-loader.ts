import { type Classifier, createClassifier, type DownloadProgress } from '@ocelli/core';
import { createWebBackend, type WebExecutionProvider } from '@ocelli/web';
import { detailOf, faultOf } from '../language/fault-of.js';
import type { PageMode } from './page-definition.js';
import type { ModelState } from './page-state.js';

/** Loads one model at a time. */
export interface ModelLoader {
  /** Undefined while none is loaded. */
  readonly classifier: Classifier | undefined;
  /** Lets go of the model before and loads this one; undefined for the page's own choice of provider. */
  load(mode: PageMode, executionProvider: WebExecutionProvider | undefined): void;
}

/**
 * @param ready Resolves when models may be fetched: once what keeps them for later is there.
 * @param report Is told every change.
 */
export const createModelLoader = (
  ready: Promise<void>,
  report: (state: ModelState) => void,
): ModelLoader => {
  const backend = createWebBackend();
  let classifier: Classifier | undefined;
  let loading = new AbortController();

  const open = async (
    { card }: PageMode,
    executionProvider: WebExecutionProvider | undefined,
    signal: AbortSignal,
  ): Promise<void> => {
    const onProgress = (progress: DownloadProgress): void => {
      if (!signal.aborted) report({ kind: 'loading', progress });
    };
    try {
      await ready;
      const opened = await createClassifier({
        card,
        backend,
        signal,
        onProgress,
        ...(executionProvider && { executionProviders: [executionProvider] }),
      });
      if (signal.aborted) {
        await opened.release();
        return;
      }
      classifier = opened;
      const { attempts } = opened;
      report({ kind: 'ready', executionProvider: opened.executionProvider, attempts });
    } catch (error) {
      if (signal.aborted) return;
      report({ kind: 'failed', failure: { fault: faultOf(error), detail: detailOf(error) } });
    }
  };

  return {
    get classifier() {
      return classifier;
    },
    load: (mode, executionProvider) => {
      loading.abort();
      loading = new AbortController();
      void classifier?.release();
      classifier = undefined;
      report({ kind: 'loading', progress: undefined });
      void open(mode, executionProvider, loading.signal);
    },
  };
};
