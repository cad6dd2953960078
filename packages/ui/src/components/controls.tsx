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

/** What users do with the camera. */
export const Controls = () => {
  const { page, state, texts } = usePage();
  const { source, picture } = state;
  const hasCamera = source.kind !== 'choosing';
  return (
    <div class="controls">
      {picture === undefined && source.kind === 'live' && (
        <button type="button" onClick={page.pause}>
          <Icon name="pause" /> {texts.pause}
        </button>
      )}
      {picture === undefined && source.kind === 'paused' && (
        <button type="button" class="primary" onClick={page.resume}>
          <Icon name="play" /> {texts.resume}
        </button>
      )}
      {picture !== undefined && hasCamera && (
        <button type="button" class="primary" onClick={page.closePicture}>
          <Icon name="back" /> {texts.backToCamera}
        </button>
      )}
      <CameraChoice />
      {hasCamera && <PictureButton />}
      {hasCamera && <span class="hint drop-hint">{texts.openPictureNote}</span>}
    </div>
  );
};
