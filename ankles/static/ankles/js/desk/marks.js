/* The marks of a text, as edits: what stands between `from` and `to` becomes `words`, and then what stands
   between the two places of `select` is marked. Nothing here knows the page. */
const START = /^(?: {0,3}(?:#{1,4}|>|[-*+]|\d{1,9}[.)])[ \t]+)?/;
const LINE_MARKS = {
  heading: { put: () => "## ", is: /^## / },
  part: { put: () => "### ", is: /^### / },
  list: { put: () => "- ", is: /^[-*+] / },
  numbers: { put: (index) => `${index + 1}. `, is: /^\d{1,9}[.)] / },
  quote: { put: () => "> ", is: /^> ?/ },
};

/* Bold and italic: on, or off where the words have it. Blanks at the ends and marks at the start of a line
   stay outside, or the page would show the stars. */
export function emphasis(text, from, to, mark) {
  const run = (at, step) => {
    let count = 0;
    while (text[at + count * step] === "*") count += 1;
    return count;
  };
  const stars = Math.min(run(from - 1, -1), run(to, 1));
  const size = mark.length;
  if (from < to && (size === 2 ? stars >= 2 : stars % 2 === 1)) {
    const words = text.slice(from, to);
    return { from: from - size, to: to + size, words, select: [from - size, to - size] };
  }
  if (from === to) return { from, to, words: mark + mark, select: [from + size, from + size] };
  const dressed = (line) => {
    const [, start, words, end] = line.match(/^(\s*)(.*?)(\s*)$/s);
    const [lead] = words.match(START);
    const rest = words.slice(lead.length);
    return rest ? start + lead + mark + rest + mark + end : line;
  };
  const words = text.slice(from, to).split("\n").map(dressed).join("\n");
  const before = words.length - words.trimStart().length + size;
  const one = !words.trim().includes("\n") && words.trim().startsWith(mark);
  const after = words.trimEnd().length - size;
  return { from, to, words, select: one ? [from + before, from + after] : [from, from + words.length] };
}

/* The whole lines that a selection touches. */
function lines(text, from, to) {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const last = to > from && text[to - 1] === "\n" ? to - 1 : to;
  const end = text.indexOf("\n", last);
  return [start, end < 0 ? text.length : end];
}

/* Blank lines around a block: a line right below a list or a quotation would belong to it. */
function apart(text, from, to, isAlike = () => false) {
  const above = text.slice(0, from).replace(/\n$/, "").split("\n").pop();
  const below = text.slice(to).replace(/^\n/, "").split("\n")[0];
  return [above.trim() && !isAlike(above) ? "\n" : "", below.trim() && !isAlike(below) ? "\n" : ""];
}

/* Headings, lists, quotations: the lines become that, or plain lines again where they are it. */
export function lineMark(text, from, to, name) {
  const { put, is } = LINE_MARKS[name];
  const [start, end] = lines(text, from, to);
  const own = text.slice(start, end).split("\n");
  const filled = own.filter((line) => line.trim());
  if (filled.length && filled.every((line) => is.test(line))) {
    const words = own.map((line) => line.replace(is, "")).join("\n");
    return { from: start, to: end, words, select: [start, start + words.length] };
  }
  let count = 0;
  const marked = own.map((line) => {
    if (!line.trim() && filled.length) return line;
    count += 1;
    return put(count - 1) + line.replace(START, "");
  });
  const [above, below] = apart(text, start, end, (line) => is.test(line));
  const words = marked.join("\n");
  const at = start + above.length;
  const select = from === to ? [at + words.length, at + words.length] : [at, at + words.length];
  return { from: start, to: end, words: above + words + below, select };
}

/* What the server offered: around the marked words, or with words of its own, which are marked then. */
export function offer(text, from, to, { before, words, after, is_block: isBlock }) {
  if (!isBlock) {
    const chosen = text.slice(from, to);
    const blank = chosen.length - chosen.trimEnd().length;
    const end = to - blank;
    const said = text.slice(from, end) || words;
    const at = from + before.length;
    const put = before + said + after;
    const isOwn = from === end && words;
    const select = isOwn ? [at, at + said.length] : [from + put.length, from + put.length];
    return { from, to: end, words: put, select };
  }
  const [start, end] = lines(text, from, to);
  const own = text.slice(start, end);
  const isAfter = Boolean(own.trim()) && (from === to || !words);
  const at = isAfter ? end : start;
  const inside = isAfter ? words : own.trim() ? own : words;
  const [above, below] = isAfter ? ["\n\n", apart(text, end, end)[1]] : apart(text, start, end);
  const put = above + before + inside + after + below;
  const select = at + above.length + before.length;
  return { from: at, to: end, words: put, select: [select, select + inside.length] };
}
