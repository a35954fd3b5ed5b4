// The browser's half: tells the server what was clicked, typed or chosen, and keeps scrolling,
// drafts, menus and suggestions as people expect. It never builds HTML.
window.desk = (() => {
  const drafts = {};
  const holder = (node, name) => node.closest(`[data-${name}]`)?.dataset[name];
  const place = (node) => ({
    ts: holder(node, "ts"), channel: holder(node, "channel"), surface: holder(node, "surface"),
    pane: holder(node, "pane"),
  });

  // --- what happened, as the server wants to hear it -------------------------------------------
  const click = (event) => {
    const link = event.target.closest("a[href]");
    const it = event.target.closest("[data-do]");
    if (event.target.matches(".popup")) return { do: "dismiss" };
    if (link && (event.ctrlKey || event.metaKey)) return null;
    if (link && !link.dataset.goto && !["act_as", "thread"].includes(link.dataset.do)) {
      event.preventDefault();
      window.open(link.href, "_blank", "noopener");
    } else if (link) event.preventDefault();
    if (!it || it.disabled) return null;
    if (it.dataset.do === "send") { send(it.closest(".composer").querySelector("textarea")); return null; }
    if (it.dataset.do === "press" && !it.dataset.confirm) {
      it.classList.add("busy");
      setTimeout(() => it.classList.remove("busy"), 1500);
    }
    const typed = it.closest(".card")?.querySelector("textarea")?.value;
    return { ...place(it), ...it.dataset, typed };
  };

  const values = (group) => [...group.querySelectorAll("input:checked")].map((box) => box.value);

  const change = (event) => {
    const field = event.target, set = field.closest("[data-set]");
    if (field.type === "search") { filter(field); return null; }
    if (!set) return null;
    const group = set !== field, text = set.matches("textarea, input[type=text], input[type=email], input[type=url]");
    const late = "late" in set.dataset || !text;
    if ((event.type === "change") !== late) return null;
    let value = group ? values(set) : field.value;
    if (set.getAttribute("role") === "radiogroup") value = value[0];
    if (set.tagName === "DETAILS") summarise(set);
    return { do: "set", kind: field.type, ...place(set), ...set.dataset, value };
  };

  const keydown = (event) => {
    const area = event.target;
    if (area.matches?.(".composer textarea")) {
      if (suggesting(area, event)) return null;
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        send(area);
      }
      return null;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && area.closest?.(".modal"))
      area.closest(".modal").querySelector("[data-do=submit]")?.click();
    return null;
  };

  // --- composers: drafts, growing, suggestions -------------------------------------------------
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = Math.min(area.scrollHeight, 220) + "px";
    area.closest(".composer").classList.toggle("ready", area.value.trim() !== "");
  };
  const put = (name, text) => {
    const area = document.querySelector(`[data-testid="${name}"]`);
    if (area && !area.value) { area.value = text; grow(area); area.focus(); }
  };
  const send = (area) => {
    const text = area.value;
    if (!text.trim()) return;
    area.value = "";
    delete drafts[area.dataset.draft];
    grow(area);
    list(area, []);
    // What one says, and what is answered to a command, is to be seen.
    bottom(area.closest("[data-pane]").dataset.pane);
    area.dispatchEvent(new CustomEvent("said", { detail: { do: "say", ...place(area), typed: text }, bubbles: true }));
  };
  // The server names the place a composer writes to; what was begun elsewhere waits there. A
  // mutation is seen before the next key stroke, so nothing lands in the wrong place.
  const places = { subtree: true, attributeFilter: ["data-draft"], attributeOldValue: true };
  new MutationObserver((moves) => moves.forEach(({ target: area, oldValue }) => {
    if (!oldValue || oldValue === area.dataset.draft) return;
    drafts[oldValue] = area.value;
    area.value = drafts[area.dataset.draft] ?? "";
    grow(area);
    list(area, []);
  })).observe(document, places);
  const list = (area, found) => {
    const box = area.closest(".composer").querySelector(".suggest");
    box.replaceChildren(...found.map(([key, words], number) => {
      const row = document.createElement("button");
      row.type = "button";
      row.className = number ? "" : "first";
      row.append(Object.assign(document.createElement("b"), { textContent: key }), ` ${words}`);
      row.onmousedown = (event) => { event.preventDefault(); take(area, key); };
      return row;
    }));
    box.hidden = !found.length;
  };
  const word = (area) => /(?:^\/[\w-]*|(?:^|\s)@[\w.-]*)$/.exec(area.value.slice(0, area.selectionStart))?.[0].trim();
  const suggest = (area) => {
    const start = word(area)?.toLowerCase();
    const all = JSON.parse(area.dataset.suggest || "[]");
    const fits = start ? all.filter(([key, words]) => key.startsWith(start) ||
      (start[0] === "@" && start.length > 1 && key[0] === "@" && words.toLowerCase().startsWith(start.slice(1)))) : [];
    list(area, fits.some(([key]) => key === start) ? [] : fits.slice(0, 6));
  };
  const take = (area, key) => {
    const end = area.selectionStart, from = end - word(area).length;
    area.setRangeText(key + " ", from, end, "end");
    list(area, []);
  };
  const suggesting = (area, event) => {
    const first = area.closest(".composer").querySelector(".suggest:not([hidden]) b");
    if (!first || !["Enter", "Tab", "Escape"].includes(event.key)) return false;
    event.preventDefault();
    if (event.key === "Escape") list(area, []);
    else take(area, first.textContent);
    return true;
  };

  // --- menus and lists -------------------------------------------------------------------------
  const filter = (search) => {
    const wanted = search.value.toLowerCase();
    for (const row of search.parentElement.querySelectorAll("[data-name]"))
      row.hidden = !row.dataset.name.includes(wanted);
  };
  const summarise = (multi) => {
    const names = [...multi.querySelectorAll(".choice")].filter((row) => row.querySelector(":checked")).map((row) => row.textContent);
    const top = multi.querySelector("summary");
    top.textContent = names.join(", ") || top.dataset.hint;
  };

  // --- scrolling -------------------------------------------------------------------------------
  const follow = (pane) => {
    if (pane.following) return;
    pane.following = true;
    pane.stuck = true;
    const down = () => { if (pane.stuck) pane.scrollTop = pane.scrollHeight; };
    pane.addEventListener("scroll", () => {
      pane.stuck = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 60;
    });
    new MutationObserver(down).observe(pane, { childList: true, subtree: true, characterData: true });
    new ResizeObserver(down).observe(pane);
    down();
  };
  const bottom = (name) => {
    const pane = document.querySelector(`[data-stream="${name}"]`);
    if (!pane) return;
    follow(pane);
    pane.stuck = true;
    pane.scrollTop = pane.scrollHeight;
  };
  const focus = (selector) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const field = document.querySelector(selector);
    // Whoever is in a field of the form already stays there: what they type belongs in it.
    if (document.activeElement?.matches(".modal input, .modal textarea")) return;
    if (field && matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
  }));

  const reveal = (selector) => requestAnimationFrame(() => requestAnimationFrame(() =>
    document.querySelector(selector)?.scrollIntoView({ block: "center" })));

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[open]"))
      if (!menu.contains(event.target) || event.target.closest(".menu .sheet button")) menu.open = false;
  });
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.open || !menu.matches(".msg .menu, .bk .menu")) return;
    const room = innerHeight - menu.getBoundingClientRect().bottom;
    menu.querySelector(".sheet").classList.toggle("up", room < 240);
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target.matches(".composer textarea")) { grow(event.target); suggest(event.target); }
  });
  document.addEventListener("keydown", (event) => {  // wherever the focus is, or nowhere
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const menu = document.querySelector("details[open]");
    if (menu) menu.open = false;
    else document.querySelector(".desk").dispatchEvent(new CustomEvent("said", { detail: { do: "escape" } }));
  });
  document.addEventListener("keydown", (event) => {  // Enter on a single-line field sends nothing
    if (event.key === "Enter" && event.target.matches(".modal input[data-late]")) event.target.blur();
  });
  return { click, change, keydown, put, bottom, focus, reveal };
})();
