import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, runDoctor } from '@ocelli/edge-runner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OCELLI_BIN, parseJsonLines, runOcelli } from './cli-process.js';
import { type SeededFaults, seedFaults } from './runner-faults.js';

/** Its mounts are seen by the command alone, and are gone when it ends. */
const MOUNTS = ['--user', '--map-root-user', '--mount'];
const canMount = spawnSync('unshare', [...MOUNTS, 'true']).status === 0;

let folder: string;
let seeded: SeededFaults;
let findings: readonly Finding[] = [];
let code: number | null;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-doctor-'));
  seeded = await seedFaults(folder);
  const result = await runOcelli(['doctor', seeded.config, '--json']);
  findings = parseJsonLines(result.stdout) as unknown as Finding[];
  code = result.code;
}, 300_000);

afterAll(async () => {
  await seeded.close();
  await rm(folder, { recursive: true });
});

describe('ocelli doctor', () => {
  it('should name one cause and one remedy for each of the seeded faults', () => {
    expect(seeded.faults.length).toBeGreaterThanOrEqual(20);
    for (const { check, subject, cause, remedy } of seeded.faults) {
      const found = findings.filter((each) => each.check === check && each.subject === subject);
      expect(found, `${check} ${subject}`).toHaveLength(1);
      expect(found[0]).toMatchObject({
        level: 'problem',
        cause: expect.stringMatching(cause) as string,
        remedy: expect.stringMatching(remedy) as string,
      });
    }
  });

  it('should find nothing wrong with what is right, and exit with 1 for what is not', () => {
    const fine = findings.filter(({ level }) => level === 'ok').map(({ check }) => check);
    expect(fine).toEqual(expect.arrayContaining(['node', 'runtime', 'configuration', 'model']));
    const problems = findings.filter(({ level }) => level === 'problem');
    expect(problems).toHaveLength(seeded.faults.length);
    expect(code).toBe(1);
  });
});

const parts = {
  loadClassifier: () => Promise.reject(new Error('not asked')),
  probeRuntime: () => Promise.resolve({ executionProvider: 'cpu' }),
  env: {},
  nodeVersion: '20.19.0',
  freeBytes: () => Promise.resolve(1e9),
  cameraTimeoutMs: 5000,
  signal: new AbortController().signal,
};

const firstProblem = async (changes: Partial<Parameters<typeof runDoctor>[0]>) => {
  for await (const finding of runDoctor({ ...parts, ...changes })) {
    if (finding.level === 'problem') return finding;
  }
  return undefined;
};

describe('runDoctor', () => {
  const write = async (text: string): Promise<string> => {
    const file = join(folder, 'config.yaml');
    await writeFile(file, text);
    return file;
  };

  it('should name a Node.js that is too old', async () => {
    const found = await firstProblem({ nodeVersion: '18.20.1' });
    expect(found).toMatchObject({
      check: 'node',
      cause: expect.stringContaining('20.19') as string,
    });
  });

  it('should name a runtime that does not load, and the command that installs it', async () => {
    const probeRuntime = () => Promise.reject(new Error('libonnxruntime.so.1: not found'));
    expect(await firstProblem({ probeRuntime })).toMatchObject({
      check: 'runtime',
      cause: 'libonnxruntime.so.1: not found',
      remedy: expect.stringContaining('npm') as string,
    });
  });

  it('should name the place of what is wrong in a configuration', async () => {
    const file = await write(
      'cameras:\n  - id: gate\n    source: { kind: webcam }\n    model: x\n',
    );
    expect(await firstProblem({ file })).toMatchObject({
      check: 'configuration',
      subject: `${file}:3:15`,
      remedy: expect.stringContaining('--check') as string,
    });
    const gone = join(folder, 'gone.yaml');
    expect(await firstProblem({ file: gone })).toMatchObject({
      cause: `There is no configuration ${gone}.`,
    });
  });

  it.skipIf(!canMount)(
    `should name a disk that is full and one that is read-only${canMount ? '' : ' (no user namespaces here)'}`,
    async () => {
      const card = join(folder, 'good/colour-names.json');
      const file = join(folder, 'disks.json');
      const source = { kind: 'images', paths: [join(folder, 'good/pictures/*.png')] };
      const sinks = ['full', 'read-only'].map((disk) => ({
        kind: 'file',
        path: `${disk}/events/all.jsonl`,
      }));
      await writeFile(
        file,
        JSON.stringify({ cameras: [{ id: 'a', source, model: card }], sinks, page: false }),
      );
      await Promise.all(['full', 'read-only'].map((disk) => mkdir(join(folder, disk))));
      const script = [
        `mount -t tmpfs -o size=16k none '${folder}/full'`,
        `cat /dev/zero > '${folder}/full/rest' 2> /dev/null`,
        `mount -t tmpfs -o ro none '${folder}/read-only'`,
        `exec '${process.execPath}' '${OCELLI_BIN}' doctor '${file}' --json`,
      ].join('\n');
      const { stdout, status } = spawnSync('unshare', [...MOUNTS, 'sh', '-c', script], {
        encoding: 'utf8',
      });
      const found = (parseJsonLines(stdout) as unknown as Finding[]).slice(-2);
      expect(found).toMatchObject([
        {
          cause: expect.stringMatching(/ENOSPC|disk is full/) as string,
          remedy: expect.stringContaining('df -h') as string,
        },
        {
          cause: expect.stringContaining('EROFS') as string,
          remedy: expect.stringContaining('read-only') as string,
        },
      ]);
      expect(status).toBe(1);
    },
  );

  it('should name a disk that is almost full', async () => {
    const file = await write(
      `cameras: [{ id: a, source: { kind: images, paths: ['good/pictures/*.png'] }, model: m }]\nsinks: [{ kind: file, path: e.jsonl }]\npage: false\n`,
    );
    const all: Finding[] = [];
    const freeBytes = () => Promise.resolve(1e6);
    for await (const finding of runDoctor({ ...parts, file, freeBytes })) all.push(finding);
    expect(all.at(-1)).toMatchObject({
      check: 'sink',
      level: 'problem',
      cause: expect.stringContaining('almost full') as string,
      remedy: expect.stringContaining('df -h') as string,
    });
  });
});
