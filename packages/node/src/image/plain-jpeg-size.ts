/** JPEG markers (ITU-T T.81, table B.1). */
const START_OF_SCAN = 0xda;
/** APP1 holds Exif and XMP, APP2 colour profiles. */
const ANNOTATIONS: readonly number[] = [0xe1, 0xe2];

/** SOF0 to SOF2: baseline, extended sequential and progressive, coded as nearly every file is. */
const isStartOfFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xc2;

export interface PlainJpegSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads the size of a JPEG file of three 8-bit channels with neither a colour profile nor an orientation,
 * as cameras' streams and browsers write them: nothing else has to be known before its pixels are decoded.
 * Undefined says nothing about a file.
 */
export const plainJpegSize = (bytes: Uint8Array): PlainJpegSize | undefined => {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  let size: PlainJpegSize | undefined;
  const uint16 = (at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === START_OF_SCAN) return size;
    if (ANNOTATIONS.includes(marker)) return undefined;
    if (isStartOfFrame(marker)) {
      const isColour = bytes[at + 4] === 8 && bytes[at + 9] === 3;
      if (!isColour) return undefined;
      size = { height: uint16(at + 5), width: uint16(at + 7) };
    }
    at += 2 + uint16(at + 2);
  }
  return undefined;
};
