import type { ClassMetrics, EvaluationMetrics } from '../evaluate/evaluation-metrics.js';
import type { EvaluationTiming } from '../evaluate/time-classifier.js';
import { escapeXml } from './svg-document.js';

/** What a report page shows. */
export interface ReportPage {
  readonly title: string;
  /** Further facts as name and value: the model, the dataset, the recipe. */
  readonly facts?: readonly (readonly [string, string])[];
  readonly metrics?: EvaluationMetrics;
  readonly timing?: EvaluationTiming | null;
  /** Paths of pictures beside the page, with what they show. */
  readonly pictures: readonly { readonly file: string; readonly alt: string }[];
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --muted: #5a6578; --line: #e3e7ee; --surface: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf4; --muted: #9aa6bb; --line: #2a3140; --surface: #12161f; } }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1.25rem; background: var(--surface); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: normal; }
thead th { color: var(--muted); } td.number, th.number { text-align: right; }
img { display: block; max-width: 100%; height: auto; margin: 1.5rem 0; }
`;

const percent = (share: number | null): string =>
  share === null ? '–' : `${(share * 100).toFixed(2)} %`;

const figures = ({ metrics, timing }: ReportPage): (readonly [string, string])[] => {
  if (metrics === undefined) return [];
  const { count, top1, top1Interval, top5, meanPerClassAccuracy, ece, nll, brier } = metrics;
  const between =
    top1Interval === null
      ? ''
      : ` (95 %: ${percent(top1Interval.low)} to ${percent(top1Interval.high)})`;
  return [
    ['Pictures', String(count)],
    ['Top-1 accuracy', `${percent(top1)}${between}`],
    ['Top-5 accuracy', percent(top5)],
    ['Mean accuracy per class', percent(meanPerClassAccuracy)],
    ['Expected calibration error', percent(ece)],
    ['Negative log-likelihood', nll?.toFixed(4) ?? '–'],
    ['Brier score', brier?.toFixed(4) ?? '–'],
    ...(timing === undefined || timing === null
      ? []
      : [
          [
            'Preprocessing and inference of a picture',
            `${timing.msPerImage.toFixed(2)} ms on ${timing.executionProvider}, without its ${timing.decodeMs.toFixed(2)} ms of decoding`,
          ] as const,
        ]),
  ];
};

const rows = (pairs: readonly (readonly [string, string])[]): string =>
  pairs
    .map(([name, value]) => `<tr><th>${escapeXml(name)}</th><td>${escapeXml(value)}</td></tr>`)
    .join('\n');

const classRow = ({ label, support, precision, recall, f1 }: ClassMetrics): string => {
  const cells = [String(support), percent(precision), percent(recall), percent(f1)];
  const numbers = cells.map((cell) => `<td class="number">${cell}</td>`).join('');
  return `<tr><td>${escapeXml(label)}</td>${numbers}</tr>`;
};

/** Classes with examples, hardest first. */
const classTable = ({ perClass }: EvaluationMetrics): string => {
  const sorted = perClass
    .filter(({ support }) => support > 0)
    .sort((a, b) => (a.f1 ?? 0) - (b.f1 ?? 0));
  const head = ['pictures', 'precision', 'recall', 'F1']
    .map((name) => `<th class="number">${name}</th>`)
    .join('');
  return [
    '<h2>Classes, hardest first</h2>',
    `<table><thead><tr><th>class</th>${head}</tr></thead><tbody>`,
    ...sorted.map(classRow),
    '</tbody></table>',
  ].join('\n');
};

/** Gives the HTML of a report: figures, pictures by reference, a table of the classes. No script. */
export const drawReportPage = (page: ReportPage): string =>
  [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(page.title)}</title>`,
    `<style>${STYLE}</style>`,
    `<h1>${escapeXml(page.title)}</h1>`,
    `<table>${rows([...(page.facts ?? []), ...figures(page)])}</table>`,
    ...page.pictures.map(
      ({ file, alt }) => `<img src="${escapeXml(encodeURI(file))}" alt="${escapeXml(alt)}">`,
    ),
    ...(page.metrics === undefined ? [] : [classTable(page.metrics)]),
    '</html>',
    '',
  ].join('\n');
