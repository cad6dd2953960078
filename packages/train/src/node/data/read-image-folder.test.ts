import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DatasetError } from '../../data/dataset-error.js';
import { UnknownClassError } from '../../evaluate/unknown-class-error.js';
import { readImageFolder } from './read-image-folder.js';
import { createTemporaryFolder, type TemporaryFolder } from './testing/picture-folder.js';

const fill = async (folder: TemporaryFolder, names: readonly string[]) => {
  for (const name of names) await folder.write(name, 'never opened');
};

const card = {
  id: 'signs',
  labels: ['stop', 'yield'],
  labelDetails: { stop: { aliases: ['14'] }, yield: { aliases: ['13'] } },
};

const failure = (reason: string, more = {}) =>
  expect.objectContaining({ reason, ...more }) as Error;

describe('readImageFolder', () => {
  it('should take subfolders as classes and pictures as examples, in natural order', async () => {
    await using folder = await createTemporaryFolder();
    await fill(folder, [
      '10/b.jpg',
      '2/a10.JPG',
      '2/a9.png',
      '2/notes.txt',
      '2/.a.jpg',
      'list.csv',
    ]);
    await fill(folder, ['.hidden/c.jpg', '2/deep/d.jpg']);
    expect(await readImageFolder(folder.path)).toEqual({
      labels: ['2', '10'],
      examples: [
        { path: join(folder.path, '2/a9.png'), label: 0 },
        { path: join(folder.path, '2/a10.JPG'), label: 0 },
        { path: join(folder.path, '10/b.jpg'), label: 1 },
      ],
    });
  });

  it('should name classes as the card does', async () => {
    await using folder = await createTemporaryFolder();
    await fill(folder, ['13/a.jpg', 'stop/b.jpg']);
    const { labels, examples } = await readImageFolder(folder.path, { card });
    expect(labels).toEqual(['stop', 'yield']);
    expect(examples.map(({ label }) => label)).toEqual([1, 0]);
    await fill(folder, ['15/c.jpg']);
    await expect(readImageFolder(folder.path, { card })).rejects.toThrow(UnknownClassError);
  });

  it('should group files of a class by what their names share', async () => {
    await using folder = await createTemporaryFolder();
    await fill(folder, ['a/1_1.jpg', 'a/1_2.jpg', 'a/2_1.jpg', 'a/x.jpg', 'b/1_1.jpg']);
    const { examples } = await readImageFolder(folder.path, { groupPattern: /^(\d+)_/g });
    expect(examples.map(({ group }) => group)).toEqual(['a/1', 'a/1', 'a/2', undefined, 'b/1']);
  });

  it('should say what is wrong with a folder', async () => {
    await using folder = await createTemporaryFolder();
    const missing = join(folder.path, 'missing');
    await expect(readImageFolder(missing)).rejects.toThrow(DatasetError);
    await expect(readImageFolder(missing)).rejects.toThrow(failure('not-found'));
    await expect(readImageFolder(folder.path)).rejects.toThrow(failure('no-classes'));
    await fill(folder, ['a/1.jpg']);
    const file = join(folder.path, 'a/1.jpg');
    await expect(readImageFolder(file)).rejects.toThrow(failure('not-found'));
    await mkdir(join(folder.path, 'b'));
    const empty = failure('empty-class', { field: 'b', source: folder.path });
    await expect(readImageFolder(folder.path)).rejects.toThrow(empty);
  });
});
