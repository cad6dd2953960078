export {
  createRunner,
  type DrainReport,
  type ReloadReport,
  type Runner,
  type RunnerOptions,
} from './create-runner.js';
export type { RunnerStatus } from './runner-status.js';
export {
  CAMERA_PHASES,
  type CameraPhase,
  type CameraStatus,
  type NamedScore,
  type RunnerDropReason,
  type ShownBox,
} from './camera/camera-status.js';
export type { EncodedPicture } from './camera/live-picture.js';
export type { LoadClassifier, ModelStatus } from './model/model-pool.js';
export type { SinkStatus } from './sinks/event-sink.js';

export type {
  RunnerConfig,
  RunnerCameraConfig,
  RunnerModelConfig,
  CameraSourceConfig,
  SinkConfig,
  PageConfig,
  SecretRef,
} from './config/runner-config.js';
export { DEFAULT_RUNNER_CONFIG } from './config/default-runner-config.js';
export { checkedRunnerConfig, parseRunnerConfig } from './config/parse-runner-config.js';
export { readRunnerConfig } from './config/read-runner-config.js';
export { RunnerConfigError, type RunnerConfigIssue } from './config/runner-config-error.js';
export { RunnerFileError, type RunnerFileReason } from './config/runner-file-error.js';

export { createEventIds } from './events/create-event-ids.js';
export type {
  EventModel,
  HealthRunnerEvent,
  LabelRunnerEvent,
  PictureBox,
  RunnerEvent,
  SourceRunnerEvent,
} from './events/runner-event.js';

export {
  createLogger,
  LOG_LEVELS,
  type LogFields,
  type Logger,
  type LoggerOptions,
  type LogLevel,
} from './log/logger.js';
export { PageServerError, type PageServerReason } from './server/page-server-error.js';

export { DOCTOR_CHECKS, type DoctorCheck, type Finding } from './doctor/finding.js';
export type { DoctorParts } from './doctor/doctor-parts.js';
export { runDoctor } from './doctor/run-doctor.js';
