// Shows the whole path with nothing downloaded: a graph is built, pictures are drawn, and the `ocelli`
// command classifies them. With arguments, `npm start -- ARGUMENTS` builds and runs the command on them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeColourNames } from './colour-names.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ocelli = join(root, 'packages/cli/dist/ocelli.js');

/** Relative paths mean the folder that npm was started in, not the repository's. */
const run = (args, cwd) => {
  const { status, signal } = spawnSync(process.execPath, [ocelli, ...args], {
    cwd,
    stdio: 'inherit',
  });
  return signal === null ? (status ?? 1) : 130;
};

const showExample = async () => {
  const directory = join(root, '.ocelli/colour-names');
  await writeColourNames(directory);
  const example =
    'classify .ocelli/colour-names/pictures --model .ocelli/colour-names/colour-names.json --top 2';
  console.log(`$ npx ocelli ${example}\n`);
  const status = run(example.split(' '), root);
  console.log(`
Model, card and pictures were just made by scripts/colour-names.mjs; nothing was downloaded. Next:

  npx ocelli classify PHOTO.jpg --model squeezenet1-1   ImageNet labels (downloads 5 MB once)
  npx ocelli classify PHOTO.jpg --model MODEL.onnx      your own model
  npx ocelli inspect MODEL.onnx                         what is inside a model
  npx ocelli --help                                     everything else`);
  return status;
};

const args = process.argv.slice(2);
process.exitCode =
  args.length > 0 ? run(args, process.env.INIT_CWD ?? process.cwd()) : await showExample();
