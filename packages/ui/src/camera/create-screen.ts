import type { Frame } from '@ocelli/core';
import { paintFrame } from './paint-frame.js';

/**
 * The canvas of a page. It can hold a picture back until what was found in it is known, so that marks lie on what
 * they mark and do not run after it.
 */
export interface Screen {
  readonly showOn: (canvas: HTMLCanvasElement) => void;
  /** Shows a frame: at once, or with what is found in it. Where that takes long, the picture does not wait. */
  paint(frame: Frame, isHeld: boolean): void;
  /** Keeps the newest frame for `reveal`, as it is looked at now; the canvas that holds it. */
  keep(sequence: number): HTMLCanvasElement | undefined;
  /** Shows the frame that was kept, unless a newer one was shown meanwhile. */
  reveal(): void;
}

/** Pictures that are held longer stutter. */
const MAX_HOLD_MS = 100;

interface Picture {
  readonly canvas: HTMLCanvasElement;
  /** Of its frame. */
  sequence: number;
  /** Which painting it is: cameras count their frames anew, the screen does not. */
  painting: number;
}

const createPicture = (): Picture => ({
  canvas: document.createElement('canvas'),
  sequence: -1,
  painting: 0,
});

const paintOn = (canvas: HTMLCanvasElement, frame: Frame): void => {
  const context = canvas.getContext('2d');
  if (context !== null) paintFrame(context, frame);
};

const copyTo = (shown: HTMLCanvasElement, canvas: HTMLCanvasElement): void => {
  const { width, height } = canvas;
  if (shown.width !== width || shown.height !== height) Object.assign(shown, { width, height });
  shown.getContext('2d')?.drawImage(canvas, 0, 0);
};

export const createScreen = (now: () => number = () => performance.now()): Screen => {
  let shown: HTMLCanvasElement | undefined;
  let shownPainting = 0;
  let paintings = 0;
  let [newest, kept] = [createPicture(), createPicture()];
  let keptMs = -Infinity;
  let lastLookMs = 0;
  return {
    showOn: (canvas) => {
      shown = canvas;
    },
    paint: (frame, isHeld) => {
      paintings += 1;
      newest.sequence = isHeld ? frame.sequence : -1;
      if (isHeld) {
        newest.painting = paintings;
        paintOn(newest.canvas, frame);
      }
      const isAwaited = Math.max(now() - keptMs, lastLookMs) <= MAX_HOLD_MS;
      if (shown === undefined || (isHeld && isAwaited)) return;
      if (isHeld) copyTo(shown, newest.canvas);
      else paintOn(shown, frame);
      shownPainting = paintings;
    },
    keep: (sequence) => {
      if (newest.sequence !== sequence) return shown;
      [newest, kept] = [kept, newest];
      keptMs = now();
      return kept.canvas;
    },
    reveal: () => {
      lastLookMs = now() - keptMs;
      if (shown === undefined || kept.painting <= shownPainting) return;
      copyTo(shown, kept.canvas);
      shownPainting = kept.painting;
    },
  };
};
