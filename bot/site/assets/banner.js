/* Shows a dismissible line on the company's own pages while a change of the policy is announced.
   <script src="https://policy.example.com/banner.js" defer></script>  It loads upcoming.json from the same folder. */
(function () {
  "use strict";
  var source = document.currentScript && document.currentScript.src;
  if (!source || !window.fetch) { return; }
  fetch(new URL("upcoming.json", source), { credentials: "omit" })
    .then(function (answer) { return answer.ok ? answer.json() : { upcoming: [] }; })
    .then(function (body) { (body.upcoming || []).forEach(show); })
    .catch(function () { /* a policy page that cannot be reached must not disturb this page */ });

  function seen(key, value) {
    try { return value ? localStorage.setItem(key, value) : localStorage.getItem(key); } catch (refused) { return null; }
  }

  function show(change) {
    var today = new Date().toISOString().slice(0, 10);
    var key = "policy-banner-" + change.revision;
    if (seen(key) || today < change.announced_on || today >= change.effective_on) { return; }
    var bar = document.createElement("div");
    bar.setAttribute("role", "region");
    bar.setAttribute("aria-label", change.title);
    bar.style.cssText = "position:sticky;bottom:0;z-index:2147483000;display:flex;gap:1rem;align-items:center;padding:.75rem 1rem;" +
      "background:#fff3d1;color:#4d3500;border-top:1px solid #6b4a00;font:16px/1.4 system-ui,sans-serif";
    var text = document.createElement("span");
    text.style.flex = "1";
    text.textContent = change.sentence + " ";
    var link = document.createElement("a");
    link.href = new URL(change.path, source).href;
    link.textContent = change.link_text;
    link.style.color = "inherit";
    text.appendChild(link);
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = change.dismiss_text;
    close.style.cssText = "font:inherit;padding:.3rem .8rem;cursor:pointer";
    close.addEventListener("click", function () { seen(key, "dismissed"); bar.remove(); });
    bar.appendChild(text);
    bar.appendChild(close);
    document.body.appendChild(bar);
  }
})();
