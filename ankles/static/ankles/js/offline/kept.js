/* What the worker keeps on this phone, as a page reads it. Its names are those of worker.js. */
const STATE = "/offline/state";
const WORDS = "/offline/words.json";

const read = async (path) => (await caches.match(path, { ignoreVary: true }))?.json();

/* {all: whether the whole guide is wanted, edition: which one is here whole, pages, bytes} */
export const state = async () => (await read(STATE)) ?? { all: false, edition: "" };

export const words = () => read(WORDS);

/* The pages of the guide that are here, without those below them: [{path, title}]. */
export async function pages() {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("ankles-pages")) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname;
      if (!/^\/(guide|issues|places|exercises|routines)\/[\w-]+\/(play\/)?$/.test(path)) continue;
      const text = await (await cache.match(request, { ignoreVary: true })).text();
      const title = new DOMParser().parseFromString(text, "text/html").title.replace(/ · .*Ankles$/, "");
      found.push({ path, title });
    }
  }
  return found;
}
