export { OcelliError, type OcelliErrorOptions } from './errors/ocelli-error.js';
export { InvalidArgumentError } from './errors/invalid-argument-error.js';
export { FrameClosedError } from './errors/frame-errors.js';
export {
  type FailedAttempt,
  InferenceError,
  InvalidLogitsError,
  LabelCountMismatchError,
  ModelLoadError,
  NoAvailableExecutionProviderError,
  ReleasedError,
  SelfCheckError,
  SignatureMismatchError,
  TensorMismatchError,
} from './errors/session-errors.js';
export { SessionLostError } from './errors/session-lost-error.js';

export { type DType, DTYPES, TYPED_ARRAYS, type TypedArrayOf } from './tensor/dtype.js';
export { createTensor, elementCount, type Tensor, type TensorInfo } from './tensor/tensor.js';
export { float16BitsToFloat32, float32ToFloat16Bits } from './tensor/float16.js';

export {
  packedPlanes,
  PIXEL_FORMATS,
  type PixelFormat,
  PLANE_SHAPES,
  planeSize,
  type PlaneLayout,
  requiredBytes,
  YUV_MATRICES,
  YUV_RANGES,
  type YuvMatrix,
  type YuvRange,
} from './frame/pixel-format.js';
export { EXIF_ORIENTATIONS, type ExifOrientation } from './frame/exif-orientation.js';
export { createFrame, type Frame, type FrameOptions, type PixelBuffer } from './frame/frame.js';
export { checkPixels } from './frame/check-pixels.js';

export {
  type CenterCropConfig,
  CHANNEL_ORDERS,
  type ChannelOrder,
  CROP_ROUNDINGS,
  type CropRounding,
  INPUT_DTYPES,
  type InputDType,
  type PreprocessConfig,
  type RegionOfInterest,
  RESAMPLING_KERNELS,
  type ResamplingKernel,
  type ResizeConfig,
  TENSOR_LAYOUTS,
  type TensorLayout,
} from './preprocess/preprocess-config.js';
export type { PictureExtent, Preprocessor, PreprocessOptions } from './preprocess/preprocessor.js';
export {
  copyNeededPixels,
  type NeededPixels,
  neededRectangle,
  type PixelRectangle,
} from './preprocess/needed-pixels.js';
export { createPreprocessor, type PreprocessorOptions } from './preprocess/create-preprocessor.js';

export type { GraphRuntime, GraphSession, GraphSessionOptions } from './backend/graph-runtime.js';
export type {
  DownloadProgress,
  ExecutionProviderAttempt,
  ExecutionProviderConfig,
  FramePipelineConfig,
  FrameRunOptions,
  GoldenCheck,
  InferenceBackend,
  InferenceSession,
  ModelFile,
  ModelSource,
  ProviderConfig,
  ProviderName,
  RunOptions,
  RunResult,
  RunTiming,
  SessionOptions,
} from './backend/inference-backend.js';

export { drawTensor } from './card/draw-tensor.js';
export { defineModel } from './card/define-model.js';
export { parseModelCard } from './card/parse-model-card.js';
export { ModelCardError, type ModelCardIssue } from './errors/model-card-error.js';
export {
  CARD_LANGUAGES,
  type CardAccuracy,
  type CardGolden,
  type CardHead,
  type CardInput,
  type CardLanguage,
  type CardLicence,
  type CardVariant,
  type DisplayNames,
  type DrawnTensor,
  type GoldenTensor,
  type InferLabel,
  type LabelDetails,
  type LabelGroup,
  type ModelCard,
  TENSOR_DRAWINGS,
  type TensorDrawing,
} from './card/model-card.js';

export type {
  Classification,
  ClassificationTiming,
  LabelScore,
  Provenance,
} from './classifier/classification.js';
export type { Classifier, ClassifyOptions } from './classifier/classifier.js';
export {
  createClassifier,
  type CreateClassifierOptions,
  type LoadOptions,
} from './classifier/create-classifier.js';
export { hashPreprocess } from './classifier/hash-preprocess.js';
export { createRegistry, type ModelRegistry } from './registry/create-registry.js';
export { NoSuchModelError } from './errors/no-such-model-error.js';

export { argmax } from './postprocess/argmax.js';
export {
  decide,
  type DecideOptions,
  type Decision,
  type DecisionConfig,
} from './postprocess/decide.js';
export { readLogits } from './postprocess/read-logits.js';
export { sigmoid } from './postprocess/sigmoid.js';
export { softmax } from './postprocess/softmax.js';
export { topK } from './postprocess/top-k.js';

export {
  type AxisGeometry,
  pictureGeometry,
  type PictureGeometry,
  type StoredPicture,
  type Turn,
  TURNS,
} from './preprocess/picture-geometry.js';
export {
  type AxisCoefficients,
  PRECISION_BITS,
  type ResampleAxis,
  resampleCoefficients,
} from './preprocess/resample-axis.js';

export { cardFromHuggingFace, type HuggingFaceImport } from './import/card-from-hugging-face.js';
export { cardFromSignature, type SignatureImport } from './import/card-from-signature.js';
export { cardFromTimm, type TimmImport } from './import/card-from-timm.js';
export { cardIdFrom } from './import/card-id.js';
export type { ImportedCard, ModelSignature } from './import/imported-card.js';
export {
  PREPROCESS_PRESETS,
  preprocessPreset,
  type PreprocessPreset,
  type PreprocessPresetOptions,
} from './import/preprocess-presets.js';
export { ModelImportError } from './errors/model-import-error.js';
