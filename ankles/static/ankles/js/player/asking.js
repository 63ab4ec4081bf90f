/* What is asked once a session is in the logbook: effort, and one number for each place that is followed.
   Both can be left out. One tap on a number sends it; another tap corrects it. */
import { put } from "./outbox.js";
import { make, newKey } from "./store.js";

/* The questions about the session of a key, to be put into the page; `me` is who is asked (outbox.js). */
export function questions(session, me) {
  const box = make("div", "", { className: "stack asked" });
  const send = (answer) => {
    const id = newKey();
    const body = {
      entry_key: id,
      account: me.account,
      session_key: session,
      effort: null,
      symptoms: [],
      ...answer,
    };
    put({ id, path: "/log/played/answers/", body });
    return id;
  };
  const hard = "0 is nothing at all, 10 as hard as it gets.";
  box.append(make("p", "You can leave out any of these."));
  const effort = tens("How hard was it? ", hard, (number) => send({ effort: number }));
  effort.id = "effort";
  box.append(effort);
  for (const { area, side, name } of me.followed) {
    const asks = `${name}, during the session `;
    const says = "0 is no pain, 10 the worst you can think of.";
    box.append(tens(asks, says, (severity) => send({ symptoms: [{ area, side, severity }] })));
  }
  /* What was sent says so, wherever the questions stand. */
  addEventListener("ankles:kept", ({ detail: { id } }) => {
    const sent = box.querySelector(`[data-sent="${id}"]`);
    if (sent) sent.textContent = "kept";
  });
  return box;
}

function tens(asks, says, chosen) {
  const field = make("fieldset", "", { className: "tens" });
  const legend = make("legend", asks);
  const row = make("div", "", { className: "number-row" });
  const said = make("p");
  legend.append(make("span", says));
  said.setAttribute("role", "status");
  for (let number = 0; number <= 10; number++) {
    const onclick = ({ target }) => {
      for (const other of row.children) other.setAttribute("aria-pressed", other === target);
      const word = make("span", "waits to be sent");
      said.replaceChildren(`${number}: `, word);
      word.dataset.sent = chosen(number);
    };
    row.append(make("button", number, { type: "button", onclick }));
  }
  field.append(legend, row, said);
  return field;
}
