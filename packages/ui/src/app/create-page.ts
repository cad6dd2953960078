import { type Frame, TURNS } from '@ocelli/core';
import { listCameras, type WebExecutionProvider } from '@ocelli/web';
import { createThumbnailer } from '../camera/create-thumbnailer.js';
import { createScreen } from '../camera/create-screen.js';
import { createHistory } from '../history/create-history.js';
import { type EventSource, parseHistory } from '../history/history-entry.js';
import { detailOf, faultOf } from '../language/fault-of.js';
import { type Language, type Localised, preferredLanguage } from '../language/language.js';
import { createStore, type Store } from '../store/create-store.js';
import { createKeptValue, pageStorage } from '../store/kept-value.js';
import { parseSettings, type Settings, type Theme } from '../store/settings.js';
import { type CameraDesk, createCameraDesk } from './create-camera-desk.js';
import { createModelLoader } from './create-model-loader.js';
import { createPictureDesk } from './create-picture-desk.js';
import { keepOffline } from './keep-offline.js';
import type {
  Analysis,
  AnalysisReports,
  PageDefinition,
  PageMode,
  Score,
} from './page-definition.js';
import { NOTHING_SEEN, type PageState } from './page-state.js';
import { regionIn } from './region-of.js';

/** A page at work: its state, and what users can do. */
export interface Page extends Pick<CameraDesk, 'useReal' | 'useSimulated' | 'pause' | 'resume'> {
  readonly definition: PageDefinition;
  readonly store: Store<PageState>;
  readonly mode: () => PageMode;
  /** Where pictures are shown; the canvas takes their size. */
  readonly showOn: (canvas: HTMLCanvasElement) => void;
  readonly start: () => Promise<void>;
  readonly openPicture: (file: Blob) => Promise<void>;
  readonly closePicture: () => void;
  readonly setMode: (modeId: string) => void;
  readonly setLanguage: (language: Language) => void;
  readonly setTheme: (theme: Theme) => void;
  /** Undefined for the best one there is. */
  readonly setExecutionProvider: (name: WebExecutionProvider | undefined) => void;
  readonly loadModel: () => void;
  readonly clearHistory: () => void;
}

/** Scores that change faster cannot be read. */
const SCORES_EVERY_MS = 200;
const ADVICE_EVERY_MS = 400;
const ADVICE_SIDE = 48;

/** Asks for advice, of a camera now and then, on a small copy of the part that is looked at. */
const createAdviser = (
  adviceOn: PageDefinition['adviceOn'],
  report: (advice: Localised | undefined) => void,
) => {
  const canvas = document.createElement('canvas');
  canvas.width = ADVICE_SIDE;
  canvas.height = ADVICE_SIDE;
  let lastMs = -Infinity;
  return (source: HTMLCanvasElement, mode: PageMode, isLive: boolean): void => {
    const now = performance.now();
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (adviceOn === undefined || context === null) return;
    if (isLive && now - lastMs < ADVICE_EVERY_MS) return;
    lastMs = now;
    const { x, y, width, height } = regionIn(mode, source);
    context.drawImage(source, x, y, width, height, 0, 0, ADVICE_SIDE, ADVICE_SIDE);
    report(adviceOn(context.getImageData(0, 0, ADVICE_SIDE, ADVICE_SIDE)));
  };
};

const initialState = (definition: PageDefinition, settings: Settings): PageState => {
  const mode = definition.modes.find(({ id }) => id === settings.modeId) ?? definition.modes[0];
  return {
    ...NOTHING_SEEN,
    settings,
    language: settings.language ?? preferredLanguage(navigator.languages),
    modeId: mode.id,
    model: { kind: 'loading', progress: undefined },
    source: { kind: 'choosing' },
    cameras: [],
    deviceId: settings.deviceId ?? '',
    isWithoutCamera: false,
    picture: undefined,
    width: 640,
    height: 480,
    history: [],
  };
};

/** Whether the browser would open a camera without asking the user. */
const isCameraAllowed = async (): Promise<boolean> => {
  try {
    const name = 'camera' as PermissionName;
    return (await navigator.permissions.query({ name })).state === 'granted';
  } catch {
    return false;
  }
};

