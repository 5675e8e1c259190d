"use strict";
(() => {
  const card = document.getElementById("card");
  const marks = [...document.querySelectorAll("[data-s]")];
  let shown = null, pinned = false;
  const line = (list, name, value) => {
    if (!value) return;
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = name; dd.textContent = value; list.append(dt, dd);
  };
  const light = (id, on) => marks.forEach(m => { if (m.dataset.s === id) m.classList.toggle("lit", on); });
  const hide = () => { if (shown) light(shown, false); shown = null; pinned = false; card.hidden = true; };
  const show = mark => {
    const id = mark.dataset.s, data = document.getElementById(id).dataset;
    if (shown && shown !== id) hide();
    shown = id; light(id, true);
    const head = document.createElement("h4"), chip = document.createElement("span"), list = document.createElement("dl");
    head.textContent = data.speaker || "Speaker not named";
    chip.className = "chip " + data.act; chip.textContent = data.act;
    line(list, "in the text", data.mention); line(list, "role", data.role); line(list, "cue", data.cue); line(list, "kind", data.kind);
    line(list, "mode", data.mode === "attitude" ? "attitude, not told" : ""); line(list, "confidence", data.confidence); line(list, "why", data.why);
    card.replaceChildren(head, chip, list); card.hidden = false;
    const box = mark.getClientRects()[0], width = card.offsetWidth;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    const below = box.bottom + card.offsetHeight + 12 < window.innerHeight;
    card.style.left = left + window.scrollX + "px";
    card.style.top = (below ? box.bottom + 8 : box.top - card.offsetHeight - 8) + window.scrollY + "px";
  };
  document.addEventListener("pointerover", e => {
    const mark = e.target.closest("[data-s]");
    if (e.pointerType === "mouse" && !pinned) { if (mark) show(mark); else if (!e.target.closest("#card")) hide(); }
  });
  document.addEventListener("click", e => {
    const mark = e.target.closest("[data-s]");
    if (mark) { show(mark); pinned = true; } else if (!e.target.closest("#card")) hide();
  });
  document.addEventListener("keydown", e => {
    if (e.key === "Escape") hide();
    else if ((e.key === "Enter" || e.key === " ") && e.target.matches("mark")) { e.preventDefault(); show(e.target); pinned = true; }
  });
  const go = () => {
    const id = decodeURIComponent(location.hash.slice(1)), mark = id && marks.find(m => m.dataset.s === id && m.matches("mark"));
    if (mark) { mark.scrollIntoView({ block: "center" }); show(mark); pinned = true; }
  };
  addEventListener("hashchange", go); go();
  const off = new Set();
  document.querySelectorAll("button[data-act]").forEach(button => button.addEventListener("click", () => {
    const act = button.dataset.act, on = off.delete(act);
    if (!on) off.add(act);
    button.setAttribute("aria-pressed", String(on));
    document.querySelectorAll("mark." + act + ", .quote." + act + ", tr." + act).forEach(x => x.classList.toggle("off", !on));
  }));
  const find = document.querySelector(".find");
  find.hidden = document.querySelectorAll(".speaker").length < 8;
  find.addEventListener("input", () => document.querySelectorAll(".speaker").forEach(s => {
    s.hidden = !s.querySelector("summary").textContent.toLowerCase().includes(find.value.toLowerCase());
  }));
  let opened = [];
  addEventListener("beforeprint", () => { opened = [...document.querySelectorAll("details:not([open])")]; opened.forEach(d => { d.open = true; }); });
  addEventListener("afterprint", () => opened.forEach(d => { d.open = false; }));
})();
