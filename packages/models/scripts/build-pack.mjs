/**
 * Takes a trained model into its pack: copies the weights to packs/<id>, writes
 * src/<id>/trained.generated.ts, and both forms of the card from it.
 *
 *   node scripts/build-pack.mjs <id> <folder> [--version 1.0.0]
 *
 * <folder> is what `ocelli train` wrote: card.json and the files of its variants. Its labels have to be
 * those of the pack, by id or alias, in the same order. Needs built packages (`npm run build`).
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createPreprocessor, drawTensor, parseModelCard } from '@ocelli/core';
import { packCard } from '@ocelli/models';
import { createNodeBackend } from '@ocelli/node';
import { format } from 'prettier';

const MAX_MODEL_BYTES = 5_000_000;
const GOLDEN_SEED = 1;
/** Execution providers with other arithmetic come within it; wrong weights or layouts do not. */
const GOLDEN_TOLERANCE = 0.02;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { version: { type: 'string', default: '1.0.0' } },
});
const [id, folder] = positionals;
if (id === undefined || folder === undefined) {
  throw new Error('Usage: build-pack.mjs <id> <folder> [--version 1.0.0]');
}
const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const packFolder = join(packageFolder, 'packs', id);

/** Throws unless the trained labels are those of the pack, by id or alias, one by one. */
const checkLabels = (trained, pack) => {
  const problems = [];
  for (let index = 0; index < Math.max(trained.labels.length, pack.labels.length); index += 1) {
    const label = pack.labels[index];
    const known = [label, ...(pack.labelDetails[label]?.aliases ?? [])];
    if (!known.includes(trained.labels[index])) {
      problems.push(`${String(index)}: trained "${trained.labels[index]}", pack "${label}"`);
    }
  }
  if (problems.length > 0) throw new Error(`The labels differ:\n${problems.join('\n')}`);
};

const copyVariant = ({ name, dtype, file, accuracy }) => {
  const source = resolve(folder, file.url);
  const fileName = basename(source);
  const entry = readFileSync(join(packageFolder, 'src', `${id}.ts`), 'utf8');
  // Bundlers find a file by the whole path in the code, so that none can be made up from its name.
  if (!entry.includes(`new URL('../packs/${id}/${fileName}'`)) {
    throw new Error(`src/${id}.ts has no URL for ${fileName}; add it to urls.`);
  }
  const bytes = readFileSync(source);
  if (bytes.length > MAX_MODEL_BYTES) {
    throw new Error(`${source} has ${bytes.length} bytes, more than ${MAX_MODEL_BYTES}.`);
  }
  const target = join(packFolder, fileName);
  if (source !== target) copyFileSync(source, target);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    name,
    dtype,
    file: { name: fileName, sha256, bytes: bytes.length },
    ...(accuracy && { accuracy }),
  };
};

/** What the first variant makes of a drawn picture on the CPU. */
const makeGolden = async ({ input, head, preprocess }, variant) => {
  const drawing = {
    dtype: preprocess.dtype,
    dims: createPreprocessor(preprocess).outputDims,
    drawn: 'stripes-v1',
    seed: GOLDEN_SEED,
  };
  const path = join(packFolder, variant.file.name);
  const session = await createNodeBackend().createSession(
    { kind: 'file', path },
    { executionProviders: ['cpu'] },
  );
  const { outputs } = await session
    .run({ [input.name]: drawTensor(drawing) })
    .finally(() => session.release());
  const { dtype, dims, data } = outputs[head.output];
  return {
    inputs: { [input.name]: drawing },
    outputs: { [head.output]: { dtype, dims, values: Array.from(data) } },
    tolerance: GOLDEN_TOLERANCE,
  };
};

const cardPath = join(folder, 'card.json');
if (!existsSync(cardPath)) throw new Error(`${cardPath} does not exist.`);
const card = parseModelCard(JSON.parse(readFileSync(cardPath, 'utf8')));
checkLabels(card, await packCard(id));
mkdirSync(packFolder, { recursive: true });
const variants = card.variants.map(copyVariant);
const { kind, output, values: outputValues, threshold } = card.head;
const trained = {
  version: values.version,
  input: card.input,
  preprocess: card.preprocess,
  head: {
    kind,
    output,
    ...(outputValues && { values: outputValues }),
    ...(typeof threshold === 'number' && { threshold }),
  },
  variants,
  ...(card.calibration && { calibration: card.calibration }),
  golden: await makeGolden(card, variants[0]),
};
const source = `// Written by scripts/build-pack.mjs; do not edit.
import type { TrainedPack } from '../packs/define-pack-card.js';

export const TRAINED: TrainedPack = ${JSON.stringify(trained)};
`;
writeFileSync(
  join(packageFolder, 'src', id, 'trained.generated.ts'),
  await format(source, { parser: 'typescript', printWidth: 100, singleQuote: true }),
);
for (const script of ['build', 'cards']) {
  execFileSync('npm', ['run', '--silent', script], { cwd: packageFolder, stdio: 'inherit' });
}
