/**
 * Keeps the app, and the public files of the log that were read, so that the poll card and the
 * ballot open without a network. What is new comes from the network first; nothing that is sent, and
 * nothing about a voter, is kept.
 */
const cacheName = 'viche-1';
const isKept = ({ pathname }) =>
  !pathname.startsWith('/v1/') ||
  pathname === '/v1/election' ||
  pathname === '/v1/status' ||
  /^\/v1\/entries\/\d+$/.test(pathname);

addEventListener('activate', (event) => event.waitUntil(clients.claim()));

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // Whoever asks for what is newest is not given what was kept.
  if (request.cache === 'no-store') return;
  if (request.method !== 'GET' || url.origin !== location.origin || !isKept(url)) return;
  event.respondWith(answer(request, url));
});

async function answer(request, url) {
  const cache = await caches.open(cacheName);
  const isLasting = url.pathname.startsWith('/assets/');
  const kept = isLasting ? await cache.match(request) : undefined;
  if (kept !== undefined) return kept;
  try {
    const response = await fetch(request);
    if (response.status === 200) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const old = await cache.match(request, { ignoreVary: true });
    if (old !== undefined) return old;
    throw error;
  }
}
