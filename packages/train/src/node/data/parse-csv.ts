/** Cells of one line of a list, and where it stands. */
export interface CsvRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Splits comma-separated values (RFC 4180): quoted cells may hold commas, doubled quotes and line breaks. */
export const parseCsv = (text: string): readonly CsvRow[] => {
  const rows: CsvRow[] = [];
  // A cell, quoted or not, and what ends it.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  cell.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let next = 1;
  let cells: string[] = [];
  while (cell.lastIndex < text.length || cells.length > 0) {
    const start = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) {
      // A quote in the middle of a cell: the rest of the line is one cell.
      const end = text.indexOf('\n', start);
      cells.push(text.slice(start, end < 0 ? text.length : end).trimEnd());
      cell.lastIndex = end < 0 ? text.length : end + 1;
      next += 1;
    } else {
      const [whole, quoted, plain = '', ending] = match;
      cells.push(quoted?.replaceAll('""', '"') ?? plain);
      next += whole.split('\n').length - 1;
      if (ending === ',') continue;
    }
    if (cells.length > 1 || cells[0] !== '') rows.push({ line, cells });
    cells = [];
    line = next;
  }
  return rows;
};
