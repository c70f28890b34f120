"use strict";
// Blocks to elements. Text is only ever set as text: whatever a message holds, nothing of it becomes markup here.

const el = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
};

const decoded = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const safeLink = (address, label) => {
  const known = /^(https?:|mailto:)/i.test(address);
  return known ? el("a", { href: address, target: "_blank", rel: "noreferrer" }, label) : document.createTextNode(label);
};

const TOKENS = /<([^<>|]+)(?:\|([^<>]*))?>|\*([^*\n]+)\*|_([^_\n]+)_|~([^~\n]+)~|`([^`\n]+)`/g;

function mrkdwn(text, names) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(TOKENS)) {
    parts.push(decoded(text.slice(at, match.index)));
    at = match.index + match[0].length;
    if (match[1] !== undefined) parts.push(reference(match[1], match[2], names));
    else if (match[3] !== undefined) parts.push(el("strong", {}, ...mrkdwn(match[3], names)));
    else if (match[4] !== undefined) parts.push(el("em", {}, ...mrkdwn(match[4], names)));
    else if (match[5] !== undefined) parts.push(el("s", {}, ...mrkdwn(match[5], names)));
    else parts.push(el("code", {}, decoded(match[6])));
  }
  parts.push(decoded(text.slice(at)));
  return parts.filter((part) => part !== "");
}

function reference(target, label, names) {
  if (target.startsWith("@")) return el("span", { class: "mention" }, "@" + (names[target.slice(1)] || target.slice(1)));
  if (target.startsWith("!")) return el("span", { class: "mention" }, "@" + target.slice(1));
  if (target.startsWith("#")) return el("span", { class: "mention" }, "#" + (label || target.slice(1)));
  return safeLink(decoded(target), decoded(label || target));
}

const textOf = (object, names) =>
  object.type === "mrkdwn" ? el("span", { class: "pre" }, ...mrkdwn(object.text, names)) : el("span", { class: "pre" }, object.text);

function richPart(part) {
  const style = part.style || {};
  let made = document.createTextNode(part.text || part.url || "");
  if (part.type === "link") made = safeLink(part.url, part.text || part.url);
  if (style.code) made = el("code", {}, made);
  if (style.strike) made = el("s", {}, el("span", { class: "hidden" }, "[removed] "), made);
  if (style.italic) made = el("em", {}, made);
  if (style.bold) made = el("strong", {}, made);
  return made;
}

function richElement(element) {
  if (element.type === "rich_text_quote") return el("blockquote", {}, ...element.elements.map(richPart));
  if (element.type === "rich_text_list")
    return el("ul", {}, ...element.elements.map((item) => el("li", {}, ...item.elements.map(richPart))));
  return el("div", { class: "pre" }, ...element.elements.map(richPart));
}

function control(element, place) {
  if (element.type === "image") return el("img", { src: element.image_url, alt: element.alt_text, height: "20" });
  if (element.type === "button") {
    const press = () => place.press(element);
    const label = element.accessibility_label;
    return el("button", { type: "button", class: element.style || "", "data-action": element.action_id,
      "aria-label": label && label.includes(element.text.text) ? label : undefined, title: label, onclick: press },
      element.text.text);
  }
  const options = (element.options || []).map((option) => el("option", { value: option.value }, option.text.text));
  const first = el("option", { value: "" }, element.placeholder ? element.placeholder.text : "…");
  return el("select", { "data-action": element.action_id, "aria-label": element.placeholder ? element.placeholder.text : "Choose",
    onchange: (event) => event.target.value && place.press(element, event.target.value) }, first, ...options);
}

function table(rows) {
  const cell = (name) => (content) => el(name, name === "th" ? { scope: "col" } : {},
    ...(content.type === "rich_text" ? content.elements.map(richElement) : [String(content.text ?? content.value ?? "")]));
  const [head, ...rest] = rows;
  return el("table", {}, el("thead", {}, el("tr", {}, ...head.map(cell("th")))),
    el("tbody", {}, ...rest.map((row) => el("tr", {}, ...row.map(cell("td"))))));
}

const BLOCKS = {
  header: (block) => el("div", { class: "block header", role: "heading", "aria-level": "3" }, block.text.text),
  divider: () => el("hr"),
  section: (block, place) => {
    const text = block.text ? [textOf(block.text, place.names)] : [];
    const fields = (block.fields || []).map((field) => el("div", {}, textOf(field, place.names)));
    const grid = fields.length ? [el("div", { class: "fields" }, ...fields)] : [];
    const accessory = block.accessory ? [control(block.accessory, place)] : [];
    return el("div", { class: "block" }, ...text, ...grid, ...accessory);
  },
  context: (block, place) => el("div", { class: "block context" },
    ...block.elements.map((element) => (element.type === "image" ? control(element, place) : textOf(element, place.names)))),
  actions: (block, place) => el("div", { class: "block actions" }, ...block.elements.map((element) => control(element, place))),
  image: (block) => el("div", { class: "block" }, el("img", { src: block.image_url || `file/${block.slack_file.id}`, alt: block.alt_text, width: "100%" })),
  rich_text: (block) => el("div", { class: "block" }, ...block.elements.map(richElement)),
  table: (block) => el("div", { class: "block wide", tabindex: "0", role: "region", "aria-label": "Table" }, table(block.rows)),
  input: (block, place) => place.field(block),
};

const blocks = (list, place) => list.map((block) => (BLOCKS[block.type] ? BLOCKS[block.type](block, place)
  : el("div", { class: "block fault" }, `(${block.type} is not shown here)`)));

function inputField(block, faults) {
  const name = block.block_id;
  const element = block.element;
  const fault = faults[name];
  const shared = { id: `input-${name}`, name, required: !block.optional, "aria-describedby": fault ? `fault-${name}` : undefined };
  let field;
  if (element.type === "static_select")
    field = el("select", shared, ...element.options.map((option) => el("option", { value: option.value }, option.text.text)));
  else {
    const limits = { minlength: element.min_length, maxlength: element.max_length, placeholder: element.placeholder?.text };
    field = el(element.multiline ? "textarea" : "input", { ...shared, ...limits, rows: element.multiline ? "4" : undefined });
    field.value = element.initial_value || "";
  }
  return el("div", { class: "block" }, el("label", { for: shared.id }, block.label.text), field,
    block.hint ? el("div", { class: "context" }, block.hint.text) : "",
    fault ? el("div", { class: "fault", id: `fault-${name}`, role: "alert" }, fault) : "");
}
