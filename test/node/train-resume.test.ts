import { createHash } from 'node:crypto';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { decodeCheckpoint } from '@ocelli/train';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SHAPES_SCRIPT } from './train-shapes.js';

let folder: string;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-resume-'));
});

afterEach(async () => {
  // A test that ran out of time leaves its process behind.
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await rm(folder, { recursive: true, force: true });
});

/** Trains in a process of its own, killed with SIGKILL as soon as it says that it did step `killAt`. */
const train = async (path: string, killAt = Infinity): Promise<NodeJS.Signals | null> => {
  const script = `${SHAPES_SCRIPT}
    import { createGraphRuntime } from '@ocelli/node';
    import { createFileCheckpointStore } from '@ocelli/train/node';
    const store = createFileCheckpointStore(${JSON.stringify(path)});
    await fit({ ...options, epochs: 2, runtime: createGraphRuntime({ threads: 1 }),
      training: shapes(1024, 1), validation: shapes(64, 2), checkpoints: { store, everySteps: 5 },
      onProgress: (event) => event.kind === 'step' && console.log(event.step) });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const ended = new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0 || signal !== null) resolve(signal);
      else reject(new Error(`training ended with code ${code}`));
    });
  });
  createInterface(child.stdout).on('line', (line) => {
    if (Number(line) === killAt) child.kill('SIGKILL');
  });
  return ended;
};

const digest = async (path: string): Promise<{ step: number; weights: string }> => {
  const { state, best, progress } = decodeCheckpoint(await readFile(path));
  const hash = createHash('sha256');
  for (const [name, { data }] of Object.entries({ ...state, ...best })) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return { step: progress.step, weights: hash.digest('hex') };
};

describe('a run that is killed', () => {
  it('should end with the weights of an uninterrupted run, bit for bit', async () => {
    const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')];
    expect(await train(whole)).toBeNull();
    expect(await train(killed, 17)).toBe('SIGKILL');
    const { step } = await digest(killed);
    expect(step).toBeGreaterThanOrEqual(15);
    expect(step).toBeLessThan(32);
    expect(await train(killed, 48)).toBe('SIGKILL');
    expect(await train(killed)).toBeNull();
    expect(await digest(killed)).toEqual({ ...(await digest(whole)), step: 64 });
  }, 300_000);
});
