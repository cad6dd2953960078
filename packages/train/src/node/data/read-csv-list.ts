import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { ModelCard, RegionOfInterest } from '@ocelli/core';
import { DatasetError } from '../../data/dataset-error.js';
import type { Dataset, LabelledExample } from '../../data/labelled-example.js';
import { matchDatasetLabels } from '../../evaluate/match-dataset-labels.js';
import { type CsvRow, parseCsv } from './parse-csv.js';
import { byNaturalOrder } from './picture-files.js';

/** Names of a list's columns, as its first line spells them. */
export interface CsvColumns {
  /** Path of the picture, relative to the list's folder. */
  readonly path: string;
  /** Default: the name of the folder that the picture lies in. */
  readonly label?: string;
  /** Examples of one label with the same value here are one group. */
  readonly group?: string;
  /** Corners of the part that is used, in pixels: left, top, right, bottom. */
  readonly region?: readonly [string, string, string, string];
}

export interface ReadCsvListOptions {
  readonly columns: CsvColumns;
  /** Gives the examples the card's labels; the list may name labels or their aliases. */
  readonly card?: Pick<ModelCard, 'id' | 'labels' | 'labelDetails'>;
}

/** Reads cells by the name of their column. */
class CsvTable {
  readonly #source: string;
  readonly #positions: ReadonlyMap<string, number>;
  readonly rows: readonly CsvRow[];

  constructor(source: string, text: string) {
    const [header, ...rows] = parseCsv(text);
    this.#source = source;
    this.#positions = new Map(header?.cells.map((name, index) => [name.trim(), index]));
    this.rows = rows;
  }

  check(columns: readonly string[]): void {
    const missing = columns.find((column) => !this.#positions.has(column));
    if (missing === undefined) return;
    const present = [...this.#positions.keys()].join(', ');
    throw new DatasetError({
      source: this.#source,
      reason: 'no-column',
      detail: `there is no column ${missing}, only ${present}`,
      line: 1,
      field: missing,
    });
  }

  text(row: CsvRow, column: string): string {
    const cell = row.cells[this.#positions.get(column) ?? -1]?.trim();
    if (cell !== undefined && cell !== '') return cell;
    throw this.#badValue(row, column, 'is missing');
  }

  region(row: CsvRow, columns: NonNullable<CsvColumns['region']>): RegionOfInterest {
    const corner = (column: string): number => {
      const value = Number(this.text(row, column));
      if (Number.isFinite(value)) return value;
      throw this.#badValue(row, column, `is "${this.text(row, column)}", which is no number`);
    };
    const [left, top, right, bottom] = columns;
    const x = corner(left);
    const y = corner(top);
    const width = corner(right) - x;
    const height = corner(bottom) - y;
    if (!(width > 0)) throw this.#badValue(row, right, `is not right of ${left}`);
    if (!(height > 0)) throw this.#badValue(row, bottom, `is not below ${top}`);
    return { x, y, width, height };
  }

  #badValue({ line }: CsvRow, field: string, problem: string): DatasetError {
    const detail = `${field} ${problem}`;
    return new DatasetError({ source: this.#source, reason: 'bad-value', detail, line, field });
  }
}

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const detail = 'the list cannot be read';
    throw new DatasetError({ source: path, reason: 'not-found', detail, cause });
  }
};

/**
 * Reads a comma-separated list of pictures with a first line of column names. Labels are the distinct values in
 * natural order, unless a card is given. No picture is opened.
 *
 * @throws DatasetError when the list is missing (`not-found`), lacks a column (`no-column`), has no
 * picture (`no-classes`), or a cell that is empty, no number or no box (`bad-value`, with line and column);
 * UnknownClassError for a class that the card does not know.
 *
 * @example
 * const dataset = await readCsvList('train.csv', { columns: { path: 'path', group: 'track' } });
 */
export const readCsvList = async (
  path: string,
  { columns, card }: ReadCsvListOptions,
): Promise<Dataset> => {
  const table = new CsvTable(path, await readText(path));
  const { label: labelColumn, group: groupColumn, region } = columns;
  const names = [columns.path, labelColumn, groupColumn, ...(region ?? [])];
  table.check(names.filter((name) => name !== undefined));
  const folder = dirname(path);
  const read = table.rows.map((row) => {
    const file = resolve(folder, table.text(row, columns.path));
    const name = labelColumn === undefined ? basename(dirname(file)) : table.text(row, labelColumn);
    const group = groupColumn && `${name}/${table.text(row, groupColumn)}`;
    const part = region && table.region(row, region);
    return { name, path: file, ...(group && { group }), ...(part && { region: part }) };
  });
  if (read.length === 0) {
    const detail = 'the list names no picture';
    throw new DatasetError({ source: path, reason: 'no-classes', detail });
  }
  const labels = [...new Set(read.map(({ name }) => name))].sort(byNaturalOrder);
  const positions = new Map(labels.map((name, index) => [name, index]));
  const examples = read.map(({ name, ...example }): LabelledExample => ({
    ...example,
    label: positions.get(name) ?? -1,
  }));
  const dataset = { labels, examples };
  return card === undefined ? dataset : matchDatasetLabels(dataset, card).dataset;
};
