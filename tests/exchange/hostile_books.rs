//! Workbooks meant to harm (I01-I03 of the fault catalogue), read by the real program behind its wall: with 512 MiB of
//! address space and no more time than it needs, it refuses or reads; it never takes anyone along.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use wenxiao::exchange::{ReadFile, ReadOptions};
use wenxiao::model::problem::{Problem, ProblemKind};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::hostile::{BUDGET, arg, container, sheet_xml, text_cell, workbook};
use crate::hostile_program::Machine;
use crate::pages::{read_with, xlsx, year};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Reads with the program itself as the reader.
pub fn read_behind_the_wall(name: &str, bytes: &[u8]) -> Result<ReadFile, Problem> {
    let reader = Some(PathBuf::from(env!("CARGO_BIN_EXE_wenxiao")));
    read_with(name, bytes, &ReadOptions { reader, ..year(2025) })
}

fn refused(what: &str, bytes: &[u8], keys: &[&str]) -> Problem {
    match read_behind_the_wall("a.xlsx", bytes) {
        Ok(_) => panic!("{what} was read"),
        Err(problem) => {
            assert_eq!(problem.kind, ProblemKind::Refused, "{what}: {problem}");
            assert!(keys.contains(&problem.key), "{what}: {problem}");
            assert_eq!(arg(&problem, "path"), "a.xlsx");
            problem
        }
    }
}

/// The entries of a workbook with other texts in the place of some, or beside them.
fn changed(bytes: &[u8], changes: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries: Vec<(String, String)> = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        entries.push((name, std::io::read_to_string(entry).unwrap()));
    }
    for (name, text) in changes {
        entries.retain(|(known, _)| known != name);
        entries.push(((*name).to_owned(), (*text).to_owned()));
    }
    let entries: Vec<_> = entries.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    container(&entries)
}

