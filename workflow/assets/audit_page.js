"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const cells = [...document.querySelectorAll(".cell")];
  const panel = byId("details");
  let shown = null; // the cell in the panel
  let held = null; // the cell that stays there until it is let go

  document.documentElement.classList.add("js");

  // Details of a cell ----------------------------------------------------------------------

  const element = (name, content) => {
    const made = document.createElement(name);
    made.append(content);
    return made;
  };

  const show = (cell) => {
    const about = data.cells[cell.id];
    const [mark, word, meaning] = data.verdicts[about.verdict];
    const list = document.createElement("dl");
    const add = (term, content) => {
      if (content !== "") list.append(element("dt", term), element("dd", content));
    };
    add("Printed", about.printed);
    if (about.kind === "input") add("Read as", about.computed);
    else add("Computed", about.computed || "nothing: there is nothing to compute it from");
    add("Verdict", `${mark} ${word}: ${meaning}`);
    add("Kind", data.kinds[about.kind]);
    add("Rounding", about.convention);
    if (about.errata.length) {
      const links = document.createElement("span");
      about.errata.forEach(([number, kind], place) => {
        const link = element("a", number);
        link.href = `#${number}`;
        links.append(place ? ", " : "", link, kind ? ` (${kind})` : "");
      });
      add("Errata", links);
    }
    if (about.explanation) {
      const why = document.createElement("div");
      why.innerHTML = about.explanation;
      add("Why", why);
    }
    const button = element("button", "Close");
    button.className = "close";
    button.addEventListener("click", release);
    panel.replaceChildren(element("h3", about.where), list, button);
    panel.hidden = false;
    shown = cell;
  };

  const hold = (cell) => {
    if (held) held.classList.remove("held");
    held = cell;
    cell.classList.add("held");
    show(cell);
  };

  const close = () => {
    if (held) held.classList.remove("held");
    held = null;
    panel.hidden = true;
  };

  const release = () => {
    if (panel.contains(document.activeElement)) shown.focus();
    close();
  };

  const neighbour = (cell, key) => {
    const place = cell.parentElement;
    const row = place.parentElement;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[key];
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const inRow = [...row.querySelectorAll(".cell")];
      return inRow[inRow.indexOf(cell) + step];
    }
    const rows = [...row.closest("table").rows];
    for (let at = rows.indexOf(row) + step; rows[at]; at += step) {
      const found = rows[at].cells[place.cellIndex]?.querySelector(".cell");
      if (found) return found;
    }
    return undefined;
  };

  cells.forEach((cell) => {
    cell.addEventListener("mouseenter", () => held || show(cell));
    cell.addEventListener("focus", () => {
      if (!held) show(cell);
      else if (cell.matches(":focus-visible")) hold(cell);
    });
    cell.addEventListener("click", (event) => {
      if (held === cell && event.detail) return release();
      hold(cell);
      if (!event.detail) panel.focus(); // by keyboard: on to the links in the panel
    });
    cell.addEventListener("keydown", (event) => {
      const next = event.key.startsWith("Arrow") && neighbour(cell, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  });

  const highlight = (ids) => cells.forEach((cell) => cell.classList.toggle("lit", ids.has(cell.id)));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (panel.hidden) highlight(new Set());
    release();
  });

  // Filters, kept in the address -----------------------------------------------------------

  const cellForm = byId("cell-filter");
  const claimForm = byId("claim-filter");
  const boxes = (form) => [...form.querySelectorAll("[name=verdict]")];
  const chosen = (form) => boxes(form).flatMap((box) => (box.checked ? box.value : []));
  const choose = (form, wanted) =>
    boxes(form).forEach((box) => {
      box.checked = wanted.includes(box.value);
    });

  const filterCells = () => {
    const verdicts = new Set(chosen(cellForm));
    const exhibit = cellForm.elements.exhibit.value;
    const sections = [...document.querySelectorAll(".exhibit")];
    let count = 0;
    sections.forEach((section) => {
      let here = 0;
      section.querySelectorAll(".cell").forEach((cell) => {
        const match =
          verdicts.has(data.cells[cell.id].verdict) && (!exhibit || section.id === exhibit);
        cell.classList.toggle("dim", !match);
        cell.tabIndex = match ? 0 : -1;
        here += match;
      });
      section.hidden = here === 0;
      count += here;
    });
    const tables = sections.filter((section) => !section.hidden).length;
    byId("matching").textContent =
      `${count} of ${cells.length} figures match, in ${tables} of ${sections.length} tables.`;
  };

  const claims = [...document.querySelectorAll(".claims tbody tr")].map((row) => ({
    row,
    text: fold(row.textContent),
  }));
  const filterClaims = () => {
    const verdicts = new Set(chosen(claimForm));
    const words = wordsOf(claimForm.elements.find.value);
    const changed = claimForm.elements.changed.checked;
    let count = 0;
    claims.forEach(({ row, text }) => {
      const match =
        verdicts.has(row.dataset.verdict) &&
        (!changed || "changed" in row.dataset) &&
        words.every((word) => text.includes(word));
      row.hidden = !match;
      count += match;
    });
    byId("matching-claims").textContent = `${count} of ${claims.length} claims match.`;
  };

  const writeAddress = () => {
    const state = new URLSearchParams();
    const put = (name, value) => value && state.set(name, value);
    const some = (form) => {
      const values = chosen(form);
      return values.length < boxes(form).length && (values.join(" ") || "none");
    };
    put("figures", some(cellForm));
    put("table", cellForm.elements.exhibit.value);
    put("claims", some(claimForm));
    put("find", claimForm.elements.find.value.trim());
    put("changed", claimForm.elements.changed.checked && "yes");
    history.replaceState(null, "", `#${state}`);
  };

  const readAddress = (text) => {
    const state = new URLSearchParams(text);
    cellForm.reset();
    claimForm.reset();
    if (state.has("figures")) choose(cellForm, state.get("figures").split(" "));
    if (state.has("claims")) choose(claimForm, state.get("claims").split(" "));
    cellForm.elements.exhibit.value = state.get("table") ?? "";
    claimForm.elements.find.value = state.get("find") ?? "";
    claimForm.elements.changed.checked = state.has("changed");
    filterCells();
    filterClaims();
  };

  cellForm.addEventListener("change", () => {
    filterCells();
    writeAddress();
  });
  cellForm.querySelectorAll("[data-verdicts]").forEach((button) => {
    button.addEventListener("click", () => {
      choose(cellForm, button.dataset.verdicts.split(" "));
      filterCells();
      writeAddress();
    });
  });
  claimForm.addEventListener("input", () => {
    filterClaims();
    writeAddress();
  });
  [cellForm, claimForm].forEach((form) =>
    form.addEventListener("submit", (event) => event.preventDefault()),
  );

  // Links ----------------------------------------------------------------------------------

  const arrive = () => {
    const address = location.hash.slice(1);
    if (address.includes("=")) return readAddress(address);
    const target = byId(decodeURIComponent(address));
    if (!target) return;
    if (target.closest("[hidden]")) {
      (target.closest(".exhibit") ? cellForm : claimForm).reset();
      filterCells();
      filterClaims();
    }
    const isCell = target.classList.contains("cell");
    if (isCell) hold(target);
    else close();
    if (isCell || target.matches("tr")) target.focus({ preventScroll: true });
    target.scrollIntoView({ block: isCell ? "center" : "start", inline: "nearest" });
  };
  addEventListener("hashchange", arrive);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.hash === location.hash) arrive(); // no change of address to hear of
  });

  document.querySelectorAll(".highlight").forEach((button) => {
    button.addEventListener("click", () => {
      const links = [...button.parentElement.querySelectorAll("a")];
      const ids = new Set(links.map((link) => decodeURIComponent(link.hash.slice(1))));
      highlight(ids);
      byId("highlighted").textContent =
        `${ids.size} figures of ${button.dataset.erratum} are highlighted in the tables.`;
      links[0]?.click();
    });
  });

  // On paper nothing is folded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((list) => list.setAttribute("open", ""));
  });
  addEventListener("afterprint", () => folded.forEach((list) => list.removeAttribute("open")));

  filterCells();
  filterClaims();
  arrive();
})();
