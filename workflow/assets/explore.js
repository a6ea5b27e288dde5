"use strict";
// Chooses, filters and counts clusters; Observable Plot draws them. Correlations are looked up.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("explore").textContent);
  const form = byId("explore-form");
  const fields = form.elements;
  const picture = byId("explore-picture");
  const groups = Object.keys(data.groups);
  const first = { ...data.first, groups: groups.join(" "), panels: "groups", words: "" };
  const INK = "#1a1a1a";
  const PAPER = "#ffffff";
  const NARROW = 560;

  // The choice -------------------------------------------------------------------------------

  const boxes = [...form.querySelectorAll("[name^=group-]")];

  const read = () => ({
    x: fields.x.value,
    y: fields.y.value,
    groups: boxes.filter((box) => box.checked).map((box) => box.value).join(" "),
    panels: fields.panels.value,
    words: fields.words.value.trim(),
  });

  const set = (choice) => {
    ["x", "y"].forEach((name) => {
      fields[name].value = choice[name] in data.labels ? choice[name] : first[name];
    });
    const asked = choice.groups.split(" ");
    boxes.forEach((box) => {
      box.checked = asked.includes(box.value);
    });
    fields.panels.value = choice.panels === "one" ? "one" : "groups";
    fields.words.value = choice.words;
  };

  const keep = (choice) => {
    const other = Object.entries(choice).filter(([name, value]) => value !== first[name]);
    const state = other.length ? `#${new URLSearchParams(other)}` : "";
    history.replaceState(null, "", location.href.split("#")[0] + state);
  };

  // What is shown ----------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const among = ({ groups: chosen, words }) => {
    const wanted = plain(words).split(/\s+/).filter(Boolean);
    return data.clusters.filter((one) => {
      const told = plain(`${one.name} ${one.country}`);
      return chosen.split(" ").includes(one.group) && wanted.every((word) => told.includes(word));
    });
  };

  const scored = ({ x, y }, clusters) =>
    clusters
      .filter(({ scores }) => scores[x] !== null && scores[y] !== null)
      .map((one) => ({
        ...one,
        panel: data.groups[one.group],
        x: Number(one.scores[x]),
        y: Number(one.scores[y]),
      }));

  const sentence = ({ x, y }, chosen, shown) => {
    const missing = chosen.length - shown.length;
    const without = missing ? `; ${missing} without one of the two scores` : "";
    return `${data.labels[y]} against ${data.labels[x].toLowerCase()}: ${shown.length} of ${data.clusters.length} clusters${without}.`;
  };

  // The picture ------------------------------------------------------------------------------

  const axis = (name) => {
    const [low, high] = data.scales[name];
    const ticks = high - low <= 3 ? [0, 1, 2, 3] : 6;
    const told = { label: data.labels[name], labelAnchor: "center", labelArrow: "none" };
    return { ...told, domain: [low, high], inset: 18, ticks, tickFormat: String };
  };

  const draw = (choice, shown) => {
    const width = Math.max(280, Math.min(picture.clientWidth, 1100));
    const apart = choice.panels === "groups";
    const narrow = width < NARROW;
    const panels = groups.filter((one) => choice.groups.split(" ").includes(one));
    const names = panels.map((one) => data.groups[one]);
    const place = { x: "x", y: "y", ...(apart && { [narrow ? "fy" : "fx"]: "panel", z: "group" }) };
    const fill = apart ? { fill: "group" } : { fill: "currentColor" };
    const facet = { label: null, domain: names };
    const side = narrow ? 230 : 330;
    const which = (list) => list.join("\n");
    const described = `${sentence(choice, shown, shown)} The size of a dot shows the number of clusters; the table below names them.`;
    const svg = Plot.plot({
      width,
      height: apart && narrow ? side * Math.max(1, names.length) + 60 : side + 70,
      marginLeft: 48,
      marginBottom: 44,
      marginTop: 30,
      ariaLabel: described,
      style: { fontSize: "13px", background: "transparent", overflow: "visible" },
      x: axis(choice.x),
      y: axis(choice.y),
      ...(apart && (narrow ? { fy: { ...facet, axis: null } } : { fx: { ...facet, padding: 0.06 } })),
      r: { type: "sqrt", domain: [0, Math.max(8, shown.length / 2)], range: [0, 20], clamp: true },
      color: { domain: groups, range: groups.map((one) => data.colours[one]) },
      marks: [
        Plot.frame({ stroke: "currentColor", strokeOpacity: 0.25 }),
        Plot.gridX({ ticks: axis(choice.x).ticks, strokeOpacity: 0.08 }),
        Plot.gridY({ ticks: axis(choice.y).ticks, strokeOpacity: 0.08 }),
        apart && narrow
          ? Plot.text(names, { fy: (name) => name, text: (name) => name, frameAnchor: "top", dy: -12 })
          : null,
        Plot.dot(
          shown,
          Plot.group(
            { r: "count", title: which },
            {
              ...place,
              ...fill,
              title: "name",
              fillOpacity: 0.3,
              stroke: apart ? "group" : "currentColor",
              strokeWidth: 1.5,
              tip: true,
            },
          ),
        ),
        Plot.text(
          shown,
          Plot.group(
            { text: (list) => (list.length > 1 ? String(list.length) : "") },
            { ...place, text: "name", fill: "currentColor", pointerEvents: "none" },
          ),
        ),
      ],
    });
    // One picture with one name: Plot names its parts too, which is not allowed within one.
    svg.setAttribute("role", "img");
    svg.querySelectorAll("[aria-label]").forEach((part) => {
      part.dataset.mark = part.getAttribute("aria-label");
      part.removeAttribute("aria-label");
    });
    picture.replaceChildren(svg);
  };

  // Tables -----------------------------------------------------------------------------------

  const cell = (content, kind = "") => {
    const made = document.createElement("td");
    made.append(content);
    if (kind) made.className = kind;
    return made;
  };

  const list = (choice, shown) => {
    const table = byId("explore-clusters");
    const heads = table.tHead.rows[0].cells;
    [heads[2].textContent, heads[3].textContent] = [data.labels[choice.x], data.labels[choice.y]];
    table.tBodies[0].replaceChildren(
      ...shown.map((one) => {
        const row = document.createElement("tr");
        const link = document.createElement("a");
        link.href = one.page;
        link.textContent = one.name;
        const scores = [choice.x, choice.y].map((name) => cell(one.scores[name]));
        row.append(cell(link, "text"), cell(one.panel, "text"), ...scores);
        return row;
      }),
    );
  };

  const tellCorrelations = ({ x, y }) => {
    const found = data.correlations[`${x} ${y}`] ?? {};
    document.querySelectorAll("#explore-correlations [data-scope]").forEach((row) => {
      const [tau, count] = found[row.dataset.scope] ?? ["–", "–"];
      [row.cells[1].textContent, row.cells[2].textContent] = [tau, count];
    });
  };

  // Files ------------------------------------------------------------------------------------

  const save = (name, text, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  const asSvg = () => {
    const svg = picture.querySelector("svg").cloneNode(true);
    const title = document.createElementNS(svg.namespaceURI, "title");
    title.textContent = byId("explore-said").textContent;
    const source = document.createElementNS(svg.namespaceURI, "desc");
    source.textContent = `${data.source} ${location.hash}`;
    svg.prepend(title, source);
    svg.querySelectorAll("[data-mark=tip], [aria-label=tip]").forEach((tip) => tip.remove());
    svg.style.color = INK;
    svg.style.background = PAPER;
    svg.style.fontFamily = "sans-serif";
    svg.setAttribute("xmlns", svg.namespaceURI);
    return new XMLSerializer().serializeToString(svg);
  };

  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  const asCsv = (choice, shown) => {
    const heads = ["cluster_id", "cluster", "group", choice.x, choice.y];
    const rows = shown.map((one) => [
      ...[one.id, one.name, one.group],
      ...[one.scores[choice.x], one.scores[choice.y]],
    ]);
    return [heads, ...rows].map((row) => `${row.map(quoted).join(",")}\n`).join("");
  };

  // The page ---------------------------------------------------------------------------------

  let current = first;
  let shown = [];

  const show = () => {
    current = read();
    const chosen = among(current);
    shown = scored(current, chosen);
    byId("explore-said").textContent = sentence(current, chosen, shown);
    draw(current, shown);
    list(current, shown);
    tellCorrelations(current);
  };

  const arrive = () => {
    const state = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    if (location.hash && !Object.keys(first).some((name) => name in state)) return; // a link within
    set({ ...first, ...state });
    show();
  };

  const name = (form) => `${current.y}_against_${current.x}.${form}`;
  byId("explore-svg").addEventListener("click", () => save(name("svg"), asSvg(), "image/svg+xml"));
  byId("explore-csv").addEventListener("click", () =>
    save(name("csv"), asCsv(current, shown), "text/csv"),
  );
  form.addEventListener("input", () => {
    show();
    keep(current);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", arrive);
  new ResizeObserver(() => draw(current, shown)).observe(picture);
  set(first);
  show();
  arrive();
})();
