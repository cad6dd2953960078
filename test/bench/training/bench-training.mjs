// Compares training steps with PyTorch's: the same networks, batches, optimizer and threads, each in a
// process of its own, in turn. Needs python3-torch and python3-torchvision.
//   node bench-training.mjs [--threads 2] [--rounds 5] [--seconds 4]
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printTable, summarise } from '../measure.mjs';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
  },
});
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const networks = JSON.parse(readFileSync(here('networks.json'), 'utf8'));
const CANDIDATES = {
  Ocelli: [process.execPath, here('ocelli-steps.mjs')],
  PyTorch: [process.env.PYTHON ?? '/usr/bin/python3', here('pytorch-steps.py')],
};

const [cpu] = cpus();
console.log(`${cpu?.model.trim()}, ${cpus().length} cores, ${values.threads} threads`);
for (const { name, size, batch } of networks) {
  const wall = { Ocelli: [], PyTorch: [] };
  const busy = { Ocelli: [], PyTorch: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const turn = Object.entries(CANDIDATES);
    // Who goes first changes, so that neither always finds the machine warmer.
    if (round % 2 === 1) turn.reverse();
    for (const [candidate, [command, script]] of turn) {
      const output = execFileSync(command, [script, name, values.threads, values.seconds]);
      for (const [wallMs, cpuMs] of JSON.parse(output)) {
        wall[candidate].push(wallMs);
        busy[candidate].push(cpuMs);
      }
    }
  }
  const results = summarise(wall);
  printTable(`${name}, ${size} pixels, batch ${batch}: milliseconds per step`, results, 'PyTorch');
  printTable('CPU milliseconds per step', summarise(busy), 'PyTorch');
  for (const [candidate, { median }] of Object.entries(results)) {
    console.log(`${candidate}: ${((batch * 1000) / median).toFixed(0)} images/s`);
  }
}
