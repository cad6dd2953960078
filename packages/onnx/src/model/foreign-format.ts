const ascii = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length));

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  bytes.length >= signature.length && signature.every((byte, index) => bytes[index] === byte);

const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]);

/** safetensors: a little-endian u64 with the length of the JSON header that follows. */
const isSafetensors = (bytes: Uint8Array): boolean => {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return view.getBigUint64(0, true) <= BigInt(bytes.length - 8);
};

interface ForeignFormatRule {
  readonly matches: (bytes: Uint8Array) => boolean;
  /** Completes "it looks like …". */
  readonly description: string;
  readonly remedy: string;
}

const EXPORT_REMEDY = 'Export the model to ONNX with its own framework first.';

/** What is mistaken for an ONNX model most often; the first match counts. */
export const FOREIGN_FORMATS = {
  html: {
    matches: (bytes) => /^\s*<(!doctype|html|head|\?xml|!--)/i.test(ascii(bytes, 0, 64)),
    description: 'an HTML or XML page',
    remedy: 'Check the URL: the server answered with a page instead of the file.',
  },
  'git-lfs-pointer': {
    matches: (bytes) => ascii(bytes, 0, 40).startsWith('version https://git-lfs'),
    description: 'a Git LFS pointer',
    remedy: 'Fetch the file itself with `git lfs pull`.',
  },
  pytorch: {
    matches: (bytes) =>
      (isZip(bytes) && ascii(bytes, 0, 256).includes('.pkl')) ||
      (bytes[0] === 0x80 && (bytes[1] ?? 0) >= 2 && (bytes[1] ?? 9) <= 5),
    description: 'a PyTorch pickle',
    remedy: EXPORT_REMEDY,
  },
  zip: {
    matches: isZip,
    description: 'a zip archive',
    remedy: 'Unpack the archive and pass the .onnx file in it.',
  },
  gzip: {
    matches: (bytes) => startsWith(bytes, [0x1f, 0x8b]),
    description: 'a gzip archive',
    remedy: 'Unpack the archive and pass the .onnx file in it.',
  },
  tflite: {
    matches: (bytes) => ascii(bytes, 4, 4) === 'TFL3',
    description: 'a TensorFlow Lite model',
    remedy: EXPORT_REMEDY,
  },
  ort: {
    matches: (bytes) => ascii(bytes, 4, 4) === 'ORTM',
    description: "a model in ONNX Runtime's own format",
    remedy: 'Pass the .onnx file that it was converted from.',
  },
  hdf5: {
    matches: (bytes) => startsWith(bytes, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]),
    description: 'an HDF5 file (Keras)',
    remedy: EXPORT_REMEDY,
  },
  picture: {
    matches: (bytes) =>
      startsWith(bytes, [0xff, 0xd8, 0xff]) ||
      startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ||
      ascii(bytes, 0, 4) === 'GIF8' ||
      ascii(bytes, 8, 4) === 'WEBP',
    description: 'a picture',
    remedy: 'Pass the .onnx file of the model here, and the picture to what runs it.',
  },
  safetensors: {
    matches: isSafetensors,
    description: 'a safetensors file, which holds weights and no graph',
    remedy: EXPORT_REMEDY,
  },
} as const satisfies Record<string, ForeignFormatRule>;

export type ForeignFormat = keyof typeof FOREIGN_FORMATS;

/** Tells which other format the bytes are in, by their first bytes. */
export const recognizeForeignFormat = (bytes: Uint8Array): ForeignFormat | undefined =>
  (Object.keys(FOREIGN_FORMATS) as ForeignFormat[]).find((format) =>
    FOREIGN_FORMATS[format].matches(bytes),
  );
