"""Reads a written opinions sheet with nothing but Python's standard library, as another program would.

Prints one JSON value: the sheet's name, its rows as texts, the number of formulas and of links to elsewhere, and
whether every cell that looks like a formula carries the mark "text, whatever it looks like" (quote prefix).
"""

import json
import sys
import xml.etree.ElementTree as ET
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def text(element):
    return "".join(part.text or "" for part in element.iter(MAIN + "t"))


def main(path):
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None, "a part is damaged"
        names = book.namelist()
        strings = [text(item) for item in ET.fromstring(book.read("xl/sharedStrings.xml")).iter(MAIN + "si")]
        styles = ET.fromstring(book.read("xl/styles.xml"))
        quoted = [form.get("quotePrefix") == "1" for form in styles.find(MAIN + "cellXfs")]
        sheets = [sheet.get("name") for sheet in ET.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows, inert = [], True
    for row in sheet.iter(MAIN + "row"):
        cells = []
        for cell in row.iter(MAIN + "c"):
            value = cell.find(MAIN + "v")
            assert cell.get("t") == "s", "every cell is a text"
            cells.append(strings[int(value.text)])
            if cells[-1].lstrip().startswith(("=", "+", "-", "@")):
                inert = inert and quoted[int(cell.get("s", "0"))]
        rows.append(cells)
    print(
        json.dumps(
            {
                "sheets": sheets,
                "rows": rows,
                "formulas": sum(1 for _ in sheet.iter(MAIN + "f")),
                "links": sum("externalLink" in name for name in names),
                "inert": inert,
            },
            ensure_ascii=False,
        )
    )


main(sys.argv[1])
