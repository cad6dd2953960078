import {
  createFolderSource,
  createImageFilesSource,
  createMjpegSource,
  createRtspSource,
  createUsbSource,
  createVideoFileSource,
} from '@ocelli/node';
import { readSecret } from '../config/read-secret.js';
import type { CameraSourceConfig, SecretRef } from '../config/runner-config.js';
import { createSceneSource } from './create-scene-source.js';
import type { RunnerSource } from './runner-source.js';

export interface CameraSourceOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False: the first failure ends the frames, as a check wants it. Default true. */
  readonly reconnect?: boolean;
}

/**
 * Makes the source that a configuration describes; nothing is opened yet.
 *
 * @throws RunnerFileError for a password that cannot be read, InvalidArgumentError for an address that is none.
 */
export const createCameraSource = async (
  config: CameraSourceConfig,
  { env, reconnect = true }: CameraSourceOptions,
): Promise<RunnerSource> => {
  const credentials = async ({
    username,
    password,
  }: {
    readonly username?: string | undefined;
    readonly password?: SecretRef | undefined;
  }) => ({
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password: await readSecret(password, env) }),
  });
  const rules = { reconnect: { retry: reconnect } };
  switch (config.kind) {
    case 'simulated':
      return createSceneSource(config);
    case 'rtsp': {
      const { url, transport } = config;
      const access = await credentials(config);
      return createRtspSource({ url, ...access, ...(transport && { transport }), ...rules });
    }
    case 'mjpeg':
      return createMjpegSource({ url: config.url, ...(await credentials(config)), ...rules });
    case 'usb': {
      const { device, width, height, fps } = config;
      const size = width !== undefined && height !== undefined ? { width, height } : {};
      return createUsbSource({ device, ...size, ...(fps !== undefined && { fps }), ...rules });
    }
    case 'video':
      return createVideoFileSource({ path: config.path, rate: 'realtime' });
    case 'images':
      return createImageFilesSource({ paths: config.paths });
    case 'folder': {
      const { path, includeExisting = false } = config;
      return createFolderSource({ path, includeExisting });
    }
  }
};