/// Digits that do not pack well, so that no bomb is seen in them.
fn noise(seed: u64) -> u64 {
    seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

fn budget_rows() -> String {
    let row = |at: usize, cells: &[&str]| {
        let cells: String = cells
            .iter()
            .enumerate()
            .map(|(column, text)| text_cell(&format!("{}{at}", char::from(b'A' + column as u8)), text))
            .collect();
        format!("<row r=\"{at}\">{cells}</row>")
    };
    row(1, BUDGET[0]) + &*row(2, &["51000024T000000000001", "道路养护", "棠溪镇", "90"])
}

fn names(file: &ReadFile) -> Vec<&str> {
    file.tables.iter().flat_map(|table| &table.batch.forms).map(|(_, form)| form.name.as_str()).collect()
}

fn remarks(file: &ReadFile) -> Vec<&str> {
    file.tables[0].warnings.iter().map(|warning| warning.reason.key).collect()
}

#[test]
fn an_honest_workbook_reads_the_same_behind_the_wall_and_before_it() {
    let bytes = xlsx(&[("清单", BUDGET), ("附件", BUDGET)]);
    let before = read_with("a.xlsx", &bytes, &year(2025)).unwrap();
    let behind = read_behind_the_wall("a.xlsx", &bytes).unwrap();
    assert_eq!(format!("{before:?}"), format!("{behind:?}"));
    assert_eq!(names(&behind).len(), 4);
    for name in ["evaluation.xls", "evaluation.ods"] {
        let bytes = std::fs::read(format!("tests/data/books/{name}")).unwrap();
        let before = read_with(name, &bytes, &year(2025)).unwrap();
        assert_eq!(format!("{before:?}"), format!("{:?}", read_behind_the_wall(name, &bytes).unwrap()), "{name}");
    }
}

#[test]
fn i01_two_far_cells_are_refused_with_their_place() {
    let far = |place: &str| {
        workbook(&sheet_xml(&(budget_rows() + &*format!("<row r=\"1048576\">{}</row>", text_cell(place, "x")))))
    };
    let problem = refused("a cell far to the right", &far("XFD1048576"), &["problem-cell-too-far-right"]);
    assert_eq!((arg(&problem, "sheet"), arg(&problem, "cell")), ("清单".to_owned(), "XFD1048576".to_owned()));
    assert_eq!(
        names(&read_behind_the_wall("a.xlsx", &far("B1048576")).unwrap()),
        ["道路养护", "x"],
        "far down costs nothing"
    );
}

#[test]
fn i01_a_cell_of_a_gigabyte_is_refused_before_it_is_held() {
    let packed =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    for entry in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"] {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let honest = workbook(&sheet_xml(&budget_rows()));
        let mut archive = zip::ZipArchive::new(Cursor::new(honest)).unwrap();
        for index in 0..archive.len() {
            let other = archive.by_index(index).unwrap();
            if other.name().unwrap() != entry {
                zip.raw_copy_file(other).unwrap();
            }
        }
        zip.start_file(entry, packed).unwrap();
        zip.write_all(
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>").as_bytes(),
        )
        .unwrap();
        let piece = vec![b'9'; 16 << 20];
        for _ in 0..64 {
            zip.write_all(&piece).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        refused(entry, &bytes, &["problem-zip-text"]);
    }
}

#[test]
fn i01_a_million_sheets_styles_and_merged_areas_are_refused() {
    let honest = workbook(&sheet_xml(&budget_rows()));
    let million = |piece: &dyn Fn(u64) -> String| (0..1_000_000).map(piece).collect::<String>();
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let sheets = million(&|n| format!("<sheet name=\"{:x}\" sheetId=\"{n}\" r:id=\"r1\"/>", noise(n)));
    let book = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{relations}\"><sheets>{sheets}</sheets></workbook>");
    refused("sheets", &changed(&honest, &[("xl/workbook.xml", &book)]), &["problem-too-many-sheets"]);
    let twice = book
        .replace(&sheets, "<sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"b\" sheetId=\"2\" r:id=\"r1\"/>");
    refused("one part twice", &changed(&honest, &[("xl/workbook.xml", &twice)]), &["problem-sheets-share-part"]);
    let styles = million(&|n| format!("<xf numFmtId=\"{}\"/>", noise(n)));
    let styles = format!("<styleSheet xmlns=\"{MAIN}\"><cellXfs>{styles}</cellXfs></styleSheet>");
    refused("styles", &changed(&honest, &[("xl/styles.xml", &styles)]), &["problem-too-many-styles"]);
    let merges =
        million(&|n| format!("<mergeCell ref=\"A{}:B{}\"/>", noise(n) % 1_000_000 + 1, noise(n) % 1_000_000 + 2));
    let merged =
        sheet_xml(&budget_rows()).replace("</worksheet>", &format!("<mergeCells>{merges}</mergeCells></worksheet>"));
    refused("merged areas", &workbook(&merged), &["problem-too-many-merges"]);
}

#[test]
fn i01_what_a_workbook_says_of_its_size_is_not_believed() {
    let lying = sheet_xml(&budget_rows()).replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>");
    assert_eq!(names(&read_behind_the_wall("a.xlsx", &workbook(&lying)).unwrap()), ["道路养护"]);
    let strings =
        format!("<sst xmlns=\"{MAIN}\" count=\"4000000000\" uniqueCount=\"4000000000\"><si><t>a</t></si></sst>");
    let content = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    let honest = workbook(&sheet_xml(&budget_rows()));
    let book = changed(&honest, &[("xl/sharedStrings.xml", &strings), ("xl/_rels/workbook.xml.rels", content)]);
    if let Err(problem) = read_behind_the_wall("a.xlsx", &book) {
        assert_eq!(problem.key, "problem-workbook-too-heavy", "{problem}");
    }
}

