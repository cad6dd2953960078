import type { SourceStatus } from '@ocelli/node';
import { createCameraSource } from '../camera/create-camera-source.js';
import type { RunnerCameraConfig } from '../config/runner-config.js';
import type { DoctorParts } from './doctor-parts.js';
import { type Finding, ok, problem, problemOf } from './finding.js';

/** What a source said last, where it says why it waits. */
const causeOf = (status: SourceStatus | undefined): unknown =>
  status !== undefined && 'cause' in status ? status.cause : undefined;

/** Opens a camera and waits for one frame. */
export const checkCamera = async (
  { id, source: config }: RunnerCameraConfig,
  { env, cameraTimeoutMs }: DoctorParts,
): Promise<Finding> => {
  const timeout = AbortSignal.timeout(cameraTimeoutMs);
  let status: SourceStatus | undefined;
  try {
    const source = await createCameraSource(config, { env, reconnect: false });
    const frames = source.open({
      signal: timeout,
      onStatus: (next) => {
        if (next.state !== 'ended') status = next;
      },
    });
    try {
      for await (const frame of frames) {
        using shown = frame;
        const size = `${String(shown.width)}x${String(shown.height)} ${shown.format}`;
        return ok('camera', id, `${source.name} gives ${size}`);
      }
    } finally {
      await frames.close();
    }
  } catch (error) {
    return problemOf('camera', id, error);
  }
  const cause = causeOf(status);
  if (cause !== undefined) return problemOf('camera', id, cause);
  // Nothing new in a folder is no fault of it.
  if (config.kind === 'folder') return ok('camera', id, `${config.path} is watched`);
  return problem(
    'camera',
    id,
    `No frame came within ${String(cameraTimeoutMs / 1000)} s.`,
    'Check that the camera is on, its address, and the network between: ping ADDRESS',
  );
};
