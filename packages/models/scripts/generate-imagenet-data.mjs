/**
 * Writes the generated data files of the ImageNet catalogue.
 *
 *   node scripts/generate-imagenet-data.mjs <onnx-zoo-pointers.json> <synset_words.txt>
 *
 * The first file lists name, path, sha256 and size of the Git LFS pointers of github.com/onnx/models; the
 * second has one line per ILSVRC-2012 class, in the order of the class index: WordNet 3.0 id, then the
 * lemmas of the synset, comma-separated.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [pointersPath, synsetsPath] = process.argv.slice(2);
if (pointersPath === undefined || synsetsPath === undefined) {
  throw new Error('Usage: generate-imagenet-data.mjs <onnx-zoo-pointers.json> <synset_words.txt>');
}
const target = (name) => fileURLToPath(new URL(`../src/imagenet/${name}`, import.meta.url));
const NOTICE = '// Written by scripts/generate-imagenet-data.mjs; do not edit.\n';

/** Classes whose first lemma names another class as well. */
const QUALIFIED = {
  n02012849: 'crane-bird',
  n03126707: 'crane-machine',
  n02113186: 'cardigan-corgi',
  n02963159: 'cardigan-sweater',
  n03710637: 'maillot-tights',
  n03710721: 'maillot-tank-suit',
};

const classes = readFileSync(synsetsPath, 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const [, id, names] = /^(n\d{8}) (.+)$/.exec(line.trim()) ?? [];
    const lemmas = names.split(', ');
    const slug = lemmas[0]
      .toLowerCase()
      .replace(/['.]/g, '')
      .replace(/[^a-z0-9]+/g, '-');
    return { id, lemmas, label: QUALIFIED[id] ?? slug };
  });
if (classes.length !== 1000 || new Set(classes.map(({ label }) => label)).size !== 1000) {
  throw new Error('Expected 1,000 classes with 1,000 different labels.');
}

const list = (values) => values.map((value) => `  ${JSON.stringify(value)},\n`).join('');
writeFileSync(
  target('imagenet-classes.generated.ts'),
  `${NOTICE}
/** The ILSVRC-2012 classes in the order of their index: the first WordNet lemma of each, made unique. */
export const IMAGENET_LABELS = [
${list(classes.map(({ label }) => label))}] as const;

/** WordNet 3.0 ids, in the order of \`IMAGENET_LABELS\`. */
export const IMAGENET_WORDNET_IDS = [
${list(classes.map(({ id }) => id))}] as const;

/** All lemmas of each class, comma-separated, in the order of \`IMAGENET_LABELS\`. */
export const IMAGENET_LEMMAS: readonly string[] = [
${list(classes.map(({ lemmas }) => lemmas.join(', ')))}];
`,
);

const { source, pointers } = JSON.parse(readFileSync(pointersPath, 'utf8'));
const isClassifier = ({ name, path }) =>
  name.endsWith('.onnx') &&
  path.startsWith('validated/vision/classification/') &&
  !/mnist|preproc|rcnn/.test(name);
const files = pointers.filter(isClassifier).map(
  ({ name, path, sha256, bytes }) => `  ${JSON.stringify(name)}: {
    path: ${JSON.stringify(path)},
    sha256: ${JSON.stringify(sha256)},
    bytes: ${String(bytes)},
  },
`,
);
writeFileSync(
  target('onnx-zoo-files.generated.ts'),
  `${NOTICE}
/** The ImageNet classifiers of the ONNX Model Zoo: ${source}. */
export const ONNX_ZOO_FILES = {
${files.join('')}} as const;
`,
);
