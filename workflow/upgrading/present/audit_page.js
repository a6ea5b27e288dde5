"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const cells = [...document.querySelectorAll(".cell")];
  const panel = byId("details");
  let held = null;

  document.documentElement.classList.add("js");

  const verdictOf = (cell) => data.cells[cell.id].verdict;

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
      if (content === "") return;
      list.append(element("dt", term), element("dd", content));
    };
    add("Printed", about.printed);
    add("Computed", about.computed === "" ? "nothing" : about.computed);
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
    panel.replaceChildren(element("h3", about.where), list);
    panel.hidden = false;
  };

  const release = () => {
    if (held) held.classList.remove("held");
    held = null;
    panel.hidden = true;
  };

  const hold = (cell) => {
    release();
    held = cell;
    cell.classList.add("held");
    show(cell);
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
      const below = rows[at].cells[place.cellIndex];
      const found = below && below.querySelector(".cell");
      if (found) return found;
    }
    return undefined;
  };

  cells.forEach((cell) => {
    cell.addEventListener("mouseenter", () => held || show(cell));
    cell.addEventListener("focus", () => (held ? hold(cell) : show(cell)));
    cell.addEventListener("click", () => (held === cell ? release() : hold(cell)));
    cell.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow")) return;
      const next = neighbour(cell, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") release();
  });

  const chosen = (form) =>
    new Set([...form.querySelectorAll("[name=verdict]:checked")].map((box) => box.value));

  const cellForm = byId("cell-filter");
  const filterCells = () => {
    const verdicts = chosen(cellForm);
    const exhibit = cellForm.elements.exhibit.value;
    let count = 0;
    document.querySelectorAll(".exhibit").forEach((section) => {
      let here = 0;
      section.querySelectorAll(".cell").forEach((cell) => {
        const match = verdicts.has(verdictOf(cell)) && (!exhibit || section.id === exhibit);
        cell.classList.toggle("dim", !match);
        here += match;
      });
      section.hidden = here === 0;
      count += here;
    });
    byId("matching").textContent = `${count} of ${cells.length} figures match.`;
  };
  cellForm.addEventListener("change", filterCells);
  cellForm.addEventListener("submit", (event) => event.preventDefault());
  cellForm.querySelectorAll("[data-verdicts]").forEach((button) => {
    button.addEventListener("click", () => {
      const wanted = button.dataset.verdicts.split(" ");
      cellForm.querySelectorAll("[name=verdict]").forEach((box) => {
        box.checked = wanted.includes(box.value);
      });
      filterCells();
    });
  });

  const claimForm = byId("claim-filter");
  const claims = [...document.querySelectorAll(".claims tbody tr")];
  const filterClaims = () => {
    const verdicts = chosen(claimForm);
    const words = claimForm.elements.find.value.trim().toLowerCase();
    const changed = claimForm.elements.changed.checked;
    let count = 0;
    claims.forEach((row) => {
      const match =
        verdicts.has(row.dataset.verdict) &&
        (!changed || "changed" in row.dataset) &&
        row.textContent.toLowerCase().includes(words);
      row.hidden = !match;
      count += match;
    });
    byId("matching-claims").textContent = `${count} of ${claims.length} claims match.`;
  };
  claimForm.addEventListener("input", filterClaims);
  claimForm.addEventListener("submit", (event) => event.preventDefault());

  document.querySelectorAll(".highlight").forEach((button) => {
    button.addEventListener("click", () => {
      const links = [...button.parentElement.querySelectorAll("a")];
      const ids = new Set(links.map((link) => decodeURIComponent(link.hash.slice(1))));
      cells.forEach((cell) => cell.classList.toggle("lit", ids.has(cell.id)));
      byId("highlighted").textContent =
        `${ids.size} figures of ${button.dataset.erratum} are highlighted in the tables.`;
    });
  });

  const arrive = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const hidden = target.closest("[hidden]");
    if (hidden) {
      const form = hidden.closest(".exhibit") ? cellForm : claimForm;
      form.reset();
      filterCells();
      filterClaims();
    }
    if (target.classList.contains("cell") || target.matches("tr")) {
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "center" });
      if (target.classList.contains("cell")) hold(target);
    }
  };
  addEventListener("hashchange", arrive);

  filterCells();
  filterClaims();
  arrive();
})();
