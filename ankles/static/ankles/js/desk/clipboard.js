/* What Word, Google Docs, LibreOffice or a page of the web puts on the clipboard, as blocks: headings, items
   of lists, quotations, tables and paragraphs, each with its words in Markdown. */
import { dress, written } from "./runs.js";

const SKIP = new RegExp(
  "^(SCRIPT|STYLE|HEAD|TITLE|META|LINK|NOSCRIPT|TEMPLATE|INPUT|SELECT|TEXTAREA|svg|IMG|VIDEO)$",
);
const BLOCK = new RegExp(
  "^(P|DIV|H[1-6]|UL|OL|LI|DL|DT|DD|BLOCKQUOTE|PRE|TABLE|TBODY|THEAD|TFOOT|TR|TD|TH|CAPTION|SECTION|" +
    "ARTICLE|MAIN|ASIDE|HEADER|FOOTER|NAV|FIGURE|FIGCAPTION|FORM|FIELDSET|ADDRESS|HR|CENTER|DETAILS|" +
    "SUMMARY)$",
);
const BULLET = /^[•·▪◦‣●○■□❖➢–-][\s\u00a0]+/;
const NUMBER = /^(\d{1,2})[.)][\s\u00a0]+/;

/* Word writes a list as paragraphs of which each holds its own sign. */
function wordItem(element, looks) {
  const level = Number(looks.match(/mso-list:\s*\S+\s+level(\d)/)?.[1] ?? 0);
  if (!level && !/MsoListParagraph/.test(element.className)) return null;
  const sign = element.querySelector("[data-looks*='mso-list:Ignore'], [data-looks*='mso-list: Ignore']");
  const said = sign?.textContent.trim() ?? "";
  sign?.remove();
  if (!level && !sign) return null;
  const number = Number(said.match(/^\d+(?=[.)])/)?.[0]) || undefined;
  return { depth: Math.max(1, level), isNumbered: /^\(?\w{1,4}[.)]/.test(said), number, isFirst: true };
}

function isHidden(element, looks) {
  return element.hidden || /display:\s*none|mso-hide:\s*all/.test(looks);
}

export class Reader {
  constructor() {
    this.blocks = [];
    this.left = [];
    this.pictures = 0;
    this.runs = [];
  }

  /* The words read so far are a block of their own. */
  end(at) {
    const runs = this.runs;
    this.runs = [];
    const text = written(runs, Boolean(at.heading));
    if (!text) return;
    if (at.heading) {
      this.blocks.push({ heading: at.heading, text: text.replace(/\n/g, " ") });
      return;
    }
    for (const part of text.split(/\n{2,}/)) this.paragraph(part, at);
  }

  paragraph(text, at) {
    const own = text.split("\n");
    const isList = own.some((line) => BULLET.test(line) || NUMBER.test(line));
    for (const line of !at.item && isList ? own : [text]) {
      const number = !at.item && line.match(NUMBER);
      const isItem = !at.item && (BULLET.test(line) || number);
      const typed = { depth: 1, isNumbered: Boolean(number), number: Number(number?.[1]), isFirst: true };
      const item = isItem ? typed : at.item;
      this.blocks.push({
        text: isItem ? line.replace(BULLET, "").replace(NUMBER, "") : line,
        quote: at.quote,
        item: item && { ...item },
      });
      if (item) item.isFirst = false;
    }
  }

  read(node, at, now) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        const text = child.data.replace(at.isPre ? /[ \t\u00a0]+/g : /[\s\u00a0]+/g, " ");
        this.runs.push({ ...now, text });
      } else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, at, now);
    }
  }

  element(element, at, now) {
    const tag = element.tagName;
    const looks = element.getAttribute("data-looks") ?? "";
    if (tag === "IMG") this.pictures += 1;
    if (SKIP.test(tag) || isHidden(element, looks)) return;
    if (tag === "BR") this.runs.push({ ...now, text: "\n" });
    else if (tag === "BUTTON") this.cited(element, now);
    else if (BLOCK.test(tag)) this.block(element, at, dress(element, now, this.left), looks);
    else this.read(element, at, dress(element, now, this.left));
  }

  /* A number of a source, copied from a page of ours. */
  cited(element, now) {
    const key = element.getAttribute("popovertarget")?.match(/^e-([a-z0-9-]+)$/)?.[1];
    if (key) this.runs.push({ ...now, text: key === "practice" ? "[practice]" : `[@${key}]` });
  }

  block(element, at, now, looks) {
    const tag = element.tagName;
    const next = { ...at };
    this.end(at);
    if (tag === "TABLE" && this.table(element)) return;
    if (/^H[1-6]$/.test(tag) && !at.item && !at.quote) next.heading = Number(tag[1]);
    else if (/MsoTitle/.test(element.className)) next.heading = 1;
    else if (tag === "BLOCKQUOTE" || /Mso\w*Quote/.test(element.className)) next.quote = true;
    else if (tag === "UL" || tag === "OL") {
      const isNumbered = tag === "OL";
      next.list = { depth: (at.list?.depth ?? 0) + 1, isNumbered, number: (element.start || 1) - 1 };
    } else if (tag === "LI") {
      const list = at.list ?? { depth: 1, isNumbered: false, number: 0 };
      list.number += 1;
      next.item = { ...list, isFirst: true };
    } else if (tag === "PRE") next.isPre = true;
    else if (tag === "P" || tag === "DIV") next.item = wordItem(element, looks) ?? at.item;
    this.read(element, next, now);
    this.end(next);
  }

  /* A table of one column is only a frame around its words. */
  table(element) {
    const rows = [...element.rows].map((row) => {
      return [...row.cells].map((cell) => {
        const inner = new Reader();
        inner.read(cell, {}, {});
        inner.end({});
        this.left.push(...inner.left);
        this.pictures += inner.pictures;
        return inner.blocks.map(({ text }) => text.replace(/\n/g, " ").replaceAll("|", "\\|")).join(" ");
      });
    });
    const filled = rows.filter((row) => row.some(Boolean));
    const width = Math.max(0, ...filled.map((row) => row.length));
    if (width < 2) return false;
    const line = (cells) => `| ${cells.join(" | ")} |`;
    const full = filled.map((row) => line([...row, ...Array(width - row.length).fill("")]));
    this.blocks.push({ text: [full[0], line(Array(width).fill("---")), ...full.slice(1)].join("\n") });
    return true;
  }
}
