"use strict";
// How long the run took: what the end of the run wrote into run.js. Without it the words stay.
(() => {
  if (!window.RUN) return;
  const element = (name, content, attributes = {}) => {
    const made = document.createElement(name);
    made.append(...[content].flat());
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };
  const caption = "Durations by rule";
  const heads = ["Rule", "Jobs", "Seconds", "Made in"];
  const kinds = ["text", "", "", "text short"]; // of columns
  const head = heads.map((name, at) => element("th", name, { scope: "col", class: kinds[at] }));
  const rows = window.RUN.rules.map(([name, ...rest]) => {
    // the rule that makes this page is not on it
    const told = document.getElementById(`rule-${name}`);
    const cells = [told ? element("a", name, { href: `#rule-${name}` }) : name, ...rest];
    return element("tr", cells.map((cell, at) => element("td", cell, { class: kinds[at] })));
  });
  const table = element(
    "table",
    [
      element("caption", caption, { class: "unseen" }),
      element("thead", element("tr", head)),
      element("tbody", rows),
    ],
    { class: "sortable", id: "durations" },
  );
  const frame = { class: "scroll", tabindex: "0", role: "region", "aria-label": caption };
  document
    .getElementById("run")
    .replaceChildren(
      element("p", window.RUN.said),
      element(
        "p",
        "Seconds are the total of all jobs of a rule; jobs run in parallel, so they can add up to " +
          "more than the run took. A rule whose results were up to date shows the time of the run " +
          "that made them.",
      ),
      element("div", table, frame),
    );
})();
