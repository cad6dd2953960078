export {
  BACKEND_MODES,
  type BackendMode,
  createNodeBackend,
  type NodeBackendOptions,
} from './backend/create-node-backend.js';
export type { OrtSessionSettings } from './backend/load-request.js';
export {
  NODE_EXECUTION_PROVIDERS,
  type NodeExecutionProvider,
  type NodeProviderConfig,
  type NodeProviderOptions,
} from './backend/node-execution-providers.js';

export {
  createGraphRuntime,
  GRAPH_EXECUTION_PROVIDERS,
  type GraphExecutionProvider,
  type GraphRuntimeOptions,
} from './graph/create-graph-runtime.js';

export {
  createJpegEncoder,
  type JpegEncoder,
  type JpegEncoderOptions,
} from './image/create-jpeg-encoder.js';
export { decodeImage, type DecodeImageOptions } from './image/decode-image.js';
export {
  IMAGE_DECODE_REASONS,
  ImageDecodeError,
  type ImageDecodeReason,
} from '@ocelli/core/runtime';

export { defaultModelDirectory } from './store/default-model-directory.js';
export type { DownloadOptions } from './store/download-model.js';
export {
  createModelStore,
  type ModelStore,
  type ModelStoreOptions,
  type StoredModel,
} from './store/model-store.js';
export {
  ModelDownloadError,
  type ModelDownloadReason,
  ModelIntegrityError,
} from '@ocelli/core/runtime';
export { ModelStoreError, type ModelStoreReason } from './store/model-store-errors.js';

export { ModelOpenError, type ModelOpenReason } from './import/model-open-error.js';
export { openCardFile } from './import/open-card-file.js';
export type { OpenedModel } from './import/opened-model.js';
export { openHuggingFaceFolder } from './import/open-hugging-face-folder.js';
export { openOnnxFile, type OpenOnnxOptions } from './import/open-onnx-file.js';

export type {
  CameraSource,
  FrameCounts,
  FrameStream,
  OpenSourceOptions,
} from './sources/camera-source.js';
export {
  CAMERA_SOURCE_REASONS,
  CameraSourceError,
  type CameraSourceReason,
} from './sources/camera-source-error.js';
export type { CameraCredentials } from './sources/camera-url.js';
export { createFolderSource, type FolderSourceOptions } from './sources/create-folder-source.js';
export {
  createImageFilesSource,
  type ImageFilesSourceOptions,
} from './sources/create-image-files-source.js';
export { createMjpegSource, type MjpegSourceOptions } from './sources/create-mjpeg-source.js';
export {
  createRtspSource,
  RTSP_TRANSPORTS,
  type RtspSourceOptions,
  type RtspTransport,
} from './sources/create-rtsp-source.js';
export {
  createSimulatedSource,
  type DrawnScene,
  type SimulatedSourceOptions,
} from './sources/create-simulated-source.js';
export {
  createUsbSource,
  USB_ENCODINGS,
  type UsbEncoding,
  type UsbSourceOptions,
} from './sources/create-usb-source.js';
export {
  createVideoFileSource,
  PLAYBACK_RATES,
  type PlaybackRate,
  type VideoFileSourceOptions,
} from './sources/create-video-file-source.js';
export type { ReconnectConfig } from './sources/reconnect-config.js';
export { redactUrl } from './sources/redact-url.js';
export type { SourceClock } from './sources/source-clock.js';
export type { SourceChange, SourceState, SourceStatus } from './sources/source-status.js';
