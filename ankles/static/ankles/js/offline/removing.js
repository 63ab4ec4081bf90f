/* Sent as /sw.js where OFFLINE=false: takes the worker off this phone, with all that it kept. What
   waits in the browser to be sent to the logbook is none of the worker's, and stays. */
self.addEventListener("install", () => self.skipWaiting());

async function leave() {
  for (const name of await caches.keys()) if (name.startsWith("ankles-")) await caches.delete(name);
  await self.registration.unregister();
}

self.addEventListener("activate", (event) => event.waitUntil(leave()));
