import type { OnnxModel } from '@ocelli/onnx';
import { unfoldConvolutions } from '../autodiff/unfold-convolutions.js';
import { composeBatchNormalization } from './compose-batch-normalization.js';
import type { TrainingStep } from './training-step.js';
import { ungroupEqualConvolutions } from './ungroup-equal-convolutions.js';

/** The providers that run ONNX Runtime's CPU kernels. */
const CPU_KERNELS = ['cpu', 'wasm'];

/**
 * The graph of a step as it is run on an execution provider; it computes the same on each. CPU kernels are
 * slow at convolutions of few positions; others have no training form of BatchNormalization and fail at
 * some groups.
 */
export const stepModelFor = (
  { model }: Pick<TrainingStep, 'model'>,
  executionProvider: string,
): OnnxModel =>
  CPU_KERNELS.includes(executionProvider)
    ? unfoldConvolutions(model)
    : ungroupEqualConvolutions(composeBatchNormalization(model));
