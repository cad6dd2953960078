import type { FramePipelineConfig, GoldenCheck } from '../backend/inference-backend.js';
import type { Preprocessor } from '../preprocess/preprocessor.js';
import type { Tensor, TensorInfo } from '../tensor/tensor.js';
import { checkFeeds } from './check-feeds.js';
import { zeroFeeds } from './zero-feeds.js';

/** Feeds to try a provider with before it is handed out. */
export interface TrialFeeds {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /**
   * Free dims were taken for 1, which may be too small for the graph (a 7x7 kernel): a run that fails on
   * them says nothing about the provider.
   */
  readonly isGuess: boolean;
}

/** The feeds for a model with these inputs. */
export type MakeTrialFeeds = (inputs: readonly TensorInfo[]) => TrialFeeds;

const isGuessed = ({ dims }: TensorInfo): boolean =>
  dims.length === 0 || dims.slice(1).some((dim) => typeof dim === 'string');

/**
 * Makes the feeds of trials: the golden ones where there are any, else zeros, in the dims that
 * preprocessing makes where a picture is fed.
 *
 * @returns A function that throws TensorMismatchError when the golden feeds do not fit the model.
 */
export const trialFeedsOf =
  (
    pipeline: FramePipelineConfig | undefined,
    preprocessor: Preprocessor | undefined,
    golden: GoldenCheck | undefined,
  ): MakeTrialFeeds =>
  (inputs) => {
    if (golden !== undefined) {
      checkFeeds(inputs, golden.feeds);
      return { feeds: golden.feeds, isGuess: false };
    }
    const known =
      pipeline === undefined || preprocessor === undefined
        ? {}
        : { [pipeline.input]: preprocessor.outputDims };
    return {
      feeds: zeroFeeds(inputs, known),
      isGuess: inputs.some((info) => !(info.name in known) && isGuessed(info)),
    };
  };
