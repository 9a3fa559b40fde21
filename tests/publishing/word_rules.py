"""What Word insists on when it opens a document: where one of these is broken, it says that the file is damaged.

The orders are those of ECMA-376, part 1 (`wml.xsd`), for the elements that our documents use and some beside them.
"""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents jc textDirection"
    " textAlignment outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "tbl": "tblPr tblGrid tr",
    "settings": "zoom trackRevisions documentProtection defaultTabStop evenAndOddHeaders characterSpacingControl"
    " updateFields footnotePr endnotePr compat rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked"
    " personal rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId lvlJc pPr rPr",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "sdt": "sdtPr sdtEndPr sdtContent",
}
ONCE = frozenset({"pPr", "rPr", "tblPr", "tcPr", "sectPr", "settings", "style", "lvl", "sdt"})
REPEATED = frozenset({"headerReference", "footerReference", "tblStylePr"})
STYLED = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
FIELD_STEPS = {"begin": 1, "end": -1}


def broken_rules(archive: zipfile.ZipFile) -> list[str]:
    """Return every rule that a docx breaks, each as a sentence; none where Word opens it unharmed."""
    names = archive.namelist()
    parts = [name for name in names if name.endswith((".xml", ".rels"))]
    trees = {name: ElementTree.fromstring(archive.read(name)) for name in parts}  # noqa: S314  we wrote them
    found = [f"{name} twice" for name, n in Counter(names).items() if n > 1]
    found += [*_types(names, trees), *_targets(names, trees)]
    for name, tree in trees.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            found += [f"{name}: {text}" for text in (*_orders(tree), *_contents(tree), *_fields(tree))]
    return [*found, *_references(trees), *_ids(trees["word/document.xml"])]


def _types(names: list[str], trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    """Every part has a content type, and none is named that is not there."""
    listed = trees["[Content_Types].xml"]
    known = f"{PACKAGE}content-types}}"
    endings = {one.get("Extension") for one in listed.iter(f"{known}Default")}
    parts = {str(one.get("PartName")).lstrip("/") for one in listed.iter(f"{known}Override")}
    yield from (
        f"{name} has no content type" for name in names if name not in parts and name.split(".")[-1] not in endings
    )
    yield from (f"{name} is typed and absent" for name in parts.difference(names))


def _targets(names: list[str], trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    """Every relationship leads to a part that is there, every picture and header to a relationship."""
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        ids = [one.get("Id") for one in tree]
        yield from (f"{name}: {one} twice" for one, n in Counter(ids).items() if n > 1)
        folder = PurePosixPath(name).parent.parent
        for one in tree:
            target = str(one.get("Target"))
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(folder / target)
            if one.get("TargetMode") != "External" and inside not in names:
                yield f"{name}: {target} is not there"
        owner = str(folder / PurePosixPath(name).stem)
        if owner in trees:
            used = {value for node in trees[owner].iter() for key, value in node.attrib.items() if key.startswith(R)}
            yield from (f"{owner}: relationship {one} is not there" for one in used.difference(ids))


def _orders(tree: ElementTree.Element) -> Iterator[str]:
    """Children stand in the order of the schema, each at most once where it may stand once."""
    for node in tree.iter():
        tag = node.tag.removeprefix(W)
        if tag not in ORDERS:
            continue
        order = ORDERS[tag].split()
        children = [child.tag.removeprefix(W) for child in node]
        yield from (f"{tag} holds {child}" for child in children if child not in order)
        places = [order.index(child) for child in children if child in order]
        if places != sorted(places):
            yield f"{tag}: {children}"
        if tag in ONCE:
            yield from (f"{tag}: {c} twice" for c, n in Counter(children).items() if n > 1 and c not in REPEATED)


def _contents(tree: ElementTree.Element) -> Iterator[str]:
    """A cell ends in a paragraph; rows have as many cells as the grid has columns; properties come first."""
    for cell in tree.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            yield "a cell without a paragraph"
    for table in tree.iter(f"{W}tbl"):
        n_columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        yield from (f"{len(row)} cells" for row in table.findall(f"{W}tr") if len(row.findall(f"{W}tc")) != n_columns)
    for tag in ("p", "r", "tbl", "tr", "tc"):
        for node in tree.iter(f"{W}{tag}"):
            if any(child.tag == f"{W}{tag}Pr" for child in list(node)[1:]):
                yield f"{tag}: its properties do not come first"
    body = tree.find(f"{W}body")
    if body is not None and (not len(body) or body[-1].tag != f"{W}sectPr"):
        yield "the body does not end in its section"


def _fields(tree: ElementTree.Element) -> Iterator[str]:
    """Fields that begin end, in the same part."""
    depth = 0
    for node in tree.iter(f"{W}fldChar"):
        depth += FIELD_STEPS.get(str(node.get(f"{W}fldCharType")), 0)
        if depth < 0:
            yield "a field ends that did not begin"
    if depth:
        yield "a field does not end"


def _references(trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    """Styles, lists and places that are named are there."""
    styles = {(s.get(f"{W}type"), s.get(f"{W}styleId")) for s in trees["word/styles.xml"].iter(f"{W}style")}
    numbered = trees.get("word/numbering.xml", ())
    lists = {node.get(f"{W}numId") for node in numbered if node.tag == f"{W}num"}
    for name, tree in trees.items():
        for tag, kind in STYLED.items():
            used = {node.get(f"{W}val") for node in tree.iter(f"{W}{tag}")}
            yield from (f"{name}: no style {style}" for style in used if (kind, style) not in styles)
        used = {node.get(f"{W}val") for node in tree.iter(f"{W}numId")}
        yield from (f"{name}: no list {one}" for one in used.difference(lists))
    for tag in ("basedOn", "next", "link"):
        known = {style for _, style in styles}
        yield from (
            f"no style {node.get(f'{W}val')}"
            for node in trees["word/styles.xml"].iter(f"{W}{tag}")
            if node.get(f"{W}val") not in known
        )
    document = trees["word/document.xml"]
    marks = {node.get(f"{W}name") for node in document.iter(f"{W}bookmarkStart")}
    yield from (
        f"no place {node.get(f'{W}anchor')}"
        for node in document.iter(f"{W}hyperlink")
        if node.get(f"{W}anchor") not in marks
    )


def _ids(document: ElementTree.Element) -> Iterator[str]:
    """Ids and names of bookmarks and of pictures stand once; every bookmark that begins ends; pictures have a text."""
    starts = [node.get(f"{W}id") for node in document.iter(f"{W}bookmarkStart")]
    ends = [node.get(f"{W}id") for node in document.iter(f"{W}bookmarkEnd")]
    names = [node.get(f"{W}name") for node in document.iter(f"{W}bookmarkStart")]
    drawn = [node.get("id") for node in document.iter(f"{WP}docPr")]
    for what, listed in (("bookmark", starts), ("bookmark", names), ("picture", drawn)):
        yield from (f"{what} {one} twice" for one, n in Counter(listed).items() if n > 1)
    if sorted(map(str, starts)) != sorted(map(str, ends)):
        yield "a bookmark does not end"
    yield from ("a picture without a text" for node in document.iter(f"{WP}docPr") if not node.get("descr"))
