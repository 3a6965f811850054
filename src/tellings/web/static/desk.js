// Comfort for the desk: every page works without. Keys, the pane beside a brief, tips on citations, news as it comes in.
(() => {
  "use strict";
  const LINES =
    ".stories > li, .hits > li, .rows > li, .summary > li, .next > li, .timeline > li, .outlets tbody, .voice li, .alone > li, .scare > li, .reasons li, .layer li";
  const KEYS = [
    ["j", "Next line"],
    ["k", "Line before"],
    ["o", "Open: the story, or the source of the line beside it"],
    ["r", "Review the line; in a list, load it again"],
    ["/", "Search"],
    ["?", "These keys"],
    ["Esc", "Close what is open"],
  ];
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, options = {}, ...content) => {
    const element = Object.assign(document.createElement(name), options);
    element.append(...content);
    return element;
  };
  const unfold = (element) => {
    for (let fold = element?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Which keys are on is remembered; anybody whose speech or switch types letters can turn them off (WCAG 2.1.4).
  const STORE = "tellings-keys";
  const kept = (() => {
    try {
      return localStorage;
    } catch {
      return null;
    }
  })();
  let keysOn = kept?.getItem(STORE) !== "off";

  // Lines
  let current = null;
  const lines = () => all(LINES).filter((line) => line.checkVisibility?.() ?? true);
  const go = (step) => {
    const list = lines();
    if (!list.length) return;
    let at = current ? list.indexOf(current) : -1;
    if (at < 0) {
      const top = list.findIndex((line) => line.getBoundingClientRect().top > 60);
      at = step > 0 ? Math.max(0, top) - 1 : Math.max(1, top);
    }
    select(list[Math.max(0, Math.min(list.length - 1, at + step))]);
  };
  const select = (line) => {
    current?.classList.remove("at");
    current = line;
    line.classList.add("at");
    line.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    const focus = find("h2 a, a.cite, a, summary", line);
    focus?.focus({ preventScroll: true });
  };

  // The pane beside a brief: the report with the words marked, without leaving the line.
  const pane = find("[data-pane]");
  const list = pane && find("[data-pane-list]", pane);
  const text = pane && find("[data-pane-text]", pane);
  const bar = pane && find("[data-pane-bar]", pane);
  let shown = "";
  let from = null;
  const parse = (href) => {
    const url = new URL(href, location.href);
    const doc = url.pathname.match(/^\/reports\/([^/]+)$/);
    const words = (url.searchParams.get("words") || "").match(/^(\d+)-(\d+)$/);
    return doc && url.origin === location.origin ? { doc: doc[1], words: words && [words[1], words[2]] } : null;
  };
  const openReport = async ({ doc, words }, link) => {
    from = link;
    if (shown !== doc) {
      const answer = await fetch(`/reports/${doc}/pane`, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const back = make("button", { type: "button", className: "linklike", textContent: "All reports" });
      back.addEventListener("click", closeReport);
      text.replaceChildren(...page.body.childNodes);
      const heading = find("h3", text);
      bar.replaceChildren(make("span", { className: "of", textContent: heading?.textContent || "" }), back);
      shown = doc;
    }
    list.hidden = true;
    text.hidden = bar.hidden = false;
    pane.classList.add("open");
    light(words);
  };
  const light = (words) => {
    all(".lit", text).forEach((mark) => mark.classList.remove("lit"));
    const id = words && `p-${words[0]}-${words[1]}`;
    const mark = id && document.getElementById(id);
    if (!mark) {
      pane.scrollTop = 0;
      find("h3", text)?.focus({ preventScroll: true });
      return;
    }
    for (const part of [mark, ...all(`.of-${CSS.escape(id)}`, text)]) part.classList.add("lit");
    unfold(mark);
    const inside = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += inside - pane.clientHeight / 3;
  };
  const closeReport = () => {
    if (!pane || text.hidden) return false;
    text.hidden = bar.hidden = true;
    list.hidden = false;
    pane.classList.remove("open");
    shown = "";
    if (from?.isConnected) from.focus({ preventScroll: true });
    return true;
  };

  // Words of the text beside a list of layers.
  const markWords = (start, end) => {
    const parts = all(".layered [data-at]").filter((part) => +part.dataset.at >= start && +part.dataset.at < end);
    if (!parts.length) return false;
    all(".layered .lit").forEach((part) => part.classList.remove("lit"));
    parts.forEach((part) => part.classList.add("lit"));
    unfold(parts[0]);
    parts[0].scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    return true;
  };

  document.addEventListener("click", (event) => {
    all("details.act[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.("a[href]");
    const listed = link?.closest(".layer") && new URL(link.href).searchParams.get("words")?.match(/^(\d+)-(\d+)$/);
    if (listed && markWords(+listed[1], +listed[2])) {
      event.preventDefault();
      history.replaceState(null, "", link.href);
      return;
    }
    const target = pane && link?.matches("a.cite, a.open") ? parse(link.href) : null;
    if (target) {
      event.preventDefault();
      hideTip();
      openReport(target, link).catch(() => (location.href = link.href));
      return;
    }
    const mark = event.target.closest?.("[data-pane-text] mark");
    if (mark && from?.isConnected) {
      unfold(from);
      from.scrollIntoView({ block: "center" });
      from.focus({ preventScroll: true });
    }
  });

  // The cited sentence on hover and on focus; Escape puts it away (WCAG 1.4.13).
  let tip = null;
  const hideTip = () => {
    if (tip) {
      tip.owner.title = tip.words;
      tip.owner.removeAttribute("aria-describedby");
      tip.box.remove();
      tip = null;
    }
  };
  const showTip = (owner) => {
    if (tip?.owner === owner || !owner.title) return;
    hideTip();
    const box = make("div", { className: "tip", id: "tip", role: "tooltip", textContent: owner.title });
    tip = { owner, words: owner.title, box };
    owner.title = "";
    document.body.append(box);
    const at = owner.getBoundingClientRect();
    const size = box.getBoundingClientRect();
    const below = at.bottom + 8 + size.height < innerHeight;
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    box.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - size.height - 8)}px`;
    owner.setAttribute("aria-describedby", "tip");
  };
  if (matchMedia("(hover: hover)").matches) {
    document.addEventListener("mouseover", (event) => {
      const cite = event.target.closest?.("a.cite");
      cite ? showTip(cite) : event.target.closest?.(".tip") || hideTip();
    });
    document.addEventListener("focusin", (event) => (event.target.matches?.("a.cite:focus-visible") ? showTip(event.target) : hideTip()));
    document.addEventListener("scroll", hideTip, { passive: true, capture: true });
  }

  // Keys
  const help = () => {
    let dialog = find("#keys");
    if (!dialog) {
      const close = make("button", { type: "button", className: "main", textContent: "Close" });
      const box = make("input", { type: "checkbox", checked: keysOn });
      box.addEventListener("change", () => {
        keysOn = box.checked;
        kept?.setItem(STORE, keysOn ? "on" : "off");
      });
      const rows = KEYS.flatMap(([key, words]) => [
        make("dt", {}, make("kbd", { textContent: key })),
        make("dd", { textContent: words }),
      ]);
      dialog = make("dialog", { id: "keys" }, make("h2", { id: "keys-h", textContent: "Keys" }), make("dl", {}, ...rows));
      dialog.setAttribute("aria-labelledby", "keys-h");
      dialog.append(make("p", {}, make("label", {}, box, " Single keys are on")), close);
      close.addEventListener("click", () => dialog.close());
      document.body.append(dialog);
    }
    if (dialog.open) dialog.close();
    else dialog.showModal();
  };
  const open = () => {
    const link = current && find("h2 a, a.cite, a[href]", current);
    if (link) link.click();
  };
  const review = () => {
    const menu = current && find("details.act", current);
    if (!menu) {
      if (find(".stories")) location.reload();
      return;
    }
    menu.open = !menu.open;
    find("button, a", menu)?.focus();
  };
  const escape = () => {
    const menu = find("details.act[open]");
    if (tip) hideTip();
    else if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    } else closeReport();
  };
  const actions = { j: () => go(1), k: () => go(-1), o: open, r: review, "/": () => find("#q")?.focus(), "?": help };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return escape();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    const action = actions[event.key];
    if (!action || (!keysOn && event.key !== "?") || (find("dialog[open]") && event.key !== "?")) return;
    event.preventDefault();
    action();
  });
  const foot = find("body > footer p");
  if (foot) {
    const button = make("button", { type: "button", className: "linklike", textContent: "Keys" });
    button.addEventListener("click", help);
    foot.append(" · ", button);
  }

  // Where the address names words or a line that is folded away.
  const reach = () => {
    const words = location.hash.match(/^#w(\d+)-(\d+)$/);
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) {
      unfold(target);
      target.scrollIntoView({ block: "center" });
      if (target.matches(LINES)) current = target;
    } else if (words) markWords(+words[1], +words[2]);
  };
  addEventListener("hashchange", reach);
  if (location.hash) reach();

  // What is new in a story of many reports takes a moment: it comes when the page is there.
  const later = find("[data-news]");
  if (later) {
    fetch(later.dataset.news, { headers: { Accept: "text/html" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(`${answer.status}`))))
      .then((page) => {
        const news = find("#s-changes", new DOMParser().parseFromString(page, "text/html"));
        if (news) later.replaceWith(news);
      })
      .catch(() => {}); // The link in it leads to the same.
  }

  // News as it comes in: said, never forced upon whoever is reading.
  const live = find("[data-live]");
  if (live && "EventSource" in window) {
    const here = find("article[data-story]")?.dataset.story;
    const touched = new Set();
    let fresh = 0;
    const say = (words) => {
      const link = make("a", { href: location.pathname + location.search, textContent: "Show" });
      live.replaceChildren(`${words} `, link);
    };
    const tell = (event) => {
      let change;
      try {
        change = JSON.parse(event.data);
      } catch {
        return;
      }
      if (here) {
        if (change.story !== here && change.other !== here) return;
        // Reports that went elsewhere, or came back, did not come in.
        const came = event.type === "change" && change.story === here && change.kind !== "split";
        fresh += (came && change.documents?.length) || 0;
        say(fresh ? `${fresh} more ${fresh === 1 ? "report" : "reports"} came in.` : "This story has changed.");
      } else {
        touched.add(change.story);
        say(`${touched.size} ${touched.size === 1 ? "story has" : "stories have"} changed.`);
      }
    };
    // A browser keeps six lines open to one address: a page that nobody looks at holds none, and asks for what it missed.
    let source = null;
    let heard = "";
    const listen = () => {
      if (source || document.hidden) return;
      source = new EventSource(heard ? `/events?after=${heard}` : "/events");
      for (const name of ["hello", "change", "undone", "gap"])
        source.addEventListener(name, (event) => {
          heard = event.lastEventId || heard;
          if (name === "gap") say("Much has changed.");
          else if (name !== "hello") tell(event);
        });
    };
    const rest = () => {
      source?.close();
      source = null;
    };
    document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
    addEventListener("pagehide", rest);
    addEventListener("pageshow", listen);
    listen();
  }
})();
