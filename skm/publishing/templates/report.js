(function () {
  "use strict";
  var doc = document, table = doc.getElementById("t-units");
  function all(selector, root) { return [].slice.call((root || doc).querySelectorAll(selector)); }
  function fold(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }
  function on(id, action) { var e = doc.getElementById(id); if (e) e.addEventListener("click", action); }
  all("[hidden][data-js]").forEach(function (e) { e.hidden = false; });

  // one unit: a link to it opens it; all of them open and close together
  function openTarget() {
    var e = doc.querySelector(":target");
    var part = e && e.classList.contains("one") && e.querySelector("details");
    if (part) { part.open = true; e.scrollIntoView(); }
  }
  function openAll(state) { all(".one details").forEach(function (e) { e.open = state; }); }
  on("open", function () {
    var state = this.getAttribute("aria-pressed") !== "true";
    openAll(state);
    this.setAttribute("aria-pressed", state);
    this.textContent = state ? this.dataset.close : this.dataset.open;
  });
  on("print", function () { window.print(); });
  on("print-all", function () {
    doc.body.classList.add("with-units"); openAll(true); window.print(); doc.body.classList.remove("with-units");
  });
  window.addEventListener("hashchange", openTarget);
  openTarget();
  if (!table) return;

  var body = table.querySelector("tbody.body"), rows = [].slice.call(body.rows), official = rows.slice();
  var tools = doc.querySelector(".tools[data-count]"), search = doc.getElementById("q");
  var shown = doc.getElementById("shown"), lang = doc.documentElement.lang;
  var kinds = all("[data-kind]", tools), filters = all("[data-filter]", tools), kind = "", active = {};

  // sorting: the head becomes a button; a third click brings the official order back
  function key(row, i) { return row.cells[i].dataset.v; }
  function text(row, i) { var c = row.cells[i], link = c.querySelector("a"); return (link || c).textContent; }
  function sorted(i, type, sign) {
    return official.slice().sort(function (a, b) {
      if (type === "s") return sign * text(a, i).localeCompare(text(b, i), lang, { numeric: true });
      var x = key(a, i), y = key(b, i);
      if (x === undefined || y === undefined) return (x === undefined) - (y === undefined);
      return sign * (x - y);
    });
  }
  all("th[data-t]", table.tHead).forEach(function (head) {
    var button = doc.createElement("button"), type = head.dataset.t, first = type === "n" ? "descending" : "ascending";
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click", function () {
      var now = head.getAttribute("aria-sort"), other = first === "ascending" ? "descending" : "ascending";
      var next = !now ? first : now === first ? other : "";
      all("[aria-sort]", table).forEach(function (e) { e.removeAttribute("aria-sort"); });
      if (next) head.setAttribute("aria-sort", next);
      rows = next ? sorted(head.cellIndex, type, next === "ascending" ? 1 : -1) : official.slice();
      rows.forEach(function (row) { body.appendChild(row); });
    });
  });

  // search and filters, kept in the address so that a view can be shared
  function fits(row) {
    var data = row.dataset;
    return (!kind || data.kind === kind) && (!active.moved || data.moved) && (!active.n || +data.n >= 30) &&
      fold(row.cells[0].textContent).indexOf(fold(search.value.trim())) >= 0;
  }
  function show() {
    var count = 0;
    rows.forEach(function (row) { row.hidden = !fits(row); if (!row.hidden) count += 1; });
    shown.textContent = tools.dataset.count.replace("#", count);
    kinds.forEach(function (e) { e.setAttribute("aria-pressed", e.dataset.kind === kind); });
    filters.forEach(function (e) { e.setAttribute("aria-pressed", !!active[e.dataset.filter]); });
  }
  function keep() {
    var state = new URLSearchParams();
    if (search.value) state.set("q", search.value);
    if (kind) state.set("kind", kind);
    Object.keys(active).forEach(function (name) { if (active[name]) state.set(name, "1"); });
    try { history.replaceState(null, "", "#" + state); } catch (e) { /* the view works without its address */ }
    show();
  }
  function restore() {
    var state = new URLSearchParams(location.hash.slice(1));
    search.value = state.get("q") || "";
    kind = state.get("kind") || "";
    ["moved", "n"].forEach(function (name) { active[name] = state.get(name) === "1"; });
    show();
  }
  kinds.forEach(function (e) { e.addEventListener("click", function () { kind = e.dataset.kind; keep(); }); });
  filters.forEach(function (e) {
    e.addEventListener("click", function () { active[e.dataset.filter] = !active[e.dataset.filter]; keep(); });
  });
  search.addEventListener("input", keep);
  restore();

  // the rows in view for a spreadsheet; a text that would be read as a formula is kept a text
  function field(cell) {
    var number = cell.dataset.v, plain = cell.cloneNode(true), point = tools.dataset.point;
    all("small,svg", plain).forEach(function (e) { e.remove(); });
    var value = plain.textContent.replace(/[▲▼]/g, "").trim();
    if (number !== undefined && !isNaN(number) && !/–/.test(value)) value = number.replace(".", point);
    else if (/^[=+\-@\t\r]/.test(value)) value = "'" + value;
    return '"' + value.replace(/"/g, '""') + '"';
  }
  on("csv", function () {
    var lines = [all("th", table.tHead)].concat(rows.filter(function (row) { return !row.hidden; }).map(function (row) {
      return [].slice.call(row.cells);
    })).map(function (cells) {
      return cells.filter(function (c) { return !c.classList.contains("mk"); }).map(field).join(tools.dataset.sep);
    });
    var link = doc.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
    link.download = tools.dataset.csv;
    link.click();
    URL.revokeObjectURL(link.href);
  });
})();
