//! Counts what the reader does, so that tests can hold it to work in proportion to the text without a clock.

use std::cell::Cell;

thread_local! {
    static DONE: Cell<u64> = const { Cell::new(0) };
}

/// One look at a character or into a list of words.
pub(super) fn count() {
    DONE.set(DONE.get() + 1);
}

fn work(read: impl FnOnce()) -> u64 {
    let before = DONE.get();
    read();
    DONE.get() - before
}

/// Cells made to keep a careless reader busy: four times the text may take at most four times the work, and some.
#[test]
fn reading_takes_work_in_proportion_to_the_text() {
    const SMALL: usize = 256;
    for seed in [
        "9",
        "9,",
        "1,111",
        "1 111",
        "1.",
        "1.1",
        "1-",
        "1~",
        "1:",
        "1/",
        "(",
        "1(",
        "()",
        "(1",
        "X",
        "X\u{7532}",
        "*\u{7532}",
        "*.",
        "1%",
        "%",
        "\u{5143}/",
        "1\u{5143}/(\u{4eba}\u{b7}",
        "\u{6bcf}\u{5e74}",
        "\u{6bcf}\u{6708}",
        "1\u{6708}-",
        "2021-",
        "2021\u{5e74}1\u{6708}-",
        "\u{2265}",
        "\u{2265}5",
        "\u{8fbe}\u{6210}",
        "\u{672a}\u{5168}\u{90e8}",
        "\u{5343}\u{767e}",
        "\u{4e00}\u{767e}",
        "\u{534a}",
        "\u{6307}\u{6807}",
        "1\u{3001}",
        "e",
        "1e",
        "\u{63a7}\u{5236}\u{5728}",
        "\u{767e}\u{5206}\u{4e4b}",
        "\u{4e0d}",
        "\u{4e0d}\u{4f4e}\u{4e8e}",
        "\u{4ee5}\u{4e0a}",
        "1\u{4ee5}\u{4e0a}",
        "1\u{4e2a}",
        "\u{4e07}\u{4e07}",
        "1\u{7532}",
        "\u{7b2c}",
        "?",
        "1?",
        ";1",
        "a1",
        "-",
        "1--",
        "\u{81f3}1",
        "+",
        "1+",
    ] {
        let of = |length: usize| -> String { seed.chars().cycle().take(length).collect() };
        let shapes: [fn(String) -> (String, String); 4] = [
            |text| (text, String::new()),
            |text| (format!("{text}\u{7532}"), String::new()),
            |text| (format!("\u{2265}5{text}\u{4e2a}"), String::new()),
            |text| ("5".to_owned(), text),
        ];
        for shape in shapes {
            let measure = |length: usize| {
                let (cell, unit) = shape(of(length));
                work(|| {
                    let _ = super::explain(&cell, None, Some(&unit));
                    let value = super::read(&cell, Some(&unit), Some(&unit));
                    let _ = super::convert::compare(&value, &value);
                })
            };
            let (small, large) = (measure(SMALL), measure(4 * SMALL));
            assert!(large <= 4 * small + 2000, "{seed}: {small} looks became {large} with four times the text");
            assert!(large <= 120 * 4 * SMALL as u64, "{seed}: {large} looks");
        }
    }
}
