import { InvalidArgumentError } from 'commander';
import type { CsvColumns } from '@ocelli/train/node';

const FORM = 'It must be such as path=file,label=class,group=track,region=x1:y1:x2:y2.';

/** Parses the columns of a CSV list: `path=file,label=class_id,group=track,region=x1:y1:x2:y2`. */
export const parseColumns = (value: string): CsvColumns => {
  const pairs = value.split(',').map((pair) => pair.split('='));
  const fields = new Map(pairs.map(([name = '', column = '']) => [name.trim(), column.trim()]));
  const known = ['path', 'label', 'group', 'region'];
  const isWrong = [...fields].some(([name, column]) => !known.includes(name) || column === '');
  if (isWrong || pairs.some((pair) => pair.length !== 2)) throw new InvalidArgumentError(FORM);
  const {
    path = 'path',
    label,
    group,
    region,
  } = Object.fromEntries(fields) as Record<string, string | undefined>;
  const corners = region?.split(':');
  if (corners !== undefined && (corners.length !== 4 || corners.includes(''))) {
    throw new InvalidArgumentError(FORM);
  }
  return {
    path,
    ...(label === undefined ? {} : { label }),
    ...(group === undefined ? {} : { group }),
    ...(corners === undefined ? {} : { region: corners as [string, string, string, string] }),
  };
};
