"use strict";
(() => {
  // Exact fractions --------------------------------------------------------------------------

  const divisor = (a, b) => {
    while (b) [a, b] = [b, a % b];
    return a < 0n ? -a : a;
  };

  const fraction = (numerator, denominator = 1n) => {
    const common = divisor(numerator, denominator) || 1n;
    return { numerator: numerator / common, denominator: denominator / common };
  };

  const ZERO = fraction(0n);
  const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

  /** The fraction that a plain decimal is, or null if the text is none. */
  const rational = (text) => {
    const match = DECIMAL.exec(text.trim().replace(/^([+-]?)\./, "$10."));
    if (!match) return null;
    const [, sign, whole, part = ""] = match;
    return fraction(BigInt(sign + whole + part), 10n ** BigInt(part.length));
  };

  const plus = (a, b) =>
    fraction(
      a.numerator * b.denominator + b.numerator * a.denominator,
      a.denominator * b.denominator,
    );
  const times = (a, b) => fraction(a.numerator * b.numerator, a.denominator * b.denominator);
  const over = (a, count) => fraction(a.numerator, a.denominator * BigInt(count));
  const sum = (terms) => terms.reduce(plus, ZERO);
  const order = (a, b) => {
    const difference = a.numerator * b.denominator - b.numerator * a.denominator;
    return difference < 0n ? -1 : Number(difference > 0n);
  };

  /** The fraction of a text such as "13/2". */
  const ratio = (text) => fraction(...text.split("/").map(BigInt));

  const exact = (value) => value && `${value.numerator}/${value.denominator}`;

  /** Half away from zero on the exact value, as whole units of the last decimal. */
  const rounded = ({ numerator, denominator }, decimals) => {
    const size = numerator < 0n ? -numerator : numerator;
    const units = (2n * size * 10n ** BigInt(decimals) + denominator) / (2n * denominator);
    return numerator < 0n ? -units : units;
  };

  const shown = (value, decimals) => {
    if (value === null) return "–";
    const units = rounded(value, decimals);
    const digits = `${units < 0n ? -units : units}`.padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals);
    const part = digits.slice(digits.length - decimals);
    return `${units < 0n ? "-" : ""}${whole}${part ? `.${part}` : ""}`;
  };

  // The analysis -----------------------------------------------------------------------------

  const componentSum = (scores, rule) => {
    const present = scores.filter((score) => score !== null);
    if (!present.length || (rule === "exclude" && present.length < scores.length)) return null;
    const total = sum(present);
    const scaled = over(times(total, fraction(BigInt(scores.length))), present.length);
    return rule === "skip" ? scaled : total;
  };

  const formulaOf = (data, settings) =>
    data.formulas.find(({ name }) => name === settings.formula) ?? data.formulas[0];

  /** The index of EEI and JAI: the report's weighted sum, or as given under another formula. */
  const indexOf = (data, settings, eei, jai) => {
    if (eei === null || jai === null) return null;
    const { values } = formulaOf(data, settings);
    if (values) return ratio(values[`${exact(eei)} ${exact(jai)}`]);
    const { external_economies: external, joint_action: joint } = settings;
    return plus(times(rational(external), eei), times(rational(joint), jai));
  };

  /** The ends of the scale on which the index lies under a setting. */
  const scaleOf = (data, settings) => {
    const { scale } = formulaOf(data, settings);
    if (scale) return scale.map(rational);
    const { external_economies: external, joint_action: joint } = settings;
    const highest = fraction(BigInt(data.highest));
    return [ZERO, times(highest, plus(rational(external), rational(joint)))];
  };

  const meanOf = (values, rule) => {
    const present = values.filter((value) => value !== null);
    const count = rule === "zero" ? values.length : present.length;
    const total = sum(present);
    return { sum: total, count, value: count ? over(total, count) : null };
  };

  /**
   * Every figure of the page under a setting, by name: `cluster/<id>/<index or ce_degree>`,
   * `clusters/<group>/<degree>`, `by_degree/<group>/<degree>/<kind>`, `average/<group>/<index>`.
   * A figure is {degree}, {value} or {value, sum, count}; a value is a fraction or null. `from`
   * is what it comes from: pairs of a name (component, index or cluster) and a value.
   */
  const recompute = (data, settings) => {
    const limits = { high: rational(settings.high_from), low: rational(settings.low_to) };
    const degree = (index) => {
      if (index === null) return null;
      if (order(index, limits.high) >= 0) return "high";
      return order(index, limits.low) <= 0 ? "low" : "medium";
    };
    const score = (text) => (text === null ? null : rational(text));
    const figures = {};
    const clusters = data.editions[settings.edition].map((cluster) => {
      const parts = (name) => data.components[name].map((part) => [part, score(cluster[part])]);
      const index = (name) =>
        componentSum(parts(name).map(([, value]) => value), settings.components);
      const [eei, jai] = [index("eei"), index("jai")];
      const ce_index = indexOf(data, settings, eei, jai);
      const found = { eei, jai, ce_index };
      const name = `cluster/${cluster.cluster_id}`;
      figures[`${name}/eei`] = { value: eei, from: parts("eei") };
      figures[`${name}/jai`] = { value: jai, from: parts("jai") };
      figures[`${name}/ce_index`] = { value: ce_index, from: [["eei", eei], ["jai", jai]] };
      figures[`${name}/ce_degree`] = { degree: degree(ce_index), from: [["ce_index", ce_index]] };
      const upgrading = data.upgrading.map((kind) => [kind, score(cluster[kind])]);
      Object.assign(found, Object.fromEntries(upgrading));
      const { cluster_id, group } = cluster;
      return { cluster_id, group, degree: degree(ce_index), ...found };
    });
    data.groups.forEach((group) => {
      const members = clusters.filter((cluster) => cluster.group === group);
      const of = (chosen, key) => chosen.map((one) => [one.cluster_id, one[key]]);
      const mean = (chosen, key) => ({
        ...meanOf(chosen.map((one) => one[key]), settings.averages),
        from: of(chosen, key),
      });
      const kinds = data.upgrading.filter((kind) => members.some((one) => one[kind] !== null));
      Object.keys(data.degrees).forEach((name) => {
        const chosen = members.filter((one) => one.degree === name);
        figures[`clusters/${group}/${name}`] = {
          value: fraction(BigInt(chosen.length)),
          from: of(chosen, "ce_index"),
        };
        kinds.forEach((kind) => {
          figures[`by_degree/${group}/${name}/${kind}`] = mean(chosen, kind);
        });
      });
      ["eei", "jai", "ce_index"].forEach((index) => {
        figures[`average/${group}/${index}`] = mean(members, index);
      });
    });
    return figures;
  };

  window.whatIf = { recompute, rational, exact, shown };

  // What changes -----------------------------------------------------------------------------

  const isDegree = (name) => name.endsWith("/ce_degree");
  const isMean = (name) => /^(by_degree|average)\//.test(name);

  const same = (a, b) =>
    a?.degree === b?.degree && exact(a?.value) === exact(b?.value) && a?.count === b?.count;

  const asPrinted = (figure, print) => {
    if (!print) return true;
    if ("degree" in print) return (figure?.degree ?? null) === print.degree;
    const value = figure?.value ?? null;
    if (value === null || print.value === null) return value === print.value;
    const told = rational(print.value);
    const unit = fraction(1n, 10n ** BigInt(print.decimals));
    return order(told, times(fraction(rounded(value, print.decimals)), unit)) === 0;
  };

  // The page ---------------------------------------------------------------------------------

  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("what-if").textContent);
  const form = byId("what-if-form");
  const fields = form.elements;
  const names = Object.keys(data.configured);
  const numbers = ["high_from", "low_to", "external_economies", "joint_action"];
  const cells = [...document.querySelectorAll("[data-figure]")];
  const base = recompute(data, data.configured);
  let current = { settings: data.configured, figures: base };

  const element = (name, content, kind = "") => {
    const made = document.createElement(name);
    made.append(content);
    if (kind) made.className = kind;
    return made;
  };

  const text = (name, figure, decimals = 2) => {
    if (!figure) return "–";
    if (isDegree(name)) return data.degrees[figure.degree] ?? "no degree";
    const number = shown(figure.value, name.startsWith("clusters/") ? 0 : decimals);
    return isMean(name) && figure.count ? `${number} (${figure.count})` : number;
  };

  /** Both texts, with as many decimals as tell them apart. */
  const texts = (name, before, after) => {
    let decimals = 2;
    const pair = () => [text(name, before, decimals), text(name, after, decimals)];
    while (pair()[0] === pair()[1] && decimals < 12) decimals += 1;
    return pair();
  };

  const change = (before, after) => [before, element("span", " → "), element("b", after)];

  const sortValue = (name, figure) => {
    if (isDegree(name)) return { low: "1", medium: "2", high: "3" }[figure?.degree] ?? "";
    return figure?.value ? shown(figure.value, 12) : "";
  };

  const fill = (cell, now) => {
    const name = cell.dataset.figure;
    const [before, after, print] = [base[name], now[name], data.printed[name]];
    const moved = !same(before, after);
    const content = moved ? change(...texts(name, before, after)) : [text(name, after)];
    if (!asPrinted(after, print)) {
      const was = element("span", "", "was");
      const mark = print.text === "-" ? "–" : print.text;
      was.append(element("span", ", printed", "unseen"), ` [${mark}]`);
      content.push(was);
    }
    cell.querySelector("button").replaceChildren(...content);
    cell.classList.toggle("moved", moved);
    cell.dataset.value = sortValue(name, after);
  };

  const told = (figures, differs) =>
    [
      ["degrees", figures.filter(isDegree)],
      ["means", figures.filter(isMean)],
    ]
      .map(([what, among]) => `${among.filter(differs).length} of ${among.length} ${what}`)
      .join(" and ");

  const isConfigured = (settings) =>
    names.every((name) => {
      const [here, there] = [settings[name], data.configured[name]];
      return numbers.includes(name) ? exact(rational(here)) === exact(rational(there)) : here === there;
    });

  const sentence = (settings, now) => {
    const all = Object.keys({ ...base, ...now });
    const moved = told(all, (name) => !same(base[name], now[name]));
    const other = told(Object.keys(data.printed), (name) => !asPrinted(now[name], data.printed[name]));
    const first = isConfigured(settings)
      ? "This is the configured analysis"
      : `Against the configured analysis ${moved} change`;
    return `${first}; ${other} differ from what the report prints.`;
  };

  const settingText = (settings) => {
    const chosen = (name) =>
      form.querySelector(`[name=${name}]:checked`).parentElement.textContent.trim();
    return (
      `High from ${settings.high_from}, Low up to ${settings.low_to}; weights ` +
      `${settings.external_economies} (EEI) and ${settings.joint_action} (JAI); ` +
      `${settings.formula ? `index: ${chosen("formula")}; ` : ""}a component that ` +
      `is n.a. ${chosen("components")}; a missing score in an average ${chosen("averages")}; ` +
      `scores ${chosen("edition")}.`
    );
  };

  const show = (settings) => {
    const now = recompute(data, settings);
    current = { settings, figures: now };
    cells.forEach((cell) => fill(cell, now));
    byId("what-if-said").textContent = sentence(settings, now);
    byId("what-if-setting").textContent = settingText(settings);
    const moved = cells.filter((cell) => isDegree(cell.dataset.figure) && cell.matches(".moved"));
    byId("what-if-degrees").replaceChildren(
      ...moved.map((cell) => {
        const name = cell.dataset.figure;
        const item = element("li", `${cell.parentElement.cells[0].textContent}: `);
        item.append(...change(text(name, base[name]), text(name, now[name])));
        return item;
      }),
    );
    showConclusions(settings);
    window.numberCards.refresh();
  };

  // Conclusions, looked up --------------------------------------------------------------------

  const { conclusions } = data;

  /** The conclusions with another word under a setting, or null if they were not judged for it. */
  const changedUnder = (settings) => {
    const same = (one, other) => exact(rational(one)) === exact(rational(other));
    const level = (name) => conclusions[name].find((one) => same(one, settings[name]));
    const own = [settings.external_economies, settings.joint_action];
    const weights = Object.entries(conclusions.weights).find(([, both]) =>
      both.every((weight, place) => same(weight, own[place])),
    );
    if (!weights || (settings.formula ?? conclusions.formula) !== conclusions.formula) return null;
    const setting = `${settings.edition} ${settings.components} ${weights[0]}`;
    const limits = `${setting} ${level("high_from")} ${level("low_to")}`;
    const [found, ofDegrees] = [conclusions.changed[setting], conclusions.changed[limits]];
    return found && ofDegrees ? [...found, ...ofDegrees] : null;
  };

  const changedItem = ([place, word, undecided]) => {
    const { text: name, href, word: before } = conclusions.conclusions[place];
    const link = element("a", name);
    link.href = href;
    const item = element("li", link);
    item.append(" ", ...change(conclusions.words[before], conclusions.words[word]));
    if (undecided) item.append(` (${conclusions.undecided})`);
    return item;
  };

  const showConclusions = (settings) => {
    const changed = changedUnder(settings);
    const isStatement = ([place]) => conclusions.conclusions[place].statement;
    const statements = (changed ?? []).filter(isStatement);
    const relations = (changed ?? []).filter((one) => !isStatement(one));
    const all = conclusions.conclusions.filter((one) => one.statement).length;
    const rest = conclusions.conclusions.length - all;
    byId("what-if-conclusions").textContent = changed
      ? `${changed.length} of ${all + rest} conclusions change their verdict: ` +
        `${statements.length} of ${all} statements of the report, ` +
        `${relations.length} of ${rest} relations and sets of relations.`
      : "No conclusions were judged for this setting; for which they were is said below.";
    byId("what-if-statements").replaceChildren(...statements.map(changedItem));
    byId("what-if-relations").replaceChildren(...relations.map(changedItem));
    byId("what-if-tested").hidden = !relations.length;
  };

  // The card of a figure ---------------------------------------------------------------------

  const empty = new Set(data.tables.empty);
  const groupOf = Object.fromEntries(
    Object.values(data.editions).flatMap((all) => all.map((one) => [one.cluster_id, one.group])),
  );
  const byReport = recompute(data, data.report);

  /** The address of a cell of a table, or of its table where the cell has no number. */
  const address = (exhibit, row, column) => {
    if (!exhibit) return "";
    const place = `${exhibit}/${row}/${column}`;
    return `tables/${exhibit}.html${empty.has(place) ? "" : `#${place.replaceAll("/", "-")}`}`;
  };

  /** A decimal if it ends within twelve places, else the fraction. */
  const plain = (value) => {
    const { numerator, denominator } = value;
    for (let decimals = 0; decimals <= 12; decimals += 1) {
      if ((numerator * 10n ** BigInt(decimals)) % denominator === 0n) return shown(value, decimals);
    }
    return `${numerator}/${denominator}`;
  };

  const available = (value) => (value === null ? "n.a." : plain(value));

  /** Fraction and decimal, exact or to twelve places. */
  const whole = (value) => {
    const decimal = plain(value);
    const parts = `${value.numerator}/${value.denominator}`;
    if (value.denominator === 1n) return decimal;
    return `${parts} = ${decimal === parts ? shown(value, 12) : decimal}`;
  };

  const exactly = (name, figure) => {
    if (!figure) return "not in this edition";
    if (isDegree(name)) return text(name, figure);
    if (figure.value === null) return "–";
    const clusters = figure.count === 1 ? "cluster" : "clusters";
    return whole(figure.value) + (figure.count ? ` (${figure.count} ${clusters})` : "");
  };

  const terms = (pairs) => {
    const present = pairs.filter(([, value]) => value !== null);
    return present.map(([, value]) => plain(value)).join(" + ") || "0";
  };

  /** In words: from which index on clusters are of a degree. */
  const range = (degree) =>
    ({
      high: `index from ${current.settings.high_from}`,
      medium: `index above ${current.settings.low_to} and below ${current.settings.high_from}`,
      low: `index up to ${current.settings.low_to}`,
    })[degree];

  const missing = (pairs) => {
    const count = pairs.filter(([, value]) => value === null).length;
    const how = current.settings.averages === "zero" ? "counted as 0" : "left out";
    return count ? ` (${count} not available, ${how})` : "";
  };

  const ofComponents = (figure) => {
    const gaps = figure.from.filter(([, value]) => value === null).length;
    const present = figure.from.length - gaps;
    const how = {
      zero: "what is n.a. counts 0",
      skip: `of ${present} available, scaled up to ${figure.from.length}`,
      exclude: "not computed, since a component is n.a.",
    }[current.settings.components];
    const scaled = gaps && current.settings.components === "skip" && present;
    return {
      words: `sum of the four components${gaps ? `; ${how}` : ""}`,
      formula: scaled
        ? `(${terms(figure.from)}) × ${figure.from.length} / ${present}`
        : terms(figure.from),
    };
  };

  const ofIndex = (figure) => {
    const { words, written } = formulaOf(data, current.settings);
    const { external_economies: external, joint_action: joint } = current.settings;
    const [eei, jai] = figure.from.map(([, value]) => available(value));
    const filled = { eei, jai, external, joint };
    return { words, formula: written.replace(/\{(\w+)\}/g, (_, name) => filled[name]) };
  };

  const ofDegree = (figure) => {
    const [[, index]] = figure.from;
    const { high_from: high, low_to: low } = current.settings;
    const limits = `High from ${high}, Low up to ${low}, else Medium`;
    if (index === null) return { words: `no degree without an index; ${limits}` };
    const against = {
      high: `${plain(index)} ≥ ${high}`,
      medium: `${low} < ${plain(index)} < ${high}`,
      low: `${plain(index)} ≤ ${low}`,
    };
    return { words: `degree of the index: ${limits}`, formula: against[figure.degree] };
  };

  /** The card of a figure of one cluster. */
  const cardOfCluster = (name, figure) => {
    const [, cluster, column] = name.split("/");
    const tables = data.tables.variables[groupOf[cluster]];
    const link = (variable, value) => [
      `${data.labels[variable]}: ${available(value)}`,
      address(tables[variable], cluster, variable),
    ];
    const parts = column === "ce_index" ? ["eei", "jai"] : [];
    const further = parts.map((part) => current.figures[`cluster/${cluster}/${part}`].from);
    const inputs = [...figure.from, ...further.flat()];
    const told = { eei: ofComponents, jai: ofComponents, ce_index: ofIndex, ce_degree: ofDegree };
    return { ...told[column](figure), inputs: inputs.map((pair) => link(...pair)) };
  };

  /** The card of a mean or a number of clusters. */
  const cardOfGroup = (name, figure) => {
    const [kind, group, second, third] = name.split("/");
    const variable = { by_degree: third, average: second, clusters: "ce_index" }[kind];
    const label = (key) => data.labels[key].toLowerCase();
    const degree =
      kind === "average" ? "" : ` of ${data.degrees[second]} degree (${range(second)})`;
    const among = `clusters${degree}, ${label(group)}`;
    const words =
      kind === "clusters" ? among : `mean ${label(variable)} of the ${among}${missing(figure.from)}`;
    const tables = data.tables.variables[group];
    return {
      words: figure.count === 0 ? `${words}: there are none` : words,
      formula: figure.count ? `(${terms(figure.from)}) / ${figure.count}` : "",
      inputs: figure.from.map(([cluster, value]) => [
        `${data.clusters[cluster]}: ${available(value)}`,
        address(tables[variable], cluster, variable),
      ]),
      from: `Clusters, ${data.labels[variable]}`,
    };
  };

  /** The cell of a table that a figure recomputes: exhibit, row, column. */
  const homeOf = (name) => {
    const [kind, first, second, third] = name.split("/");
    if (kind === "by_degree") return [data.tables.by_degree[first], second, third];
    if (kind === "average") return [data.tables.averages, first, second];
    return kind === "cluster" ? [data.tables.variables[groupOf[first]][second], first, second] : [];
  };

  const titleOf = (name) => {
    const [kind, first, ...rest] = name.split("/");
    const start = kind === "cluster" ? data.clusters[first] : data.labels[first];
    const parts = rest.map((part) => data.degrees[part] ?? data.labels[part]);
    return [start, ...parts, ...(kind === "clusters" ? ["number of clusters"] : [])].join(", ");
  };

  const verdict = (name, figure, print, home) => {
    if (!print) return undefined;
    const decimals = print.decimals === 1 ? "1 decimal" : `${print.decimals} decimals`;
    const places = "decimals" in print ? `, at ${decimals}` : "";
    const [mark, word] = asPrinted(figure, print) ? ["=", "as printed"] : ["≠", "not as printed"];
    const meaning = `under this setting${places}; the audit judges the print by the report’s scores`;
    return [mark, word, `audit/${home[0]}.html#${home.join("-")}`, meaning];
  };

  const cardOf = (name) => {
    const [figure, print, home] = [current.figures[name], data.printed[name], homeOf(name)];
    const configured = same(figure, base[name]) ? "" : exactly(name, base[name]);
    const tell = name.startsWith("cluster/") ? cardOfCluster : cardOfGroup;
    return {
      where: titleOf(name),
      home: address(...home),
      shown: text(name, figure),
      value: exactly(name, figure),
      printed: print?.text,
      report: exactly(name, byReport[name]),
      configured,
      verdict: verdict(name, figure, print, home),
      ...(figure && tell(name, figure)),
    };
  };

  window.numberCards.of = cardOf;

  // Settings ---------------------------------------------------------------------------------

  const read = () => Object.fromEntries(names.map((name) => [name, fields[name].value.trim()]));

  /** What is wrong with a setting, by field; of two at odds, the one being edited. */
  const faults = (settings, edited) => {
    const value = Object.fromEntries(numbers.map((name) => [name, rational(settings[name])]));
    const found = {};
    numbers.forEach((name) => {
      if (!value[name]) found[name] = "Not a number: type a decimal with a point, such as 0.5 or 9.5.";
    });
    ["external_economies", "joint_action"].forEach((name) => {
      if (value[name] && order(value[name], ZERO) < 0) found[name] = "A weight cannot be negative.";
    });
    const { high_from: high, low_to: low, external_economies: external, joint_action: joint } = value;
    if (high && low && order(low, high) >= 0) {
      if (edited === "high_from") found.high_from = `Must be above Low up to (${settings.low_to}).`;
      else found.low_to = `Must be below High from (${settings.high_from}).`;
    }
    if (external && joint && exact(external) === exact(ZERO) && exact(joint) === exact(ZERO)) {
      const name = edited === "external_economies" ? edited : "joint_action";
      found[name] = "The two weights cannot both be 0.";
    }
    if (Object.keys(found).length) return found;
    const [lowest, highest] = scaleOf(data, settings);
    ["high_from", "low_to"].forEach((name) => {
      if (order(value[name], lowest) >= 0 && order(value[name], highest) <= 0) return;
      const ends = `${plain(lowest)} to ${plain(highest)}`;
      found[name] = `Must lie on the index, which runs from ${ends} with these weights.`;
    });
    return found;
  };

  const say = (found) =>
    numbers.forEach((name) => {
      byId(`${name}-wrong`).textContent = found[name] ?? "";
      if (found[name]) fields[name].setAttribute("aria-invalid", "true");
      else fields[name].removeAttribute("aria-invalid");
    });

  const keep = (settings) => {
    const state = isConfigured(settings) ? "" : `#${new URLSearchParams(settings)}`;
    history.replaceState(null, "", location.href.split("#")[0] + state);
  };

  const update = (edited) => {
    const settings = read();
    const found = faults(settings, edited);
    say(found);
    if (Object.keys(found).length) {
      byId("what-if-said").textContent =
        "Not recomputed, since a field is not valid; the tables show the last valid setting.";
      return;
    }
    show(settings);
    keep(settings);
  };

  const set = (settings) => {
    names.forEach((name) => {
      const known =
        numbers.includes(name) || [...fields[name]].some((one) => one.value === settings[name]);
      fields[name].value = known ? settings[name] : data.configured[name];
    });
  };

  const arrive = () => {
    const state = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    if (!names.some((name) => name in state)) return; // a link within the page
    set({ ...data.configured, ...state });
    update("");
  };

  /** The arrow keys change a number by its step, as far as it stays a number of 0 or more. */
  const step = (event) => {
    const field = event.target;
    const way = { ArrowUp: 1n, ArrowDown: -1n }[event.key];
    const now = numbers.includes(field.name) && rational(field.value);
    if (!way || !now) return;
    event.preventDefault();
    const next = plus(now, times(fraction(way), rational(field.dataset.step)));
    field.value = plain(order(next, ZERO) < 0 ? ZERO : next);
    update(field.name);
  };

  form.addEventListener("keydown", step);
  form.addEventListener("input", (event) => update(event.target.name));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelectorAll("button[value]").forEach((button) =>
    button.addEventListener("click", () => {
      set(data[button.value]);
      update("");
    }),
  );
  addEventListener("hashchange", arrive);

  set(data.configured);
  show(data.configured);
  arrive();
})();