#[test]
fn i01_a_shared_text_counts_as_often_as_it_is_used() {
    let text = "长".repeat(20_000);
    let strings = format!("<sst xmlns=\"{MAIN}\" count=\"1\" uniqueCount=\"1\"><si><t>{text}</t></si></sst>");
    let content = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    let rows: String =
        (1..=60_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let honest = workbook(&sheet_xml(&rows));
    let book = changed(&honest, &[("xl/sharedStrings.xml", &strings), ("xl/_rels/workbook.xml.rels", content)]);
    assert!(book.len() < 1 << 20, "a small file asks for 3.6 GB");
    refused("a text used over and over", &book, &["problem-too-much-text"]);

    // Only the reader behind the wall counts so: the program that people use has one, whoever starts it.
    let machine = Machine::new();
    let path = machine.place("a.xlsx");
    std::fs::write(&path, book).unwrap();
    let output = machine.run(&["import", path.to_str().unwrap(), "--year", "2025"]);
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{talk}");
    assert!(talk.contains("256 MiB") && talk.contains("a.xlsx"), "{talk}");
}

/// A workbook of Excel 97 with so many tabs, which are all the same sheet of these records.
fn xls_of(tabs: usize, records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut put = |kind: u16, data: &[u8]| {
        stream.extend_from_slice(&kind.to_le_bytes());
        stream.extend_from_slice(&(data.len() as u16).to_le_bytes());
        stream.extend_from_slice(data);
    };
    let begin = |kind: u8| [0, 6, kind, 0, 0xbb, 0x0d, 0xcc, 0x07, 0, 0, 0, 0, 6, 0, 0, 0];
    put(0x0809, &begin(5));
    // The sheet begins behind the beginning of 20 bytes, the tabs of 13 and the end of 4.
    let at = (20 + 13 * tabs as u32 + 4).to_le_bytes();
    for tab in 0..tabs {
        put(0x0085, &[&at[..], &[0, 0, 1, 0, b'a' + (tab % 26) as u8]].concat());
    }
    put(0x000a, &[]);
    put(0x0809, &begin(0x10));
    for (kind, data) in records {
        put(*kind, data);
    }
    put(0x000a, &[]);
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    file.create_stream("Workbook").unwrap().write_all(&stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn xls(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    xls_of(1, records)
}

/// The number 1 at a place.
fn number(row: u16, column: u16) -> (u16, Vec<u8>) {
    let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
    (0x0203, [&place[..], &1_f64.to_le_bytes()].concat())
}

/// The extent of a sheet.
fn extent(rows: u32, columns: u16) -> (u16, Vec<u8>) {
    (0x0200, [&[0; 4][..], &rows.to_le_bytes(), &[0, 0], &columns.to_le_bytes(), &[0, 0]].concat())
}

#[test]
fn i01_old_workbooks_with_far_cells_and_lies_are_refused_or_read() {
    let read = |what: &str, records: &[(u16, Vec<u8>)]| {
        let problem = read_behind_the_wall("a.xls", &xls(records)).expect_err(what);
        assert_eq!(problem.kind, ProblemKind::Refused, "{what}: {problem}");
        problem.key
    };
    assert_eq!(read("an honest one", &[extent(1, 1), number(0, 0)]), "problem-no-known-table");
    assert_eq!(read("far cells", &[number(0, 0), number(65_535, 255)]), "problem-cells-scattered");
    assert_eq!(read("a small lie", &[extent(65_536, 20), number(0, 0)]), "problem-no-known-table");
    let key = read("a great lie", &[extent(65_536, 256), number(0, 0)]);
    assert!(
        ["problem-no-known-table", "problem-workbook-too-heavy", "problem-workbook-truncated"].contains(&key),
        "{key}"
    );
    assert_eq!(read("many rows", &(0..60_000).map(|row| number(row, 0)).collect::<Vec<_>>()), "problem-no-known-table");
    let tabs = xls_of(50_000, &[number(0, 0), number(1000, 200)]);
    assert_eq!(read_behind_the_wall("a.xls", &tabs).unwrap_err().key, "problem-sheets-share-part");
}

fn ods(body: &str) -> Vec<u8> {
    let names = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"";
    let content = format!(
        "<office:document-content {names}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    container(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

#[test]
fn i01_repeated_cells_and_rows_of_ods_are_not_unfolded_for_nothing() {
    let cell = |repeat: &str, text: &str| {
        format!("<table:table-cell {repeat} office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let table = |rows: &str| format!("<table:table table:name=\"a\">{rows}</table:table>");
    let key = |what: &str, rows: &str| read_behind_the_wall("a.ods", &ods(&table(rows))).expect_err(what).key;
    let row = |repeat: &str, cells: &str| format!("<table:table-row {repeat}>{cells}</table:table-row>");
    let blank = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
    let tail = row("table:number-rows-repeated=\"1048576\"", blank);
    assert_eq!(key("blanks to the end", &(row("", &cell("", "a")) + &*tail)), "problem-no-known-table");
    let full = row("table:number-rows-repeated=\"1048576\"", &cell("table:number-columns-repeated=\"500\"", "x"));
    assert_eq!(key("a sheet full of x", &full), "problem-too-many-cells");
    let wide = row("", &cell("table:number-columns-repeated=\"4294967295\"", "x"));
    let told = key("a row without end", &wide);
    assert!(["problem-cell-too-far-right", "problem-workbook-truncated"].contains(&told), "{told}");
    let long = "长".repeat(20_000);
    let told = key("a long text everywhere", &row("table:number-rows-repeated=\"60000\"", &cell("", &long)));
    assert_eq!(told, "problem-too-much-text");
}

/// A deflated entry's place in the bytes: its local header and its record in the directory.
fn places(bytes: &[u8], name: &str) -> (usize, usize) {
    let find = |magic: &[u8], offset: usize| {
        (0..bytes.len() - offset - name.len())
            .find(|at| bytes[*at..].starts_with(magic) && bytes[at + offset..].starts_with(name.as_bytes()))
            .unwrap()
    };
    (find(b"PK\x03\x04", 30), find(b"PK\x01\x02", 46))
}

#[test]
fn i02_tricks_with_the_container_are_refused() {
    const SHEET: &str = "xl/worksheets/sheet1.xml";
    let honest = workbook(&sheet_xml(&budget_rows()));
    assert_eq!(names(&read_behind_the_wall("a.xlsx", &honest).unwrap()), ["道路养护"]);
    let (local, central) = places(&honest, SHEET);
    let broken = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = honest.clone();
        change(&mut bytes);
        bytes
    };
    let damaged = ["problem-workbook-truncated"];

    let (other, _) = places(&honest, "xl/workbook.xml");
    let overlapping = broken(&|bytes| bytes[central + 42..central + 46].copy_from_slice(&(other as u32).to_le_bytes()));
    refused("overlapping entries", &overlapping, &["problem-zip-overlap", "problem-workbook-truncated"]);
    let long = broken(&|bytes| {
        let length = u32::from_le_bytes(bytes[central + 20..central + 24].try_into().unwrap()) + 40;
        bytes[central + 20..central + 24].copy_from_slice(&length.to_le_bytes());
    });
    refused("an entry that reaches into the next", &long, &["problem-zip-overlap", "problem-workbook-truncated"]);

    let prepended = [&container(&[("a.txt", "b")])[..], &honest].concat();
    refused("two archives in one file", &prepended, &["problem-zip-overlap"]);
    let script = [b"#!/bin/sh\nexit\n", &honest[..]].concat();
    refused("a program before the archive", &script, &["problem-not-a-workbook"]);

    let crc = broken(&|bytes| {
        bytes[local + 14] ^= 1;
        bytes[central + 16] ^= 1;
    });
    refused("a wrong checksum", &crc, &damaged);
    let encrypted = broken(&|bytes| {
        bytes[local + 6] |= 1;
        bytes[central + 8] |= 1;
    });
    refused("an encrypted entry", &encrypted, &["problem-workbook-encrypted"]);
    let method = broken(&|bytes| {
        bytes[local + 8] = 97;
        bytes[central + 10] = 97;
    });
    refused("an unknown way of packing", &method, &damaged);
    let sizes = broken(&|bytes| bytes[central + 24..central + 28].copy_from_slice(&u32::MAX.to_le_bytes()));
    refused("a length that is said to follow and does not", &sizes, &damaged);
    let link = broken(&|bytes| bytes[central + 38..central + 42].copy_from_slice(&(0o120_777_u32 << 16).to_le_bytes()));
    // Only archives made under Unix have links.
    let link = {
        let mut bytes = link;
        bytes[central + 5] = 3;
        bytes
    };
    refused("a symbolic link", &link, &["problem-zip-entry-name"]);
    for name in ["/xl/worksheets/sheet.xml", "xl/../../../sheet1.x", "C:/xl/worksheets/s1.xml"] {
        let absolute = container(&[(name, "<a/>"), ("xl/workbook.xml", "<a/>")]);
        refused(name, &absolute, &["problem-zip-entry-name"]);
    }

    // The end of a zip64 archive, which says whatever it likes.
    let end = honest.len() - 22;
    let mut giant = honest[..end].to_vec();
    let directory = giant.len() as u64;
    giant.extend_from_slice(b"PK\x06\x06");
    giant.extend_from_slice(&44_u64.to_le_bytes());
    giant.extend_from_slice(&[45, 3, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [u64::MAX / 64, u64::MAX / 64, 1 << 40, 1] {
        giant.extend_from_slice(&number.to_le_bytes());
    }
    giant.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    giant.extend_from_slice(&directory.to_le_bytes());
    giant.extend_from_slice(&[1, 0, 0, 0]);
    giant.extend_from_slice(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0");
    refused("a zip64 directory of lies", &giant, &["problem-workbook-truncated", "problem-zip-entries"]);
}

#[test]
fn i03_entities_are_refused_wherever_they_are_declared() {
    let honest = workbook(&sheet_xml(&budget_rows()));
    let outside = r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:1/">]>"#;
    let laughs = r#"<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"#;
    for declared in [outside, laughs] {
        for entry in
            ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"]
        {
            let text = format!("<?xml version=\"1.0\"?>{declared}<sst xmlns=\"{MAIN}\"><si><t>&x;&b;</t></si></sst>");
            let problem = refused(entry, &changed(&honest, &[(entry, &text)]), &["problem-xml-entities"]);
            assert_eq!(arg(&problem, "entry"), entry);
        }
        let text = format!("{declared}<a/>");
        let ods = changed(&ods(""), &[("content.xml", &text)]);
        assert_eq!(read_behind_the_wall("a.ods", &ods).unwrap_err().key, "problem-xml-entities");
    }
}

#[test]
fn i03_deep_nesting_is_refused_before_any_library_goes_down_it() {
    let honest = workbook(&sheet_xml(&budget_rows()));
    let deep = "<a>".repeat(100_000) + &*"</a>".repeat(100_000);
    for entry in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/theme/theme1.xml"] {
        let problem = refused(entry, &changed(&honest, &[(entry, &deep)]), &["problem-xml-nesting"]);
        assert_eq!(arg(&problem, "depth"), "256");
    }
    assert_eq!(read_behind_the_wall("a.ods", &ods(&deep)).unwrap_err().key, "problem-xml-nesting");
}

#[test]
fn i03_macros_links_and_calls_are_remarked_and_nothing_of_them_is_done() {
    let honest = workbook(&sheet_xml(&budget_rows()));
    let read = |changes: &[(&str, &str)]| {
        let file = read_behind_the_wall("a.xlsm", &changed(&honest, changes)).unwrap();
        assert_eq!(names(&file), ["道路养护"]);
        remarks(&file).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(read(&[]), [] as [&str; 0]);
    assert_eq!(read(&[("xl/vbaProject.bin", "Attribute VB_Name = \"Auto_Open\"")]), ["reason-macros-not-run"]);
    assert_eq!(read(&[("xl/macrosheets/sheet1.xml", "<a/>")]), ["reason-macros-not-run"]);
    let link = r#"<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>"#;
    assert_eq!(read(&[("xl/externalLinks/externalLink1.xml", link)]), ["reason-links-not-followed"]);
    assert_eq!(
        read(&[("xl/connections.xml", "<connections/>"), ("XL/VBAPROJECT.BIN", "x")]),
        ["reason-macros-not-run", "reason-links-not-followed"]
    );

    // A formula that would start a program shows what is stored beside it.
    let call = sheet_xml(
        &budget_rows()
            .replace(&text_cell("B2", "道路养护"), r#"<c r="B2" t="str"><f>cmd|'/c calc'!A0</f><v>道路养护</v></c>"#),
    );
    assert_eq!(names(&read_behind_the_wall("a.xlsx", &workbook(&call)).unwrap()), ["道路养护"]);
}
