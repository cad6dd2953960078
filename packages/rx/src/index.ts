export { asCamera, type CameraConfig } from './as-camera.js';
export { fromFrames, type FromFramesConfig } from './from-frames.js';

export { motionGate, type MotionGateConfig } from './motion-gate.js';
export { regionOfInterest, type RegionSelector } from './region-of-interest.js';
export { sampleEvery } from './sample-every.js';
export type { CameraHealthConfig } from './health/camera-health-config.js';
export { withCameraHealth } from './with-camera-health.js';

export { classifyLatest, type ClassifyLatestConfig } from './classify-latest.js';
export { classifyQueued, type ClassifyQueuedConfig } from './classify-queued.js';
export type { FrameClassifier, FrameClassifyOptions } from './frame-classifier.js';

export type { LabelThreshold, StableLabelConfig } from './label/stable-label-config.js';
export { measureRate, type MeasureRateConfig } from './measure-rate.js';
export { ofKind } from './of-kind.js';
export { smoothProbabilities, type SmoothProbabilitiesConfig } from './smooth-probabilities.js';
export { stableLabel } from './stable-label.js';

export type { CameraFrame } from './items/camera-frame.js';
export { CAMERA_STATES, type CameraHealthChange, type CameraState } from './items/camera-health.js';
export type { CameraItem, ClassifiedItem, Classify, LabelOf, PassOn } from './items/camera-item.js';
export type { FrameDecision } from './items/frame-decision.js';
export { DROP_REASONS, type DropReason, type FrameDrop } from './items/frame-drop.js';
export type { LabelChanged, LabelEntered, LabelEvent, LabelLeft } from './items/label-event.js';
export type { LatencyPercentiles, RateReport } from './items/rate-report.js';
