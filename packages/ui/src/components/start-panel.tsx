import { Icon } from './icon.js';
import { PictureButton } from './picture-button.js';
import { usePage } from './use-page.js';

/** Asks where pictures shall come from before the browser asks for the camera. */
export const StartPanel = () => {
  const { page, texts } = usePage();
  return (
    <section class="start">
      <h2>{texts.startTitle}</h2>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => void page.useReal()}>
          <Icon name="camera" /> {texts.useCamera}
        </button>
        <button type="button" onClick={page.useSimulated}>
          <Icon name="scene" /> {texts.useSimulated}
        </button>
        <PictureButton />
      </div>
      <p>
        <Icon name="shield" /> {texts.startNote}
      </p>
    </section>
  );
};
