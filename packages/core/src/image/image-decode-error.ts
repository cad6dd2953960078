import { OcelliError } from '../errors/ocelli-error.js';

/** What can be wrong with an image, and what to do about it. */
const REMEDIES = {
  'not-found': 'Check the path.',
  'broken-symlink': 'Restore the file that the link points to, or remove the link.',
  'is-directory': 'Pass the path of one image file, not of a folder.',
  permission: 'Give this process the right to read the file.',
  unreadable: 'Check the disk, and how many files this process holds open.',
  empty: 'Fetch or save the image again: it has no bytes.',
  'not-an-image': 'Pass a JPEG, PNG, WebP, AVIF, TIFF or GIF file.',
  unsupported: 'Convert the image to JPEG, PNG, WebP, AVIF, TIFF or GIF, 8 or 16 bits per channel.',
  'too-large': 'Scale the image down first, or raise maxPixels if it can be trusted.',
  truncated: 'Fetch or save the image again: its data ends early or is damaged.',
  'no-decoder': 'Install sharp for this platform: npm install --include=optional sharp.',
} as const;

export type ImageDecodeReason = keyof typeof REMEDIES;

/** All reasons, for tables and tests. */
export const IMAGE_DECODE_REASONS = Object.keys(REMEDIES) as readonly ImageDecodeReason[];

/** An image file or buffer could not be turned into pixels. */
export class ImageDecodeError extends OcelliError {
  static override readonly errorName = 'ImageDecodeError';

  /** Path of the file, or `buffer`. */
  readonly source: string;
  readonly reason: ImageDecodeReason;

  constructor({
    source,
    reason,
    detail,
    cause,
  }: {
    source: string;
    reason: ImageDecodeReason;
    /** What was found, as a sentence fragment: `the file has 0 bytes`. */
    detail: string;
    cause?: unknown;
  }) {
    super({
      message: `Cannot decode the image ${source}: ${detail}.`,
      remedy: REMEDIES[reason],
      cause,
    });
    this.source = source;
    this.reason = reason;
  }

  override toJSON(): ReturnType<OcelliError['toJSON']> & { source: string; reason: string } {
    return { ...super.toJSON(), source: this.source, reason: this.reason };
  }
}
