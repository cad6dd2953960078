import { createFrame, InvalidArgumentError } from '@ocelli/core';
import { rgbToI420 } from './rgb-to-i420.js';
import type { Scene, SceneFormat, SceneKind, SceneOptions } from './scene.js';

/** Size and rate with the defaults filled in. */
export type SceneSettings = Required<SceneOptions>;

const check = (argument: string, value: number, isValid: boolean, expected: string): void => {
  if (!isValid) throw new InvalidArgumentError({ argument, expected, actual: String(value) });
};

/**
 * Fills in the defaults of a scene.
 *
 * @throws InvalidArgumentError for a seed, a size or a rate that no scene can have.
 */
export const sceneSettings = (options: SceneOptions): SceneSettings => {
  const { seed, width = 640, height = 480, fps = 25 } = options;
  check('seed', seed, Number.isSafeInteger(seed), 'an integer');
  for (const [argument, size] of [
    ['width', width],
    ['height', height],
  ] as const) {
    const isValid = Number.isSafeInteger(size) && size >= 64 && size <= 4096 && size % 2 === 0;
    check(argument, size, isValid, 'an even number of pixels from 64 to 4096');
  }
  check('fps', fps, Number.isFinite(fps) && fps > 0 && fps <= 240, 'above 0 and at most 240');
  return { seed, width, height, fps };
};

export interface SceneDefinition<Truth> {
  readonly kind: SceneKind;
  readonly settings: SceneSettings;
  /** Draws every pixel of the frame at `index` into `rgb`, whatever is in it. */
  readonly render: (index: number, rgb: Uint8ClampedArray) => Truth;
}

/** Buffers kept for the next frames; a stream has one or two in flight. */
const SPARE_BUFFERS = 3;

/** Makes a scene of a function that draws: checks, frames, formats and buffers are the same for all. */
export const defineScene = <Truth>({
  kind,
  settings,
  render,
}: SceneDefinition<Truth>): Scene<Truth> => {
  const { width, height, fps } = settings;
  const scratch = new Uint8ClampedArray(3 * width * height);
  const spare: { readonly [F in SceneFormat]: Uint8ClampedArray[] } = { rgb: [], i420: [] };
  const bytes = { rgb: scratch.length, i420: (3 * width * height) / 2 };
  return {
    kind,
    isSimulated: true,
    width,
    height,
    fps,
    frameAt: (index, { format = 'rgb', timestampUs = Math.round((index * 1e6) / fps) } = {}) => {
      check('index', index, Number.isSafeInteger(index) && index >= 0, 'an integer of 0 or more');
      if (!Object.hasOwn(spare, format)) {
        throw new InvalidArgumentError({
          argument: 'format',
          expected: 'rgb or i420',
          actual: String(format),
        });
      }
      const data = spare[format].pop() ?? new Uint8ClampedArray(bytes[format]);
      const truth = render(index, format === 'rgb' ? data : scratch);
      if (format === 'i420') rgbToI420(scratch, width, height, data);
      const frame = createFrame({
        width,
        height,
        format,
        data,
        sequence: index,
        timestampUs,
        onClose: () => {
          if (spare[format].length < SPARE_BUFFERS) spare[format].push(data);
        },
      });
      return { frame, truth };
    },
  };
};
