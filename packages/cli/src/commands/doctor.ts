import { statfs } from 'node:fs/promises';
import { createTensor } from '@ocelli/core';
import { type Finding, runDoctor } from '@ocelli/edge-runner';
import { createNodeBackend } from '@ocelli/node';
import { createGraphBuilder, encodeModel } from '@ocelli/onnx';
import { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { EXIT_CODES } from '../exit-code.js';
import { loadModel } from './run.js';

interface DoctorOptions {
  readonly json?: true;
}

const CAMERA_TIMEOUT_MS = 15_000;

/** A graph of one node, run once: whatever is wrong with the runtime shows. */
const probeRuntime = async (): Promise<{ executionProvider: string }> => {
  const builder = createGraphBuilder({ name: 'probe' });
  const x = builder.input('x', 'float32', [1]);
  builder.output(builder.node('Neg', [x], {}, { name: 'y' }), 'float32', [1]);
  const session = await createNodeBackend().createSession({
    kind: 'bytes',
    bytes: encodeModel(builder.build()),
  });
  try {
    await session.run({ x: createTensor('float32', [1], Float32Array.of(1)) });
    return { executionProvider: session.executionProvider };
  } finally {
    await session.release();
  }
};

const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

const format = (finding: Finding, { terminal }: CommandContext): string => {
  const { check, subject, level, cause, remedy } = finding;
  const mark =
    level === 'ok' ? terminal.style('green', 'ok     ') : terminal.style('red', 'problem');
  const line = `${mark} ${check} ${subject}: ${cause}`;
  return remedy === undefined ? line : `${line}\n        ${remedy}`;
};

const examine = async (
  file: string | undefined,
  { json }: DoctorOptions,
  context: CommandContext,
): Promise<void> => {
  const { terminal, signal } = context;
  const findings = runDoctor({
    ...(file === undefined ? {} : { file }),
    loadClassifier: loadModel,
    probeRuntime,
    env: process.env,
    nodeVersion: process.versions.node,
    freeBytes,
    cameraTimeoutMs: CAMERA_TIMEOUT_MS,
    signal,
  });
  let problems = 0;
  for await (const finding of findings) {
    if (finding.level === 'problem') problems += 1;
    await terminal.print(json === true ? JSON.stringify(finding) : format(finding, context));
  }
  if (problems > 0) context.exitCode = EXIT_CODES.inputsFailed;
};

/** Creates `ocelli doctor`: what keeps `ocelli run` from working, with one remedy each. */
export const createDoctorCommand = (context: CommandContext): Command =>
  new Command('doctor')
    .description('says what keeps `ocelli run` from working, and what to do about it')
    .argument('[config]', 'YAML or JSON; without it the three simulated cameras are checked')
    .option('--json', 'prints one JSON object per check and line')
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      await examine(file, command.optsWithGlobals(), context);
    });
