import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from './run-command-line.js';

const listenerCounts = (process: NodeJS.Process): number[] => [
  process.listenerCount('SIGINT'),
  process.listenerCount('SIGTERM'),
  process.stdout.listenerCount('error'),
  process.stderr.listenerCount('error'),
];

describe('runCommandLine', () => {
  it('should leave the process as it was, whatever becomes of the command', async () => {
    const stdout = new PassThrough();
    const streams = { stdin: new PassThrough(), stdout, stderr: new PassThrough() };
    const process = Object.assign(new EventEmitter(), streams) as unknown as NodeJS.Process;
    const before = listenerCounts(process);
    expect(await runCommandLine(['inspect', 'missing.onnx', '--json'], process)).toBe(3);
    expect(listenerCounts(process)).toEqual(before);
    expect(JSON.parse(String(stdout.read()))).toHaveProperty('error.remedy');
  });
});
