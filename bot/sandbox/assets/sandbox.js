"use strict";
// The page of a rehearsal: shows the state that the server sends, and sends back what the newcomer does.

const token = document.querySelector('meta[name="sandbox-token"]').content;
const by = (id) => document.getElementById(id);
let state = null;
let person = sessionStorage.getItem("person") || "";
let place = "";
let thread = "";
let faults = {};
let shownModal = "";
let shownHome = "";

async function send(deed, body = {}) {
  const answer = await fetch(`do/${deed}`, {
    method: "POST", headers: { "Content-Type": "application/json", "X-Sandbox-Token": token },
    body: JSON.stringify({ person, ...body }),
  });
  const said = await answer.json().catch(() => ({}));
  by("problem").hidden = answer.ok;
  if (!answer.ok) by("problem").textContent = said.problem || `That did not work (${answer.status}).`;
  return said;
}

const names = () => Object.fromEntries(state.people.map((one) => [one.id, one.name]));
const time = (ts) => new Date(Number(ts) * 1000).toISOString().slice(0, 16).replace("T", " ");

function confirmed(question) {
  if (!question) return Promise.resolve(true);
  const dialog = by("confirm");
  dialog.replaceChildren(el("form", { method: "dialog" },
    el("h2", { id: "confirm-title" }, question.title.text),
    el("div", { class: "body" }, textOf(question.text, names())),
    el("div", { class: "foot" }, el("button", { value: "" }, question.deny.text),
      el("button", { value: "yes", class: "primary" }, question.confirm.text))));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}

const within = (source) => ({
  names: names(),
  field: (block) => inputField(block, faults),
  press: async (element, option = "") => {
    if (await confirmed(element.confirm)) await send("press", { ...source, action: element.action_id, option });
  },
});

function messageView(message, inThread) {
  const replies = state.messages.filter((other) => other.channel === message.channel && other.thread_ts === message.ts).length;
  const body = message.blocks.length ? blocks(message.blocks, within({ channel: message.channel, ts: message.ts }))
    : [el("div", { class: "block pre" }, ...mrkdwn(message.text, names()))];
  const files = message.files.map((file) => el("details", { class: "block" }, el("summary", {}, `File ${file.name}`),
    el("pre", { class: "pre" }, file.text)));
  const opener = inThread || message.thread_ts || message.seen_by ? ""
    : el("button", { type: "button", class: "open-thread", onclick: () => { thread = message.ts; draw(); } },
      replies ? `${replies} ${replies === 1 ? "reply" : "replies"}` : "Reply in thread");
  return el("article", { class: "message", "data-ts": message.ts, "aria-label": message.text.slice(0, 120) },
    message.seen_by ? el("div", { class: "only-you" }) : "",
    el("div", {}, el("span", { class: "who" }, names()[message.user] || message.user), " ",
      el("span", { class: "when" }, time(message.ts) + (message.edits ? " (edited)" : ""))),
    ...body, ...files, opener);
}

function drawHeader() {
  by("clock").textContent = state.now;
  const picker = by("person");
  const players = state.people.filter((one) => one.plays);
  if (picker.options.length !== players.length) {
    picker.replaceChildren(...players.map((one) => el("option", { value: one.id }, `${one.name} (${one.role})`)));
    if (!players.some((one) => one.id === person)) person = players[0].id;
    picker.value = person;
  }
  by("legal").replaceChildren(...state.deeds.map((deed) =>
    el("button", { type: "button", "data-deed": deed.id, onclick: () => send("deed", { deed: deed.id }) }, deed.label)));
}

function drawPlaces() {
  const shown = state.places.filter((one) => !one.direct || one.direct === person);
  if (!place || !(place === "home" || shown.some((one) => one.id === place))) place = shown[0].id;
  const entry = (id, label) => el("button", { type: "button", "data-place": id, "aria-current": String(id === place),
    onclick: async () => { place = id; thread = ""; draw(); if (id === "home") await send("home"); } }, label);
  by("places").replaceChildren(...shown.map((one) => entry(one.id, one.direct ? "Policy Herald" : `# ${one.name}`)),
    entry("home", "Home"));
  const current = shown.find((one) => one.id === place);
  by("place-name").textContent = current ? (current.direct ? "Policy Herald (direct message)" : `#${current.name}`) : "Home";
  by("composer").hidden = !current;
}

function drawList(target, list, inThread) {
  const atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < 40;
  const fresh = JSON.stringify([list, person, state.messages.length]);
  if (target.dataset.shown === fresh) return;
  target.dataset.shown = fresh;
  target.replaceChildren(...list.map((message) => messageView(message, inThread)));
  if (atEnd) target.scrollTop = target.scrollHeight;
}

function drawConversation() {
  const visible = state.messages.filter((one) => one.channel === place && (!one.seen_by || one.seen_by === person));
  if (place === "home") drawHome();
  else { shownHome = ""; drawList(by("messages"), visible.filter((one) => !one.thread_ts || one.seen_by), false); }
  const root = visible.find((one) => one.ts === thread);
  by("thread").hidden = !root;
  const shown = root ? [root, ...visible.filter((one) => one.thread_ts === thread && !one.seen_by)] : [];
  drawList(by("thread-messages"), shown, true);
}

