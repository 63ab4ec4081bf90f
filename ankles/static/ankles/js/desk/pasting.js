/* What is pasted into a text, as the guide's Markdown: styles go; headings, lists, quotations, tables, bold,
   italic and links to our own pages stay. */
import { Reader } from "./clipboard.js";

/* Blocks as lines: lists hang together, everything else stands apart. */
function page(blocks) {
  const ranks = [...new Set(blocks.map(({ heading }) => heading ?? 0))].filter(Boolean).sort();
  const lists = [];
  let found = "";
  let last = {};
  for (const block of blocks) {
    const { heading, item, quote } = block;
    let { text } = block;
    if (heading) text = `${"#".repeat(Math.min(4, ranks.indexOf(heading) + 2))} ${text}`;
    else if (item) text = listed(item, text.replace(/\n/g, " "), lists);
    else text = text.replace(/^([>+]|\d{3,}(?=[.)]))/, safe);
    if (!item) lists.length = 0;
    if (quote) text = text.replace(/^/gm, "> ");
    const isSame = last.item && (item?.depth > 1 || last.item.isNumbered === item?.isNumbered);
    const isClose = item?.isFirst && (isSame || last.item?.depth > 1) && last.quote === quote;
    if (found) found += isClose ? "\n" : quote && last.quote ? "\n>\n" : "\n\n";
    found += text;
    last = block;
  }
  return found;
}

/* An item with its sign, below those of the lists that it stands in. */
function listed(item, text, lists) {
  const depth = Math.min(item.depth, lists.length + 1);
  const before = lists[depth - 1];
  lists.length = depth - 1;
  const number = item.isFirst ? item.number || (before?.number ?? 0) + 1 : before?.number;
  const mark = item.isNumbered ? `${number}. ` : "- ";
  const indent = lists.reduce((sum, list) => sum + list.size, 0);
  lists.push({ number, size: mark.length });
  return " ".repeat(indent) + (item.isFirst ? mark : " ".repeat(mark.length)) + text;
}

/* A sign at the start that would make something else of a paragraph. */
function safe(start) {
  return /\d/.test(start) ? `${start}\\` : `\\${start}`;
}

function reasons({ left, pictures }) {
  const found = [];
  const out = [...new Set(left)];
  if (out.length) {
    found.push(
      "A text links to pages of the guide only. The words stay; left out were the addresses " +
        `${out.join(", ")}.`,
      "A work that you rely on belongs in the list of sources: add it there, then cite it with “Source”.",
    );
  }
  if (pictures) found.push("Pictures were left out: a text has plates, an exercise its own picture.");
  return found;
}

/* The clipboard's HTML as Markdown for a text of a kind (`page`, one `line`, or `lines` of which each is an
   item), and in words what was left out. */
export function markdown(html, how) {
  /* Styles are read and never applied: our policy forbids that, and the browser would complain. */
  const quiet = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[^>]+>/g, (tag) => {
      return tag.replace(/\sstyle\s*=/gi, " data-looks=").replace(/\son\w+\s*=/gi, " data-act=");
    });
  const reader = new Reader();
  reader.read(new DOMParser().parseFromString(quiet, "text/html").body, {}, {});
  reader.end({});
  const { blocks } = reader;
  const own = blocks.map(({ text }) => text.replace(/\s+/g, " "));
  const words = { page: () => page(blocks), line: () => own.join(" "), lines: () => own.join("\n") }[how]();
  return { words, left: reasons(reader) };
}

/* Plain words: signs that mean a list become one. */
export function tidied(text, how) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const bullet = /^([ \t]*)[•·▪◦‣●○■□❖➢][ \t\u00a0]+/;
  if (how === "page") {
    return lines.map((one) => one.replace(bullet, "$1- ").replace(/^(\d{1,2})\)\s+/, "$1. ")).join("\n");
  }
  if (how === "line" && lines.length === 1) return text;
  if (how === "line") return lines.map((one) => one.trim()).filter(Boolean).join(" ");
  return lines.map((one) => one.replace(bullet, "$1").replace(/^\d{1,2}[.)]\s+/, "")).join("\n");
}
