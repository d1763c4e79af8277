//! Papers for people outside: the page as it stands, and nothing from outside that becomes markup or a formula.

use std::io::Read as _;

use wenxiao::exchange::papers::write_paper;
use wenxiao::model::paper::{Cell, Chart, Column, Paper, Section};

fn paper(name: &str) -> Paper {
    let column = |heading: &str| Column { heading: heading.to_owned(), width: 12 };
    let row = |name: &str, points: &str| vec![Cell::text(name), Cell::Number(points.parse().unwrap())];
    Paper {
        language: "zh-CN",
        title: "抽查结果".to_owned(),
        lines: vec!["第一行\n第二行".to_owned()],
        sections: vec![
            Section {
                title: "各部门".to_owned(),
                lines: vec!["随机部分".to_owned()],
                columns: vec![column("部门"), column("虚高")],
                rows: vec![row(name, "4.50"), row("教育局", "-1.00"), row("档案馆", "0.00")],
                chart: Some(Chart { title: "虚高".to_owned(), names: 0, values: vec![1] }),
            },
            Section { title: "没有表".to_owned(), lines: vec!["无".to_owned()], ..Section::default() },
        ],
    }
}

fn written(name: &str, paper: &Paper) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    assert_eq!(write_paper(&path, paper, false, &mut || Ok(())).unwrap().rows, 3);
    std::fs::read(&path).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_page_with_bars_looks_so() {
    insta::assert_snapshot!(String::from_utf8(written("a.html", &paper("住建局"))).unwrap());
}

#[test]
fn nothing_from_outside_becomes_markup_or_a_formula() {
    let evil = "=1+1</w:t><script>&\u{202e}\u{1b}[31m\u{fffe}";
    let paper = paper(evil);
    let page = String::from_utf8(written("a.html", &paper)).unwrap();
    let document = written("a.docx", &paper);
    let (body, chart) = (part(&document, "word/document.xml"), part(&document, "word/charts/chart1.xml"));
    for text in [&page, &body, &chart] {
        assert!(text.contains("=1+1&lt;/w:t&gt;&lt;script&gt;&amp;\u{fffd}\u{fffd}[31m\u{fffd}"), "{text}");
        assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{fffe}']) && !text.contains("<script"), "{text}");
    }
    let book = written("a.xlsx", &paper);
    assert!(!part(&book, "xl/worksheets/sheet1.xml").contains("<f>"));
    assert!(part(&book, "xl/sharedStrings.xml").contains("=1+1&lt;/w:t&gt;"), "it is text");
    assert!(part(&book, "xl/charts/chart1.xml").contains("barChart"));
}

#[test]
fn the_same_paper_is_the_same_file() {
    for name in ["a.xlsx", "a.docx", "a.html"] {
        assert_eq!(written(name, &paper("住建局")), written(name, &paper("住建局")), "{name}");
    }
}
