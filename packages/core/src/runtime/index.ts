export {
  reviveError,
  serialiseError,
  type TransportedError,
  TRANSPORTED_ERRORS,
} from '../errors/error-transport.js';
export { detectImageSignature, type ImageSignature } from '../image/image-signature.js';
export {
  IMAGE_DECODE_REASONS,
  ImageDecodeError,
  type ImageDecodeReason,
} from '../image/image-decode-error.js';
export { detectTextAnswer, TEXT_PROBE_BYTES } from '../model-file/detect-text-answer.js';
export {
  ModelDownloadError,
  type ModelDownloadReason,
  ModelIntegrityError,
} from '../model-file/model-file-errors.js';
export {
  checkPlainData,
  checkSessionOptions,
  type ProviderRequest,
  providerRequests,
} from './provider-requests.js';
export { createHostedSession, type HostedSessionOptions } from './create-hosted-session.js';
export {
  openSessionHost,
  type OpenedProvider,
  type OpenSessionHostOptions,
  type ProviderTrial,
  ProviderUnavailable,
} from './open-session-host.js';
export type { PixelSlot } from './pixel-slots.js';
export type { CarryMode, ReadOrtValues } from './carried-values.js';
export { createOrtGraphRuntime, type OrtGraphRuntimeOptions } from './create-ort-graph-runtime.js';
export type { OrtApi, OrtLocation, OrtSession, OrtTensor, OrtValueMetadata } from './ort-api.js';
export { namesOf, type RuntimeSession } from './runtime-session.js';
export type {
  FeedsRun,
  FrameContent,
  FrameInput,
  FramesRun,
  SessionFacts,
  SessionHost,
} from './session-host.js';
export { tensorOver } from './ort-values.js';
export type { MakeTrialFeeds, TrialFeeds } from './trial-feeds.js';
export { zeroFeeds } from './zero-feeds.js';
