/** JPEG markers (ITU-T T.81, table B.1). */
const START_OF_SCAN = 0xda;
const APPLICATION_2 = 0xe2;

/** SOF0 to SOF2: baseline, extended sequential and progressive, coded as nearly every file is. */
const isStartOfFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xc2;

/**
 * Whether the bytes are a JPEG file of three 8-bit channels without a colour profile, as cameras and
 * browsers write them: its pixels can be decoded without first asking what they are. False says nothing.
 */
export const isPlainJpeg = (bytes: Uint8Array): boolean => {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return false;
  let isColour = false;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === START_OF_SCAN) return isColour;
    // Colour profiles lie in APP2, where little else does.
    if (marker === APPLICATION_2) return false;
    if (isStartOfFrame(marker)) isColour = bytes[at + 4] === 8 && bytes[at + 9] === 3;
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return false;
};
