import type { Rgb } from '../raster/bitmap.js';
import type { RoadView } from './road-camera.js';
import { CAMERA_HEIGHT, FARTHEST, roadShift } from './road-camera.js';
import type { RoadCanvas } from './road-canvas.js';
import type { WeatherLook } from './weather.js';
import { clarityAt, gainAt } from './weather.js';

/** Metres from the camera's path: left edge, middle line and right edge of the road. */
const LEFT_EDGE = -5.3;
const MIDDLE = -1.75;
const RIGHT_EDGE = 1.9;
const LINE_WIDTH = 0.13;
const GRASS_SIZE = 512;

/** 1 within `half` of a line, softened over `footprint` metres. */
const lineCoverage = (distance: number, half: number, footprint: number): number =>
  Math.max(0, Math.min(1, (half - Math.abs(distance)) / footprint + 0.5));

export interface GroundTextures {
  /** 512 × 512, repeating. */
  readonly grain: Uint8Array;
}

/** Draws road, markings and verges from the horizon down. */
export const drawGround = (
  { width, height, rgb }: RoadCanvas,
  view: RoadView,
  look: WeatherLook,
  { grain }: GroundTextures,
): void => {
  const { focal, centreX, horizonY, travelled } = view;
  const firstRow = Math.max(0, Math.ceil(horizonY + (CAMERA_HEIGHT * focal) / (4 * FARTHEST)));
  for (let y = firstRow; y < height; y++) {
    const z = (CAMERA_HEIGHT * focal) / (y + 0.5 - horizonY);
    const clarity = clarityAt(look, z);
    const gain = gainAt(look.sceneryGain, look.headlights, z) * clarity;
    const haze = look.skyBottom.map((value) => value * (1 - clarity)) as unknown as Rgb;
    const footprint = z / focal;
    // Grain finer than a pixel averages out.
    const sharpness = Math.min(1, 9 / z);
    const along = z + travelled;
    const isDash = ((along % 12) + 12) % 12 < 6;
    const grainRow = (Math.floor(along * 18) & (GRASS_SIZE - 1)) * GRASS_SIZE;
    const patchRow = (Math.floor(along * 2.5) & (GRASS_SIZE - 1)) * GRASS_SIZE;
    let across = (0.5 - centreX) * footprint - roadShift(view, z);
    for (let x = 0, at = 3 * y * width; x < width; x++, at += 3, across += footprint) {
      const fine = (grain[grainRow + (Math.floor(across * 18) & (GRASS_SIZE - 1))] ?? 128) - 128;
      const patch = (grain[patchRow + (Math.floor(across * 2.5) & (GRASS_SIZE - 1))] ?? 128) - 128;
      const isRoad = across > LEFT_EDGE && across < RIGHT_EDGE;
      const base = isRoad ? look.asphalt : look.grass;
      const texture = isRoad
        ? 0.22 * fine * sharpness + 0.1 * patch
        : 0.5 * fine * sharpness + 0.4 * patch;
      let mark = 0;
      if (isRoad) {
        mark = Math.max(
          lineCoverage(across - RIGHT_EDGE + 0.2, LINE_WIDTH / 2, footprint),
          lineCoverage(across - LEFT_EDGE - 0.2, LINE_WIDTH / 2, footprint),
          isDash ? lineCoverage(across - MIDDLE, LINE_WIDTH / 2, footprint) : 0,
        );
      }
      const keep = 1 - mark;
      rgb[at] = (base[0] * keep + 205 * mark + texture) * gain + haze[0];
      rgb[at + 1] = (base[1] * keep + 206 * mark + texture) * gain + haze[1];
      rgb[at + 2] = (base[2] * keep + 204 * mark + texture * 0.8) * gain + haze[2];
    }
  }
};
