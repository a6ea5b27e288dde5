"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.body.dataset.root;
  document.documentElement.classList.add("js");

  const element = (name, content = "", attributes = {}) => {
    const made = document.createElement(name);
    made.append(content);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  // The card of a number ---------------------------------------------------------------------

  const anchorOf = (cell) => cell.replaceAll("/", "-"); // the id of a number in its table

  // Links stand once beside the cards; one that is the id of a card is told by that card.
  const unpacked = ({ cards, links }) => {
    const pairs = links.map((link) =>
      Array.isArray(link)
        ? link
        : [`${cards[link].where}: ${cards[link].shown}`, `tables/${link.split("/")[0]}.html#${anchorOf(link)}`],
    );
    Object.values(cards).forEach((one) => {
      ["inputs", "used"].filter((part) => one[part]).forEach((part) => {
        one[part] = one[part].map((place) => pairs[place]);
      });
    });
    return cards;
  };
  let cards = unpacked(JSON.parse(byId("cards").textContent));
  const card = byId("card");
  const numbers = [...document.querySelectorAll("button.number")];
  let shown = null;
  let held = null;


  // A text of words and links, as `inline` writes it on pages.
  const written = (text) =>
    text.map((piece) =>
      piece.href === undefined ? piece : element("a", piece.text, { href: root + piece.href }),
    );

  const links = (pairs) => {
    const list = element("ul");
    pairs.forEach(([text, href]) => {
      const item = element("li");
      item.append(href ? element("a", text, { href: root + href }) : text);
      list.append(item);
    });
    return list;
  };

  // The card stands where it does not cover the number that it is about.
  const place = (number) => {
    const at = number.getBoundingClientRect();
    const covers = (side) => {
      card.className = side;
      const box = card.getBoundingClientRect();
      return box.left < at.right && box.right > at.left && box.top < at.bottom && box.bottom > at.top;
    };
    card.className = ["", "left", "top", "top left"].find((side) => !covers(side)) ?? "";
  };

  // Many cards are a script of their own, compressed, which is read with the first of them.
  const apart = byId("cards").dataset.apart;
  let waiting = Boolean(apart);
  let reading = null;
  const loaded = () =>
    new Promise((done, fail) => {
      const script = element("script", "", { src: root + apart });
      script.addEventListener("load", done);
      script.addEventListener("error", fail);
      document.body.append(script);
    });
  const inflated = () => {
    const bytes = Uint8Array.from(atob(window.CARDS), (one) => one.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(plain).json();
  };
  const read = () =>
    (reading ??= loaded()
      .then(inflated)
      .then((all) => (cards = unpacked(all)))
      .catch(() => {})
      .then(() => (waiting = false)));

  // A page that computes its numbers tells their cards itself, and when they are others.
  window.numberCards = {
    of: (cell) => cards[cell],
    refresh: () => {
      if (!card.hidden) show(shown);
    },
  };

  // The card is told at once; only the first of those apart is waited for.
  const show = async (number) => {
    shown = number;
    if (waiting && !window.numberCards.of(number.dataset.cell)) await read();
    if (shown !== number) return;
    const about = window.numberCards.of(number.dataset.cell);
    tell(number, about ?? { where: number.textContent, words: `Its card is in ${apart}, which cannot be read.` });
  };

  const tell = (number, about) => {
    const list = element("dl");
    const add = (term, content, attributes = {}) => {
      if (!content) return;
      list.append(element("dt", term, attributes), element("dd", content, attributes));
    };
    const addLinks = (term, pairs = []) => {
      if (pairs.length) add(term, links(pairs), { class: pairs.length > 5 ? "whole many" : "whole" });
    };
    add("Shown", about.shown);
    add("Value", about.value);
    add("Printed", about.printed);
    add("By the report’s choices", about.report);
    add("As configured", about.configured);
    add("Is", about.words);
    add("Formula", about.formula);
    if (about.verdict) {
      const verdict = element("span");
      verdict.append(
        element("a", `${about.verdict[0]} ${about.verdict[1]}`, { href: root + about.verdict[2] }),
        about.verdict[3] ? `: ${about.verdict[3]}` : "",
      );
      add("Verdict", verdict);
    }
    if (about.why) {
      const reasons = element("ul");
      about.why.forEach((text) => {
        const reason = element("li");
        reason.append(...written(text));
        reasons.append(reason);
      });
      add("Why", reasons);
    }
    add("Caution", about.mind);
    addLinks(about.from ?? "Inputs", about.inputs);
    addLinks("Used in", about.used);
    const close = element("button", "Close", { type: "button", class: "close" });
    close.addEventListener("click", release);
    const where = about.home ? element("a", about.where, { href: root + about.home }) : about.where;
    card.replaceChildren(element("h2", where), list, close);
    const own = byId(anchorOf(number.dataset.cell));
    const address = own ? `#${own.id}` : about.home && root + about.home;
    if (address) card.append(element("button", "Copy link", { type: "button", "data-copy": address }));
    card.hidden = false;
    place(number);
  };

  const hold = (number) => {
    held?.classList.remove("held");
    held = number;
    number.classList.add("held");
    return show(number);
  };

  const dismiss = () => {
    held?.classList.remove("held");
    held = shown = null;
    card.hidden = true;
  };

  const release = () => {
    if (card.contains(document.activeElement)) shown.focus();
    dismiss();
  };

  const neighbour = (number, key) => {
    const place = number.closest("td, th");
    const row = place.parentElement;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[key];
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const inRow = [...row.querySelectorAll("button.number")];
      return inRow[inRow.indexOf(number) + step];
    }
    const rows = [...row.closest("table").rows];
    for (let at = rows.indexOf(row) + step; rows[at]; at += step) {
      const found = !rows[at].hidden && rows[at].cells[place.cellIndex]?.querySelector("button.number");
      if (found) return found;
    }
    return undefined;
  };

  numbers.forEach((number) => {
    number.addEventListener("mouseenter", () => held || show(number));
    number.addEventListener("focus", () => {
      if (!held) show(number);
      else if (number.matches(":focus-visible")) hold(number);
    });
    number.addEventListener("click", async (event) => {
      if (held === number && event.detail) return release();
      await hold(number);
      if (!event.detail && document.activeElement === number) card.focus(); // by keyboard: on to the links in the card
    });
    number.addEventListener("keydown", (event) => {
      const next = event.key.startsWith("Arrow") && neighbour(number, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) release();
  });

  // What the address names; an address may be cut in the middle of a letter.
  const fragment = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };

  const arrive = () => {
    const target = byId(anchorOf(fragment()));
    const number = target?.matches("td") && target.querySelector("button.number");
    if (!number) return;
    hold(number);
    number.focus({ preventScroll: true });
    const bring = () => held === number && number.scrollIntoView({ block: "center", inline: "nearest" });
    bring();
    // pictures that load on the way there move it
    [...document.images].filter((image) => !image.complete).forEach((image) => {
      image.loading = "eager";
      image.addEventListener("load", bring, { once: true });
    });
    place(number);
  };
  addEventListener("hashchange", arrive);

  // Rows that filter: by words, and by verdict where there are verdicts to choose from, which the
  // address then keeps. Groups that are folded open where something in them is found.

  document.querySelectorAll("form.filter").forEach((form) => {
    const within = byId(form.dataset.rows);
    const plain = [...within.querySelectorAll("tbody tr")].filter((row) =>
      row.matches(".body, .added, :not([class])"),
    );
    const groups = [...within.querySelectorAll("details")]
      .filter((group) => group.querySelector("tbody"))
      .map((group) => ({ group, open: group.open }));
    const textOf = (row) => fold(`${row.textContent} ${row.dataset.words ?? ""}`);
    const texts = new Map(plain.map((row) => [row, textOf(row)]));
    const status = form.querySelector("[role=status]");
    const boxes = [...form.querySelectorAll("[type=checkbox]")];
    const find = form.elements.words;
    const chosen = () => boxes.filter((box) => box.checked).map((box) => box.name);
    const choose = (names) => boxes.forEach((box) => (box.checked = names.includes(box.name)));

    const filter = () => {
      const words = wordsOf(find.value);
      const wanted = new Set(chosen());
      let count = 0;
      plain.forEach((row) => {
        const match =
          words.every((word) => texts.get(row).includes(word)) &&
          (!boxes.length || wanted.has(row.dataset.verdict));
        row.hidden = !match;
        count += match;
      });
      const all = count === plain.length;
      status.textContent = all ? "" : `${count} of ${plain.length} rows`;
      groups.forEach(({ group, open }) => {
        const some = group.querySelector("tbody tr:not([hidden])");
        group.hidden = !some;
        group.open = all ? open : Boolean(some);
      });
    };

    const write = () => {
      const state = new URLSearchParams();
      if (chosen().length < boxes.length) state.set("show", chosen().join(","));
      if (find.value.trim()) state.set("with", find.value.trim());
      const said = decodeURIComponent(state);
      history.replaceState(null, "", said ? `#${said}` : location.pathname + location.search);
    };

    const read = () => {
      const state = new URLSearchParams(location.hash.slice(1));
      if (!state.has("show") && !state.has("with")) return;
      choose(state.get("show")?.split(",") ?? boxes.map((box) => box.name));
      find.value = state.get("with") ?? "";
      filter();
    };

    const change = () => {
      filter();
      if (boxes.length) write();
    };
    form.addEventListener("input", change);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      change();
    });
    form.querySelectorAll("[data-only]").forEach((button) =>
      button.addEventListener("click", () => {
        choose(button.dataset.only.split(" "));
        change();
      }),
    );
    if (boxes.length) {
      addEventListener("hashchange", read);
      read();
    }
  });

  // Addresses to copy ------------------------------------------------------------------------

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // not every browser lets pages opened from disk write to its clipboard
      const box = element("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    copy(new URL(button.dataset.copy, location.href).href).then(() => {
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy link"), 2000);
    });
  });

  // Search -----------------------------------------------------------------------------------

  const find = byId("find");
  const found = byId("found");
  found.setAttribute("role", "listbox");
  found.setAttribute("aria-label", "Found");
  let at = -1;

  // Every word has to be there: as it is, at the start of a word, or with one letter wrong; if
  // nothing has all of many words, what lacks one of them is found. The index is made at the first
  // search, so that no page waits for it.
  const COMMON = new Set("a an and are by does for from how in is it of on or that the to what why".split(" "));
  let made = null;
  const index = () => {
    if (!made) {
      made = new MiniSearch({
        fields: ["name", "more"],
        storeFields: ["name", "kind", "href", "weight"],
        tokenize: (text) => fold(text).replace(/['’]s\b/g, "").match(/[\p{L}\p{N}]+/gu) ?? [],
        processTerm: (term) => (COMMON.has(term) ? null : term),
        searchOptions: {
          prefix: true,
          fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 1 : false),
          weights: { prefix: 0.6, fuzzy: 0.2 },
          boost: { name: 3 },
          boostDocument: (id, term, { weight }) => weight,
        },
      });
      made.addAll((window.SEARCH_INDEX ?? []).map((entry, id) => ({ ...entry, id })));
    }
    return made;
  };

  const results = () => {
    const all = index().search(find.value, { combineWith: "AND" });
    if (all.length) return all.slice(0, 12);
    const some = index().search(find.value);
    const most = Math.max(...some.map(({ queryTerms }) => queryTerms.length));
    const words = wordsOf(find.value).filter((word) => !COMMON.has(word)).length;
    const enough = words > 3 && most >= words - 1;
    return enough ? some.filter(({ queryTerms }) => queryTerms.length === most).slice(0, 12) : [];
  };


  const mark = (next) => {
    const options = [...found.children];
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
    at = next;
    const active = options[next];
    if (active) find.setAttribute("aria-activedescendant", active.id);
    else find.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  };

  const open = (entry) => {
    location.href = root + entry.href;
    find.value = "";
    list();
  };

  const list = () => {
    const entries = results();
    found.replaceChildren(
      ...entries.map((entry, place) => {
        const option = element("li", "", { role: "option", id: `found-${place}` });
        option.append(element("b", entry.name), element("span", entry.kind));
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => open(entry));
        return option;
      }),
    );
    if (!entries.length && find.value.trim()) {
      found.append(element("li", "Nothing found. Try one word, or the name of a cluster.", { role: "option", "aria-disabled": "true" }));
    }
    found.hidden = !find.value.trim();
    find.setAttribute("aria-expanded", String(!found.hidden));
    mark(entries.length ? 0 : -1);
  };

  find.addEventListener("input", list);
  find.addEventListener("blur", () => setTimeout(() => (found.hidden = true), 150));
  find.addEventListener("keydown", (event) => {
    const entries = results();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (entries.length) {
        mark((at + (event.key === "ArrowDown" ? 1 : -1) + entries.length) % entries.length);
      }
    } else if (event.key === "Escape") {
      find.value = "";
      list();
    }
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const entry = results()[Math.max(at, 0)];
    if (entry) open(entry);
  });

  // On paper nothing is folded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((one) => one.setAttribute("open", ""));
  });
  addEventListener("afterprint", () => folded.forEach((one) => one.removeAttribute("open")));

  arrive();
})();
