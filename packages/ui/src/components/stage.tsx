import { useEffect, useRef } from 'preact/hooks';
import { FailurePanel } from './failure-panel.js';
import { Icon } from './icon.js';
import { PictureButton } from './picture-button.js';
import { PROVIDER_NAMES, providerInUse } from './provider-name.js';
import { delayText, rateText } from './rate-text.js';
import { StageOverlay } from './stage-overlay.js';
import { StartPanel } from './start-panel.js';
import { useDroppedPictures } from './use-dropped-pictures.js';
import { usePage } from './use-page.js';

const useHasPicture = (): boolean => {
  const { state } = usePage();
  const { source, picture } = state;
  if (picture !== undefined) return picture.kind !== 'failed';
  return source.kind === 'live' || source.kind === 'paused';
};

/** Whether the picture is live, stands still, or was drawn: on the picture itself. */
const Badges = () => {
  const { state, texts } = usePage();
  const { source, picture } = state;
  if (picture !== undefined) return <p class="badge">{picture.name || texts.picture}</p>;
  if (source.kind !== 'live' && source.kind !== 'paused') return null;
  return (
    <p class="badges">
      <span class={`badge ${source.kind}`}>{texts[source.kind]}</span>
      {source.isSimulated && <span class="badge simulated">{texts.simulated}</span>}
    </p>
  );
};

/** The figures of the panel below, at a glance. */
const Readout = () => {
  const { state } = usePage();
  const { rate, source, picture, language } = state;
  const provider = providerInUse(state);
  if (rate === undefined || provider === undefined) return null;
  if (picture !== undefined || source.kind !== 'live') return null;
  const delay = delayText(rate, language);
  return (
    <p class="badge readout" aria-hidden="true">
      <span class="provider">{PROVIDER_NAMES[provider]} · </span>
      {rateText(rate, language)}/s{delay === undefined ? '' : ` · ${delay}`}
    </p>
  );
};

/** What keeps the picture from being a good one. */
const Advice = () => {
  const { state, texts } = usePage();
  const { health, source, advice, picture, language } = state;
  if (picture === undefined ? source.kind !== 'live' : picture.kind === 'failed') return null;
  // Nothing is known of the camera while a picture is open: its health is `ok`.
  const text = health === 'ok' ? advice?.[language] : texts.cameraStates[health];
  return text === undefined ? null : (
    <p class="advice" role="status">
      <Icon name="warning" /> {text}
    </p>
  );
};

const SourcePanel = () => {
  const { page, state, texts } = usePage();
  const { source, picture } = state;
  if (picture?.kind === 'failed') {
    return (
      <FailurePanel failure={picture.failure}>
        <PictureButton />
        <button type="button" onClick={page.closePicture}>
          <Icon name="back" /> {source.kind === 'choosing' ? texts.back : texts.backToCamera}
        </button>
      </FailurePanel>
    );
  }
  if (picture !== undefined) return null;
  switch (source.kind) {
    case 'choosing':
      return <StartPanel />;
    case 'opening':
      return (
        <section class="start" role="status">
          <h2>{texts.opening}</h2>
          <p>{texts.askingPermission}</p>
        </section>
      );
    case 'failed':
      return (
        <FailurePanel failure={source.failure}>
          <button type="button" class="primary" onClick={() => void page.useReal()}>
            <Icon name="retry" /> {texts.tryAgain}
          </button>
          <button type="button" onClick={page.useSimulated}>
            <Icon name="scene" /> {texts.useSimulated}
          </button>
        </FailurePanel>
      );
    case 'live':
    case 'paused':
      return null;
  }
};

/** The picture, large, with what was found in it. */
export const Stage = () => {
  const { page, state, texts } = usePage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const hasPicture = useHasPicture();
  const isOver = useDroppedPictures(page);
  useEffect(() => {
    if (canvas.current !== null) page.showOn(canvas.current);
  }, [page]);
  return (
    <div class={hasPicture ? 'stage' : 'stage empty'} data-source={state.source.kind}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={state.picture === undefined ? texts.camera : texts.picture}
      />
      {hasPicture && <StageOverlay />}
      <Badges />
      <Readout />
      <Advice />
      <SourcePanel />
      {isOver && <p class="drop-here">{texts.dropHere}</p>}
    </div>
  );
};
