//! What passes through the wall, and what does not.

use proptest::prelude::*;

use super::*;

/// Writes down what it is told.
#[derive(Default)]
struct Heard {
    said: Vec<String>,
}

impl RowSink for Heard {
    fn begin(&mut self, head: SheetHead) -> Result<(), Problem> {
        self.said.push(format!("{head:?}"));
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), Problem> {
        self.said.push(format!("{row:?}"));
        Ok(())
    }

    fn left_out(&mut self, reject: Reject) {
        self.said.push(format!("{reject:?}"));
    }

    fn end(&mut self, remarks: Vec<Warning>) -> Result<(), Problem> {
        self.said.push(format!("{remarks:?}"));
        Ok(())
    }
}

fn cell(text: &str, exact: Option<&str>) -> Cell {
    Cell { text: text.into(), exact: exact.map(Into::into) }
}

/// A sheet of everything a reading can tell.
fn tell(sink: &mut dyn RowSink) {
    let area = Area { top: 1, left: 2, bottom: 1_048_575, right: 511 };
    let head = SheetHead {
        name: "sheet".into(),
        hidden: true,
        hidden_rows: vec![0, 300, 1_048_575],
        hidden_columns: vec![511],
        areas: vec![area; 3],
    };
    sink.begin(head).unwrap();
    let cells = vec![(0, cell("a", None)), (511, cell(&"x".repeat(40_000), Some("0.30")))];
    sink.row(Row::new(1_048_575, cells)).unwrap();
    let reason = Reason::new("reason-cell-too-long").with("kib", 64);
    sink.left_out(reject_at("sheet", 7, 3, "value", reason));
    let reason = Reason::new("reason-macros-not-run");
    sink.end(vec![Warning { sheet: "sheet".into(), row: 0, column: 0, reason }]).unwrap();
}

