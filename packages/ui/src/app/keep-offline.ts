/** How long a first visit waits for the service worker before it goes on without. */
const PATIENCE_MS = 4000;

/**
 * Registers the page's service worker, `sw.js` beside the page, which keeps its files for the next visit without a
 * network. Resolves when what is fetched from now on is kept, or when that cannot be.
 */
export const keepOffline = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const taken = new Promise<void>((resolve) => {
    if (serviceWorker.controller !== null) resolve();
    serviceWorker.addEventListener('controllerchange', () => {
      resolve();
    });
    setTimeout(resolve, PATIENCE_MS);
  });
  try {
    await serviceWorker.register(new URL('sw.js', document.baseURI), { updateViaCache: 'none' });
  } catch {
    // Browsers may forbid it, in private windows for instance; the page then needs a network.
    return;
  }
  await taken;
};
