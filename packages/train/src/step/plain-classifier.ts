import { type OnnxModel, upgradeOpset } from '@ocelli/onnx';
import { freeBatch } from './free-batch.js';
import { plainConstants } from './plain-constants.js';

/** Older models are brought to this opset. */
const OPSET = 17;

/**
 * The form of a classifier that training and rewriting start from: opset 17 or newer, every constant a
 * stored tensor of its own, the batch dim free. Names of parameters are those of this form. Doing it
 * twice changes nothing.
 *
 * @throws UnsupportedRewriteError when an operator cannot be brought to the opset.
 */
export const plainClassifier = (model: OnnxModel): OnnxModel =>
  freeBatch(plainConstants(upgradeOpset(model, OPSET)));