function drawHome() {
  const home = state.homes[person];
  const fresh = home ? home.hash + person : "none";
  if (shownHome === fresh) return;
  shownHome = fresh;
  delete by("messages").dataset.shown;
  by("messages").replaceChildren(home ? el("div", { class: "message home" }, ...blocks(home.view.blocks, within({ view: home.id })))
    : el("p", { class: "message" }, "Opening…"));
}

function drawModal() {
  const modal = state.modals[person];
  const dialog = by("modal");
  const fresh = modal ? modal.hash + JSON.stringify(faults) : "";
  if (fresh === shownModal) return;
  shownModal = fresh;
  if (!modal) { if (dialog.open) dialog.close(); return; }
  const view = modal.view;
  const submit = async (event) => {
    event.preventDefault();
    const said = await send("submit", { view: modal.id, values: Object.fromEntries(new FormData(event.target)) });
    faults = said.faults || {};
    await refresh();
  };
  dialog.replaceChildren(el("form", { onsubmit: submit },
    el("h2", { id: "modal-title" }, view.title.text),
    el("div", { class: "body" }, ...blocks(view.blocks, within({ view: modal.id }))),
    el("div", { class: "foot" },
      el("button", { type: "button", onclick: () => { faults = {}; send("close", { view: modal.id }); } }, view.close?.text || "Close"),
      view.submit ? el("button", { class: "primary" }, view.submit.text) : "")));
  if (!dialog.open) dialog.showModal();
}

function drawLetters() {
  const fresh = JSON.stringify(state.letters.map((letter) => letter.id));
  if (by("mail").dataset.shown === fresh) return;
  by("mail").dataset.shown = fresh;
  by("tab-mail").textContent = `E-mails (${state.letters.length})`;
  by("mail").replaceChildren(...(state.letters.length ? state.letters.map(letterView) : [el("p", { class: "letter" }, "No e-mail has been sent yet.")]));
}

function letterView(letter) {
  const answer = async (event) => {
    event.preventDefault();
    const said = await send("answer", { letter: letter.id, text: new FormData(event.target).get("text") });
    if (!said.problem) event.target.reset();
  };
  const shown = letter.html ? el("iframe", { sandbox: "", title: `E-mail to ${letter.to}`, loading: "lazy", srcdoc: letter.html })
    : el("div", { class: "pre" }, letter.text);
  return el("article", { class: "letter", "data-letter": letter.id },
    el("dl", {}, el("dt", {}, "To"), el("dd", {}, letter.to), el("dt", {}, "Subject"), el("dd", {}, letter.subject)),
    el("details", {}, el("summary", {}, "Read it"), shown),
    el("form", { onsubmit: answer }, el("label", { class: "hidden", for: `answer-${letter.id}` }, "Answer as this customer"),
      el("input", { id: `answer-${letter.id}`, name: "text", required: true, placeholder: "Answer as this customer", autocomplete: "off" }),
      el("button", {}, "Answer")));
}

function draw() {
  drawHeader();
  drawPlaces();
  drawConversation();
  drawModal();
  drawLetters();
  const frame = by("public").querySelector("iframe");
  if (state.public_url && !frame) by("public").replaceChildren(el("iframe", { src: state.public_url, title: "Public page" }));
}

async function refresh(after = "") {
  const answer = await fetch(`state?after=${after}`);
  if (!answer.ok) throw new Error(String(answer.status));
  state = await answer.json();
  if (held) waiting = true;
  else draw();
}

// A page drawn anew between press and release would lose the click: the button that was pressed is gone.
let held = false, waiting = false;
addEventListener("pointerdown", () => { held = true; }, true);
for (const end of ["pointerup", "pointercancel"])
  addEventListener(end, () => setTimeout(() => {
    held = false;
    if (waiting) { waiting = false; draw(); }
  }), true);

async function follow() {
  for (;;) {
    try { await refresh(state ? state.version : ""); }
    catch { await new Promise((done) => setTimeout(done, 1000)); }
  }
}

function tab(chosen, other) {
  chosen.setAttribute("aria-selected", "true");
  other.setAttribute("aria-selected", "false");
  by(chosen.getAttribute("aria-controls")).hidden = false;
  by(other.getAttribute("aria-controls")).hidden = true;
  const frame = by("public").querySelector("iframe");
  if (chosen.id === "tab-public" && frame) frame.src = state.public_url;
}

by("person").addEventListener("change", (event) => {
  person = event.target.value; sessionStorage.setItem("person", person); thread = ""; faults = {}; draw();
  if (place === "home") send("home");
});
for (const button of document.querySelectorAll("[data-days]"))
  button.addEventListener("click", () => send("days", { days: Number(button.dataset.days) }));
by("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = by("composer-text").value.trim();
  if (text) { by("composer-text").value = ""; await send("say", { channel: place, text }); }
});
by("thread-composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = by("thread-text").value.trim();
  if (text) { by("thread-text").value = ""; await send("say", { channel: place, text, thread, mention: true }); }
});
by("thread-close").addEventListener("click", () => { thread = ""; draw(); });
by("tab-mail").addEventListener("click", () => tab(by("tab-mail"), by("tab-public")));
by("tab-public").addEventListener("click", () => tab(by("tab-public"), by("tab-mail")));
by("modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  const modal = state.modals[person];
  faults = {};
  if (modal) send("close", { view: modal.id });
});
follow();
