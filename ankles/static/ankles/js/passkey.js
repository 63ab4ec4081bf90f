// Connects a page's passkey button with allauth's script, shows it where the browser
// knows passkeys, and says in the page when the browser's dialogue was closed or failed.
const form = document.querySelector("form[data-passkey]");
const known = typeof window.PublicKeyCredential === "function" && Boolean(window.allauth?.webauthn);

function ids() {
  const act = form.dataset.passkey;
  const button = { loginForm: "login", addForm: "add", authenticateForm: "authenticate" }[act];
  const named = { [button]: "passkey_button", credential: "passkey_credential" };
  if (document.getElementById("js_data")) named.data = "js_data";
  if (document.getElementById("passkey_alone")) named.passwordless = "passkey_alone";
  return named;
}

if (form && known) {
  const problem = form.querySelector("[data-problem]");
  form.hidden = false;
  document.querySelector("[data-no-passkeys]")?.setAttribute("hidden", "");
  window.allauth.webauthn.forms[form.dataset.passkey]({ ids: ids() });
  document.getElementById("passkey_button").addEventListener("click", () => {
    problem.hidden = true;
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    problem.hidden = false;
  });
}
