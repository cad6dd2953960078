import { Icon } from './icon.js';
import { PictureButton } from './picture-button.js';
import { usePage } from './use-page.js';

const SIMULATED = 'simulated';

const CameraChoice = () => {
  const { page, state, texts } = usePage();
  const { source, cameras, deviceId } = state;
  if (source.kind === 'choosing') return null;
  const isSimulated = source.kind !== 'failed' && source.isSimulated;
  return (
    <label class="choice camera-choice">
      <span class="unseen">{texts.camera}</span>
      <select
        value={isSimulated ? SIMULATED : deviceId}
        onChange={({ currentTarget: { value } }) => {
          if (value === SIMULATED) page.useSimulated();
          else void page.useReal(value === '' ? undefined : value);
        }}
      >
        {(cameras.length === 0 ? [{ deviceId: '', label: '' }] : cameras).map((each, index) => (
          <option key={each.deviceId || index} value={each.deviceId}>
            {each.label || (cameras.length > 1 ? texts.cameraNumber(index + 1) : texts.camera)}
          </option>
        ))}
        <option value={SIMULATED}>{texts.simulatedCamera}</option>
      </select>
    </label>
  );
};

/** One button, so that the keyboard's focus stays on it. */
const PauseButton = ({ isPaused }: { readonly isPaused: boolean }) => {
  const { page, texts } = usePage();
  return (
    <button
      type="button"
      class={isPaused ? 'primary' : ''}
      onClick={isPaused ? page.resume : page.pause}
    >
      <Icon name={isPaused ? 'play' : 'pause'} /> {isPaused ? texts.resume : texts.pause}
    </button>
  );
};

/** What users do with the camera. */
export const Controls = () => {
  const { page, state, texts } = usePage();
  const { source, picture } = state;
  const hasCamera = source.kind !== 'choosing';
  // The stage then has these buttons beside what went wrong, or beside the question where pictures come from.
  const isFailed = picture?.kind === 'failed';
  const isPickable = !isFailed && (hasCamera || picture !== undefined);
  return (
    <div class="controls">
      <CameraChoice />
      {picture === undefined && (source.kind === 'live' || source.kind === 'paused') && (
        <PauseButton isPaused={source.kind === 'paused'} />
      )}
      {picture !== undefined && !isFailed && (
        <button type="button" class="primary" onClick={page.closePicture}>
          <Icon name="back" /> {hasCamera ? texts.backToCamera : texts.back}
        </button>
      )}
      {isPickable && <PictureButton />}
      {isPickable && <span class="hint drop-hint">{texts.openPictureNote}</span>}
    </div>
  );
};
