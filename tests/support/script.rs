//! Presses keys as a reviewer would and looks at the screen.

use wenxiao::text::Language;
use wenxiao::tui::look::{Look, Theme};
use wenxiao::tui::play::{Format, PlayOptions, Player};

use super::fake::{Shared, World, stage};

/// A reviewer before the screen.
pub struct Script {
    pub world: Shared,
    pub player: Player,
}

pub fn look(language: Language) -> Look {
    let mut look = Look::built_in(language);
    look.zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    look
}

impl Script {
    /// The plain terminal, Chinese, a dozen projects.
    pub fn new() -> Script {
        Script::on(World::sample(), (80, 24), Language::ZhCn)
    }

    pub fn on(world: Shared, size: (u16, u16), language: Language) -> Script {
        Script::with(world, size, look(language))
    }

    pub fn mono(world: Shared, size: (u16, u16)) -> Script {
        let mut look = look(Language::ZhCn);
        look.theme = Theme::named("mono");
        Script::with(world, size, look)
    }

    pub fn with(world: Shared, size: (u16, u16), look: Look) -> Script {
        let player = Player::new(stage(&world), size, look, &PlayOptions::default());
        Script { world, player }
    }

    pub fn press(&mut self, keys: &str) -> &mut Script {
        self.player.press(keys).expect("a key of the script does not exist");
        self
    }

    pub fn screen(&self) -> String {
        self.player.picture(Format::Text).join("\n")
    }

    pub fn line(&self, row: usize) -> String {
        self.player.picture(Format::Text)[row - 1].clone()
    }

    #[track_caller]
    pub fn shows(&mut self, words: &str) -> &mut Script {
        let screen = self.screen();
        assert!(screen.contains(words), "“{words}” is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    pub fn hides(&mut self, words: &str) -> &mut Script {
        let screen = self.screen();
        assert!(!screen.contains(words), "“{words}” is on the screen:\n{screen}");
        self
    }
}
