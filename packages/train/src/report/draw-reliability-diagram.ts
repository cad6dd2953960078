import type { EvaluationMetrics, ReliabilityBin } from '../evaluate/evaluation-metrics.js';
import { element, lineElement, svgDocument, textElement } from './svg-document.js';

const WIDTH = 460;
const LEFT = 58;
const TOP = 70;
const SIDE = 360;
const HISTOGRAM_TOP = TOP + SIDE + 42;
const HISTOGRAM_HEIGHT = 70;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

const x = (share: number): number => LEFT + share * SIDE;
const y = (share: number): number => TOP + (1 - share) * SIDE;

/** Accuracy as a bar, and how far the confidence lies above or below it as an outline. */
const drawBin = ({ from, to, accuracy, confidence }: ReliabilityBin): string[] => {
  if (accuracy === null || confidence === null) return [];
  const left = x(from) + 1;
  const width = x(to) - x(from) - 2;
  const [upper, lower] = [Math.max(accuracy, confidence), Math.min(accuracy, confidence)];
  return [
    element('rect', { x: left, y: y(accuracy), width, height: accuracy * SIDE, class: 'first' }),
    element('rect', {
      x: left,
      y: y(upper),
      width,
      height: (upper - lower) * SIDE,
      class: 'second',
      'fill-opacity': 0.45,
    }),
    lineElement([left, y(confidence)], [left + width, y(confidence)], 'second-line'),
  ];
};

const drawHistogram = (bins: readonly ReliabilityBin[]): string[] => {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const bottom = HISTOGRAM_TOP + HISTOGRAM_HEIGHT;
  return [
    textElement(LEFT - 8, HISTOGRAM_TOP + 10, String(most), {
      class: 'small muted',
      anchor: 'end',
    }),
    ...bins.map(({ from, to, count }) => {
      const height = (count / most) * HISTOGRAM_HEIGHT;
      const left = x(from) + 1;
      return element('rect', {
        x: left,
        y: bottom - height,
        width: x(to) - x(from) - 2,
        height,
        class: 'first',
        'fill-opacity': 0.6,
      });
    }),
    lineElement([LEFT, bottom], [LEFT + SIDE, bottom], 'axis'),
    textElement(LEFT, bottom + 18, 'pictures per bin', { class: 'small muted' }),
  ];
};

/**
 * Draws a reliability diagram as one SVG: the share of right answers in each bin of the highest score,
 * against the mean score in it, with the number of pictures below.
 */
export const drawReliabilityDiagram = ({
  reliability,
  ece,
}: Pick<EvaluationMetrics, 'reliability' | 'ece'>): string => {
  const size = { width: WIDTH, height: HISTOGRAM_TOP + HISTOGRAM_HEIGHT + 34 };
  const error = ece === null ? 'no pictures' : `ECE ${(ece * 100).toFixed(2)} %`;
  return svgDocument({ ...size, title: 'Reliability diagram' }, [
    textElement(16, 26, `Reliability: ${error}`, { class: 'title' }),
    textElement(16, 46, 'accuracy', { class: 'small first' }),
    textElement(72, 46, 'confidence and gap', { class: 'small second' }),
    ...TICKS.flatMap((tick) => [
      lineElement([LEFT, y(tick)], [LEFT + SIDE, y(tick)], 'grid'),
      textElement(LEFT - 8, y(tick) + 4, tick.toFixed(1), { class: 'small muted', anchor: 'end' }),
      textElement(x(tick), TOP + SIDE + 17, tick.toFixed(1), {
        class: 'small muted',
        anchor: 'middle',
      }),
    ]),
    ...reliability.flatMap(drawBin),
    lineElement([x(0), y(0)], [x(1), y(1)], 'axis dashed'),
    lineElement([LEFT, y(0)], [LEFT + SIDE, y(0)], 'axis'),
    ...drawHistogram(reliability),
  ]);
};
