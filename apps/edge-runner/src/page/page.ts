import type { RunnerEvent } from '../events/runner-event.js';
import type { RunnerStatus } from '../runner-status.js';
import { followRunner, setToken } from './api.js';
import { createCameraCard } from './camera-card.js';
import { byId, element, setText } from './element.js';
import {
  describeCause,
  describeEvent,
  formatCount,
  formatDuration,
  formatPercent,
  isWell,
  type Tone,
} from './wording.js';

const MAX_EVENTS = 100;

const cards = new Map<string, ReturnType<typeof createCameraCard>>();
const seen = new Set<string>();
const cameraNames = new Map<string, string>();

const setState = (tone: Tone, text: string): void => {
  const state = byId('state');
  state.dataset['tone'] = tone;
  setText(state, text);
};

const setNotice = (text: string | undefined): void => {
  const notice = byId('notice');
  notice.hidden = text === undefined;
  setText(notice, text ?? '');
};

const showCameras = ({ cameras, models }: RunnerStatus): void => {
  const grid = byId('cameras');
  for (const [id, { card, close }] of cards) {
    if (cameras.some((camera) => camera.id === id)) continue;
    close();
    card.remove();
    cards.delete(id);
  }
  for (const camera of cameras) {
    cameraNames.set(camera.id, camera.name);
    let card = cards.get(camera.id);
    if (card === undefined) {
      card = createCameraCard(camera);
      cards.set(camera.id, card);
      grid.append(card.card);
    }
    card.update(
      camera,
      models.find(({ model }) => model === camera.model),
    );
  }
};

const row = (title: string, tone: Tone, state: string, text: string): HTMLElement => {
  const pill = element('span', 'pill', state);
  pill.dataset['tone'] = tone;
  return element('li', '', element('b', '', title), pill, element('p', '', text));
};

const MODEL_STATES = {
  loading: ['idle', 'Loading'],
  ready: ['good', 'Ready'],
  failed: ['bad', 'Failed'],
} as const;

const replaceRows = (id: string, rows: readonly HTMLElement[]): void => {
  const list = byId(id);
  const text = rows.map((each) => each.outerHTML).join('');
  if (list.dataset['rows'] === text) return;
  list.dataset['rows'] = text;
  list.replaceChildren(...rows);
};

const showLists = ({ models, sinks }: RunnerStatus): void => {
  replaceRows(
    'models',
    models.map(({ model, state, id, version, executionProvider, holders, error, remedy }) => {
      const cameras = `${String(holders)} camera${holders === 1 ? '' : 's'}`;
      const facts = [`${version ?? ''} on ${executionProvider ?? '–'}`, cameras].join(', ');
      const text = error === undefined ? facts : `${error} ${remedy ?? ''}`;
      const [tone, words] = MODEL_STATES[state];
      return row(id ?? model, tone, words, state === 'loading' ? cameras : text);
    }),
  );
  replaceRows(
    'sinks',
    sinks.map(({ kind, target, state, cause, delivered, dropped, refused, queued }) => {
      const counts = [
        `${formatCount(delivered)} delivered`,
        ...(queued > 0 ? [`${formatCount(queued)} waiting`] : []),
        ...(dropped > 0 ? [`${formatCount(dropped)} dropped`] : []),
        ...(refused > 0 ? [`${formatCount(refused)} refused`] : []),
      ].join(', ');
      const text = cause === undefined ? counts : `${counts}; ${describeCause(cause)}`;
      const title = kind === target ? kind : `${kind} ${target}`;
      const [tone, words] =
        state === 'ok' ? (['good', 'Works'] as const) : (['bad', 'Fails'] as const);
      return row(title, tone, words, text);
    }),
  );
};

const showStatus = (status: RunnerStatus): void => {
  showCameras(status);
  showLists(status);
  const well = status.cameras.filter(isWell).length;
  if (status.state !== 'running') setState('warn', 'Stopping');
  else if (status.isReady && well === status.cameras.length) setState('good', 'Ready');
  else setState('warn', `${String(well)} of ${String(status.cameras.length)} cameras live`);
  const megabytes = Math.round(status.process.rssBytes / 1e6);
  setText(byId('facts'), `up ${formatDuration(status.uptimeMs)} · ${String(megabytes)} MB`);
  setNotice(
    status.reloadError === undefined
      ? undefined
      : `The new configuration was not taken; the one before runs on.\n${status.reloadError}`,
  );
};

const showEvent = (event: RunnerEvent): void => {
  // After the connection was lost, the newest ones come once more.
  if (seen.has(event.id)) return;
  seen.add(event.id);
  byId('no-events').hidden = true;
  const [what, detail] = describeEvent(event);
  const time = element('time', '', new Date(event.at).toLocaleTimeString('en-GB'));
  time.dateTime = event.at;
  const camera = cameraNames.get(event.camera) ?? event.camera;
  const text = element(
    'p',
    'event-text',
    element('b', '', what),
    element('span', '', ` ${detail} · ${camera}`),
  );
  const score = 'score' in event && event.score !== undefined ? formatPercent(event.score) : '';
  const list = byId('events');
  list.prepend(element('li', 'event', time, text, element('span', 'event-score', score)));
  while (list.children.length > MAX_EVENTS) list.lastElementChild?.remove();
  if (seen.size > 10 * MAX_EVENTS) seen.clear();
};

const signIn = byId('sign-in') as HTMLFormElement;
const tokenField = byId('token') as HTMLInputElement;
let isTokenTyped = false;

const start = (): void => {
  signIn.hidden = true;
  void followRunner(
    {
      onStatus: showStatus,
      onEvent: showEvent,
      onTrouble: (trouble) => {
        document.body.classList.toggle('is-locked', trouble === 'no-token');
        if (trouble === 'away') {
          setState('bad', 'No answer');
          setNotice('The runner does not answer. This page tries again every 2 seconds.');
        } else if (trouble === 'no-token') {
          setState('warn', 'Locked');
          setNotice(isTokenTyped ? 'That is not the token.' : undefined);
          signIn.hidden = false;
          tokenField.select();
        }
      },
    },
    new AbortController().signal,
  );
};

signIn.addEventListener('submit', (event) => {
  event.preventDefault();
  setToken(tokenField.value);
  isTokenTyped = true;
  start();
});
start();
