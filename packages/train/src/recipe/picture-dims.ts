import { createPreprocessor, type PreprocessConfig } from '@ocelli/core';

/** Dims of one preprocessed picture, without the batch. */
export const pictureDims = (preprocess: PreprocessConfig): readonly number[] => {
  const preprocessor = createPreprocessor(preprocess);
  preprocessor.release();
  return preprocessor.outputDims.slice(1);
};
