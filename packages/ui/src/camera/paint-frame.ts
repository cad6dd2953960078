import { type Frame, type PixelFormat, TURNS } from '@ocelli/core';

/** Formats that the browser can draw as they are. */
const DRAWABLE: Readonly<Partial<Record<PixelFormat, VideoPixelFormat>>> = {
  i420: 'I420',
  nv12: 'NV12',
};

/** How many quarter turns clockwise make a picture of this orientation upright; mirrored ones do not come from cameras. */
const QUARTER_TURNS: Readonly<Record<number, number>> = { 3: 2, 6: 1, 8: 3 };

const paintYuv = (context: CanvasRenderingContext2D, frame: Frame): void => {
  const { width, height, planes, yuvMatrix, yuvRange, orientation } = frame;
  const format = DRAWABLE[frame.format];
  if (format === undefined) return;
  const picture = new VideoFrame(frame.data, {
    format,
    codedWidth: width,
    codedHeight: height,
    timestamp: 0,
    layout: planes.map(({ offset, stride }) => ({ offset, stride })),
    colorSpace: {
      matrix: yuvMatrix === 'bt709' ? 'bt709' : 'smpte170m',
      primaries: 'bt709',
      transfer: 'bt709',
      fullRange: yuvRange === 'full',
    },
  });
  const { canvas } = context;
  context.save();
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate(((QUARTER_TURNS[orientation] ?? 0) * Math.PI) / 2);
  context.drawImage(picture, -width / 2, -height / 2, width, height);
  context.restore();
  picture.close();
};

/** Shows a frame upright on a canvas, which takes its size. */
export const paintFrame = (context: CanvasRenderingContext2D, frame: Frame): void => {
  const { swapsAxes } = TURNS[frame.orientation];
  const [width, height] = swapsAxes ? [frame.height, frame.width] : [frame.width, frame.height];
  const { canvas } = context;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  if (frame.format !== 'rgba') {
    paintYuv(context, frame);
    return;
  }
  // Frames of ours hold packed pixels: pages open no other.
  const pixels = new Uint8ClampedArray(frame.data);
  context.putImageData(new ImageData(pixels, frame.width, frame.height), 0, 0);
};
