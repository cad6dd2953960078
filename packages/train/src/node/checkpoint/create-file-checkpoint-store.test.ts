import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileCheckpointStore } from './create-file-checkpoint-store.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-checkpoint-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('createFileCheckpointStore', () => {
  it('should replace the file as a whole, and find nothing before the first', async () => {
    const store = createFileCheckpointStore(join(folder, 'run', 'checkpoint.safetensors'));
    expect(await store.load()).toBeUndefined();
    await store.save(Uint8Array.of(1, 2, 3));
    await store.save(Uint8Array.of(4));
    expect([...((await store.load()) ?? [])]).toEqual([4]);
    expect(await readdir(join(folder, 'run'))).toEqual(['checkpoint.safetensors']);
  });

  it('should keep the checkpoint before when the next cannot be written', async () => {
    const path = join(folder, 'checkpoint.safetensors');
    const store = createFileCheckpointStore(path);
    await store.save(Uint8Array.of(1));
    // A folder where the new file is to be written fails like a full disk does: before the rename.
    await mkdir(`${path}.part`);
    await expect(store.save(Uint8Array.of(2))).rejects.toMatchObject({
      name: 'CheckpointWriteError',
      path,
      code: 'EISDIR',
    });
    expect([...((await store.load()) ?? [])]).toEqual([1]);
  });
});
