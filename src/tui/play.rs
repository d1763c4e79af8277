//! The real screens without a terminal: keys in, pictures out. Tests, the README's pictures and `wenxiao play` use it.
//!
//! The engine is inline: after each key its answers are taken in until there are none left, so a picture never shows
//! half a step. Deliberately absent: time passing by itself; a script says `<wait>`.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::app::{App, Order};
use super::canvas::{Canvas, buffer_to_text};
use super::chord::{Chord, Code, ScriptStep, read_script};
use super::look::Look;
use super::msg::Msg;
use super::paint::buffer_to_ansi;
use super::svg;
use crate::engine::request::{Engine, Reply};
use crate::model::event::Stamp;
use crate::model::problem::{Problem, ProblemKind};
use crate::text::fold;

/// An engine that answers when asked.
pub struct Stage {
    /// Takes requests.
    pub engine: Box<dyn Engine>,
    /// The next answer, if there is one.
    pub replies: Box<dyn FnMut() -> Option<Reply>>,
}

/// How pictures are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Plain lines.
    #[default]
    Text,
    /// Lines with escape sequences.
    Ansi,
}

/// What a play needs besides keys.
pub struct PlayOptions {
    /// How pictures are given.
    pub format: Format,
    /// The moment that the screens see.
    pub now: Stamp,
    /// Name of the run; see [`super::msg::Numbers`].
    pub session: String,
}

impl Default for PlayOptions {
    fn default() -> Self {
        // 2025-06-12 10:21 in China: pictures must not change with the day they are taken on.
        PlayOptions { format: Format::Text, now: Stamp(1_749_694_860_000 << 16), session: "play".to_owned() }
    }
}

/// Most answers taken in after one key: an engine that never stops answering must not hang a test.
const MOST_REPLIES: usize = 100_000;

/// The interface with its engine, one key at a time.
pub struct Player {
    app: App,
    stage: Stage,
    size: Size,
    /// First half of a sign that is typed twice for one key.
    half: Option<char>,
    /// True when a key asked to leave.
    pub left: bool,
    /// What was last put on the clipboard.
    pub copied: Option<String>,
    /// The text that was last handed over to an editor; nobody edits it here.
    pub edited: Option<String>,
}

impl Player {
    /// Starts on the home page.
    pub fn new(stage: Stage, size: (u16, u16), look: Look, options: &PlayOptions) -> Player {
        let size = Size::new(size.0, size.1);
        let app = App::new(look, size, options.session.clone(), options.now);
        let mut player = Player { app, stage, size, half: None, left: false, copied: None, edited: None };
        player.app.start(player.stage.engine.as_ref(), Vec::new());
        player.settle();
        player
    }

    fn settle(&mut self) {
        for _ in 0..MOST_REPLIES {
            let Some(reply) = (self.stage.replies)() else { return };
            self.app.handle(Msg::Reply(reply), self.stage.engine.as_ref());
        }
    }

    /// Lets time pass up to a moment.
    pub fn at(&mut self, now: Stamp) {
        self.app.set_now(now);
    }

    /// Takes in a message and every answer that follows from it.
    pub fn handle(&mut self, msg: Msg) {
        if let Msg::Resize(size) = &msg {
            self.size = *size;
        }
        match self.app.handle(msg, self.stage.engine.as_ref()) {
            Order::Quit => self.left = true,
            Order::Copy(text) => self.copied = Some(text),
            Order::Edit(text) => self.edited = Some(text),
            Order::Continue | Order::Suspend | Order::Redraw => {}
        }
        self.settle();
    }

    /// Takes in what the loop found at one go.
    pub fn handle_batch(&mut self, batch: Vec<Msg>) {
        for msg in self.app.joined(batch) {
            self.handle(msg);
        }
    }

    /// Takes in one step of a script; `<snap>` is the caller's.
    pub fn step(&mut self, step: ScriptStep) {
        let half = self.half.take();
        match step {
            // A sign that input methods commit twice for one key comes at one go.
            ScriptStep::Key(chord) if half.is_some() && chord.text() == half => self.handle(Msg::Behind(chord)),
            ScriptStep::Key(chord) => {
                self.half = chord.text().filter(|c| fold::comes_twice(*c));
                self.handle(Msg::Key(chord));
            }
            ScriptStep::Paste(text) => self.handle(Msg::Paste(text)),
            ScriptStep::Size(width, height) => self.handle(Msg::Resize(Size::new(width, height))),
            // As the loop does after a while; where nothing is begun, nothing comes of it.
            ScriptStep::Wait if self.app.hesitates() => self.handle(Msg::Hesitated),
            ScriptStep::AfterEsc(digit) => {
                self.handle(Msg::Key(Chord::plain(Code::Esc)));
                self.handle(Msg::AfterEsc(digit));
            }
            ScriptStep::Wait | ScriptStep::Snap => {}
        }
    }

    /// Presses the keys of a script.
    ///
    /// # Errors
    /// When a bracket names no key.
    pub fn press(&mut self, keys: &str) -> Result<(), Problem> {
        self.half = None;
        for step in script(keys)? {
            self.step(step);
        }
        Ok(())
    }

    /// Sets the clock that the screens see.
    pub fn set_now(&mut self, now: Stamp) {
        self.app.set_now(now);
    }

    /// The interface.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The cells on screen and the caret.
    pub fn frame(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.width, self.size.height));
        let mut canvas = Canvas { buffer: &mut buffer, caret: None };
        self.app.view(&mut canvas);
        let caret = canvas.caret;
        (buffer, caret)
    }

    /// A picture.
    pub fn picture(&self, format: Format) -> Vec<String> {
        let (buffer, _) = self.frame();
        match format {
            Format::Text => buffer_to_text(&buffer),
            Format::Ansi => buffer_to_ansi(&buffer),
        }
    }
}

fn script(keys: &str) -> Result<Vec<ScriptStep>, Problem> {
    read_script(keys).map_err(|wrong| Problem::new(ProblemKind::Usage, "problem-script-key").with("key", wrong.0))
}

/// What a script showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pictures {
    /// Lines of each screen that was asked for, and of the last one.
    pub screens: Vec<Vec<String>>,
    /// The last screen, drawn.
    pub svg: String,
}

/// Plays a script: a picture at each `<snap>` and one at the end, and the last one drawn as SVG.
///
/// # Errors
/// When the script names a key that does not exist.
pub fn play(
    stage: impl FnOnce() -> Stage,
    size: (u16, u16),
    keys: &str,
    look: Look,
    options: &PlayOptions,
) -> Result<Pictures, Problem> {
    let steps = script(keys)?;
    let mut player = Player::new(stage(), size, look, options);
    let mut pictures = Vec::new();
    for step in steps {
        if step == ScriptStep::Snap {
            pictures.push(player.picture(options.format));
        }
        player.step(step);
    }
    pictures.push(player.picture(options.format));
    let (buffer, caret) = player.frame();
    Ok(Pictures { screens: pictures, svg: svg::draw(&buffer, caret) })
}
