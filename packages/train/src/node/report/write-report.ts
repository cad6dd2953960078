import { join } from 'node:path';
import { OcelliError } from '@ocelli/core';
import type { Evaluation, Mistake } from '../../evaluate/evaluate-classifier.js';
import type { ReadPicture } from '../../evaluate/read-picture.js';
import { type ContactSheetTile, drawContactSheet } from '../../report/draw-contact-sheet.js';
import { drawConfusionMatrix } from '../../report/draw-confusion-matrix.js';
import { drawLearningCurves, type LearningCurvePoint } from '../../report/draw-learning-curves.js';
import { drawReliabilityDiagram } from '../../report/draw-reliability-diagram.js';
import { drawReportPage } from '../../report/draw-report-page.js';
import { drawThumbnail } from './draw-thumbnail.js';
import { writeOutputFile } from './write-output-file.js';

const SHOWN_MISTAKES = 24;
const THUMBNAIL_SIDE = 132;

export interface ReportContents {
  readonly title: string;
  /** Further facts as name and value: the model, the dataset, the recipe. */
  readonly facts?: readonly (readonly [string, string])[];
  readonly learningCurves?: readonly LearningCurvePoint[];
  readonly evaluation?: Evaluation;
  /** Reads the pictures of the worst mistakes. Default: they are not shown. */
  readonly read?: ReadPicture;
  readonly signal?: AbortSignal;
}

const describeError = (error: unknown): { name: string; message: string } => {
  if (OcelliError.isInstance(error)) return error.toJSON();
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: 'Error', message: String(error) };
};

const drawTile = async (
  { path, region, label, predicted, score }: Mistake,
  read: ReadPicture,
  signal: AbortSignal | undefined,
): Promise<ContactSheetTile> => {
  const frame = await read(path, signal === undefined ? {} : { signal });
  try {
    const part = region === undefined ? {} : { region };
    const picture = drawThumbnail(frame, { maxSide: THUMBNAIL_SIDE, ...part });
    return { picture, label, predicted, score };
  } finally {
    frame.close();
  }
};

const drawPictures = async ({
  learningCurves,
  evaluation,
  read,
  signal,
}: ReportContents): Promise<{ file: string; alt: string; svg: string }[]> => {
  const pictures: { file: string; alt: string; svg: string }[] = [];
  if (learningCurves !== undefined && learningCurves.length > 0) {
    const svg = drawLearningCurves(learningCurves);
    pictures.push({ file: 'learning-curves.svg', alt: 'Learning curves', svg });
  }
  if (evaluation === undefined || evaluation.count === 0) return pictures;
  pictures.push(
    { file: 'confusion.svg', alt: 'Confusion matrix', svg: drawConfusionMatrix(evaluation) },
    { file: 'reliability.svg', alt: 'Reliability', svg: drawReliabilityDiagram(evaluation) },
  );
  if (read === undefined) return pictures;
  const tiles: ContactSheetTile[] = [];
  for (const mistake of evaluation.mistakes.slice(0, SHOWN_MISTAKES)) {
    tiles.push(await drawTile(mistake, read, signal));
  }
  return [
    ...pictures,
    { file: 'mistakes.svg', alt: 'Worst mistakes', svg: drawContactSheet(tiles) },
  ];
};

/**
 * Writes a report into a folder: `report.json` with all figures, the pictures `learning-curves.svg`,
 * `confusion.svg`, `reliability.svg` and `mistakes.svg` as far as there is something to draw, and
 * `report.html` that shows them. The mistakes carry small copies of the user's photos.
 *
 * @throws OutputFileError, what `read` throws, or the signal's reason.
 */
export const writeReport = async (folder: string, contents: ReportContents): Promise<void> => {
  const { title, facts = [], learningCurves, evaluation, signal } = contents;
  const pictures = await drawPictures(contents);
  signal?.throwIfAborted();
  for (const { file, svg } of pictures) await writeOutputFile(join(folder, file), svg);
  const failed = evaluation?.failed.map(({ path, error }) => ({
    path,
    error: describeError(error),
  }));
  const json = {
    title,
    facts: Object.fromEntries(facts),
    ...(learningCurves === undefined ? {} : { learningCurves }),
    ...(evaluation === undefined ? {} : { evaluation: { ...evaluation, failed } }),
  };
  await writeOutputFile(join(folder, 'report.json'), `${JSON.stringify(json)}\n`);
  const measured =
    evaluation === undefined ? {} : { metrics: evaluation, timing: evaluation.timing };
  const page = drawReportPage({ title, facts, pictures, ...measured });
  await writeOutputFile(join(folder, 'report.html'), page);
};
