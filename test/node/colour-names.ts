// A complete classifier in one file: a graph built with @ocelli/onnx and the card that belongs to it.
// It names the mean colour of a picture by the nearest of eleven prototypes. Nothing is trained: with
// prototypes p, the logits `s * (2 p·x - |p|²)` rank the classes by their distance |x - p|².
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTensor } from '@ocelli/core';
import { createGraphBuilder, encodeModel } from '@ocelli/onnx';
import sharp from 'sharp';

/** The basic colour terms of English (Berlin and Kay 1969), as sRGB prototypes. */
const PROTOTYPES = {
  black: [20, 20, 20],
  white: [240, 240, 240],
  red: [205, 30, 35],
  green: [45, 150, 60],
  yellow: [240, 215, 40],
  blue: [40, 80, 200],
  brown: [110, 70, 35],
  orange: [245, 140, 30],
  pink: [245, 150, 185],
  purple: [125, 50, 150],
  gray: [128, 128, 128],
};
const LABELS = Object.keys(PROTOTYPES);
const SHARPNESS = 40;
const SIZE = 32;

const buildGraph = () => {
  const rows = Object.values(PROTOTYPES).map((rgb) => rgb.map((level) => level / 255));
  const weight = Float32Array.from(rows.flatMap((p) => p.map((value) => 2 * SHARPNESS * value)));
  const bias = Float32Array.from(
    rows.map((p) => -SHARPNESS * p.reduce((sum, value) => sum + value * value, 0)),
  );
  const g = createGraphBuilder({ name: 'colour-names' });
  const pixels = g.input('pixels', 'float32', ['N', 3, SIZE, SIZE]);
  const mean = g.node('Flatten', [g.node('GlobalAveragePool', [pixels])], { axis: 1 });
  const logits = g.node(
    'Gemm',
    [
      mean,
      g.initializer('weight', createTensor('float32', [LABELS.length, 3], weight)),
      g.initializer('bias', createTensor('float32', [LABELS.length], bias)),
    ],
    { transB: 1 },
    { name: 'logits' },
  );
  g.output(logits, 'float32', ['N', LABELS.length]);
  return encodeModel(g.build());
};

const cardFor = (bytes: Uint8Array) => ({
  schemaVersion: 1,
  id: 'colour-names',
  version: '1.0.0',
  name: 'Colour names',
  description: 'Names the mean colour of a picture by the nearest of eleven prototypes.',
  labels: LABELS,
  input: { name: 'pixels' },
  preprocess: {
    resize: { mode: 'squash', width: SIZE, height: SIZE },
    kernel: 'box',
    rescaleFactor: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channelOrder: 'rgb',
    layout: 'nchw',
    dtype: 'float32',
  },
  head: { kind: 'softmax', output: 'logits', topK: 3 },
  variants: [
    {
      name: 'float32',
      dtype: 'float32',
      file: {
        url: 'colour-names.onnx',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
      },
    },
  ],
  licence: { id: 'MIT' },
  notFor: ['Anything but trying Ocelli out.'],
});

/** A swatch of one colour, lit from the upper left, as a PNG file. */
const drawSwatch = async (path: string, rgb: readonly number[]): Promise<void> => {
  const css = `rgb(${rgb.join(',')})`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240">
    <defs><radialGradient id="light" cx="0.3" cy="0.25" r="1">
      <stop offset="0" stop-color="white" stop-opacity="0.25"/>
      <stop offset="1" stop-color="black" stop-opacity="0.18"/>
    </radialGradient></defs>
    <rect width="320" height="240" fill="${css}"/><rect width="320" height="240" fill="url(#light)"/>
  </svg>`;
  await sharp(Buffer.from(svg)).png().toFile(path);
};

/** Writes model, card and eleven drawn pictures into `directory`; returns the card's path. */
export const writeColourNames = async (directory: string): Promise<string> => {
  await mkdir(join(directory, 'pictures'), { recursive: true });
  const bytes = buildGraph();
  const card = join(directory, 'colour-names.json');
  await writeFile(join(directory, 'colour-names.onnx'), bytes);
  await writeFile(card, `${JSON.stringify(cardFor(bytes), null, 2)}\n`);
  for (const [name, rgb] of Object.entries(PROTOTYPES)) {
    await drawSwatch(join(directory, 'pictures', `${name}.png`), rgb);
  }
  return card;
};
