import type { Terminal } from './terminal.js';

const BAR_WIDTH = 24;
/** Work that ends sooner shows no bar. */
const SHOW_AFTER_MS = 700;
const REDRAW_EVERY_MS = 80;

export interface Progress {
  update(done: number, total: number | undefined): void;
  end(): void;
}

const formatSeconds = (seconds: number): string =>
  seconds < 60
    ? `${String(Math.ceil(seconds))} s`
    : `${String(Math.floor(seconds / 60))} min ${String(Math.floor(seconds % 60))} s`;

/**
 * Shows a bar on the terminal's progress line while long work goes on. `unit` formats an amount of
 * work; an unknown total gives a count without a bar.
 */
export const createProgress = (
  terminal: Terminal,
  {
    title,
    unit,
    now = () => performance.now(),
  }: { title: string; unit: (amount: number) => string; now?: () => number },
): Progress => {
  const start = now();
  let drawn = start + SHOW_AFTER_MS - REDRAW_EVERY_MS;
  return {
    update(done, total) {
      const time = now();
      if (time - drawn < REDRAW_EVERY_MS) return;
      drawn = time;
      if (total === undefined) {
        terminal.showProgress(`${title}  ${unit(done)}`);
        return;
      }
      const fraction = total === 0 ? 1 : Math.min(1, done / total);
      const filled = Math.round(fraction * BAR_WIDTH);
      const remaining =
        done === 0 ? '' : `  ${formatSeconds(((time - start) / 1000) * (total / done - 1))} left`;
      terminal.showProgress(
        `${title}  ${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}  ` +
          `${unit(done)} of ${unit(total)}${remaining}`,
      );
    },
    end: () => {
      terminal.showProgress(undefined);
    },
  };
};
