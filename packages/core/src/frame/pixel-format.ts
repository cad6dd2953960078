/** Pixel layouts that the preprocessing kernel reads directly. */
export const PIXEL_FORMATS = ['rgba', 'rgb', 'gray', 'i420', 'nv12'] as const;

/** How the bytes of a frame are laid out; `i420` and `nv12` are 4:2:0 YUV with 8 bits a sample. */
export type PixelFormat = (typeof PIXEL_FORMATS)[number];

/** YUV-to-RGB matrices: ITU-R BT.601 (SD video, JPEG, most webcams) and BT.709 (HD video). */
export const YUV_MATRICES = ['bt601', 'bt709'] as const;
export type YuvMatrix = (typeof YUV_MATRICES)[number];

/** `limited`: luma 16..235, chroma 16..240. `full`: both 0..255. */
export const YUV_RANGES = ['limited', 'full'] as const;
export type YuvRange = (typeof YUV_RANGES)[number];

/** Where a plane lies in the frame's bytes. Both in bytes; `stride` is the distance of two rows. */
export interface PlaneLayout {
  readonly offset: number;
  readonly stride: number;
}

/** Bytes per sample position and chroma subsampling of one plane. */
interface PlaneShape {
  readonly bytesPerSample: number;
  readonly subsampling: 1 | 2;
}

/** The planes of each format, in the order of `PixelBuffer.planes`. */
export const PLANE_SHAPES: { readonly [F in PixelFormat]: readonly PlaneShape[] } = {
  rgba: [{ bytesPerSample: 4, subsampling: 1 }],
  rgb: [{ bytesPerSample: 3, subsampling: 1 }],
  gray: [{ bytesPerSample: 1, subsampling: 1 }],
  i420: [
    { bytesPerSample: 1, subsampling: 1 },
    { bytesPerSample: 1, subsampling: 2 },
    { bytesPerSample: 1, subsampling: 2 },
  ],
  nv12: [
    { bytesPerSample: 1, subsampling: 1 },
    { bytesPerSample: 2, subsampling: 2 },
  ],
};

/** Rows and bytes per row of plane `index` at this frame size; odd sizes round chroma up. */
export const planeSize = (
  format: PixelFormat,
  index: number,
  width: number,
  height: number,
): { rowBytes: number; rows: number } => {
  const shape = PLANE_SHAPES[format][index];
  if (shape === undefined) return { rowBytes: 0, rows: 0 };
  return {
    rowBytes: Math.ceil(width / shape.subsampling) * shape.bytesPerSample,
    rows: Math.ceil(height / shape.subsampling),
  };
};

/** Planes stored one after another without padding between rows. */
export const packedPlanes = (
  format: PixelFormat,
  width: number,
  height: number,
): readonly PlaneLayout[] => {
  let offset = 0;
  return PLANE_SHAPES[format].map((_, index) => {
    const { rowBytes, rows } = planeSize(format, index, width, height);
    const plane = { offset, stride: rowBytes };
    offset += rowBytes * rows;
    return plane;
  });
};

/** Bytes that a frame needs with these planes: the end of its last row. */
export const requiredBytes = (
  format: PixelFormat,
  width: number,
  height: number,
  planes: readonly PlaneLayout[],
): number =>
  Math.max(
    ...planes.map((plane, index) => {
      const { rowBytes, rows } = planeSize(format, index, width, height);
      return plane.offset + plane.stride * (rows - 1) + rowBytes;
    }),
  );
