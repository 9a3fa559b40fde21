(function () {
  "use strict";
  var doc = document, root = doc.documentElement, own = root.lang, table = doc.getElementById("t-units");
  function all(selector, inside) { return [].slice.call((inside || doc).querySelectorAll(selector)); }
  function each(selector, action, inside) { all(selector, inside).forEach(action); }
  function on(id, action) { var e = doc.getElementById(id); if (e) e.addEventListener("click", action); }
  function unveil() { each("[hidden][data-js]", function (e) { e.hidden = false; }); }

  // the view stands in the address, #q=rsud&sort=-5&lang=en, so that a link shows the same; a plain #unit-x is a place
  var state = new URLSearchParams(), shows = [];
  function show() { shows.forEach(function (action) { action(); }); }
  function keep() {
    try { history.replaceState(null, "", String(state) ? "#" + state : location.href.split("#")[0]); }
    catch (e) { /* the view works without its address */ }
  }
  function set(name, value) {
    if (value) state.set(name, value); else state.delete(name);
    keep(); show();
  }
  // what is laid out only near the window has guessed heights until then: a place is found by true ones
  function openPlace(name) {
    var e = name && doc.getElementById(name), part = e && e.classList.contains("one") && e.querySelector("details");
    if (!e) return;
    if (part) part.open = true;
    root.classList.add("whole");
    e.scrollIntoView();
  }
  function read() {
    var hash = location.hash.slice(1), isPlace = hash && hash.indexOf("=") < 0;
    if (!isPlace) { state = new URLSearchParams(hash); show(); openPlace(state.get("at")); return; }
    openPlace(decodeURIComponent(hash));
    if (String(state)) { state.set("at", decodeURIComponent(hash)); keep(); }
  }

  // the other language: a text by its word, a place that differs otherwise by its number, all else by its numbers' signs
  var words = doc.getElementById("bahasa"), swaps = null, shown = own;
  function turn(text) { return text.replace(/(\d)[.,](?=\d)/g, function (m, d) { return d + (m[1] === "." ? "," : "."); }); }
  function learn() {
    var data = JSON.parse(words.textContent), known = new Map(Object.entries(data.words));
    var walk = doc.createTreeWalker(root, NodeFilter.SHOW_TEXT), node, spot, text, tag, to, built = [];
    swaps = [];
    function add(node, name, from, to) { if (from !== to) swaps.push({ node: node, name: name, own: from, other: to }); }
    while ((node = walk.nextNode())) {
      tag = node.parentNode; text = node.data;
      if (tag.tagName === "SCRIPT" || tag.tagName === "STYLE") continue;
      if (tag.parentNode.tagName === "TH") tag = tag.parentNode;
      spot = (data.spots[tag.dataset.i] || {}).w || {};
      to = Object.prototype.hasOwnProperty.call(spot, text) ? spot[text] : known.get(text);
      add(node, "data", text, to === undefined ? turn(text) : to);
    }
    each("[data-i]", function (e) {
      var spot = data.spots[e.dataset.i];
      Object.keys(spot.a || {}).forEach(function (name) { add(e, "@" + name, e.getAttribute(name), spot.a[name]); });
      if ("t" in spot) add(e, "textContent", e.textContent, spot.t);
      if ("h" in spot) built.push({ node: e, name: "innerHTML", own: e.innerHTML, other: spot.h });
    });
    swaps = swaps.concat(built);
  }
  function speak() {
    var lang = state.get("lang") || own;
    if (!words || lang === shown || !doc.querySelector('[data-lang="' + CSS.escape(lang) + '"]')) return;
    if (!swaps) learn();
    shown = lang;
    swaps.forEach(function (s) {
      var value = lang === own ? s.own : s.other;
      if (s.name[0] !== "@") s.node[s.name] = value;
      else if (value === null) s.node.removeAttribute(s.name.slice(1));
      else s.node.setAttribute(s.name.slice(1), value);
    });
    each("a[href*='.html']", function (a) {
      a.setAttribute("href", a.getAttribute("href").split("#")[0] + (lang === own ? "" : "#lang=" + lang));
    });
    unveil();
  }
  shows.push(speak);
  each("[data-lang]", function (e) {
    e.addEventListener("click", function () { set("lang", e.dataset.lang === own ? "" : e.dataset.lang); });
  });

  // one unit: a link to it opens it; all of them open and close together; paper gets every part that it shows
  var opener = doc.getElementById("open"), allOpen = false, opened = [];
  function openAll(is) { each(".one details", function (e) { e.open = is; }); }
  on("open", function () { allOpen = !allOpen; openAll(allOpen); show(); });
  shows.push(function () { if (opener) opener.textContent = allOpen ? opener.dataset.close : opener.dataset.open; });
  function print(chosen) { doc.body.classList.toggle("with-units", chosen); window.print(); }
  each("[data-print]", function (e) { e.addEventListener("click", function () { print(false); }); });
  on("print-all", function () { print(true); });
  window.addEventListener("beforeprint", function () {
    opened = all("details:not([open])"); opened.forEach(function (e) { e.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (e) { e.open = false; }); doc.body.classList.remove("with-units");
  });

  // a sentence with its source, for those who quote it
  each("[data-copy]", function (e) {
    e.addEventListener("click", function () {
      var said = doc.getElementById("copied"), area = doc.createElement("textarea");
      function done() { said.textContent = e.dataset.done; }
      function aside() {
        area.value = e.dataset.copy; doc.body.appendChild(area); area.select();
        if (doc.execCommand("copy")) done();
        area.remove(); e.focus();
      }
      if (navigator.clipboard) navigator.clipboard.writeText(e.dataset.copy).then(done, aside); else aside();
    });
  });

  if (table) {
    var body = table.querySelector("tbody.body"), rows = [].slice.call(body.rows), official = rows.slice();
    var tools = doc.querySelector(".tools[data-count]"), search = doc.getElementById("q"), sortedBy = null;
    var fold = function (text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); };
    var text = function (row, i) { var c = row.cells[i]; return (c.querySelector("a") || c).textContent; };

    // sorting: the head becomes a button; a third click brings the official order back
    var sort = function (head, sign) {
      var i = head.cellIndex;
      rows = official.slice().sort(function (a, b) {
        if (head.dataset.t === "s") return sign * text(a, i).localeCompare(text(b, i), shown, { numeric: true });
        var x = a.cells[i].dataset.v, y = b.cells[i].dataset.v;
        return x === undefined || y === undefined ? (x === undefined) - (y === undefined) : sign * (x - y);
      });
    };
    each("th[data-t]", function (head) {
      var button = doc.createElement("button"), first = head.dataset.t === "n" ? "-" : "";
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var place = head.cellIndex + 1, now = state.get("sort"), up = first + place, down = (first ? "" : "-") + place;
        set("sort", now === up ? down : now === down ? "" : up);
      });
    }, table.tHead);
    shows.push(function () {
      var by = state.get("sort") || "", head = table.tHead.rows[0].cells[Math.abs(by) - 1];
      if (by === sortedBy) return;
      sortedBy = by;
      each("[aria-sort]", function (e) { e.removeAttribute("aria-sort"); }, table);
      if (head && head.dataset.t) { sort(head, by < 0 ? -1 : 1); head.setAttribute("aria-sort", by < 0 ? "descending" : "ascending"); }
      else rows = official.slice();
      rows.forEach(function (row) { body.appendChild(row); });
    });

    // search and filters
    var fits = function (row) {
      var data = row.dataset, kind = state.get("kind"), grade = state.get("mutu");
      return (!kind || data.kind === kind) && (!grade || data.mutu === grade) && (!state.get("moved") || data.moved) &&
        (!state.get("n") || +data.n >= 30) && fold(row.cells[0].textContent).indexOf(fold((state.get("q") || "").trim())) >= 0;
    };
    shows.push(function () {
      var count = 0;
      rows.forEach(function (row) { row.hidden = !fits(row); if (!row.hidden) count += 1; });
      doc.getElementById("shown").textContent = tools.dataset.count.replace("#", count);
      if (search.value !== (state.get("q") || "")) search.value = state.get("q") || "";
      each("button[data-set]", function (e) {
        e.setAttribute("aria-pressed", (state.get(e.dataset.set) || "") === e.dataset.value);
      }, tools);
      each("select", function (e) { e.value = state.get(e.dataset.set) || ""; }, tools);
    });
    each("button[data-set]", function (e) {
      e.addEventListener("click", function () {
        set(e.dataset.set, state.get(e.dataset.set) === e.dataset.value ? "" : e.dataset.value);
      });
    }, tools);
    each("select", function (e) { e.addEventListener("change", function () { set(e.dataset.set, e.value); }); }, tools);
    search.addEventListener("input", function () { set("q", search.value); });

    // the rows in view for a spreadsheet; an interval is two columns; a text that would be a formula is kept a text
    var quote = function (value) { return '"' + value.replace(/"/g, '""') + '"'; };
    var number = function (value) { return /^[+\u2212]?\d[\d.,]*$/.test(value) ? value.replace("+", "").replace("\u2212", "-") : ""; };
    var fields = function (cell) {
      var head = table.tHead.rows[0].cells[cell.cellIndex], plain = cell.cloneNode(true), value, ends;
      each("small,svg", function (e) { e.remove(); }, plain);
      value = plain.textContent.replace(/[▲▼]/g, "").trim();
      if (head.dataset.low) {
        ends = cell === head ? [head.dataset.low, head.dataset.high] : value.split("–");
        return [ends[0], ends[ends.length - 1]].map(function (end) { return quote(number(end) || end); });
      }
      if (cell.dataset.v !== undefined && !isNaN(cell.dataset.v)) value = cell.dataset.v.replace(".", tools.dataset.point);
      else if (/^[=+\-@\t\r]/.test(value)) value = "'" + value;
      return [quote(value)];
    };
    on("csv", function () {
      var lines = [].concat(table.tHead.rows[0], rows.filter(function (row) { return !row.hidden; })).map(function (row, i) {
        var note = row.cells[0].querySelector("small");
        return [].concat.apply([], [].slice.call(row.cells).filter(function (cell) {
          return !cell.classList.contains("mk");
        }).map(fields)).concat(quote(i ? note ? note.textContent : "" : tools.dataset.note)).join(tools.dataset.sep);
      });
      var link = doc.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
      link.download = tools.dataset.csv;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }
  unveil();
  window.addEventListener("hashchange", read);
  read();
  show();
})();
