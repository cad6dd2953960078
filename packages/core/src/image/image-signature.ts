/** Whether the decoder may be given a format. Vector and document formats are kept away from it. */
export interface ImageSignature {
  readonly format: string;
  readonly isSupported: boolean;
}

const ascii = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length));

/** An AVIF names itself anywhere in its list; `mif1` in front of it is as good for HEIC (ISO 23008-12). */
const AVIF_BRANDS = ['avif', 'avis'];

/** Major and compatible brands of an ISO base media file. */
const brandsOf = (bytes: Uint8Array): string[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = ascii(bytes, 0, Math.min(view.getUint32(0), 256));
  return (text.slice(8, 12) + text.slice(16)).match(/.{4}/gs) ?? [];
};

/** Formats by their first bytes. Sources: the formats' specifications, section "file signature". */
const STARTS: readonly { start: string; format: string; isSupported: boolean }[] = [
  { start: '\xff\xd8\xff', format: 'JPEG', isSupported: true },
  { start: '\x89PNG\r\n\x1a\n', format: 'PNG', isSupported: true },
  { start: 'GIF87a', format: 'GIF', isSupported: true },
  { start: 'GIF89a', format: 'GIF', isSupported: true },
  { start: 'II*\0', format: 'TIFF', isSupported: true },
  { start: 'MM\0*', format: 'TIFF', isSupported: true },
  { start: 'II+\0', format: 'BigTIFF', isSupported: true },
  { start: 'MM\0+', format: 'BigTIFF', isSupported: true },
  { start: '%PDF', format: 'PDF', isSupported: false },
  { start: 'BM', format: 'BMP', isSupported: false },
  { start: '8BPS', format: 'Photoshop', isSupported: false },
  { start: '\0\0\0\x0cjP  ', format: 'JPEG 2000', isSupported: false },
  { start: '\0\0\0\x0cJXL ', format: 'JPEG XL', isSupported: false },
  { start: '\xff\x0a', format: 'JPEG XL', isSupported: false },
];

/** Tells the format of an image from its first bytes; undefined when it is no image that is known. */
export const detectImageSignature = (bytes: Uint8Array): ImageSignature | undefined => {
  const head = ascii(bytes, 0, 64);
  const known = STARTS.find(({ start }) => head.startsWith(start));
  if (known !== undefined) return known;
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') {
    return { format: 'WebP', isSupported: true };
  }
  if (head.slice(4, 8) === 'ftyp') {
    return brandsOf(bytes).some((brand) => AVIF_BRANDS.includes(brand))
      ? { format: 'AVIF', isSupported: true }
      : { format: `HEIF ("${head.slice(8, 12).trim()}")`, isSupported: false };
  }
  const isSvg = /<svg[\s>]/.test(ascii(bytes, 0, 512));
  return isSvg ? { format: 'SVG', isSupported: false } : undefined;
};
