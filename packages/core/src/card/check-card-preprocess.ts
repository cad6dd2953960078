import { modelCardIssue, type ModelCardIssue } from '../errors/model-card-error.js';
import {
  fixedOutputSize,
  inputElements,
  isDivisor,
  MAX_INPUT_ELEMENTS,
} from '../preprocess/preprocess-bounds.js';
import { CHANNEL_COUNTS, type PreprocessConfig } from '../preprocess/preprocess-config.js';

/** What is wrong in a preprocessing of the right shape; `checkPreprocessConfig` has the same bounds. */
export const checkCardPreprocess = (preprocess: PreprocessConfig): ModelCardIssue[] => {
  const issues: ModelCardIssue[] = [];
  const { channelOrder, resize, centerCrop } = preprocess;
  const channels = CHANNEL_COUNTS[channelOrder];
  for (const field of ['mean', 'std'] as const) {
    const { length } = preprocess[field];
    if (length !== channels) {
      issues.push(
        modelCardIssue(
          `preprocess.${field}`,
          `a list of ${String(channels)} for the channel order ${channelOrder}`,
          `a list of ${String(length)}`,
        ),
      );
    }
  }
  preprocess.std.forEach((value, index) => {
    if (isDivisor(value)) return;
    const path = `preprocess.std[${String(index)}]`;
    issues.push(modelCardIssue(path, 'another number than 0 as float32', String(value)));
  });
  if (fixedOutputSize(preprocess) === undefined) {
    issues.push(
      modelCardIssue(
        'preprocess.centerCrop',
        `given with resize mode ${resize.mode}, whose output has no fixed size`,
        'missing',
      ),
    );
  }
  const elements = inputElements(preprocess);
  if (elements > MAX_INPUT_ELEMENTS) {
    issues.push(
      modelCardIssue(
        centerCrop === undefined ? 'preprocess.resize' : 'preprocess.centerCrop',
        `a size of at most ${String(MAX_INPUT_ELEMENTS)} values, all channels together`,
        `one of ${String(elements)}`,
      ),
    );
  }
  return issues;
};
