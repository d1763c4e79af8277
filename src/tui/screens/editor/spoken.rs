//! The editor in sentences: the class, what the text is, the field that is being typed in.

use super::{Area, EditorScreen};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::screens::Screen as _;
use crate::tui::speech::{Spoken, numbers};

impl EditorScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let title = self.title(look);
        let mut spoken = Spoken::page(title.left);
        if self.resumed {
            spoken.once.push(look.s("editor-resumed"));
        }
        if let Some(category) = self.category(look) {
            let name = &category.words(look.language()).name;
            spoken.about.push(look.t("line-class", &[("key", category.key.to_string().into()), ("name", name.into())]));
        }
        let fields = [
            (Area::Text, "editor-text", &self.text),
            (Area::Demand, "editor-demand-text", &self.demand),
            (Area::Due, "editor-due", &self.due),
            (Area::Unit, "editor-unit", &self.unit),
        ];
        let demanded = !self.demand.value().trim().is_empty();
        for (area, key, field) in fields {
            let value = field.value();
            if area == self.focus {
                spoken.field = Some(field.typing(look.s(key)));
            } else if !value.trim().is_empty() && (demanded || matches!(area, Area::Text | Area::Demand)) {
                let args = [("label", Arg::from(look.s(key))), ("value", Arg::from(numbers::words(&value, look)))];
                spoken.about.push(look.t("line-value", &args));
            }
        }
        match self.focus {
            Area::Class => spoken.row = look.s("editor-classes"),
            Area::Phrases => {
                spoken.row = look.t("line-phrases", &[("count", Arg::from(self.phrases(look).len()))]);
            }
            _ => {}
        }
        spoken
    }
}
