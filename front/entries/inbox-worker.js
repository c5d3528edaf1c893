// Beside the inbox: without a network the last list can still be read. Nothing else is
// kept, and it goes when somebody signs out.

const worker = /** @type {any} */ (self);
const KEPT = "inbox";

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

/** @param {Request} request */
async function lastList(request) {
  const kept = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await kept.put("/desk/inbox", fresh.clone());
    else await caches.delete(KEPT);
    return fresh;
  } catch (fault) {
    const last = await kept.match("/desk/inbox");
    if (last) return last;
    throw fault;
  }
}

/** Scripts and styles carry their build in the address, so the first copy is as good. */
async function asBuilt(/** @type {Request} */ request) {
  const kept = await caches.open(KEPT);
  const last = await kept.match(request);
  if (last) return last;
  const fresh = await fetch(request);
  if (fresh.ok) await kept.put(request, fresh.clone());
  return fresh;
}

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && address.pathname === "/desk/inbox") event.respondWith(lastList(request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(asBuilt(request));
});
