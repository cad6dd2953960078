/* global self, caches, __VERSION__, __SHELL__, __FILES__, __POLICY__ */

/* Keeps the page's files for visits without a network. The build fills in the names of the files. */

const VERSION = __VERSION__;
/** Files that are kept from the first visit on. */
const SHELL = __SHELL__;
/** All files of this version; those beyond the shell are kept when they are first used. */
const FILES = new Set(__FILES__);

const scope = self.registration.scope;
const CACHE = `ocelli-page ${scope}`;

/**
 * Headers that a static server need not know of: the policy for workers too, and the isolation without which
 * browsers give a page no threads.
 */
const HEADERS = {
  'content-security-policy': __POLICY__,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'x-ocelli-version': VERSION,
};

const withHeaders = (response) => {
  if (!response.ok) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
};

const install = async () => {
  const cache = await caches.open(CACHE);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  // The page comes last: it names the others.
  const names = [...SHELL.filter((name) => name !== 'index.html'), 'index.html'];
  for (const name of names) {
    const url = new URL(name, scope).href;
    if (kept.has(url) && name !== 'index.html') continue;
    await cache.add(new Request(url, { cache: 'no-cache' }));
  }
};

const activate = async () => {
  const cache = await caches.open(CACHE);
  const current = new Set([...FILES].map((name) => new URL(name, scope).href));
  for (const request of await cache.keys()) {
    if (!current.has(request.url)) await cache.delete(request);
  }
  await self.clients.claim();
};

const answer = async (request, name) => {
  const cache = await caches.open(CACHE);
  const url = new URL(name, scope).href;
  const kept = await cache.match(url);
  if (kept !== undefined) return withHeaders(kept);
  const response = await fetch(request);
  if (response.ok) await cache.put(url, response.clone());
  return withHeaders(response);
};

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(activate());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  const path = new URL(request.url).pathname.slice(new URL(scope).pathname.length);
  const name = path === '' ? 'index.html' : path;
  if (FILES.has(name)) event.respondWith(answer(request, name));
});
