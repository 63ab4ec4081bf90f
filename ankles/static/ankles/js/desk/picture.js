/* A picture is sent by itself as soon as it is chosen: forms that wait (for a log-in, in this browser, as a
   draft) carry no files. What the form keeps is the name of the picture. Without this script a page of its
   own does it. */
const BROKEN = "The line broke before the picture was there. Choose it again.";
const ENDED = "Your log-in has ended. Log in again in another tab, then choose the picture again.";

const fields = document.querySelectorAll("[data-picture]");

function begin(field) {
  const find = (selector) => field.querySelector(selector);
  const name = find("input[name]");
  const file = find("input[type=file]");
  const shown = find(".picture-shown");
  const said = find(".picture-said");
  const away = find("[data-away]");
  const { sendTo, most, tooBig } = field.dataset;
  let asked = 0;

  function say(words, isWrong = false) {
    said.textContent = words;
    said.classList.toggle("errornote", isWrong);
  }

  function hold(value) {
    name.value = value;
    away.hidden = shown.hidden = !value;
    /* What keeps a copy of the form hears of it. */
    name.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show({ src, width, height }) {
    const image = new Image(width, height);
    image.alt = "The picture as it is now";
    image.src = src;
    shown.replaceChildren(image);
  }

  async function send(chosen) {
    if (chosen.size > Number(most)) return say(tooBig, true);
    const mine = ++asked;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", name.form.elements.csrfmiddlewaretoken.value);
    body.append("file", chosen);
    say("Sending the picture …");
    let answer;
    let got = {};
    try {
      answer = await fetch(sendTo, { method: "POST", body, headers: { Accept: "application/json" } });
      got = await answer.json().catch(() => ({}));
    } catch {
      return say(BROKEN, true);
    }
    /* Another one was chosen meanwhile: that one counts. */
    if (mine !== asked) return undefined;
    if (answer.status === 401 || answer.status === 403) return say(ENDED, true);
    if (!got.name) return say(got.words || (answer.status === 413 ? tooBig : BROKEN), true);
    show(got);
    hold(got.name);
    return say("The picture is here. Say below in words what it shows, then save.");
  }

  file.addEventListener("change", () => {
    const [chosen] = file.files;
    if (chosen) send(chosen);
    file.value = "";
  });
  away.addEventListener("click", () => {
    asked += 1;
    hold("");
    say("The picture is taken away. Save to keep it so.");
  });
  name.hidden = find(".picture-page").hidden = true;
  /* The label, and what is said at the top of the form, lead to what is seen. */
  file.id = name.id;
  name.removeAttribute("id");
  find(".picture-ways").hidden = false;
}

for (const field of fields) begin(field);
