import { imageFiles } from '@ocelli/web';
import { useEffect, useState } from 'preact/hooks';
import type { Page } from '../app/create-page.js';

/** Opens pictures that are dropped or pasted anywhere on the page; true while one is held over it. */
export const useDroppedPictures = (page: Page): boolean => {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const take = (source: DataTransfer | null): void => {
      const [file] = imageFiles(source);
      if (file !== undefined) void page.openPicture(file);
    };
    document.addEventListener(
      'dragover',
      (event) => {
        if (event.dataTransfer?.types.includes('Files') !== true) return;
        event.preventDefault();
        setIsOver(true);
      },
      { signal },
    );
    document.addEventListener(
      'dragleave',
      ({ relatedTarget }) => {
        if (relatedTarget === null) setIsOver(false);
      },
      { signal },
    );
    document.addEventListener(
      'drop',
      (event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer);
      },
      { signal },
    );
    document.addEventListener(
      'paste',
      ({ clipboardData }) => {
        take(clipboardData);
      },
      { signal },
    );
    return () => {
      listening.abort();
    };
  }, [page]);
  return isOver;
};
