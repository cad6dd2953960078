/** EXIF 2.32, tag 0x0112. */
export const EXIF_ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type ExifOrientation = (typeof EXIF_ORIENTATIONS)[number];
