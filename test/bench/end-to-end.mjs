import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeModel, encodeModel, renameValues } from '@ocelli/onnx';
import { buildArchitectureModel, shufflenetV2 } from '@ocelli/onnx/architectures';
import { CANDIDATES } from './candidates.mjs';
import { printGoal, printTable, summarise } from './measure.mjs';

const ASSETS =
  process.env.OCELLI_ASSETS ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const SQUEEZENET = join(ASSETS, 'models/squeezenet1.1-fp32.onnx');

/** Rounds of one block of calls per candidate, in turn: noise of the machine falls on all of them. */
const ROUNDS = 12;
const CALLS = 12;
/** The first calls of a block find cold caches and sleeping threads, as they do for every candidate. */
const DISCARDED = 2;

/**
 * Writes the model with the input name that Transformers.js wants; all candidates run this file:
 * SqueezeNet 1.1 with its real weights where they are at hand, else a ShuffleNet with constant ones.
 */
const prepareModel = async () => {
  const isReal = existsSync(SQUEEZENET);
  const model = isReal
    ? decodeModel(await readFile(SQUEEZENET))
    : buildArchitectureModel(shufflenetV2);
  const input = model.graph.input[0].name;
  const path = join(await mkdtemp(join(tmpdir(), 'ocelli-bench-')), 'model.onnx');
  await writeFile(path, encodeModel(renameValues(model, { [input]: 'pixel_values' })));
  return { name: isReal ? 'SqueezeNet 1.1' : 'ShuffleNet v2 with constant weights', path };
};

const startCandidate = async (name, modelPath) => {
  const child = fork(new URL('./candidate.mjs', import.meta.url), [name, modelPath]);
  await once(child, 'message');
  const ask = async (message) => {
    child.send(message);
    const [answer] = await once(child, 'message');
    return answer;
  };
  return { name, ask, stop: () => child.disconnect() };
};

const measureTask = async (candidates, task) => {
  const samples = Object.fromEntries(candidates.map(({ name }) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const { name, ask } of candidates) {
      const times = await ask({ task, count: CALLS });
      if (round >= 0) samples[name].push(...times.slice(DISCARDED));
    }
  }
  return summarise(samples);
};

const printRatio = (what, results, reference, limit) => {
  const ratio = results.Ocelli.median / results[reference].median;
  printGoal(what, ratio.toFixed(2), `<= ${limit}`, ratio <= limit);
};

export const benchEndToEnd = async () => {
  const { name, path } = await prepareModel();
  const candidates = [];
  for (const candidate of Object.keys(CANDIDATES)) {
    candidates.push(await startCandidate(candidate, path));
  }
  const reference = 'session.run alone';

  const frames = await measureTask(candidates, 'frame');
  printTable(`Raw 640x480 RGBA frame, ${name} (ms)`, frames, reference);
  printRatio('against session.run alone', frames, reference, 1.2);

  const photos = await measureTask(candidates, 'photo');
  printTable(`JPEG 1280x720, ${name}; the reference decodes and runs (ms)`, photos, reference);
  printRatio('against decode and session.run', photos, reference, 1.15);

  console.log('\nEvent-loop delay while classifying frames, p95 (ms)');
  for (const candidate of candidates) {
    const delay = await candidate.ask({ task: 'frame', delayMs: 3000 });
    console.log(`${candidate.name.padEnd(20)} ${delay.toFixed(2)}`);
    if (candidate.name === 'Ocelli') {
      printGoal('event-loop delay p95', delay.toFixed(2), '<= 2', delay <= 2);
    }
  }
  for (const { stop } of candidates) stop();
};
