import type { RecipeEvent } from '@ocelli/train/node';
import type { Terminal } from './terminal.js';

const BAR_WIDTH = 20;
const REDRAW_EVERY_MS = 100;

type StepEvent = Extract<RecipeEvent, { kind: 'step' }>;
type EpochEvent = Extract<RecipeEvent, { kind: 'epoch' }>;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const duration = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
};

const bar = (done: number, total: number): string => {
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
};

const stepLine = (event: StepEvent): string =>
  [
    `epoch ${String(event.epoch)}/${String(event.epochs)}`,
    bar(event.stepInEpoch, event.stepsPerEpoch),
    `loss ${event.meanLoss.toFixed(3)}`,
    percent(event.accuracy),
    `${event.imagesPerSecond.toFixed(0)} images/s`,
    `${duration(event.remainingMs)} left`,
  ].join('  ');

const epochLine = ({ record, epochs, isBest }: EpochEvent, { noteStyle }: Terminal): string => {
  const { validationLoss, validationAccuracy } = record;
  const validation =
    validationLoss === undefined || validationAccuracy === undefined
      ? []
      : [`validation loss ${validationLoss.toFixed(3)}`, percent(validationAccuracy)];
  return [
    `epoch ${String(record.epoch)}/${String(epochs)}`,
    `loss ${record.trainingLoss.toFixed(3)}`,
    percent(record.trainingAccuracy),
    ...validation,
    ...(isBest ? [noteStyle('green', 'best')] : []),
  ].join('  ');
};

/** Shows the events of a training run: a line that is redrawn for steps, one that stays for each epoch. */
export const createTrainingProgress = (
  terminal: Terminal,
  now: () => number = () => performance.now(),
): ((event: RecipeEvent) => void) => {
  let drawn = -Infinity;
  const redraw = (line: () => string): void => {
    const time = now();
    if (time - drawn < REDRAW_EVERY_MS) return;
    drawn = time;
    terminal.showProgress(line());
  };
  return (event) => {
    switch (event.kind) {
      case 'data': {
        const { classes, training, validation } = event;
        const pictures = `${String(training)} pictures for training, ${String(validation)} for validation`;
        terminal.note(`${pictures}, ${String(classes)} classes`);
        return;
      }
      case 'resume':
        terminal.note(`resumed after step ${String(event.step)}`);
        return;
      case 'features':
      case 'evaluate':
        redraw(() => {
          const { kind, done, total } = event;
          return `${kind}  ${bar(done, total)}  ${String(done)} of ${String(total)}`;
        });
        return;
      case 'step':
        redraw(() => stepLine(event));
        return;
      case 'epoch':
        terminal.note(epochLine(event, terminal));
        return;
      case 'unreadable':
        terminal.note(`${terminal.noteStyle('red', event.path)}: ${event.message}`);
        return;
      case 'checkpoint':
        return;
    }
  };
};
