import { CameraError, toCameraError } from './camera-error.js';
import { checkSecureContext } from '../insecure-context-error.js';

/** A camera that the browser knows. */
export interface Camera {
  /** What `openWebcam` takes; empty before the user has allowed a camera. */
  readonly deviceId: string;
  /** Empty before the user has allowed a camera. */
  readonly label: string;
}

/**
 * The browser's access to cameras.
 *
 * @throws InsecureContextError, CameraError where there is none.
 */
export const mediaDevices = (): MediaDevices => {
  checkSecureContext('the camera');
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices !== undefined) return devices;
  const detail = 'This browser gives no page a camera';
  throw new CameraError({ reason: 'unsupported', detail });
};

/**
 * Names the cameras. Browsers tell names and ids only once the user has allowed a camera: call it again
 * after `openWebcam`.
 *
 * @throws InsecureContextError, CameraError.
 */
export const listCameras = async (): Promise<readonly Camera[]> => {
  const devices = await mediaDevices()
    .enumerateDevices()
    .catch((cause: unknown) => {
      throw toCameraError(cause);
    });
  return devices
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId, label }) => ({ deviceId, label }));
};
