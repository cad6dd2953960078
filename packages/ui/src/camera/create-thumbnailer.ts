import type { RegionOfInterest } from '@ocelli/core';

/** Keeps small copies of the last pictures that were looked at, for the events that come of them. */
export interface Thumbnailer {
  /** Copies what the canvas shows, under the sequence number of that frame. */
  take(source: HTMLCanvasElement, sequence: number): void;
  /** The picture of a frame, or of a part of it, as a small JPEG data URL; the latest where it is gone. */
  jpegOf(sequence: number, part?: RegionOfInterest): string;
}

interface Copy {
  readonly canvas: HTMLCanvasElement;
  sequence: number;
  /** Pixels of the copy per pixel of the picture. */
  scale: number;
}

const COPY_WIDTH = 480;
const JPEG_WIDTH = 176;
const JPEG_HEIGHT = 132;

const createCopy = (): Copy => ({
  canvas: document.createElement('canvas'),
  sequence: -1,
  scale: 1,
});

const RATIO = JPEG_WIDTH / JPEG_HEIGHT;

const partOfHeight = (
  { x, y, width, height }: RegionOfInterest,
  high: number,
): RegionOfInterest => ({
  x: x + (width - high * RATIO) / 2,
  y: y + (height - high) / 2,
  width: high * RATIO,
  height: high,
});

/** The middle of a picture, in the shape of a thumbnail. */
const middleOf = (picture: RegionOfInterest): RegionOfInterest =>
  partOfHeight(picture, Math.min(picture.height, picture.width / RATIO));

/** A part with as much again around it. */
const surroundingsOf = (part: RegionOfInterest): RegionOfInterest =>
  partOfHeight(part, 2 * Math.max(part.height, part.width / RATIO));

export const createThumbnailer = (): Thumbnailer => {
  const output = document.createElement('canvas');
  output.width = JPEG_WIDTH;
  output.height = JPEG_HEIGHT;
  let [latest, other] = [createCopy(), createCopy()];
  return {
    take: (source, sequence) => {
      [latest, other] = [other, latest];
      const copy = latest;
      const scale = Math.min(1, COPY_WIDTH / source.width);
      const [width, height] = [Math.round(source.width * scale), Math.round(source.height * scale)];
      if (copy.canvas.width !== width || copy.canvas.height !== height) {
        copy.canvas.width = width;
        copy.canvas.height = height;
      }
      copy.sequence = sequence;
      copy.scale = scale;
      copy.canvas.getContext('2d')?.drawImage(source, 0, 0, width, height);
    },
    jpegOf: (sequence, part) => {
      const copy = other.sequence === sequence && latest.sequence !== sequence ? other : latest;
      const { canvas, scale } = copy;
      const whole = { x: 0, y: 0, width: canvas.width / scale, height: canvas.height / scale };
      const { x, y, width, height } = part === undefined ? middleOf(whole) : surroundingsOf(part);
      const context = output.getContext('2d');
      if (context === null) return '';
      context.fillStyle = '#000';
      context.fillRect(0, 0, JPEG_WIDTH, JPEG_HEIGHT);
      context.drawImage(
        canvas,
        x * scale,
        y * scale,
        width * scale,
        height * scale,
        0,
        0,
        JPEG_WIDTH,
        JPEG_HEIGHT,
      );
      return output.toDataURL('image/jpeg', 0.8);
    },
  };
};
