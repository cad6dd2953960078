// Compares, in one run and in turn, Ocelli with the runtime alone, with sharp and with Transformers.js.
// Every figure is a median of milliseconds on this machine, now; read the ratios.
import { cpus } from 'node:os';
import { benchEndToEnd } from './end-to-end.mjs';
import { benchPreprocessing } from './preprocessing.mjs';

const [cpu] = cpus();
console.log(`${cpu?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`);
await benchPreprocessing();
await benchEndToEnd();
