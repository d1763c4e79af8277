//! What the terminal can do, told from its environment: pure, values in, values out.
//!
//! Terminals are asked nothing here. Only what a terminal understands, or is known to ignore, is sent to it: a Linux
//! console and a VT220 have no second screen, announce no paste and do not hold frames back, and the one shows sixteen
//! colours, the other none. Where the environment says nothing the plainest modern terminal is assumed. Deliberately
//! absent: terminfo, which is missing or wrong where it would matter (SSH to an old machine), and what was measured.

use ratatui::style::Color;

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colours {
    /// None: bold, underlined and reversed are all there is.
    None,
    /// The sixteen that the person chose in their terminal.
    Sixteen,
    /// A fixed cube and greys besides.
    Many,
    /// Any.
    All,
}

impl Colours {
    /// Locale key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Colours::None => "terminal-colours-none",
            Colours::Sixteen => "terminal-colours-sixteen",
            Colours::Many => "terminal-colours-many",
            Colours::All => "terminal-colours-all",
        }
    }

    /// The nearest colour that there is.
    pub fn nearest(self, colour: Color) -> Color {
        match (self, colour) {
            (Colours::None, _) => Color::Reset,
            (Colours::Many, Color::Rgb(r, g, b)) => Color::Indexed(cube(r, g, b)),
            (Colours::Sixteen, Color::Rgb(r, g, b)) => sixteen((r, g, b)),
            (Colours::Sixteen, Color::Indexed(index)) => sixteen(indexed(index)),
            _ => colour,
        }
    }
}

/// A program between us and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Nothing that is known of.
    Nobody,
    /// tmux: takes the clipboard itself, if it is told to.
    Tmux,
    /// GNU screen: hands on what is wrapped for it.
    Screen,
}

/// What a terminal can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ability {
    /// Its name, as the environment has it; empty when it has none.
    pub term: String,
    /// It can be drawn on at all.
    pub draws: bool,
    /// Colours.
    pub colours: Colours,
    /// There is a second screen; what was on the first comes back.
    pub second_screen: bool,
    /// Announces pasted text.
    pub paste: bool,
    /// Shows a frame at one go.
    pub frames: bool,
    /// Takes text for the clipboard.
    pub clipboard: bool,
    /// What is in between.
    pub between: Between,
    /// Characters of ambiguous width are likely to take two cells, as far as nobody measured.
    pub chinese: bool,
}

impl Default for Ability {
    /// The plainest modern terminal.
    fn default() -> Ability {
        Ability::of(&|name| (name == "TERM").then(|| "xterm-256color".to_owned()))
    }
}

impl Ability {
    /// Told from variables of the environment; those that are empty count as absent.
    pub fn of(variable: &dyn Fn(&str) -> Option<String>) -> Ability {
        let get = |name: &str| variable(name).filter(|value| !value.is_empty());
        // On Windows no variable names the terminal, and it can do everything.
        let term = get("TERM").unwrap_or_else(|| if cfg!(windows) { "windows".to_owned() } else { String::new() });
        let family = |names: &[&str]| names.iter().any(|name| term == *name || term.starts_with(&format!("{name}-")));
        let between = if get("TMUX").is_some() || family(&["tmux"]) {
            Between::Tmux
        } else if get("STY").is_some() || family(&["screen"]) {
            Between::Screen
        } else {
            Between::Nobody
        };
        let console = family(&["linux", "con80x25", "cons25"]);
        let paper = term.starts_with("vt") && term[2..].starts_with(|c: char| c.is_ascii_digit());
        let draws = !matches!(term.as_str(), "dumb" | "unknown" | "network");
        let modern = draws && !console && !paper;
        let any = get("COLORTERM").is_some_and(|value| matches!(value.as_str(), "truecolor" | "24bit"));
        let colours = if paper || !draws || term.ends_with("-m") || term.ends_with("-mono") {
            Colours::None
        } else if console {
            Colours::Sixteen
        } else if term == "windows" || term.ends_with("-direct") || (any && between != Between::Screen) {
            Colours::All
        } else if any || term.contains("256color") {
            Colours::Many
        } else {
            Colours::Sixteen
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| get(name)).unwrap_or_default();
        Ability {
            draws,
            colours,
            second_screen: modern,
            paste: modern,
            frames: modern,
            clipboard: modern,
            between,
            chinese: ["zh", "ja", "ko"].iter().any(|language| locale.starts_with(language)),
            term,
        }
    }

    /// What to send so that the terminal puts a text on the clipboard (OSC 52, `sequence`). GNU screen hands on only
    /// what is wrapped for it, in pieces.
    pub fn wrap_clipboard(&self, sequence: &str) -> String {
        const PIECE: usize = 700;
        if self.between != Between::Screen {
            return sequence.to_owned();
        }
        // The sequence is ASCII; what is not would be no sequence of ours.
        let bytes: Vec<char> = sequence.chars().collect();
        bytes.chunks(PIECE).map(|piece| format!("\x1bP{}\x1b\\", piece.iter().collect::<String>())).collect()
    }
}

