import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandInputs, type ExpandInputsOptions } from './expand-inputs.js';
import { UsageError } from './usage-error.js';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocelli-inputs-'));
  await mkdir(join(root, 'photos', 'inner'), { recursive: true });
  await mkdir(join(root, 'empty'));
  await mkdir(join(root, 'photos', 'only-text'));
  const files = ['b.JPG', 'a.png', 'notes.txt', '.hidden.png', 'inner/c.webp', 'only-text/d.md'];
  for (const file of files) await writeFile(join(root, 'photos', file), '');
  await writeFile(join(root, 'odd[1].png'), '');
  await symlink(join(root, 'photos'), join(root, 'photos', 'inner', 'loop'));
});

afterAll(() => rm(root, { recursive: true }));

const expand = async (inputs: readonly string[], options?: ExpandInputsOptions) => {
  const names: string[] = [];
  for await (const { file, error } of expandInputs(inputs, options)) {
    const name = file.replace(`${root}/`, '');
    names.push(error === undefined ? name : `${name}: ${error.name}`);
  }
  return names;
};

describe('expandInputs', () => {
  it('should take named files as they are, whether or not they exist', async () => {
    expect(await expand(['x.bin', join(root, 'photos/notes.txt')])).toEqual([
      'x.bin',
      'photos/notes.txt',
    ]);
  });

  it('should give the pictures of a folder by name, without hidden files and subfolders', async () => {
    expect(await expand([join(root, 'photos')])).toEqual(['photos/a.png', 'photos/b.JPG']);
  });

  it('should look into subfolders when asked and not follow links to folders', async () => {
    expect(await expand([join(root, 'photos')], { recursive: true })).toEqual([
      'photos/a.png',
      'photos/b.JPG',
      'photos/inner/c.webp',
    ]);
  });

  it('should report a folder without pictures and go on', async () => {
    expect(await expand([join(root, 'empty'), 'next.png'])).toEqual([
      'empty: NoFilesFoundError',
      'next.png',
    ]);
  });

  it('should expand a glob in order and report one that matches nothing', async () => {
    expect(await expand([join(root, '{photos,empty}/*.{png,JPG}'), join(root, '*.gif')])).toEqual([
      'photos/a.png',
      'photos/b.JPG',
      '*.gif: NoFilesFoundError',
    ]);
  });

  it('should take a path that exists for a file even when it reads as a glob', async () => {
    expect(await expand([join(root, 'odd[1].png')])).toEqual(['odd[1].png']);
  });

  it('should read paths from stdin, one per line, with folders among them', async () => {
    const stdin = Readable.from([`one.png\r\n\n${root}/pho`, `tos\ntwo [x] *.png`]);
    expect(await expand(['first.png', '-', 'last.png'], { stdin })).toEqual([
      'first.png',
      'one.png',
      'photos/a.png',
      'photos/b.JPG',
      'two [x] *.png',
      'last.png',
    ]);
  });

  it('should count what it finds beyond one file per input', async () => {
    const inputs = [join(root, 'photos'), join(root, 'empty'), join(root, '*.png'), 'x.png'];
    let total = inputs.length;
    const names = await expand(inputs, {
      recursive: true,
      onDiscover: (additional) => {
        total += additional;
      },
    });
    expect(total).toBe(names.length);
  });

  it('should stop waiting for stdin when the signal aborts', async () => {
    const controller = new AbortController();
    const stdin = new PassThrough();
    const items = expandInputs(['-'], { stdin, signal: controller.signal });
    const next = items.next();
    controller.abort();
    expect((await next).done).toBe(true);
    expect(stdin.destroyed).toBe(true);
  });

  it('should refuse to read stdin twice', () => {
    const inputs = ['-', 'x.png', '-'];
    expect(() => expandInputs(inputs, { stdin: Readable.from(['one.png\n']) })).toThrow(UsageError);
  });

  it('should refuse an empty input', () => {
    expect(() => expandInputs(['x.png', ''])).toThrow('<input>: it is empty.');
  });

  it('should take a stdin that has ended or is closed for one without lines', async () => {
    const ended = Readable.from([]);
    expect(await text(ended)).toBe('');
    const closed = new PassThrough().destroy();
    for (const stdin of [ended, closed]) {
      expect(await expand(['-', 'next.png'], { stdin })).toEqual(['next.png']);
    }
  });

  it('should report a stdin that cannot be read', async () => {
    const stdin = new Readable({
      read() {
        this.destroy(new Error('EISDIR: illegal operation on a directory'));
      },
    });
    expect(await expand(['-', 'next.png'], { stdin })).toEqual([
      '-: NoFilesFoundError',
      'next.png',
    ]);
  });
});
