import type { Classifier, Frame, RegionOfInterest } from '@ocelli/core';
import { decodeImageBlob } from '@ocelli/web';
import { detailOf, faultOf } from '../language/fault-of.js';
import type { Store } from '../store/create-store.js';
import type { Analysis, Recognised, Score } from './page-definition.js';
import { NOTHING_SEEN, type PageState } from './page-state.js';

export interface PictureDeskOptions {
  readonly store: Store<PageState>;
  readonly classifier: () => Classifier | undefined;
  readonly analysis: () => Analysis;
  readonly show: (frame: Frame) => void;
  readonly recognised: (event: Recognised) => void;
}

/** Looks at pictures that the user opens: one at a time, the latest. */
export interface PictureDesk {
  open(file: Blob): Promise<void>;
  /** Looks at the picture that is open with the model of now. */
  lookAgain(): Promise<void>;
  close(): void;
}

/** Larger ones do not fit onto the canvas of every browser. */
const MAX_PIXELS = 60_000_000;

/** Waits until the model is loaded or cannot be. */
const modelOf = (
  { store, classifier }: PictureDeskOptions,
  signal: AbortSignal,
): Promise<Classifier | undefined> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      if (store.get().model.kind !== 'loading') {
        end();
        resolve(classifier());
      }
    };
    const abort = (): void => {
      end();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason
      reject(signal.reason);
    };
    const unwatch = store.watch(look);
    const end = (): void => {
      unwatch();
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort);
    look();
  });

/** The place of the best answer among the marks. */
const placeOf = (
  marks: readonly { readonly label: string | undefined; readonly box: RegionOfInterest }[],
  { label }: Score,
): RegionOfInterest | undefined => marks.find((mark) => mark.label === label)?.box;

export const createPictureDesk = (options: PictureDeskOptions): PictureDesk => {
  const { store, analysis, show, recognised } = options;
  let looking = new AbortController();
  let opened: Blob | undefined;

  const look = async (file: Blob, signal: AbortSignal): Promise<void> => {
    using frame = await decodeImageBlob(file, { maxPixels: MAX_PIXELS, signal });
    show(frame);
    const classifier = await modelOf(options, signal);
    if (classifier === undefined) return;
    const { answer, scores, marks } = await analysis().look(frame, classifier, signal);
    signal.throwIfAborted();
    store.set({ answer, scores, marks });
    if (answer === undefined) return;
    const box = placeOf(marks, answer);
    recognised({ ...answer, sequence: frame.sequence, ...(box && { box }) });
  };
  const open = async (file: Blob): Promise<void> => {
    looking.abort();
    looking = new AbortController();
    const { signal } = looking;
    const name = file instanceof File ? file.name : '';
    opened = file;
    store.set({ ...NOTHING_SEEN, picture: { kind: 'waiting', name } });
    try {
      await look(file, signal);
      store.set({ picture: { kind: 'done', name } });
    } catch (error) {
      if (signal.aborted) return;
      const failure = { fault: faultOf(error), detail: detailOf(error) };
      store.set({ picture: { kind: 'failed', name, failure } });
    }
  };
  return {
    open,
    lookAgain: async () => {
      if (opened !== undefined) await open(opened);
    },
    close: () => {
      looking.abort();
      opened = undefined;
      if (store.get().picture !== undefined) store.set({ ...NOTHING_SEEN, picture: undefined });
    },
  };
};
