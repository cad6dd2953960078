import { axisTicks } from './axis-ticks.js';
import { coordinate, element, lineElement, svgDocument, textElement } from './svg-document.js';

/** Figures of one epoch; what was not measured is left out. */
export interface LearningCurvePoint {
  /** From 1. */
  readonly epoch: number;
  readonly learningRate: number;
  readonly trainingLoss: number;
  /** 0..1 */
  readonly trainingAccuracy: number;
  readonly validationLoss?: number;
  /** 0..1 */
  readonly validationAccuracy?: number;
}

interface Series {
  readonly name: string;
  readonly color: 'first' | 'second';
  readonly values: readonly (number | undefined)[];
}

interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** Fixed upper end of the axis. Default: the largest value. */
  readonly ceiling?: number;
}

const WIDTH = 760;
const PANEL_HEIGHT = 210;
const LEFT = 64;
const RIGHT = 110;
const TOP = 40;
const BOTTOM = 28;

const isDrawable = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value);

/** Loss may rise to anything in one bad epoch; the axis shows what nearly all epochs have. */
const rangeOf = ({ series, ceiling }: Panel): readonly [number, number] => {
  const values = series.flatMap((each) => each.values.filter(isDrawable)).sort((a, b) => a - b);
  const lowest = values[0] ?? 0;
  const usual = values[Math.floor((values.length - 1) * 0.98)] ?? 1;
  const high = ceiling ?? usual * 1.05;
  // Accuracies mostly end near 1, where the differences are.
  const low =
    ceiling === undefined || lowest < 0.5 ? 0 : Math.min(0.9, Math.floor(lowest * 10) / 10);
  return [low, high > low ? high : low + 1];
};

/** Lines through neighbouring values, with a dot for a value that has no neighbours. */
const drawSeries = (
  { values, color }: Series,
  x: (index: number) => number,
  y: (value: number) => number,
): string[] => {
  const runs: [number, number][][] = [[]];
  values.forEach((value, index) => {
    if (isDrawable(value)) runs.at(-1)?.push([x(index), y(value)]);
    else runs.push([]);
  });
  return runs.flatMap((points) => {
    const [first] = points;
    if (first === undefined) return [];
    if (points.length === 1)
      return [element('circle', { cx: first[0], cy: first[1], r: 3, class: color })];
    const path = points.map(([px, py]) => `${coordinate(px)},${coordinate(py)}`).join(' ');
    return [element('polyline', { points: path, class: `${color}-line` })];
  });
};

/** Names the lines at their right ends, kept apart where the ends meet and above the axis. */
const labelSeries = (
  series: readonly Series[],
  y: (value: number) => number,
  bottom: number,
): string[] => {
  const ends = series
    .flatMap(({ name, color, values }) => {
      const last = values.filter(isDrawable).at(-1);
      return last === undefined ? [] : [{ name, color, at: y(last) }];
    })
    .sort((a, b) => b.at - a.at);
  let highest = bottom + 11;
  return ends.map(({ name, color, at }) => {
    highest = Math.min(at, highest - 15);
    return textElement(WIDTH - RIGHT + 10, highest + 4, name, { class: `small ${color}` });
  });
};

const drawPanel = (panel: Panel, epochs: readonly number[], offset: number): string[] => {
  const [low, high] = rangeOf(panel);
  const bottom = offset + PANEL_HEIGHT - BOTTOM;
  const top = offset + TOP;
  const right = WIDTH - RIGHT;
  const [first = 1, last = 1] = [epochs[0], epochs.at(-1)];
  const atEpoch = (epoch: number): number =>
    last === first
      ? (LEFT + right) / 2
      : LEFT + ((epoch - first) / (last - first)) * (right - LEFT);
  const y = (value: number): number =>
    bottom - ((Math.min(value, high) - low) / (high - low)) * (bottom - top);
  const whole = axisTicks(first, last, 10).filter((epoch) => Number.isInteger(epoch));
  return [
    textElement(LEFT, offset + 24, panel.title, { class: 'title' }),
    ...axisTicks(low, high, 5).flatMap((value) => [
      lineElement([LEFT, y(value)], [right, y(value)], 'grid'),
      textElement(LEFT - 8, y(value) + 4, panel.format(value), {
        class: 'small muted',
        anchor: 'end',
      }),
    ]),
    lineElement([LEFT, bottom], [right, bottom], 'axis'),
    ...whole.map((epoch) =>
      textElement(atEpoch(epoch), bottom + 17, String(epoch), {
        class: 'small muted',
        anchor: 'middle',
      }),
    ),
    textElement(right + 22, bottom + 17, 'epoch', { class: 'small muted' }),
    ...panel.series.flatMap((series) =>
      drawSeries(series, (index) => atEpoch(epochs[index] ?? 0), y),
    ),
    ...labelSeries(panel.series, y, bottom),
  ];
};

const percent = (value: number): string => `${String(Math.round(value * 1000) / 10)} %`;
const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Draws loss, accuracy and learning rate over the epochs as one SVG, one panel each. */
export const drawLearningCurves = (points: readonly LearningCurvePoint[]): string => {
  const both = (
    training: (point: LearningCurvePoint) => number,
    validation: (point: LearningCurvePoint) => number | undefined,
  ): Series[] => [
    { name: 'training', color: 'first', values: points.map(training) },
    { name: 'validation', color: 'second', values: points.map(validation) },
  ];
  const rates = points.map(({ learningRate }) => learningRate);
  const panels: readonly Panel[] = [
    {
      title: 'Loss',
      series: both(
        (point) => point.trainingLoss,
        (point) => point.validationLoss,
      ),
      format: short,
    },
    {
      title: 'Accuracy',
      series: both(
        (point) => point.trainingAccuracy,
        (point) => point.validationAccuracy,
      ),
      format: percent,
      ceiling: 1,
    },
    {
      title: 'Learning rate',
      series: [{ name: '', color: 'first', values: rates }],
      format: short,
    },
  ];
  const epochs = points.map(({ epoch }) => epoch);
  return svgDocument(
    { width: WIDTH, height: panels.length * PANEL_HEIGHT + 12, title: 'Learning curves' },
    panels.flatMap((panel, index) => drawPanel(panel, epochs, index * PANEL_HEIGHT)),
  );
};
