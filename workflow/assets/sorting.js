"use strict";
// Tables of the class "sortable" sort by the column whose head is pressed: up, down, as they were.
// Rows of column heads further down sort what is below them. In tables of the class "within" titles
// stay, and what is between two of them sorts among itself; in others titles are hidden meanwhile.
(() => {
  const key = (row, column) => {
    const cell = row.cells[column];
    const text = (cell?.dataset.value ?? cell?.textContent ?? "").trim();
    const number = Number(text.replace(/,/g, "").replace("−", "-"));
    return text === "" || text === "–" ? [2, ""] : Number.isNaN(number) ? [1, text] : [0, number];
  };

  const compare = (a, b) =>
    typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });

  // Totals and averages stay below the rows that they are of; numbers come before words, and what is
  // missing comes last, both ways.
  const sorted = (rows, column, turn) => {
    const plain = rows.filter((row) => row.matches(".body, .added, :not([class])"));
    const rest = rows.filter((row) => !plain.includes(row));
    plain.sort((a, b) => {
      const [x, y] = [key(a, column), key(b, column)];
      return x[0] !== y[0] ? x[0] - y[0] : turn * compare(x[1], y[1]);
    });
    return [...plain, ...rest];
  };

  const blocksOf = (rows) => {
    const blocks = [{ titles: [], rows: [] }];
    rows.forEach((row) => {
      if (!row.matches(".section, .panel")) return blocks.at(-1).rows.push(row);
      return blocks.push({ titles: [row], rows: [] });
    });
    return blocks;
  };

  document.querySelectorAll("table.sortable").forEach((table) => {
    if (!table.tHead) return;
    const within = table.classList.contains("within");
    const body = table.tBodies[0];
    const parts = [{ head: table.tHead.rows[table.tHead.rows.length - 1], first: [], rows: [] }];
    [...body.rows].forEach((row) => {
      if (row.matches(".header")) parts.push({ head: row, first: [row], rows: [] });
      else parts.at(-1).rows.push(row);
    });

    const ordered = ({ rows, column, turn }) => {
      if (!turn) return rows;
      if (!within) return sorted(rows, column, turn);
      return blocksOf(rows).flatMap((block) => [
        ...block.titles,
        ...sorted(block.rows, column, turn),
      ]);
    };

    const arrange = () => {
      body.append(...parts.flatMap((part) => [...part.first, ...ordered(part)]));
      table.classList.toggle("sorted", !within && parts.some((part) => part.turn));
    };

    parts.forEach((part) => {
      const heads = [...part.head.cells];
      heads.forEach((cell, column) => {
        if (!cell.textContent.trim()) return;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "sort";
        button.append(...cell.childNodes);
        cell.append(button);
        button.addEventListener("click", () => {
          const turn = part.column === column ? { 1: -1, "-1": 0 }[part.turn] ?? 1 : 1;
          Object.assign(part, { column, turn });
          heads.forEach((other) => other.removeAttribute("aria-sort"));
          if (turn) cell.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
          arrange();
        });
      });
    });
  });
})();
