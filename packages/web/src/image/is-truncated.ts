const endsWithin = (bytes: Uint8Array, from: number, pattern: readonly number[]): boolean => {
  for (let at = bytes.length - pattern.length; at >= from; at -= 1) {
    if (pattern.every((byte, index) => bytes[at + index] === byte)) return true;
  }
  return false;
};

const EOI = [0xff, 0xd9];
const IEND = [0x49, 0x45, 0x4e, 0x44];

/**
 * Whether the file of a picture ends before its data does: browsers show such a picture with a gray rest.
 *
 * @param format As `detectImageSignature` names it; other formats than these give false.
 */
export const isTruncated = (format: string, bytes: Uint8Array): boolean => {
  if (format === 'JPEG') return !endsWithin(bytes, 2, EOI);
  if (format === 'PNG') return !endsWithin(bytes, 8, IEND);
  if (format !== 'WebP' || bytes.length < 12) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length < 8 + view.getUint32(4, true);
};
