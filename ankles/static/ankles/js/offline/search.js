/* Search in what is kept: the guide's own index in small (library/offline/words.py). Words are held
   against the stems that it knows by their beginnings; slips of the keyboard are not mended. */

const MOST = 10;
/* What is left of a word's end may be so long: "mornings" for "morn". */
const ENDING = 4;
/* A word that only begins like a stem says less than the word itself. */
const BEGINNING = 0.6;
const SAME = 0.7;

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/* The stems that a word may mean, with how sure that is. */
function stemsOf(word, { stems, equals }) {
  const found = new Map();
  const add = (stem, sure) => found.set(stem, Math.max(sure, found.get(stem) ?? 0));
  for (const stem of Object.keys(stems)) {
    if (stem === word) add(stem, 1);
    else if (stem.length > 2 && word.startsWith(stem) && word.length - stem.length <= ENDING) add(stem, 0.9);
    else if (word.length > 2 && stem.startsWith(word)) add(stem, BEGINNING);
  }
  for (const [stem, sure] of [...found]) for (const other of equals[stem] ?? []) add(other, sure * SAME);
  return found;
}

/* The best pages first: [{title, url, kind, summary}]. A page
   counts that has a third of what the best one has. */
export function search(query, index) {
  const scores = new Map();
  const words = (plain(query).match(/[a-z0-9]+/g) ?? []).filter((word) => !index.little.includes(word));
  for (const word of new Set(words)) {
    const best = new Map();
    for (const [stem, sure] of stemsOf(word, index)) {
      const said = index.stems[stem] ?? [];
      for (let at = 0; at < said.length; at += 2)
        best.set(said[at], Math.max(sure * said[at + 1], best.get(said[at]) ?? 0));
    }
    for (const [page, score] of best) scores.set(page, score + (scores.get(page) ?? 0));
  }
  const ranked = [...scores].sort(([, one], [, other]) => other - one);
  const least = (ranked[0]?.[1] ?? 0) / 3;
  const seen = new Set();
  return ranked
    .filter(([, score]) => score >= least)
    .map(([page]) => index.pages[page])
    .filter(([, url]) => !seen.has(url) && seen.add(url))
    .slice(0, MOST)
    .map(([title, url, kind, summary]) => ({ title, url, kind, summary }));
}
