/* Search in what is kept: the guide's own index in small (library/offline/words.py). Words are held
   against the stems that it knows by their beginnings; slips of the keyboard are not mended. */

const MOST = 10;
/* What is left of a word's end may be so long: "mornings" for "morn". */
const ENDING = 4;
/* A word that only begins like a stem says less than the word itself. */
const BEGINNING = 0.6;
const SAME = 0.7;
/* Who is in pain asks what it is before what to do. */
const BEHIND_PAIN = 0.7;

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/* The words of a text, without those that say nothing. */
const wordsOf = (text, { little }) =>
  (plain(text).match(/[a-z0-9]+/g) ?? []).filter((word) => !little.includes(word));

const isFormOf = (word, stem) =>
  word === stem || (stem.length > 2 && word.startsWith(stem) && word.length - stem.length <= ENDING);

/* The stems that a word may mean, with how sure that is. */
function stemsOf(word, { stems, equals }) {
  const found = new Map();
  const add = (stem, sure) => found.set(stem, Math.max(sure, found.get(stem) ?? 0));
  for (const stem of Object.keys(stems)) {
    if (isFormOf(word, stem)) add(stem, stem === word ? 1 : 0.9);
    else if (word.length > 2 && stem.startsWith(word)) add(stem, BEGINNING);
  }
  for (const [stem, sure] of [...found]) for (const other of equals[stem] ?? []) add(other, sure * SAME);
  return found;
}

const say = (stems) => (word) => stems.some((stem) => isFormOf(word, stem));
const painOf = ({ equals }) => ["pain", ...(equals.pain ?? [])];

/* What somebody tells of (library/search/troubles.py): a trouble, or a sign that no exercise is the matter.
   "After every session" is no wish for one. */
function troubleIn(query, words, index) {
  const { trouble = [], task = [], meanwhile, signs = [], bones = [], sign, sudden } = index;
  const isSaid = (pattern) => Boolean(pattern) && new RegExp(pattern, "i").test(query);
  const wish = meanwhile ? query.replace(new RegExp(meanwhile, "gi"), " ") : query;
  const isInPain = words.some(say(painOf(index)));
  const isWish = wordsOf(wish, index).some(say(task));
  return {
    isPain: !isWish && isInPain,
    isTrouble: !isWish && (isInPain || words.some(say(trouble))),
    isSign:
      isSaid(sudden) ||
      (!isWish && (words.some(say(signs)) || isSaid(sign) || (isInPain && words.some(say(bones))))),
  };
}

/* Whether a page's title was said. */
function isTitled([title], words, index) {
  const meant = (word) => [...stemsOf(word, index)].filter(([, sure]) => sure >= 0.9).map(([stem]) => stem);
  const said = words.flatMap(meant);
  return wordsOf(title, index).every((word) => meant(word).some((stem) => said.includes(stem)));
}

/* The pages with the one that leads on where its name was said, put where the site's own search puts it
   (library/search/ranking.py): a list before all others where nothing else was said, or a word that is about
   the site alone ("offline"); a place of the foot map after what may fit there, for who is in trouble. */
function withWayOn(found, words, isInTrouble, index) {
  const { ways = [], faint, pages, site = [] } = index;
  const pain = painOf(index);
  const isSaid = (stem) => words.some((word) => isFormOf(word, stem));
  const said = ways
    .map(([page, isPlace, names]) => {
      const those = names.filter((name) => name.every(isSaid));
      const stems = [...new Set(those.flat())];
      const telling = stems.filter((stem) => !pain.includes(stem)).length;
      return { page, isPlace, stems, telling, longest: Math.max(...those.map(({ length }) => length)) };
    })
    .filter(({ stems }) => stems.length);
  said.sort((one, other) => other.telling - one.telling);
  const [way] = said;
  if (!way) return found;
  const isAlone = words.every(say([...way.stems, ...faint, ...pain]));
  const isFaint = way.stems.every((stem) => faint.includes(stem)) && !words.every(say(way.stems));
  if (isFaint || (way.isPlace && !isAlone && !isInTrouble)) return found;
  const isOfSite = way.stems.some((stem) => site.includes(stem));
  const isNamed = found.length > 0 && isTitled(found[0], words, index);
  const isFirst = (isAlone || isOfSite) && !way.isPlace && !isNamed;
  const at = isFirst ? 0 : isAlone || way.longest > 1 ? 1 : found.length;
  return [...found.slice(0, at), pages[way.page], ...found.slice(at)];
}

/* The best pages first: [{title, url, kind, summary}]. A page
   counts that has a third of what the best one has. */
export function search(query, index) {
  const scores = new Map();
  const words = wordsOf(query, index);
  for (const word of new Set(words)) {
    const best = new Map();
    for (const [stem, sure] of stemsOf(word, index)) {
      const said = index.stems[stem] ?? [];
      for (let at = 0; at < said.length; at += 2)
        best.set(said[at], Math.max(sure * said[at + 1], best.get(said[at]) ?? 0));
    }
    for (const [page, score] of best) scores.set(page, score + (scores.get(page) ?? 0));
  }
  const { isPain, isTrouble, isSign } = troubleIn(query, words, index);
  const drills = new Set(index.drills);
  for (const [page, score] of isPain ? scores : [])
    if (drills.has(page)) scores.set(page, BEHIND_PAIN * score);
  const ranked = [...scores].sort(([, one], [, other]) => other - one);
  const least = (ranked[0]?.[1] ?? 0) / 3;
  const seen = new Set();
  const found = ranked
    .filter(([, score]) => score >= least)
    .sort(([one], [other]) => (isSign ? drills.has(one) - drills.has(other) : 0))
    .map(([page]) => index.pages[page])
    .filter(([, url]) => !seen.has(url) && seen.add(url));
  return withWayOn(found.slice(0, MOST), words, isTrouble, index)
    .slice(0, MOST)
    .map(([title, url, kind, summary]) => ({ title, url, kind, summary }));
}
