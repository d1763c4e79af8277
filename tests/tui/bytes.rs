//! What a key costs on the line, in bytes and writes.

use std::io::{self, Write};

use wenxiao::text::Language;
use wenxiao::tui::paint::Painter;

use crate::support::fake::World;
use crate::support::script::Script;

#[derive(Default)]
struct Line {
    bytes: usize,
    writes: usize,
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len();
        self.writes += 1;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Terminal {
    script: Script,
    painter: Painter<Line>,
}

impl Terminal {
    fn new(keys: &str, size: (u16, u16)) -> Terminal {
        let mut script = Script::on(World::large(200), size, Language::ZhCn);
        script.press(keys);
        let mut terminal = Terminal { script, painter: Painter::new(Line::default()) };
        terminal.press("");
        terminal
    }

    /// Bytes and writes of the frame after these keys.
    fn press(&mut self, keys: &str) -> (usize, usize) {
        self.script.press(keys);
        let (buffer, caret) = self.script.player.frame();
        *self.painter.writer() = Line::default();
        self.painter.paint(&buffer, caret).unwrap();
        let line = self.painter.writer();
        (line.bytes, line.writes)
    }
}

#[test]
fn a_frame_is_one_write_and_an_unchanged_one_is_none() {
    let mut terminal = Terminal::new("<f4>", (80, 24));
    assert_eq!(terminal.press("<down>").1, 1);
    assert_eq!(terminal.press(""), (0, 0), "idle");
    terminal.press("<home>");
    assert_eq!(terminal.press("<up>"), (0, 0), "a key that changes nothing");
}

#[test]
fn moving_the_mark_is_cheap_and_turning_the_page_is_bounded() {
    for (size, step, page) in [((80, 24), 200, 4_000), ((120, 40), 400, 8_000)] {
        let mut terminal = Terminal::new("<f4>", size);
        let mut costs: Vec<usize> = (0..8).map(|_| terminal.press("<down>").0).collect();
        costs.sort_unstable();
        assert!(costs[4] <= step, "{costs:?} bytes a step at {size:?}");
        let (bytes, writes) = terminal.press("<pagedown>");
        assert!(bytes <= page && writes == 1, "{bytes} bytes a page at {size:?}");
    }
}

#[test]
fn a_decision_and_the_next_row_cost_little() {
    let mut terminal = Terminal::new("<f4><enter>", (80, 24));
    let (bytes, writes) = terminal.press("<space>");
    assert!(bytes <= 700 && writes == 1, "{bytes}");
}

#[test]
fn a_full_frame_of_han_stays_small() {
    let mut terminal = Terminal::new("<f4>", (120, 40));
    terminal.painter.forget();
    let (bytes, _) = terminal.press("");
    assert!(bytes <= 16_000, "{bytes}");
}
