import { imageFiles } from '@ocelli/web';
import { useRef } from 'preact/hooks';
import { Icon } from './icon.js';
import { usePage } from './use-page.js';

/** Opens the system's picker of pictures. */
export const PictureButton = () => {
  const { page, texts } = usePage();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        <Icon name="picture" /> {texts.openPicture}
      </button>
      <input
        ref={input}
        class="unseen"
        type="file"
        accept="image/*"
        tabIndex={-1}
        aria-label={texts.openPicture}
        onChange={({ currentTarget }) => {
          const [file] = imageFiles(currentTarget);
          // The same file may be picked again.
          currentTarget.value = '';
          if (file !== undefined) void page.openPicture(file);
        }}
      />
    </>
  );
};
