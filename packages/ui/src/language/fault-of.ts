import {
  ModelLoadError,
  NoAvailableExecutionProviderError,
  OcelliError,
  SelfCheckError,
  SessionLostError,
} from '@ocelli/core';
import {
  CameraError,
  type CameraErrorReason,
  ImageDecodeError,
  type ImageDecodeReason,
  InsecureContextError,
  ModelDownloadError,
  type ModelDownloadReason,
  ModelIntegrityError,
} from '@ocelli/web';
import type { Fault } from './texts.js';

const DOWNLOAD_FAULTS: { readonly [R in ModelDownloadReason]: Fault } = {
  'unsupported-url': 'model-missing',
  'http-status': 'model-missing',
  'server-error': 'model-unreachable',
  network: 'model-unreachable',
  redirect: 'model-unreachable',
  stalled: 'model-unreachable',
  interrupted: 'model-unreachable',
  'too-large': 'model-altered',
  'not-a-model': 'model-not-a-model',
};

const IMAGE_FAULTS: Readonly<Partial<Record<ImageDecodeReason, Fault>>> = {
  unsupported: 'picture-unsupported',
};

const cameraFault = (reason: CameraErrorReason): Fault => `camera-${reason}`;

/** Names what went wrong in the words of the pages. */
export const faultOf = (error: unknown): Fault => {
  if (CameraError.isInstance(error)) return cameraFault(error.reason);
  if (InsecureContextError.isInstance(error)) return 'insecure-page';
  if (ModelDownloadError.isInstance(error)) return DOWNLOAD_FAULTS[error.reason];
  if (ModelIntegrityError.isInstance(error)) return 'model-altered';
  if (NoAvailableExecutionProviderError.isInstance(error)) return 'no-execution-provider';
  if (SelfCheckError.isInstance(error)) return 'no-execution-provider';
  if (SessionLostError.isInstance(error)) return 'model-lost';
  if (ModelLoadError.isInstance(error)) return 'model-unloadable';
  if (ImageDecodeError.isInstance(error)) {
    return IMAGE_FAULTS[error.reason] ?? 'picture-unreadable';
  }
  return 'unexpected';
};

/** What the error says of itself, for the technical details: English, as logs have it. */
export const detailOf = (error: unknown): string => {
  if (OcelliError.isInstance(error)) return `${error.name}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};
