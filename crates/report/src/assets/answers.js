// Lists, filters and shows the answers of a run. The data are JSON blocks of the page; whatever they hold is
// text, and becomes part of the page as text only.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const rows = JSON.parse(byId("answers-index").textContent);
  const list = byId("list");
  const article = byId("answer");
  const tip = byId("tip");
  const filters = ["text", "kind", "chain", "verdict", "found", "from", "to", "sort"];
  const control = Object.fromEntries(filters.map((name) => [name, byId("filter-" + name)]));

  /** Makes an element with attributes and children; texts become text nodes. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };
  const words = (name) => name.replaceAll("_", " ");
  const score = (value) => (value === null ? "–" : value.toFixed(3));

  // The list.
  const items = rows.map((row, index) => {
    const found = [];
    if (row.wrong) found.push(`${row.wrong} wrong`);
    if (row.contradicted) found.push(`${row.contradicted} contradicted`);
    const sample = row.sample ? `, sample ${row.sample + 1}` : "";
    const link = make("a", { href: `#answer-${index}` },
      make("span", { class: "who" }, `${row.chain.replaceAll(",", ", ")} · ${row.date}`),
      make("span", { class: row.verdict === "accepted" ? "score good" : "score bad" }, score(row.score)),
      make("span", { class: "what" }, words(row.kind) + sample),
      make("span", { class: "found" }, [row.verdict === "accepted" ? "" : row.verdict, ...found].filter(Boolean).join(", ")));
    const item = make("li", {}, link);
    item.index = index;
    return item;
  });
  list.append(...items);

  // A search looks through the data as they stand in the page, so it needs nothing parsed. The search words
  // are brought into the same spelling.
  const inData = (text) => {
    const spelled = JSON.stringify(text).slice(1, -1)
      .replace(/[<>&\u2028\u2029]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
    const pattern = new RegExp(spelled.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i");
    return (index) => pattern.test(byId(`data-${index}`).textContent);
  };

  let order = items;
  const orders = {
    run: (a, b) => a.index - b.index,
    worst: (a, b) => (rows[a.index].score ?? -1) - (rows[b.index].score ?? -1) || a.index - b.index,
    best: (a, b) => (rows[b.index].score ?? -1) - (rows[a.index].score ?? -1) || a.index - b.index,
    date: (a, b) => rows[a.index].date.localeCompare(rows[b.index].date) || a.index - b.index,
  };
  let sorted = "run";

  const filter = () => {
    const wanted = Object.fromEntries(filters.map((name) => [name, control[name].value.trim()]));
    const matches = wanted.text ? inData(wanted.text) : () => true;
    const from = wanted.from === "" ? -1 : Number(wanted.from);
    const to = wanted.to === "" ? 2 : Number(wanted.to);
    const found = {
      "": () => true,
      wrong: (row) => row.wrong > 0,
      contradicted: (row) => row.contradicted > 0,
      clean: (row) => row.wrong + row.contradicted === 0,
    }[wanted.found];
    if (wanted.sort !== sorted) {
      sorted = wanted.sort;
      order = [...items].sort(orders[sorted]);
      list.append(...order);
    }
    let shown = 0;
    for (const item of items) {
      const row = rows[item.index];
      const inRange = row.score === null ? from <= 0 && wanted.to === "" : row.score >= from && row.score <= to;
      item.hidden = !((!wanted.kind || row.kind === wanted.kind)
        && (!wanted.chain || row.chain === wanted.chain)
        && (!wanted.verdict || row.verdict === wanted.verdict)
        && found(row) && inRange && matches(item.index));
      shown += !item.hidden;
    }
    byId("count").textContent = `${shown} of ${rows.length} answers`;
  };
  let waiting;
  byId("filters").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  });
  byId("filters").addEventListener("reset", () => setTimeout(filter));
  byId("filters").addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });

  // An answer: its text in pieces, cut wherever something that was found begins or ends.
  const weight = { wrong: 4, contradicted: 3, unchecked: 2, right: 1, quiet: 0 };
  const pieces = (text, marks, from, to) => {
    const inside = marks.filter((mark) => mark.start < to && mark.end > from);
    const cuts = new Set([from, to]);
    for (const mark of inside) {
      cuts.add(Math.max(mark.start, from));
      cuts.add(Math.min(mark.end, to));
    }
    const places = [...cuts].sort((a, b) => a - b);
    return places.slice(0, -1).map((start, index) => {
      const part = text.slice(start, places[index + 1]);
      const over = inside.filter((mark) => mark.start <= start && mark.end > start);
      if (!over.length) {
        const span = make("span", {}, part);
        span.start = start;
        return span;
      }
      const look = over.reduce((a, b) => (weight[b.look] > weight[a.look] ? b : a)).look;
      const mark = make("mark", { class: look }, part);
      mark.start = start;
      mark.notes = over.map((it) => it.note);
      // One stop of the keyboard for each thing found, at its beginning.
      if (over.some((it) => it.start === start)) mark.tabIndex = 0;
      return mark;
    });
  };

  const answerText = (answer, marks) => {
    const box = make("div", { class: "reply" });
    let from = 0;
    for (const line of answer.split("\n")) {
      const to = from + line.length;
      const kind = /^\s*#/.test(line) ? "heading" : /^\s*\|/.test(line) ? "row" : "line";
      box.append(make("div", { class: kind }, ...(line ? pieces(answer, marks, from, to) : ["\u00a0"])));
      from = to + 1;
    }
    return box;
  };

  const block = (piece) => {
    if (piece.text !== undefined) return make("p", { class: "pre" }, piece.text);
    if (piece.heading !== undefined) return make("h4", {}, piece.heading);
    const { head, numbers, rows: body } = piece.table;
    const look = (column) => (numbers[column] ? { class: "number" } : {});
    return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of the prompt" }, make("table", {},
      make("thead", {}, make("tr", {}, ...head.map((cell, i) => make("th", { scope: "col", ...look(i) }, cell)))),
      make("tbody", {}, ...body.map((row) => make("tr", {}, ...row.map((cell, i) => make("td", look(i), cell)))))));
  };

  const signs = { good: "+", bad: "−", missing: "∅", neutral: "·" };
  const evidence = (it) => {
    const line = make("li", { class: it.finding }, make("span", { class: "sign", title: it.finding }, signs[it.finding] ?? "·"), " ", it.note);
    if (it.at) {
      const button = make("button", { type: "button", class: "where" }, "show");
      button.addEventListener("click", () => show(it.at));
      line.append(" ", button);
    }
    return line;
  };

  const rewardTable = (data) => {
    const asked = data.rewards.filter((it) => it.score !== null && it.weight > 0);
    const sum = asked.reduce((total, it) => total + it.weight, 0);
    const body = data.rewards.map((it) => make("tr", {},
      make("td", {}, words(it.name), it.evidence.length
        ? make("details", {}, make("summary", {}, `${it.evidence.length} found`), make("ul", { class: "evidence" }, ...it.evidence.map(evidence)))
        : ""),
      make("td", { class: "number" }, it.score === null ? "not asked" : it.score.toFixed(2)),
      make("td", {}, it.score === null ? "" : make("meter", { min: 0, max: 1, value: it.score })),
      make("td", { class: "number" }, it.score === null || !sum ? "–" : `${(100 * it.weight / sum).toFixed(0)} %`)));
    const reasons = data.integrity_reasons.length ? `: ${data.integrity_reasons.join("; ")}` : "";
    body.push(make("tr", {}, make("td", {}, `integrity, times which the mean is taken${reasons}`),
      make("td", { class: "number" }, data.integrity.toFixed(2)), make("td", {}, make("meter", { min: 0, max: 1, value: data.integrity })), make("td")));
    return make("table", { class: "wide" },
      make("thead", {}, make("tr", {}, make("th", {}, "reward"), make("th", { class: "number" }, "score"), make("th"), make("th", { class: "number" }, "weight"))),
      make("tbody", {}, ...body));
  };

  const show = ([start, end]) => {
    for (const old of article.querySelectorAll(".flash")) old.classList.remove("flash");
    const parts = [...article.querySelectorAll(".reply span, .reply mark")];
    const after = parts.findIndex((part) => part.start + part.textContent.length > start);
    const hit = parts.filter((part) => part.start < end && part.start + part.textContent.length > start);
    for (const part of hit) part.classList.add("flash");
    (hit[0] ?? parts[after])?.scrollIntoView({ block: "center" });
  };

  const open = (index, focus) => {
    const data = JSON.parse(byId(`data-${index}`).textContent);
    for (const item of items) item.firstChild.removeAttribute("aria-current");
    items[index].firstChild.setAttribute("aria-current", "true");
    // Only the list is scrolled, and not the page under whoever reads it.
    const top = items[index].offsetTop;
    const bottom = top + items[index].offsetHeight;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
    const title = make("h3", { tabindex: "-1" }, `${words(data.kind)}: ${data.chain.replaceAll(",", ", ")}, ${data.date}`);
    const step = (name, by) => {
      const button = make("button", { type: "button" }, name);
      button.addEventListener("click", () => go(by));
      return button;
    };
    const facts = data.facts.map(([name, value]) => `${name} ${value}`).join(" · ");
    const verdict = make("p", { class: "verdict" },
      make("strong", { class: data.verdict === "accepted" ? "good" : "bad" }, data.verdict), ` · score ${score(data.score)} · ${facts}`);
    const parts = [
      make("div", { class: "steps" }, step("← previous", -1), step("next →", 1), make("a", { href: "#answers" }, "back to the list")),
      title, verdict,
      make("details", {}, make("summary", {}, "Prompt"), make("div", { class: "prompt" }, ...data.prompt.map(block))),
      data.trace === null ? make("p", { class: "soft" }, "The model showed no trace.")
        : make("details", {}, make("summary", {}, `Trace, ${data.trace.length.toLocaleString("en")} characters`), make("div", { class: "trace" }, data.trace)),
      make("h4", {}, "Answer"), answerText(data.answer, data.marks),
    ];
    if (data.rewards.length) parts.push(make("h4", {}, "Why this score"), make("div", { class: "scroll" }, rewardTable(data)));
    article.replaceChildren(...parts);
    article.scrollTop = 0;
    if (focus) {
      title.focus({ preventScroll: true });
      if (getComputedStyle(byId("list")).position !== "sticky") article.scrollIntoView();
    }
  };

  const current = () => /^#answer-(\d+)$/.exec(location.hash)?.[1];
  const go = (by) => {
    const visible = order.filter((item) => !item.hidden);
    const at = visible.findIndex((item) => String(item.index) === current());
    const next = visible[Math.min(Math.max(at + by, 0), visible.length - 1)];
    if (next) location.hash = `answer-${next.index}`;
  };
  const follow = () => {
    const index = current();
    if (index !== undefined && Number(index) < rows.length) open(Number(index), true);
  };
  addEventListener("hashchange", follow);
  // Choosing what is open already changes no address, and still leads there.
  list.addEventListener("click", (event) => {
    if (event.target.closest("a")?.hash === location.hash) follow();
  });

  // What was computed, beside what is pointed at, and with it when the page moves: a tap moves it, too.
  let explained;
  const markOf = (element) => {
    const mark = element?.closest?.("mark");
    return mark?.notes ? mark : undefined;
  };
  // What has the focus is explained when nothing is pointed at.
  const explain = (event) => point(markOf(event.target) ?? markOf(document.activeElement));
  const point = (mark) => {
    hide();
    if (!mark) return;
    explained = mark;
    tip.replaceChildren(...mark.notes.map((note) => make("div", {}, note)));
    tip.hidden = false;
    mark.setAttribute("aria-describedby", "tip");
    place();
  };
  const place = () => {
    const at = explained?.getClientRects()[0];
    if (!at || at.bottom < 0 || at.top > innerHeight) return hide();
    const below = at.bottom + tip.offsetHeight + 12 < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${below ? at.bottom + 6 : at.top - tip.offsetHeight - 6}px`;
  };
  const hide = () => {
    tip.hidden = true;
    explained?.removeAttribute("aria-describedby");
    explained = undefined;
  };
  article.addEventListener("mouseover", explain);
  article.addEventListener("focusin", explain);
  article.addEventListener("mouseleave", () => point(markOf(document.activeElement)));
  article.addEventListener("focusout", hide);
  addEventListener("scroll", place, { passive: true, capture: true });
  addEventListener("keydown", (event) => event.key === "Escape" && hide());

  filter();
  if (current() !== undefined) {
    follow();
    article.scrollIntoView();
  } else if (rows.length && matchMedia("(min-width: 60rem)").matches) {
    open(0, false);
  }
})();
