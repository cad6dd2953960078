import type { Rgb } from '../raster/bitmap.js';

export const WEATHERS = [
  'clear',
  'overcast',
  'rain',
  'fog',
  'snow',
  'night',
  'back-light',
] as const;
export type Weather = (typeof WEATHERS)[number];

/** How a weather looks to the camera. Gains multiply daylight colours. */
export interface WeatherLook {
  readonly skyTop: Rgb;
  readonly skyBottom: Rgb;
  /** 0..1: how much white cloud there is. */
  readonly clouds: number;
  readonly asphalt: Rgb;
  readonly grass: Rgb;
  readonly foliage: Rgb;
  /** Distance in metres after which haze hides two thirds of an object's colour. */
  readonly visibility: number;
  readonly sceneryGain: number;
  readonly signGain: number;
  /** Gain of headlights on what is near; signs throw them back. */
  readonly headlights: number;
  /** Deviation of the sensor's noise in grey levels. */
  readonly noise: number;
  /** Seconds; longer in the dark. */
  readonly exposure: number;
  /** Standard deviation in pixels of a blur that is always there. */
  readonly softness: number;
  readonly drops: 'none' | 'rain' | 'snow';
  readonly sunGlare: number;
}

const CLEAR: WeatherLook = {
  skyTop: [92, 142, 205],
  skyBottom: [196, 214, 230],
  clouds: 0.45,
  asphalt: [112, 112, 116],
  grass: [96, 118, 62],
  foliage: [62, 86, 42],
  visibility: 420,
  sceneryGain: 1,
  signGain: 0.96,
  headlights: 0,
  noise: 3,
  exposure: 0.004,
  softness: 0.3,
  drops: 'none',
  sunGlare: 0,
};

export const WEATHER_LOOKS: { readonly [W in Weather]: WeatherLook } = {
  clear: CLEAR,
  overcast: {
    ...CLEAR,
    skyTop: [168, 174, 182],
    skyBottom: [208, 210, 212],
    clouds: 0.25,
    foliage: [70, 76, 48],
    visibility: 260,
    sceneryGain: 0.82,
    signGain: 0.78,
    noise: 4,
    exposure: 0.006,
  },
  rain: {
    ...CLEAR,
    skyTop: [120, 126, 134],
    skyBottom: [164, 168, 172],
    clouds: 0.2,
    asphalt: [78, 80, 86],
    grass: [72, 88, 54],
    visibility: 120,
    sceneryGain: 0.66,
    signGain: 0.7,
    noise: 5,
    exposure: 0.008,
    softness: 0.6,
    drops: 'rain',
  },
  fog: {
    ...CLEAR,
    skyTop: [196, 198, 200],
    skyBottom: [206, 208, 208],
    clouds: 0,
    visibility: 42,
    sceneryGain: 0.8,
    signGain: 0.8,
    noise: 4,
    exposure: 0.007,
    softness: 0.7,
  },
  snow: {
    ...CLEAR,
    skyTop: [178, 184, 192],
    skyBottom: [212, 216, 220],
    clouds: 0.1,
    asphalt: [148, 150, 154],
    grass: [226, 229, 233],
    foliage: [108, 112, 106],
    visibility: 95,
    sceneryGain: 0.88,
    signGain: 0.8,
    noise: 4,
    exposure: 0.006,
    softness: 0.5,
    drops: 'snow',
  },
  night: {
    ...CLEAR,
    skyTop: [8, 10, 20],
    skyBottom: [22, 24, 34],
    clouds: 0.02,
    visibility: 500,
    sceneryGain: 0.1,
    signGain: 0.2,
    headlights: 1,
    noise: 7,
    exposure: 0.012,
    softness: 0.5,
  },
  'back-light': {
    ...CLEAR,
    skyTop: [206, 200, 184],
    skyBottom: [252, 240, 212],
    clouds: 0.3,
    visibility: 180,
    sceneryGain: 0.5,
    signGain: 0.42,
    noise: 4,
    exposure: 0.003,
    softness: 0.5,
    sunGlare: 1,
  },
};

/** Light on something `z` metres away: daylight, and headlights that fade with distance. */
export const gainAt = (gain: number, headlights: number, z: number): number =>
  gain + headlights / (1 + (z / 16) ** 2);

/** Share of an object's own colour that is left at `z` metres. */
export const clarityAt = (look: WeatherLook, z: number): number => Math.exp(-z / look.visibility);
