//! Delimited text meant to break a reader (I04), and texts at the edges of what is allowed (I10).

use encoding_rs::GB18030;
use wenxiao::exchange::{ReadFile, ReadOptions};
use wenxiao::model::event::MAX_TEXT;
use wenxiao::model::problem::{Problem, ProblemKind};

use crate::hostile::{arg, sheet_xml, text_cell, workbook};
use crate::hostile_books::read_behind_the_wall;
use crate::hostile_program::Machine;
use crate::pages::{read_with, year};

const HEAD: &str = "项目代码,项目名称,单位名称\n";

fn read(bytes: &[u8]) -> ReadFile {
    read_with("a.csv", bytes, &year(2025)).unwrap_or_else(|problem| panic!("{problem}"))
}

fn refused(bytes: &[u8]) -> Problem {
    let problem = read_with("a.csv", bytes, &year(2025)).expect_err("it was read");
    assert_eq!(problem.kind, ProblemKind::Refused);
    problem
}

fn names(file: &ReadFile) -> Vec<&str> {
    file.tables.iter().flat_map(|table| &table.batch.forms).map(|(_, form)| form.name.as_str()).collect()
}

/// A character of two bytes and one of four lie across every edge a buffer may have.
#[test]
fn i04_no_character_is_broken_at_the_edge_of_a_buffer() {
    let name = "养𠀀路".repeat(20);
    for (encoding, edge) in [(GB18030, 4096), (GB18030, 65_536), (encoding_rs::UTF_8, 65_536)] {
        for shift in 0..8 {
            let mut text = HEAD.to_owned();
            let mut row = 0;
            while text.len() < edge + edge / 2 {
                text.push_str(&format!("{row},{name},{}\n", "x".repeat(shift)));
                row += 1;
            }
            let file = read(&encoding.encode(&text).0);
            let read = names(&file);
            assert_eq!(read.len(), row, "{edge} {shift}");
            assert!(read.iter().all(|read| *read == name), "{edge} {shift}");
        }
    }
}

#[test]
fn i04_half_a_character_at_the_end_is_told_by_its_place() {
    let text = format!("{HEAD}1,道路养护,棠溪镇\n2,水库");
    for (encoding, cut, name) in
        [(GB18030, 1, "GB18030"), (encoding_rs::UTF_8, 1, "UTF-8"), (encoding_rs::UTF_8, 2, "UTF-8")]
    {
        let mut bytes = encoding.encode(&text).0.into_owned();
        bytes.truncate(bytes.len() - cut);
        let problem = refused(&bytes);
        assert_eq!((problem.key, arg(&problem, "row").as_str()), ("problem-encoding-broken", "3"), "{problem}");
        assert_eq!(arg(&problem, "encoding"), name);
    }
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    wide.push(b'x');
    assert_eq!(refused(&wide).key, "problem-encoding-broken");
    let mut lone = vec![0xff, 0xfe];
    lone.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    lone.extend([0x00, 0xd8, b'\n', 0]);
    assert_eq!(refused(&lone).key, "problem-encoding-broken", "half of a pair");
}

#[test]
fn i04_two_encodings_in_one_file_are_told_and_never_guessed_over() {
    let first = format!("{HEAD}1,道路养护,棠溪镇\n");
    let second = "2,水库维修加固工程项目资金,青山县水利局\n";
    let mostly_utf8 = [first.as_bytes().repeat(20), GB18030.encode(second).0.into_owned()].concat();
    let problem = refused(&mostly_utf8);
    assert_eq!((problem.key, arg(&problem, "encoding").as_str()), ("problem-encoding-broken", "UTF-8"), "{problem}");
    assert_eq!(arg(&problem, "row"), "41");
    // The other way round the first byte that GB18030 does not know is told, if there is one; nothing is replaced.
    let mostly_gb = [GB18030.encode(&first).0.repeat(20), second.as_bytes().to_vec()].concat();
    match read_with("a.csv", &mostly_gb, &year(2025)) {
        Err(problem) => assert_eq!(problem.key, "problem-encoding-broken"),
        Ok(file) => assert!(names(&file).iter().all(|name| !name.contains('\u{fffd}'))),
    }
}

#[test]
fn i04_utf16_is_read_with_and_without_its_mark() {
    let text = format!("{HEAD}1,道路养护,棠溪镇\n");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [[&[0xff, 0xfe][..], &little].concat(), [&[0xfe, 0xff][..], &big].concat(), little, big] {
        assert_eq!(names(&read(&bytes)), ["道路养护"]);
    }
}

#[test]
fn i04_lines_end_as_every_system_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("{HEAD}1,道路养护,棠溪镇\n\n2,\"水库\n维修\",棠溪镇\n").replace('\n', end);
        let file = read(text.as_bytes());
        let rows: Vec<u32> = file.tables[0].batch.forms.iter().map(|(place, _)| place.row).collect();
        assert_eq!(rows, [2, 4], "{end:?}");
    }
}

