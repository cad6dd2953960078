import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openOnnxFile } from '../import/open-onnx-file.js';
import { readJsonFile } from '../import/read-json-file.js';
import { readRegularFile } from './open-regular-file.js';

let folder: string;
let pipe: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocelli-files-'));
  pipe = join(folder, 'pipe');
  file = join(folder, 'file.json');
  writeFileSync(file, '[1]');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('readRegularFile', () => {
  it('should read a file and refuse a folder', async () => {
    expect((await readRegularFile(file)).toString()).toBe('[1]');
    await expect(readRegularFile(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it.skipIf(process.platform === 'win32')(
    'should refuse a pipe at once, wherever a file is opened (skipped on Windows, which has none)',
    async () => {
      execFileSync('mkfifo', [pipe]);
      await expect(readRegularFile(pipe)).rejects.toMatchObject({ code: 'ENOTREG' });
      // More than Node has threads for files: one that hangs in each would stop the next read.
      for (let times = 0; times < 5; times += 1) {
        for (const open of [openOnnxFile, readJsonFile]) {
          await expect(open(pipe)).rejects.toMatchObject({
            name: 'ModelOpenError',
            reason: 'not-found',
          });
        }
      }
      expect(await readJsonFile(file)).toEqual([1]);
    },
  );

  it('should say of a file above 2 GiB what helps, not that it may not be read', async () => {
    const sparse = join(folder, 'huge.onnx');
    writeFileSync(sparse, '');
    truncateSync(sparse, 2 ** 31 + 1);
    await expect(openOnnxFile(sparse)).rejects.toMatchObject({
      name: 'ModelOpenError',
      reason: 'too-large',
    });
  });
});
