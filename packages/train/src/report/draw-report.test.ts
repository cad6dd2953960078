import { describe, expect, it } from 'vitest';
import { createMetricsAccumulator } from '../evaluate/create-metrics-accumulator.js';
import { drawConfusionMatrix } from './draw-confusion-matrix.js';
import { drawContactSheet } from './draw-contact-sheet.js';
import { drawLearningCurves } from './draw-learning-curves.js';
import { drawReliabilityDiagram } from './draw-reliability-diagram.js';
import { drawReportPage } from './draw-report-page.js';
import { fitText, textWidth } from './svg-document.js';

const LABELS = ['<cat> & "dog"', 'owl'];

const measured = () => {
  const accumulator = createMetricsAccumulator(LABELS);
  for (const [score, label] of [
    [0.9, 0],
    [0.8, 0],
    [0.7, 1],
    [0.2, 1],
  ] as const) {
    accumulator.add([score, 1 - score], label);
  }
  return accumulator.metrics();
};

/** Texts of all `<text>` elements. */
const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);

/** Every tag that is opened is closed in its turn, and no attribute holds an unescaped character. */
const isWellFormed = (svg: string): boolean => {
  const open: string[] = [];
  for (const [, slash, name = '', , end] of svg.matchAll(
    /<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (slash === '/') {
      if (open.pop() !== name) return false;
    } else if (end !== '/') open.push(name);
  }
  return open.length === 0;
};

describe('drawConfusionMatrix', () => {
  it('should write the counts that are not zero, and escape the labels', () => {
    const svg = drawConfusionMatrix(measured());
    expect(isWellFormed(svg)).toBe(true);
    expect(textsOf(svg).filter((text) => /^\d+$/.test(text))).toEqual(['2', '1', '1']);
    expect(textsOf(svg)).toContain('&lt;cat&gt; &amp; &quot;dog&quot;');
  });

  it('should show the classes with mistakes where there are too many classes to read', () => {
    const labels = Array.from({ length: 100 }, (_, index) => `class ${String(index)}`);
    const accumulator = createMetricsAccumulator(labels);
    const scores = labels.map((_, index) => (index === 99 ? 1 : 0));
    accumulator.add(scores, 98);
    const texts = textsOf(drawConfusionMatrix(accumulator.metrics()));
    expect(texts[0]).toBe('Confusion matrix: the 60 of 100 classes with most mistakes');
    expect(texts.filter((text) => text === 'class 98' || text === 'class 99')).toHaveLength(4);
    expect(texts).not.toContain('class 97');
  });
});

describe('drawReliabilityDiagram', () => {
  it('should draw a bar of accuracy, its gap and a count for each bin with pictures', () => {
    const svg = drawReliabilityDiagram(measured());
    expect(isWellFormed(svg)).toBe(true);
    expect(svg.match(/class="second" fill-opacity="0.45"/g)).toHaveLength(3);
    // (0.1 + 2 * 0.2 + 0.7) / 4
    expect(textsOf(svg)[0]).toBe('Reliability: ECE 30.00 %');
  });

  it('should say that there are no pictures', () => {
    const svg = drawReliabilityDiagram(createMetricsAccumulator(LABELS).metrics());
    expect(textsOf(svg)[0]).toBe('Reliability: no pictures');
    expect(svg).not.toContain('NaN');
  });
});

describe('drawLearningCurves', () => {
  const point = (epoch: number, trainingLoss: number) => ({
    epoch,
    learningRate: 0.1,
    trainingLoss,
    trainingAccuracy: 0.5,
  });

  it('should leave a gap where a loss is not finite', () => {
    const losses = [3, 2, Number.NaN, 1, 0.5, Infinity, 0.4];
    const svg = drawLearningCurves(losses.map((loss, index) => point(index + 1, loss)));
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).not.toMatch(/NaN|Infinity/);
    // Two lines and a dot of the loss, a line each of accuracy and learning rate.
    expect(svg.match(/<polyline/g)).toHaveLength(4);
    expect(svg.match(/<circle/g)).toHaveLength(1);
  });

  it('should draw a single epoch as dots and no epoch as empty panels', () => {
    const one = drawLearningCurves([{ ...point(1, 2), validationLoss: 1, validationAccuracy: 1 }]);
    expect(one.match(/<circle/g)).toHaveLength(5);
    expect(drawLearningCurves([])).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('should give the same bytes for the same figures', () => {
    expect(drawLearningCurves([point(1, 1)])).toBe(drawLearningCurves([point(1, 1)]));
  });
});

describe('drawContactSheet', () => {
  it('should show each picture with its label and the prediction', () => {
    const tile = {
      picture: 'data:image/png;base64,AA==',
      label: 'a',
      predicted: 'b',
      score: 0.987,
    };
    const svg = drawContactSheet([tile, tile]);
    expect(isWellFormed(svg)).toBe(true);
    expect(svg.match(/<image /g)).toHaveLength(2);
    expect(textsOf(svg).slice(-3)).toEqual(['a', 'b', '99 %']);
    expect(textsOf(drawContactSheet([]))).toContain('There were none.');
  });
});

describe('drawReportPage', () => {
  it('should escape what it shows and list the hardest class first', () => {
    const html = drawReportPage({
      title: '<script>',
      facts: [['model', 'a & b']],
      metrics: measured(),
      pictures: [{ file: 'confusion.svg', alt: 'Confusion' }],
    });
    expect(html).toContain('<h1>&lt;script&gt;</h1>');
    expect(html).toContain('a &amp; b');
    expect(html).toContain('src="confusion.svg"');
    expect(html).not.toContain('<script');
    expect(html.indexOf('<td>owl</td>')).toBeLessThan(html.indexOf('<td>&lt;cat&gt;'));
  });
});

describe('fitText', () => {
  it('should keep both ends of a long name', () => {
    expect(fitText('stop', 200, 11)).toBe('stop');
    const short = fitText('no-passing-for-vehicles-over-3.5-t', 100, 11);
    expect(short).toMatch(/^no-pa.*….*3\.5-t$/);
    expect(textWidth(short, 11)).toBeLessThanOrEqual(100);
    expect(textWidth('限速', 10)).toBe(20);
  });
});
