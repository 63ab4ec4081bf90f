/* <keep-guide>: one press keeps the guide on this phone; says how
   much of it is here, and takes it off again. */
import { make, twice } from "../player/store.js";
import { state } from "./kept.js";

const worker = navigator.serviceWorker;
const ask = (what) => worker.ready.then(({ active }) => active.postMessage(what));
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const SEEN = "ankles.edition";

const button = (words, className, onclick) =>
  make("button", words, { type: "button", className: `button${className}`, onclick });

/* What the press would load, in words; nothing where the site cannot be asked. */
async function weight() {
  const list = await fetch("/offline/list.json")
    .then((answer) => answer.json())
    .catch(() => null);
  return list ? ` About ${megabytes(list.bytes)} to load.` : "";
}

class KeepGuide extends HTMLElement {
  connectedCallback() {
    this.says = make("p");
    this.bar = make("progress", "", { max: 1, hidden: true });
    this.bar.setAttribute("aria-label", "How much is on this phone");
    this.row = make("p", "", { className: "row" });
    this.says.setAttribute("role", "status");
    this.append(make("h2", "The guide on this phone"), this.says, this.bar, this.row);
    worker.addEventListener("message", ({ data }) => this.hear(data));
    this.show().then(() => (this.hidden = false));
  }

  hear({ keeping, failed, kept, removed, updated }) {
    if (keeping) this.progress(keeping);
    else if (failed === "keep") this.broken();
    else if (kept || removed || updated) this.show();
  }

  async show() {
    const { all, edition, pages, bytes } = await state();
    this.bar.hidden = true;
    if (!all) {
      this.says.textContent =
        "Every page, exercise and routine, with the player and a search, for where there is no network." +
        (await weight());
      this.row.replaceChildren(button("Keep the guide on this phone", " primary", () => this.keep()));
    } else if (!edition) this.broken();
    else {
      this.says.textContent =
        `The whole guide is on this phone: ${pages} pages, which take ${megabytes(bytes)} of room. It is ` +
        "brought up to date when you visit. A phone that runs out of room may throw it away, and an iPhone " +
        "when you have not visited for some weeks.";
      const remove = twice(() => ask("remove"));
      this.row.replaceChildren(button("Remove it from this phone", " quiet", remove));
    }
  }

  keep() {
    this.progress(0);
    ask("keep");
  }

  progress(part) {
    this.bar.hidden = false;
    this.bar.value = part;
    this.row.replaceChildren();
    const said = "Keeping the guide on this phone. You can read on meanwhile.";
    if (this.says.textContent !== said) this.says.textContent = said;
  }

  broken() {
    this.bar.hidden = true;
    this.says.textContent =
      "Not all of the guide is on this phone yet. It goes on at your next visit, or now.";
    this.row.replaceChildren(
      button("Go on", " primary", () => this.keep()),
      button("Remove what is here", " quiet", () => ask("remove")),
    );
  }
}

/* Said once, on whichever page of ours is open or comes next; of the first guide that is kept, nothing. */
async function sayUpdated() {
  /* A tab that nobody looks at would say it for all of them. */
  if (document.hidden) return document.addEventListener("visibilitychange", sayUpdated, { once: true });
  const { edition } = await state();
  if (!edition) return;
  let seen;
  try {
    seen = localStorage.getItem(SEEN);
    localStorage.setItem(SEEN, edition);
  } catch {
    // A browser that forbids its store says nothing.
  }
  if (!seen || seen === edition) return;
  const line = make("p", "The guide on this phone was updated.", { className: "note" });
  line.setAttribute("role", "status");
  /* As what says that something waits (mention.js): it keeps off the header's rule. */
  const column = make("div", "", { className: "wrap mention" });
  column.append(line);
  document.getElementById("main")?.prepend(column);
}

customElements.define("keep-guide", KeepGuide);
worker.addEventListener("message", ({ data }) => (data.updated || data.kept) && sayUpdated());
sayUpdated();
