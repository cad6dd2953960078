import { stripVTControlCharacters } from 'node:util';

/** Columns as wide as they appear on a terminal that shows one column per code point. */
const widthOf = (cell: string): number => [...stripVTControlCharacters(cell)].length;

/**
 * Aligns rows of cells into lines, two spaces apart. Columns named in `right` are aligned to the right;
 * colours do not count as width.
 */
export const formatTable = (
  rows: readonly (readonly string[])[],
  { right = [], indent = '' }: { right?: readonly number[]; indent?: string } = {},
): string => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return right.includes(column) ? `${padding}${cell}` : `${cell}${padding}`;
      });
      return `${indent}${cells.join('  ')}`.trimEnd();
    })
    .join('\n');
};
