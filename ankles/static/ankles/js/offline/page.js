/* The page that stands where another cannot be had: says so, tries again, searches and lists what is here. */
import { make } from "../player/store.js";
import { pages, state, words } from "./kept.js";
import { search } from "./search.js";

const $ = (id) => document.getElementById(id);
const { controller } = navigator.serviceWorker ?? {};
const isItself = location.pathname === "/offline/";
const query = location.pathname === "/search/" ? new URLSearchParams(location.search).get("q") : null;

function link({ path, title }) {
  const line = make("li");
  line.append(make("a", title, { href: path }));
  return line;
}

async function list() {
  const { all, edition } = await state();
  const isWhole = !!(all && edition);
  $("whole").hidden = !isWhole;
  if (isWhole) $("none").hidden = $("some").hidden = true;
  if (isWhole) return;
  const here = await pages();
  $("some").hidden = !here.length;
  $("none").hidden = !!here.length;
  $("some-pages").replaceChildren(...here.map(link));
}

function hit({ title, url, kind, summary }) {
  const line = make("li");
  line.append(make("p", kind, { className: "eyebrow" }), make("a", title, { href: url }), make("p", summary));
  return line;
}

async function look() {
  $("q").value = query;
  document.title = "Search · Ankles";
  const index = await words();
  if (!index) return;
  const found = search(query, index);
  const count = `${found.length} found on this phone`;
  $("found-title").textContent = found.length ? count : `Nothing found for “${query}”`;
  $("hits").replaceChildren(...found.map(hit));
  $("found").hidden = false;
  $("missing").hidden = true;
}

/* The next try may take its time: somebody is waiting for it on purpose. */
function again() {
  controller?.postMessage("patient");
  location.reload();
}

$("again").onclick = again;
$("forget").onclick = () => controller?.postMessage("remove");
$("missing").hidden = isItself;
if (!isItself) addEventListener("online", () => location.reload());
/* It came after all, and is kept. */
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data.came === location.pathname + location.search) location.reload();
  else if (data.kept || data.removed || data.updated) list();
});
if (window.caches) list();
if (window.caches && query) look();
