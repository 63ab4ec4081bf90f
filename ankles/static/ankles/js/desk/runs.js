/* Words of a pasted page with what the guide keeps of their looks: bold, italic, links to our own pages. */
const BOLD = /^(B|STRONG)$/;
const ITALIC = /^(I|EM|CITE|DFN)$/;
const targets = JSON.parse(document.querySelector("#guide-targets")?.textContent ?? "{}");

/* How a text of the guide links to an address of its own; nothing for any other. */
export function target(href) {
  const url = URL.parse ? URL.parse(href, location.href) : safely(href);
  if (!url || url.host !== location.host) return "";
  const whole = targets[`${url.pathname}$`];
  if (whole) return whole;
  const [, start, name] = url.pathname.match(/^(\/.+\/)([a-z0-9-]+)\/$/) ?? [];
  return targets[start] ? targets[start] + name + url.hash : "";
}

function safely(href) {
  try {
    return new URL(href, location.href);
  } catch {
    return null;
  }
}

/* `looks` is what CSS a program wrote into the element itself: Google Docs says bold in no other way, and
   wraps everything in a <b> that is not bold. */
export function dress(element, now, left) {
  const looks = element.getAttribute("data-looks") ?? "";
  const next = { ...now };
  const weight = looks.match(/(?:^|;)\s*font-weight:\s*(\w+)/)?.[1];
  const slant = looks.match(/(?:^|;)\s*font-style:\s*(\w+)/)?.[1];
  if (weight) next.bold = weight === "bold" || weight === "bolder" || Number(weight) >= 600;
  else if (BOLD.test(element.tagName)) next.bold = true;
  if (slant) next.italic = slant !== "normal";
  else if (ITALIC.test(element.tagName)) next.italic = true;
  if (element.tagName === "A" && element.hasAttribute("href")) {
    const href = element.getAttribute("href");
    next.to = target(href);
    /* Footnotes and bookmarks lead to a place of the document that was copied. */
    if (!next.to && !href.startsWith("#") && !/#_(ftn|edn|msocom|Toc)/.test(href)) left.push(href);
  }
  return next;
}

function isAlike(one, other) {
  return one.bold === other.bold && one.italic === other.italic && one.to === other.to;
}

/* Runs of equal looks are one: Word cuts words in the middle. */
function joined(runs) {
  const found = [];
  for (const run of runs) {
    const last = found.at(-1);
    if (last && (isAlike(last, run) || (!run.text.trim() && last.to === run.to))) last.text += run.text;
    else found.push({ ...run });
  }
  return found;
}

/* Runs as Markdown; with `plain`, their words and links alone. */
export function written(runs, plain = false) {
  let words = "";
  for (const { text, bold, italic, to } of joined(runs)) {
    const [, start, inner, end] = text.match(/^(\s*)(.*?)(\s*)$/s);
    const marks = plain ? "" : `${bold ? "**" : ""}${italic ? "*" : ""}`;
    const dressed = inner && marks ? marks + inner + [...marks].reverse().join("") : inner;
    words += start + (to && inner ? `[${dressed}](${to})` : dressed) + end;
  }
  return words.replace(/[ \t]+/g, " ").replace(/ ?\n ?/g, "\n").trim();
}
