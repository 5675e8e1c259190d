"use strict";
(() => {
  const card = document.getElementById("card");
  const marks = [...document.querySelectorAll("[data-s], [data-d]")], at = "[data-s], [data-d]";
  let shown = null, pinned = false;
  const line = (list, name, value) => {
    if (!value) return;
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = name; dd.textContent = value; list.append(dt, dd);
  };
  const key = mark => mark.dataset.d || mark.dataset.s;
  const light = (id, on) => marks.forEach(m => { if (key(m) === id) m.classList.toggle("lit", on); });
  const hide = () => { if (shown) light(shown, false); shown = null; pinned = false; card.hidden = true; };
  const part = (title, chip, list) => {
    const box = document.createElement("div"), head = document.createElement("h4");
    box.className = "part"; head.textContent = title; box.append(head, chip, list);
    return box;
  };
  const told = id => {
    const data = document.getElementById(id).dataset, chip = document.createElement("span"), list = document.createElement("dl");
    chip.className = "chip " + data.act; chip.textContent = data.act;
    line(list, "in the text", data.mention); line(list, "role", data.role); line(list, "cue", data.cue); line(list, "kind", data.kind);
    line(list, "mode", data.mode === "attitude" ? "attitude, not told" : ""); line(list, "confidence", data.confidence); line(list, "why", data.why);
    return part(data.speaker || "Speaker not named", chip, list);
  };
  const read = id => {
    const row = document.getElementById("row-" + id);
    return part(row.querySelector("b").textContent, row.querySelector(".kind").cloneNode(true), row.querySelector("dl").cloneNode(true));
  };
  const kinds = ["figure", "time", "place", "evidence", "event"];
  const hidden = mark => mark.dataset.d && kinds.some(k => mark.classList.contains(k) && document.body.classList.contains("no-" + k));
  const around = (mark, linked) => {
    const found = [];
    for (let m = mark; m; m = m.parentElement.closest(at)) if (!hidden(m) || (linked && m === mark)) found.push(m);
    return found;
  };
  const show = (mark, linked) => {
    const all = around(mark, linked);
    if (!all.length) return false;
    const id = key(all[0]);
    if (shown && shown !== id) hide();
    shown = id; light(id, true);
    card.replaceChildren(...all.map(m => m.dataset.d ? read(m.dataset.d) : told(m.dataset.s))); card.hidden = false;
    const box = mark.getClientRects()[0], width = card.offsetWidth;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    const below = box.bottom + card.offsetHeight + 12 < window.innerHeight;
    card.style.left = left + window.scrollX + "px";
    card.style.top = (below ? box.bottom + 8 : box.top - card.offsetHeight - 8) + window.scrollY + "px";
    return true;
  };
  document.addEventListener("pointerover", e => {
    const mark = e.target.closest(at);
    if (e.pointerType === "mouse" && !pinned) { if (!(mark && show(mark)) && !e.target.closest("#card")) hide(); }
  });
  const target = () => marks.find(m => key(m) === decodeURIComponent(location.hash.slice(1)) && !m.matches(".cue, .source"));
  const go = () => {
    const mark = target(), place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let shut = false;
    for (let d = mark ? null : place; d; d = d.parentElement) if (d.matches("details:not([open])")) d.open = shut = true;
    if (shut) place.scrollIntoView();
    if (mark) { mark.scrollIntoView({ block: "center" }); pinned = show(mark, true); }
  };
  document.addEventListener("click", e => {
    const mark = e.target.closest(at), link = e.target.closest("a[href^='#']");
    if (mark) pinned = show(mark);
    else if (link && !(e.ctrlKey || e.metaKey || e.shiftKey)) { e.preventDefault(); hide(); location.hash = link.getAttribute("href"); go(); }
    else if (!e.target.closest("#card")) hide();
  });
  document.addEventListener("keydown", e => {
    if (e.key === "Escape") hide();
    else if ((e.key === "Enter" || e.key === " ") && e.target.matches("mark")) { e.preventDefault(); pinned = show(e.target); }
  });
  addEventListener("hashchange", go); addEventListener("load", () => setTimeout(go));
  const off = new Set();
  document.querySelectorAll("button[data-act]").forEach(button => button.addEventListener("click", () => {
    const act = button.dataset.act, on = off.delete(act);
    if (!on) off.add(act);
    button.setAttribute("aria-pressed", String(on));
    document.querySelectorAll("mark." + act + ", .quote." + act + ", tr." + act).forEach(x => x.classList.toggle("off", !on));
  }));
  document.querySelectorAll("button[data-mark]").forEach(button => button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(!document.body.classList.toggle("no-" + button.dataset.mark)));
    hide();
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