/// The sixteen as most terminals show them.
const SIXTEEN: [(Color, (u8, u8, u8)); 16] = [
    (Color::Black, (0, 0, 0)),
    (Color::Red, (205, 0, 0)),
    (Color::Green, (0, 205, 0)),
    (Color::Yellow, (205, 205, 0)),
    (Color::Blue, (0, 0, 238)),
    (Color::Magenta, (205, 0, 205)),
    (Color::Cyan, (0, 205, 205)),
    (Color::Gray, (229, 229, 229)),
    (Color::DarkGray, (127, 127, 127)),
    (Color::LightRed, (255, 0, 0)),
    (Color::LightGreen, (0, 255, 0)),
    (Color::LightYellow, (255, 255, 0)),
    (Color::LightBlue, (92, 92, 255)),
    (Color::LightMagenta, (255, 0, 255)),
    (Color::LightCyan, (0, 255, 255)),
    (Color::White, (255, 255, 255)),
];

/// Red, green and blue of a colour, as xterm shows it; nothing for the terminal's own.
pub fn rgb(colour: Color) -> Option<(u8, u8, u8)> {
    match colour {
        Color::Reset => None,
        Color::Rgb(r, g, b) => Some((r, g, b)),
        Color::Indexed(index) => Some(indexed(index)),
        named => SIXTEEN.iter().find(|(colour, _)| *colour == named).map(|(_, rgb)| *rgb),
    }
}

const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn indexed(index: u8) -> (u8, u8, u8) {
    match index {
        0..16 => SIXTEEN[usize::from(index)].1,
        16..232 => {
            let at = index - 16;
            let step = |number: u8| STEPS[usize::from(number % 6)];
            (step(at / 36), step(at / 6), step(at))
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

fn far(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}

/// The nearest of the 240 fixed colours.
fn cube(r: u8, g: u8, b: u8) -> u8 {
    (16..=255).min_by_key(|index| far(indexed(*index), (r, g, b))).unwrap_or(16)
}

/// The nearest of the sixteen; blue, which is hard to read on black, only for what is blue.
fn sixteen(wanted: (u8, u8, u8)) -> Color {
    SIXTEEN.iter().min_by_key(|(_, rgb)| far(*rgb, wanted)).map_or(Color::Reset, |(colour, _)| *colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Ability {
        Ability::of(&|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn each_terminal_gets_what_it_understands() {
        let told = |variables: &[(&str, &str)]| {
            let ability = of(variables);
            (ability.colours, ability.second_screen, ability.paste, ability.frames, ability.between)
        };
        use Between::{Nobody, Screen, Tmux};
        assert_eq!(told(&[("TERM", "xterm-256color")]), (Colours::Many, true, true, true, Nobody));
        assert_eq!(told(&[("TERM", "xterm")]), (Colours::Sixteen, true, true, true, Nobody));
        assert_eq!(told(&[("TERM", "putty")]), (Colours::Sixteen, true, true, true, Nobody));
        assert_eq!(
            told(&[("TERM", "linux"), ("COLORTERM", "truecolor")]),
            (Colours::Sixteen, false, false, false, Nobody)
        );
        assert_eq!(told(&[("TERM", "vt220")]), (Colours::None, false, false, false, Nobody));
        assert_eq!(told(&[("TERM", "vt100-nav")]), (Colours::None, false, false, false, Nobody));
        assert_eq!(told(&[("TERM", "vte-256color")]), (Colours::Many, true, true, true, Nobody));
        assert_eq!(told(&[("TERM", "tmux-256color")]), (Colours::Many, true, true, true, Tmux));
        assert_eq!(told(&[("TERM", "screen"), ("TMUX", "/tmp/x,1,0")]), (Colours::Sixteen, true, true, true, Tmux));
        assert_eq!(told(&[("TERM", "screen.xterm-256color"), ("STY", "1.x")]).4, Screen);
        let kept = told(&[("TERM", "screen-256color"), ("COLORTERM", "truecolor")]);
        assert_eq!(kept, (Colours::Many, true, true, true, Screen), "it takes no colours by three numbers");
        assert_eq!(told(&[("TERM", "xterm"), ("COLORTERM", "24bit")]).0, Colours::All);
        assert!(!of(&[("TERM", "dumb")]).draws);
        assert!(of(&[]).draws, "nothing said is no reason to refuse");
        assert!(of(&[("LANG", "zh_CN.UTF-8")]).chinese);
        assert!(!of(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C.UTF-8")]).chinese);
    }

    #[test]
    fn colours_come_down_to_what_there_is() {
        assert_eq!(Colours::All.nearest(Color::Rgb(1, 2, 3)), Color::Rgb(1, 2, 3));
        assert_eq!(Colours::Many.nearest(Color::Rgb(255, 0, 0)), Color::Indexed(196));
        assert_eq!(Colours::Many.nearest(Color::Rgb(128, 128, 128)), Color::Indexed(244));
        assert_eq!(Colours::Sixteen.nearest(Color::Rgb(250, 250, 10)), Color::LightYellow);
        assert_eq!(Colours::Sixteen.nearest(Color::Indexed(16)), Color::Black);
        assert_eq!(Colours::Sixteen.nearest(Color::Cyan), Color::Cyan);
        assert_eq!(Colours::None.nearest(Color::Cyan), Color::Reset);
    }

    #[test]
    fn the_clipboard_goes_through_screen_in_pieces() {
        let sequence = format!("\x1b]52;c;{}\x07", "A".repeat(2000));
        assert_eq!(of(&[("TERM", "xterm")]).wrap_clipboard(&sequence), sequence);
        let wrapped = of(&[("TERM", "screen")]).wrap_clipboard(&sequence);
        let inner: String = wrapped.split("\x1bP").map(|piece| piece.trim_end_matches("\x1b\\")).collect();
        assert_eq!(inner, sequence);
        assert!(wrapped.split("\x1bP").all(|piece| piece.len() < 768), "what screen takes at one go");
    }
}