export const createPage = (definition: PageDefinition): Page => {
  const storage = pageStorage();
  const keptSettings = createKeptValue(storage, `ocelli.${definition.id}.settings`, parseSettings);
  const history = createHistory(
    createKeptValue(storage, `ocelli.${definition.id}.history`, parseHistory),
  );
  const store = createStore(initialState(definition, keptSettings.read() ?? {}));
  store.set({ history: history.entries() });
  const thumbnailer = createThumbnailer();
  const screen = createScreen();
  let analysis: Analysis | undefined;
  let scoresMs = 0;

  const mode = (): PageMode =>
    definition.modes.find(({ id }) => id === store.get().modeId) ?? definition.modes[0];
  const loader = createModelLoader(keepOffline(), (model) => {
    store.set({ model });
  });
  const advise = createAdviser(definition.adviceOn, (advice) => {
    if (store.get().advice !== advice) store.set({ advice });
  });

  const show = (frame: Frame, isHeld: boolean): void => {
    screen.paint(frame, isHeld);
    const { swapsAxes } = TURNS[frame.orientation];
    const [width, height] = swapsAxes ? [frame.height, frame.width] : [frame.width, frame.height];
    if (store.get().width !== width || store.get().height !== height) store.set({ width, height });
  };
  const looking = (frame: Frame, isLive: boolean): void => {
    // The frame that is looked at is the newest, so it is the one that was painted last.
    const canvas = screen.keep(frame.sequence);
    if (canvas === undefined) return;
    thumbnailer.take(canvas, frame.sequence);
    advise(canvas, mode(), isLive);
  };
  const remember = (
    event: Score & {
      readonly sequence: number;
      readonly box?: Parameters<typeof thumbnailer.jpegOf>[1];
    },
    source: EventSource,
  ): void => {
    const { card, id: modeId } = mode();
    history.add({
      id: crypto.randomUUID(),
      atMs: Date.now(),
      modeId,
      label: event.label,
      score: event.score,
      source,
      thumbnail: thumbnailer.jpegOf(event.sequence, event.box),
      modelId: card.id,
      modelVersion: card.version,
      executionProvider: loader.classifier?.executionProvider ?? '',
    });
    store.set({ history: history.entries() });
  };
  const reports: AnalysisReports = {
    looking: (frame) => {
      looking(frame, true);
    },
    observed: ({ scores, marks }) => {
      screen.reveal();
      const now = performance.now();
      const isDue = now - scoresMs >= SCORES_EVERY_MS;
      if (isDue) scoresMs = now;
      store.set(isDue ? { scores, marks } : { marks });
    },
    answered: (answer) => {
      store.set({ answer });
    },
    recognised: (event) => {
      const { source } = store.get();
      const isSimulated = source.kind === 'live' && source.isSimulated;
      remember(event, isSimulated ? 'simulated' : 'camera');
    },
    failed: (error) => {
      const failure = { fault: faultOf(error), detail: detailOf(error) };
      store.set({ model: { kind: 'failed', failure }, answer: undefined, marks: [] });
    },
  };
  const createAnalysis = (): Analysis =>
    definition.createAnalysis({ mode: mode(), classifier: () => loader.classifier, reports });
  const currentAnalysis = (): Analysis => (analysis ??= createAnalysis());

  const cameras = createCameraDesk({
    store,
    analysis: currentAnalysis,
    scene: () => mode().scene,
    // Marks are found where the whole picture is searched.
    show: (frame) => {
      show(frame, mode().region === 'whole');
    },
  });
  const pictures = createPictureDesk({
    store,
    classifier: () => loader.classifier,
    analysis: currentAnalysis,
    show: (frame) => {
      show(frame, false);
      looking(frame, false);
    },
    recognised: (event) => {
      remember(event, 'picture');
    },
  });
  const change = (settings: Partial<Settings>): void => {
    const changed = { ...store.get().settings, ...settings };
    keptSettings.write(changed);
    store.set({ settings: changed });
  };
  const loadModel = (): void => {
    loader.load(mode(), store.get().settings.executionProvider);
  };

  return {
    definition,
    store,
    mode,
    showOn: screen.showOn,
    start: async () => {
      loadModel();
      const known = await listCameras().catch(() => []);
      store.set({ cameras: known, isWithoutCamera: known.length === 0 });
      if (store.get().source.kind !== 'choosing' || store.get().picture !== undefined) return;
      if (known.length === 0) cameras.useSimulated();
      else if (await isCameraAllowed()) await cameras.useReal(store.get().settings.deviceId);
    },
    useReal: async (deviceId) => {
      if (deviceId !== undefined) change({ deviceId });
      await cameras.useReal(deviceId ?? store.get().settings.deviceId);
    },
    useSimulated: cameras.useSimulated,
    pause: cameras.pause,
    resume: cameras.resume,
    openPicture: async (file) => {
      cameras.pause();
      cameras.stop();
      await pictures.open(file);
    },
    closePicture: () => {
      pictures.close();
      cameras.resume();
    },
    setMode: (modeId) => {
      if (modeId === store.get().modeId) return;
      const { source, picture } = store.get();
      cameras.stop();
      change({ modeId });
      store.set({ ...NOTHING_SEEN, modeId });
      analysis = undefined;
      loadModel();
      if (picture !== undefined) void pictures.lookAgain();
      else if (source.kind === 'live' || source.kind === 'paused') cameras.resume();
    },
    setLanguage: (language) => {
      change({ language });
      store.set({ language });
    },
    setTheme: (theme) => {
      change({ theme });
    },
    setExecutionProvider: (executionProvider) => {
      change({ executionProvider });
      loadModel();
    },
    loadModel: () => {
      loadModel();
      if (store.get().picture !== undefined) void pictures.lookAgain();
    },
    clearHistory: () => {
      history.clear();
      store.set({ history: [] });
    },
  };
};
