import type { PreprocessConfig, Preprocessor } from '@ocelli/core';

/** Nearest sampling until core's kernel is there. */
export const createPreprocessor = (config: PreprocessConfig): Preprocessor => {
  const crop = config.centerCrop ?? (config.resize as { width: number; height: number });
  const { width, height } = crop;
  return {
    config,
    outputDims: [1, 3, height, width],
    implementation: 'typescript',
    run: (pixels, output) => {
      const n = width * height;
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const sx = Math.floor((x * pixels.width) / width);
          const sy = Math.floor((y * pixels.height) / height);
          const at = (sy * pixels.width + sx) * 4;
          for (let c = 0; c < 3; c++)
            output[c * n + y * width + x] =
              ((pixels.data[at + c] ?? 0) / 255 - (config.mean[c] ?? 0)) / (config.std[c] ?? 1);
        }
    },
    release: () => undefined,
  };
};