fn written(tell: impl FnOnce(&Encoder<'_>)) -> Vec<u8> {
    let mut bytes: Vec<u8> = Vec::new();
    tell(&Encoder::new(&mut bytes));
    bytes
}

/// What a decoder makes of bytes that come in pieces.
fn heard(bytes: &[u8], piece: usize) -> (Vec<String>, Option<Result<(), Problem>>) {
    let (mut decoder, mut sink) = (Decoder::new(), Heard::default());
    let answer =
        bytes.chunks(piece).find_map(|piece| decoder.take(piece, &mut |_| ControlFlow::Continue(()), &mut sink));
    (sink.said, answer)
}

fn detail(bytes: &[u8]) -> String {
    match heard(bytes, bytes.len().max(1)).1 {
        Some(Err(problem)) if problem.key == "problem-workbook-breaks-reader" => problem.args[0].1.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_told_is_heard_however_it_is_cut() {
    let bytes = written(|encoder| {
        tell(&mut encoder.sink());
        assert!(encoder.progress(Progress { rows: 512, bytes: None }).is_continue());
        encoder.finish(&Ok(())).unwrap();
    });
    let mut direct = Heard::default();
    tell(&mut direct);
    for piece in [1, 7, 4096, bytes.len()] {
        assert_eq!(heard(&bytes, piece), (direct.said.clone(), Some(Ok(()))));
    }
    let refused = Problem::refused("problem-zip-ratio").with("ratio", 200);
    let bytes = written(|encoder| encoder.finish(&Err(refused.clone())).unwrap());
    assert_eq!(heard(&bytes, 1).1, Some(Err(refused)));
}

#[test]
fn an_answer_cut_short_is_no_answer() {
    let bytes = written(|encoder| {
        tell(&mut encoder.sink());
        encoder.finish(&Ok(())).unwrap();
    });
    for length in (0..bytes.len()).step_by(97) {
        assert_eq!(heard(&bytes[..length], bytes.len()).1, None, "{length}");
    }
}

fn record(kind: u8, content: &[u8]) -> Vec<u8> {
    [&[kind][..], &(content.len() as u32).to_le_bytes(), content].concat()
}

#[test]
fn lies_are_heard_as_lies() {
    let begin = written(|encoder| encoder.sink().begin(SheetHead::default()).unwrap());
    let row = |content: &[u8]| detail(&[begin.clone(), record(ROW, content)].concat());
    assert_eq!(detail(&[ROW, 0xff, 0xff, 0xff, 0xff]), "length");
    assert_eq!(detail(&record(9, b"")), "order");
    assert_eq!(detail(&record(ROW, b"\0\0")), "order", "a row outside of a sheet");
    assert_eq!(detail(&[begin.clone(), begin.clone()].concat()), "order");
    assert_eq!(detail(&[begin.clone(), record(DONE, b"")].concat()), "order", "done in the midst of a sheet");
    assert_eq!(row(b"\x80\x80\x40\x01\0\x01a"), "number", "a row below the last");
    assert_eq!(row(b"\xff\xff\xff\xff\xff\xff"), "number");
    assert_eq!(row(b"\0\xff\xff\x7f"), "cells", "more cells than bytes");
    assert_eq!(row(b"\0\x01\x80\x08\x01a"), "number", "a column beyond the last");
    assert_eq!(row(b"\0\x01\0\x05a\0\0"), "cut short");
    assert_eq!(row(b"\0\x01\0\x01\xff"), "text");
    assert_eq!(row(b"\0\x01\0\x01\0"), "cell");
    assert_eq!(row(b"\0\x01\0\x01a!"), "too long");
    assert_eq!(row(b"\0\x01\x01\x01a\0"), "cell", "an exact number of no digits");
    let mut unknown = vec![3];
    put_key(&mut unknown, "problem-of-mine", &[]);
    assert_eq!(detail(&record(PROBLEM, &unknown)), "key");
    let mut unknown = vec![3];
    put_key(&mut unknown, "problem-zip-ratio", &[("of-mine", String::new())]);
    assert_eq!(detail(&record(PROBLEM, &unknown)), "key");
    let mut unavailable = vec![5];
    put_key(&mut unavailable, "problem-zip-ratio", &[]);
    assert_eq!(detail(&record(PROBLEM, &unavailable)), "kind");
    let mut upside_down = vec![0, 0, 0, 0, 1];
    [2, 0, 1, 0].iter().for_each(|number| put(&mut upside_down, *number));
    assert_eq!(detail(&record(BEGIN, &upside_down)), "area");
}

#[test]
fn a_row_longer_than_any_is_left_out_and_too_much_text_is_refused() {
    let long = "x".repeat(CELL_BYTES_MAX);
    let cells: Vec<_> = (0..70).map(|column| (column, cell(&long, None))).collect();
    let bytes = written(|encoder| {
        let mut sink = encoder.sink();
        sink.begin(SheetHead::default()).unwrap();
        sink.row(Row::new(0, cells)).unwrap();
        let row = Row::new(1, (0..60).map(|column| (column, cell(&long, None))).collect());
        let told = (0..).find_map(|_| sink.row(row.clone()).err()).unwrap();
        encoder.finish(&Err(told)).unwrap();
    });
    assert!(bytes.len() < ROWS_BYTES_MAX + ROW_BYTES_MAX);
    struct Count(usize, usize);
    impl RowSink for Count {
        fn begin(&mut self, _: SheetHead) -> Result<(), Problem> {
            Ok(())
        }
        fn row(&mut self, row: Row) -> Result<(), Problem> {
            self.0 += row.cells.len();
            Ok(())
        }
        fn left_out(&mut self, reject: Reject) {
            self.1 += usize::from(reject.reason.key == "reason-row-too-long");
        }
        fn end(&mut self, _: Vec<Warning>) -> Result<(), Problem> {
            Ok(())
        }
    }
    let (mut decoder, mut sink) = (Decoder::new(), Count(0, 0));
    let answer = decoder.take(&bytes, &mut |_| ControlFlow::Continue(()), &mut sink);
    assert_eq!(answer.unwrap().unwrap_err().key, "problem-too-much-text");
    assert_eq!(sink.1, 1);
    assert!(sink.0 * CELL_BYTES_MAX <= ROWS_BYTES_MAX && sink.0 > 60);
}

/// What the reader's rooms can say must be known here, or it would be taken for a lie.
#[test]
fn every_key_and_argument_of_the_reader_is_known() {
    let rooms =
        ["active", "limits", "number_format", "ods", "wall", "wall_records", "workbook", "xls_marks", "xml_scan"];
    // Told by the asking side, or before a reader is started.
    let ours = [
        "problem-html-not-workbook",
        "problem-reader-not-started",
        "problem-workbook-too-heavy",
        "problem-workbook-too-slow",
        "problem-xml-not-workbook",
    ];
    let (mut met, mut named) = (0, 0);
    for room in rooms {
        let path = format!("{}/src/exchange/{room}.rs", env!("CARGO_MANIFEST_DIR"));
        let source = std::fs::read_to_string(path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        let quoted = |start: usize| source[start..].split('"').next().unwrap();
        for (start, _) in source.match_indices("(\"problem-") {
            let key = quoted(start + 2);
            assert!(ours.contains(&key) || PROBLEM_KEYS.contains(&key), "{room}: {key}");
            met += 1;
        }
        for (start, _) in source.match_indices("(\"reason-") {
            assert!(REASON_KEYS.contains(&quoted(start + 2)), "{room}: {}", quoted(start + 2));
            met += 1;
        }
        for (start, _) in source.match_indices(".with(\"") {
            let name = quoted(start + 7);
            assert!(ARGUMENTS.contains(&name) || name == "seconds", "{room}: {name}");
            named += 1;
        }
    }
    assert!(met > 25 && named > 15, "{met} {named}");
    assert!(PROBLEM_KEYS.is_sorted() && REASON_KEYS.is_sorted() && ARGUMENTS.is_sorted());
}

/// A short answer with one of every record.
fn short_answer() -> Vec<u8> {
    written(|encoder| {
        let area = Area { top: 0, left: 0, bottom: 1, right: 2 };
        let mut sink = encoder.sink();
        let head = SheetHead { name: "s".into(), hidden_rows: vec![3], areas: vec![area], ..SheetHead::default() };
        sink.begin(head).unwrap();
        sink.row(Row::new(0, vec![(0, cell("a", None)), (2, cell("0.3", Some("0.30")))])).unwrap();
        sink.row(Row::new(7, vec![(511, cell("\u{4e07}", None))])).unwrap();
        sink.left_out(reject_at("s", 8, 3, "v", Reason::new("reason-cell-too-long").with("kib", 64)));
        assert!(encoder.progress(Progress { rows: 2, bytes: None }).is_continue());
        let reason = Reason::new("reason-macros-not-run");
        sink.end(vec![Warning { sheet: "s".into(), row: 0, column: 0, reason }]).unwrap();
        encoder.finish(&Err(Problem::refused("problem-zip-ratio").with("ratio", 200))).unwrap();
    })
}

/// Holds whatever it is told to what the readers behind it rely on.
#[derive(Default)]
struct Strict {
    open: bool,
    heard: Vec<String>,
}

impl RowSink for Strict {
    fn begin(&mut self, head: SheetHead) -> Result<(), Problem> {
        assert!(!self.open && head.name.len() <= TEXT_MAX);
        assert!(head.areas.iter().all(|area| area.top <= area.bottom && area.left <= area.right));
        self.open = true;
        self.heard.push(format!("{head:?}"));
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), Problem> {
        assert!(self.open && row.index < ROWS_MAX);
        let usable = |(column, cell): &(u16, Cell)| {
            *column < COLUMNS_MAX
                && !cell.text.is_empty()
                && !cell.text.contains('\0')
                && cell.text.len() <= CELL_BYTES_MAX
        };
        assert!(row.cells.iter().all(usable), "{row:?}");
        self.heard.push(format!("{row:?}"));
        Ok(())
    }

    fn left_out(&mut self, reject: Reject) {
        assert!(
            self.open && (1..=ROWS_MAX).contains(&reject.row) && (1..=u32::from(COLUMNS_MAX)).contains(&reject.column)
        );
        assert!(REASON_KEYS.contains(&reject.reason.key) && reject.value.len() <= TEXT_MAX);
        self.heard.push(format!("{reject:?}"));
    }

    fn end(&mut self, remarks: Vec<Warning>) -> Result<(), Problem> {
        assert!(self.open && remarks.iter().all(|remark| REASON_KEYS.contains(&remark.reason.key)));
        self.open = false;
        self.heard.push(format!("{remarks:?}"));
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever a reader says that was taken over: no panic, nothing that is out of bounds gets through, and how the bytes
    /// are cut makes no difference.
    #[test]
    fn a_hostile_reader_gets_nothing_through(
        changes in proptest::collection::vec((0_u8..5, any::<proptest::sample::Index>(), any::<u8>(), 0_usize..12), 1..6),
        piece in 1_usize..40,
    ) {
        let mut bytes = short_answer();
        for (how, at, byte, length) in changes {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            let end = (at + length).min(bytes.len());
            match how {
                0 if at < bytes.len() => bytes[at] = byte,
                1 if at < bytes.len() => bytes[at] ^= 1 << (byte % 8),
                2 => drop(bytes.drain(at..end)),
                3 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
                _ => drop(bytes.splice(at..end, [byte, 0xff, 0x7f])),
            }
        }
        let listened = |piece: usize| {
            let (mut decoder, mut sink) = (Decoder::new(), Strict::default());
            let mut watch = |_| ControlFlow::Continue(());
            let answer = bytes.chunks(piece).find_map(|piece| decoder.take(piece, &mut watch, &mut sink));
            (sink.heard, answer)
        };
        let whole = listened(bytes.len().max(1));
        if let Some(Err(problem)) = &whole.1 {
            prop_assert!(PROBLEM_KEYS.contains(&problem.key), "{:?}", problem);
        }
        prop_assert_eq!(listened(piece), whole);
    }
}
