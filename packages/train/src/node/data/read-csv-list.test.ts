import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DatasetError } from '../../data/dataset-error.js';
import { parseCsv } from './parse-csv.js';
import { type CsvColumns, readCsvList } from './read-csv-list.js';
import { createTemporaryFolder } from './testing/picture-folder.js';

const HEADER = 'path,class_id,track,x1,y1,x2,y2';
const COLUMNS: CsvColumns = {
  path: 'path',
  label: 'class_id',
  group: 'track',
  region: ['x1', 'y1', 'x2', 'y2'],
};

const read = async (lines: readonly string[], columns = COLUMNS) => {
  await using folder = await createTemporaryFolder();
  await folder.write('list.csv', lines.join('\n'));
  const dataset = await readCsvList(join(folder.path, 'list.csv'), { columns });
  return { dataset, folder: folder.path };
};

describe('readCsvList', () => {
  it('should read paths, labels, groups and regions', async () => {
    const { dataset, folder } = await read([
      HEADER,
      'a/1.jpg,10,3,5,6,22,20',
      'b/2.jpg,9,3,0,0,4,4',
    ]);
    expect(dataset).toEqual({
      labels: ['9', '10'],
      examples: [
        {
          path: join(folder, 'a/1.jpg'),
          label: 1,
          group: '10/3',
          region: { x: 5, y: 6, width: 17, height: 14 },
        },
        {
          path: join(folder, 'b/2.jpg'),
          label: 0,
          group: '9/3',
          region: { x: 0, y: 0, width: 4, height: 4 },
        },
      ],
    });
  });

  it("should take the picture's folder as its label where no column is named", async () => {
    const { dataset } = await read([HEADER, 'train/07/1.jpg,7,3,,,,'], { path: 'path' });
    expect(dataset.labels).toEqual(['07']);
    expect(dataset.examples[0]).not.toHaveProperty('region');
  });

  it.each([
    ['no-column', 1, 'track', ['path,class_id,x1,y1,x2,y2', 'a.jpg,1,0,0,1,1']],
    ['bad-value', 3, 'x2', [HEADER, 'a.jpg,1,1,0,0,1,1', 'a.jpg,1,1,0,0,wide,1']],
    ['bad-value', 2, 'y2', [HEADER, 'a.jpg,1,1,0,9,1,1']],
    ['bad-value', 4, 'class_id', [HEADER, '', 'a.jpg,1,1,0,0,1,1', 'a.jpg,,1,0,0,1,1']],
    ['bad-value', 2, 'track', [HEADER, 'a.jpg,1']],
    ['no-classes', undefined, undefined, [HEADER]],
  ])('should name %s, line %s and column %s', async (reason, line, field, lines) => {
    await expect(read(lines)).rejects.toThrow(DatasetError);
    await expect(read(lines)).rejects.toThrow(
      expect.objectContaining({ reason, line, field }) as Error,
    );
  });

  it('should say that a list is missing', async () => {
    await expect(readCsvList('/missing.csv', { columns: COLUMNS })).rejects.toThrow(
      expect.objectContaining({ reason: 'not-found', source: '/missing.csv' }) as Error,
    );
  });
});

describe('parseCsv', () => {
  it('should follow RFC 4180, and count lines through quoted breaks and empty ones', () => {
    const text = '\uFEFFa,b\r\n"1,""x""",2\r\n\r\n"two\nlines",\n,last';
    expect(parseCsv(text)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1,"x"', '2'] },
      { line: 4, cells: ['two\nlines', ''] },
      { line: 6, cells: ['', 'last'] },
    ]);
    expect(parseCsv('')).toEqual([]);
    expect(parseCsv('a"b,c\nd')).toEqual([
      { line: 1, cells: ['a"b,c'] },
      { line: 2, cells: ['d'] },
    ]);
  });
});