#[test]
fn i04_a_quote_that_is_never_closed_is_told_where_it_opens() {
    let text = format!("{HEAD}1,道路养护,棠溪镇\n2,\"水库维修,棠溪镇\n{}", "3,桥梁,棠溪镇\n".repeat(1000));
    let problem = refused(text.as_bytes());
    assert_eq!((problem.key, arg(&problem, "row").as_str()), ("problem-csv-quote", "3"));
}

/// With 640 MiB of address space for everything, and no time limit but patience: a line without end is refused.
#[cfg(target_os = "linux")]
#[test]
fn i04_a_line_of_a_gigabyte_is_refused_in_little_memory() {
    let machine = Machine::new();
    let zeros = machine.place("zeros.csv");
    std::fs::File::create(&zeros).unwrap().set_len(1 << 30).unwrap();
    let line = machine.place("line.csv");
    std::fs::write(&line, format!("{HEAD}1,{},棠溪镇\n", "9".repeat(60 << 20))).unwrap();
    let wide = machine.place("wide.csv");
    std::fs::write(&wide, format!("{HEAD}1,{}\n", "9,".repeat(30 << 20))).unwrap();
    for path in [&zeros, &line, &wide] {
        let output = machine.within(640 << 10, &["import", path.to_str().unwrap(), "--year", "2025"]);
        let talk = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{}: {talk}", path.display());
        assert!(talk.contains(".csv"), "{talk}");
    }
    assert_eq!(machine.run(&["list", "projects"]).status.code(), Some(3), "no database was made");
}

#[test]
fn i10_a_cell_may_have_64_kib_and_not_a_byte_more() {
    let most = 64 << 10;
    for (length, taken) in [(most - 1, true), (most, true), (most + 1, false)] {
        let text = "x".repeat(length);
        let csv = read(format!("{HEAD}1,{text},棠溪镇\n2,水库,棠溪镇\n").as_bytes());
        let cells = |row: u32, texts: [&str; 3]| {
            let cell = |(at, text): (usize, &str)| text_cell(&format!("{}{row}", ["A", "B", "C"][at]), text);
            let cells: String = texts.into_iter().enumerate().map(cell).collect();
            format!("<row r=\"{row}\">{cells}</row>")
        };
        let rows = cells(1, ["项目代码", "项目名称", "单位名称"])
            + &*cells(2, ["1", &text, "棠溪镇"])
            + &*cells(3, ["2", "水库", "棠溪镇"]);
        let xlsx = read_behind_the_wall("a.xlsx", &workbook(&sheet_xml(&rows))).unwrap();
        for file in [csv, xlsx] {
            if taken {
                assert_eq!(names(&file), [text.as_str(), "水库"], "{length}: whole");
                assert_eq!(file.tables[0].rejects, []);
            } else {
                assert_eq!(names(&file), ["水库"], "{length}");
                let reject = &file.tables[0].rejects[0];
                assert_eq!((reject.row, reject.reason.key), (2, "reason-cell-too-long"), "{length}");
            }
        }
    }
}

#[test]
fn i10_the_last_column_row_and_byte_that_are_allowed() {
    let wide = |columns: usize| format!("{HEAD}1,道路养护,棠溪镇{}x\n", ",".repeat(columns - 3));
    assert_eq!(names(&read(wide(512).as_bytes())), ["道路养护"]);
    assert_eq!(refused(wide(513).as_bytes()).key, "problem-csv-columns");

    let most = wenxiao::exchange::limits::FILE_BYTES_MAX;
    let folder = tempfile::tempdir().unwrap();
    for (length, key) in [(most, "problem-workbook-truncated"), (most + 1, "problem-file-too-large")] {
        let path = folder.path().join("a.xlsx");
        std::fs::write(&path, b"PK\x03\x04").unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_len(length).unwrap();
        let problem =
            wenxiao::exchange::read_file(&path, &ReadOptions::default(), &mut |_| std::ops::ControlFlow::Continue(()))
                .unwrap_err();
        assert_eq!(problem.key, key, "{length}");
    }
}

#[test]
fn i10_a_text_of_64_kib_is_stored_whole_and_one_byte_more_is_told() {
    let machine = Machine::with_a_target();
    let add = |text: &str| {
        let line = serde_json::json!({ "project": Machine::PROJECT, "category": "C07", "text": text });
        let path = machine.place("opinions.jsonl");
        std::fs::write(&path, format!("{line}\n")).unwrap();
        machine.run(&["opinion", "add", "--from", path.to_str().unwrap(), "--json"])
    };
    let whole = "字".repeat(MAX_TEXT / 3) + "x";
    assert_eq!(whole.len(), MAX_TEXT);
    let output = add(&whole);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = machine.json(&["list", "opinions"]);
    assert_eq!(listed[0]["text"].as_str().map(str::len), Some(MAX_TEXT), "nothing is cut");
    for length in [MAX_TEXT + 1, 256 << 10, (256 << 10) + 1, 10 << 20] {
        let output = add(&"x".repeat(length));
        assert!(matches!(output.status.code(), Some(2 | 3)), "{length}");
        assert!(!output.stderr.is_empty(), "{length}");
    }
    assert_eq!(machine.json(&["list", "opinions"]).as_array().map(Vec::len), Some(1), "nothing else was stored");
}
