import type { Classification, DecisionConfig } from '@ocelli/core';
import { decide } from '@ocelli/core';
import type { FrameDecision } from '../items/frame-decision.js';

export const LIGHTS = ['red', 'amber', 'green'] as const;
export type Light = (typeof LIGHTS)[number];

export const lightCard: DecisionConfig<Light> = {
  labels: LIGHTS,
  head: { kind: 'softmax', output: 'logits' },
};

/** What a classifier would make of these logits. */
export const classificationOf = (
  logits: readonly number[],
  card: DecisionConfig<Light> = lightCard,
): Classification<Light> => ({
  ...decide(card, logits),
  logits: Float32Array.from(logits),
  timing: {
    queueMs: 0,
    preprocessMs: 0,
    inferenceMs: 0,
    postprocessMs: 0,
    totalMs: 0,
    batchSize: 1,
  },
  provenance: {
    modelId: 'traffic-light',
    modelVersion: '1.0.0',
    variant: 'full',
    sha256: undefined,
    executionProvider: 'mock',
    preprocessHash: '',
  },
  frame: { sequence: 0, timestampUs: 0 },
});

/** A decision at a capture time, in milliseconds. */
export const decisionAt = (
  capturedMs: number,
  logits: readonly number[],
  card: DecisionConfig<Light> = lightCard,
): FrameDecision<Light> => ({
  kind: 'decision',
  cameraId: 'gate',
  sequence: 0,
  capturedUs: capturedMs * 1000,
  decidedUs: capturedMs * 1000,
  classification: classificationOf(logits, card),
});

/** Logits of one label with this probability; the rest is shared by the others. */
export const logitsOf = (label: Light, probability: number): number[] =>
  LIGHTS.map((each) => Math.log(each === label ? probability : (1 - probability) / 2));
