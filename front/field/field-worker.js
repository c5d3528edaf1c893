// Keeps the shell of the field app, so that it starts without a network. Nothing else:
// what a worker does waits in the page's own store, with or without this.
//
// The server sets BUILD and SHELL before these lines: the build, and what belongs to it.

/** @type {{BUILD: string, SHELL: string[]}} */
const { BUILD, SHELL } = /** @type {any} */ (self).KEPT;
const here = /** @type {any} */ (self);
const NAME = `field ${BUILD}`;

here.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(SHELL)).then(() => here.skipWaiting()));
});

here.addEventListener("activate", (/** @type {any} */ event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("field ") && name !== NAME).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => here.clients.claim()));
});

here.addEventListener("fetch", (/** @type {any} */ event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !SHELL.includes(pathname)) return;
  event.respondWith(caches.match(pathname, { cacheName: NAME }).then((kept) => kept ?? fetch(event.request)));
});
