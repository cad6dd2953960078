import type { CameraStatus } from '../camera/camera-status.js';
import type { ModelStatus } from '../model/model-pool.js';
import { element, setText } from './element.js';
import { createLiveView } from './live-view.js';
import { describeCamera, describeDrop, formatCount, formatPercent, isWell } from './wording.js';

const figure = (name: string): readonly [HTMLElement, HTMLElement] => {
  const value = element('dd');
  return [element('div', '', element('dt', '', name), value), value];
};

const milliseconds = (value: number | undefined): string =>
  value === undefined ? '–' : String(Math.round(value));

/** Frames that were dropped, most frequent reason first; those that were meant to be are not counted as trouble. */
const dropRows = ({ drops }: CameraStatus): [string, string][] =>
  Object.entries(drops)
    .sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => [`Dropped: ${describeDrop(reason)}`, formatCount(count)]);

/** What the camera shows now: what entered, else the best guess; nothing of a picture that is gone or unfit. */
const decisionOf = (status: CameraStatus) => {
  const { steady, guess } = status;
  if (!isWell(status)) return { name: '–', score: 0, isSure: false };
  const [first, ...others] = [...steady].sort((one, other) => other.score - one.score);
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` + ${String(others.length)} more`;
    return { name: `${first.name}${more}`, score: first.score, isSure: true };
  }
  // A guess is shown as one: nothing has entered.
  return guess === undefined
    ? { name: 'Nothing', score: 0, isSure: false }
    : { name: `${guess.name}?`, score: guess.score, isSure: false };
};

const fillDetails = (list: HTMLElement, rows: readonly (readonly [string, string])[]): void => {
  const text = JSON.stringify(rows);
  if (list.dataset['rows'] === text) return;
  list.dataset['rows'] = text;
  list.replaceChildren(
    ...rows.flatMap(([name, value]) => [element('dt', '', name), element('dd', '', value)]),
  );
};

/** The card of one camera. */
export const createCameraCard = ({ id, name: cameraName }: CameraStatus) => {
  const live = createLiveView(id, cameraName);
  const badge = element('span', 'badge', 'simulated');
  live.view.append(badge);
  const title = element('h2');
  const pill = element('p', 'pill');
  const name = element('p', 'decision-name');
  const score = element('p', 'decision-score');
  const level = element('i');
  const decision = element(
    'div',
    'decision',
    element('div', 'decision-line', name, score),
    element('div', 'meter', level),
  );
  const [fpsBox, fps] = figure('Decisions/s');
  const [p50Box, p50] = figure('Delay p50');
  const [p95Box, p95] = figure('p95');
  const [p99Box, p99] = figure('p99');
  const figures = element('dl', 'figures', fpsBox, p50Box, p95Box, p99Box);
  const cause = element('p', 'cause');
  const list = element('dl');
  const summary = element('summary');
  const details = element('details', '', summary, list);
  const body = element(
    'div',
    'camera-body',
    element('div', 'camera-head', title, pill),
    decision,
    element('div', '', figures, cause),
    details,
  );
  const card = element('article', 'camera', live.view, body);

  const showCause = ({ cause: reason, remedy }: CameraStatus): void => {
    cause.hidden = reason === undefined;
    if (reason === undefined || cause.dataset['text'] === reason) return;
    cause.dataset['text'] = reason;
    cause.replaceChildren(reason, ...(remedy === undefined ? [] : [element('em', '', remedy)]));
  };

  return {
    card,
    close: live.close,
    update: (status: CameraStatus, model: ModelStatus | undefined): void => {
      const [tone, words] = describeCamera(status);
      setText(title, status.name);
      card.ariaLabel = status.name;
      setText(pill, words);
      pill.dataset['tone'] = tone;
      badge.hidden = !status.isSimulated;
      const canSee =
        status.phase === 'ended' || (status.phase === 'live' && status.health !== 'no-signal');
      live.explain(canSee ? undefined : words);
      const shown = decisionOf(status);
      setText(name, shown.name);
      name.title = shown.name;
      setText(score, shown.score > 0 ? formatPercent(shown.score) : '');
      level.style.transform = `scaleX(${shown.score.toFixed(3)})`;
      decision.toggleAttribute('data-unsure', !shown.isSure);
      setText(fps, status.fps.toFixed(1));
      const unit = () => element('small', '', ' ms');
      for (const [node, value] of [
        [p50, status.latencyMs?.p50],
        [p95, status.latencyMs?.p95],
        [p99, status.latencyMs?.p99],
      ] as const) {
        const text = milliseconds(value);
        if (node.firstChild?.textContent !== text) {
          node.replaceChildren(text, ...(value === undefined ? [] : [unit()]));
        }
      }
      showCause(status);
      const dropped = Object.values(status.drops).reduce((sum, count) => sum + count, 0);
      setText(
        summary,
        `${formatCount(status.decisions)} decisions, ${formatCount(dropped)} dropped`,
      );
      fillDetails(list, [
        ['Source', status.source || '–'],
        ['Model', model?.id === undefined ? status.model : `${model.id} ${model.version ?? ''}`],
        ['Runs on', model?.executionProvider ?? '–'],
        ['Events', formatCount(status.events)],
        ...dropRows(status),
      ]);
    },
  };
};
