import type { Frame } from '@ocelli/core';
import type { CameraItem } from '@ocelli/rx';
import { CameraError, listCameras } from '@ocelli/web';
import type { Subscription } from 'rxjs';
import { type LiveCamera, openRealCamera, openSimulatedCamera } from '../camera/live-camera.js';
import type { SceneRequest } from '../camera/scene-request.js';
import { detailOf, faultOf } from '../language/fault-of.js';
import type { Store } from '../store/create-store.js';
import type { Analysis } from './page-definition.js';
import { NOTHING_SEEN, type PageState } from './page-state.js';
import { watchCamera } from './watch-camera.js';

export interface CameraDeskOptions {
  readonly store: Store<PageState>;
  readonly analysis: () => Analysis;
  readonly scene: () => SceneRequest;
  readonly show: (frame: Frame) => void;
}

/** Turns cameras on and off: one at a time, and none while the page does not look. */
export interface CameraDesk {
  /** Undefined for the browser's choice. */
  readonly useReal: (deviceId?: string) => Promise<void>;
  readonly useSimulated: () => void;
  readonly pause: () => void;
  /** Turns the camera on that was on before. */
  readonly resume: () => void;
  /** Without a word to the user: another picture takes its place. */
  readonly stop: () => void;
}

const isGone = (error: unknown): boolean =>
  CameraError.isInstance(error) && error.reason === 'unsatisfiable';

export const createCameraDesk = ({
  store,
  analysis,
  scene,
  show,
}: CameraDeskOptions): CameraDesk => {
  let camera: LiveCamera | undefined;
  let watching: Subscription | undefined;
  let opening = new AbortController();

  const stop = (): void => {
    opening.abort();
    watching?.unsubscribe();
    camera?.release();
    camera = undefined;
  };
  const fail = (error: unknown): void => {
    stop();
    const failure = { fault: faultOf(error), detail: detailOf(error) };
    store.set({ ...NOTHING_SEEN, source: { kind: 'failed', failure } });
  };
  const follow = (item: CameraItem): void => {
    if (item.kind === 'health') store.set({ health: item.state });
    else if (item.kind === 'rate') {
      // Where there was nothing to answer of late, the delay is that of the last answers.
      const latencyMs = item.latencyMs ?? store.get().rate?.latencyMs;
      store.set({ rate: { ...item, latencyMs } });
    }
  };
  const watch = (opened: LiveCamera): void => {
    camera = opened;
    const { deviceId, isSimulated } = opened;
    store.set({ ...NOTHING_SEEN, deviceId, source: { kind: 'live', isSimulated } });
    watching = watchCamera({
      camera: opened,
      analysis: analysis(),
      show,
      next: follow,
      error: fail,
    });
  };
  const open = async (deviceId: string | undefined, signal: AbortSignal): Promise<LiveCamera> => {
    try {
      return await openRealCamera(deviceId, signal);
    } catch (error) {
      if (deviceId === undefined || !isGone(error)) throw error;
      return openRealCamera(undefined, signal);
    }
  };
  const useReal = async (deviceId?: string): Promise<void> => {
    stop();
    opening = new AbortController();
    const { signal } = opening;
    store.set({
      ...NOTHING_SEEN,
      picture: undefined,
      source: { kind: 'opening', isSimulated: false },
    });
    try {
      const opened = await open(deviceId, signal);
      watch(opened);
      // Names and ids are told from now on.
      store.set({ cameras: await listCameras() });
    } catch (error) {
      if (!signal.aborted) fail(error);
    }
  };
  const useSimulated = (): void => {
    stop();
    store.set({ picture: undefined });
    watch(openSimulatedCamera(scene()));
  };
  return {
    useReal,
    useSimulated,
    stop,
    pause: () => {
      const { source } = store.get();
      if (source.kind !== 'live') return;
      stop();
      store.set({ source: { kind: 'paused', isSimulated: source.isSimulated } });
    },
    resume: () => {
      const { source, deviceId } = store.get();
      if (source.kind === 'choosing') return;
      if (source.kind !== 'failed' && source.isSimulated) useSimulated();
      else void useReal(deviceId === '' ? undefined : deviceId);
    },
  };
};
