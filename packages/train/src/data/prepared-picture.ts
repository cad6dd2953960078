/** Pixels of one size: rows without padding, 3 channels (RGB) or 1 (gray). */
export interface PictureLevel {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** A decoded picture, brought to what every epoch starts from. */
export interface PreparedPicture {
  /** Size of the upright picture as it was decoded. */
  readonly width: number;
  readonly height: number;
  /** The densest first. */
  readonly levels: readonly PictureLevel[];
}
