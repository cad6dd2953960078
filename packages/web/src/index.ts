export { createWebBackend, type WebBackendOptions } from './backend/create-web-backend.js';
export type { ModelBytes, OrtSessionSettings } from './backend/load-request.js';
export {
  WEB_EXECUTION_PROVIDERS,
  type WebExecutionProvider,
  type WebProviderConfig,
  type WebProviderOptions,
} from './backend/web-execution-providers.js';
export type { GpuPowerPreference } from './ort/gpu.js';
export { ORT_BUILDS, type OrtBuild, type OrtFileUrls } from './ort/ort-files.js';

export { createGraphRuntime, type GraphRuntimeOptions } from './graph/create-graph-runtime.js';

export type { DownloadOptions } from './model-cache/download-bytes.js';
export {
  createModelCache,
  type ModelCache,
  type ModelCacheOptions,
} from './model-cache/model-cache.js';
export {
  ModelDownloadError,
  type ModelDownloadReason,
  ModelIntegrityError,
} from '@ocelli/core/runtime';

export { decodeImageBlob, type DecodeImageBlobOptions } from './image/decode-image-blob.js';
export { imageFiles, type ImageFileSource } from './image/image-files.js';
export {
  IMAGE_DECODE_REASONS,
  ImageDecodeError,
  type ImageDecodeReason,
} from '@ocelli/core/runtime';

export {
  CAMERA_ERROR_REASONS,
  CameraError,
  type CameraErrorReason,
} from './sources/camera-error.js';
export { type Camera, listCameras } from './sources/list-cameras.js';
export { openWebcam, type Webcam, type WebcamOptions } from './sources/open-webcam.js';
export { videoFrames, type VideoFramesOptions } from './sources/video-frames.js';
export { InsecureContextError } from './insecure-context-error.js';
