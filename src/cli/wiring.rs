//! The doors of [`super::desk`] as they are in the shipped program: the only place where the command line names the
//! engine's workstation and the screens.

use std::path::{Path, PathBuf};

use super::desk::{Access, Desk, Doors, KeyLine, OnProgress, Opening, Play, Played, Result, Sample};
use crate::model::problem::Problem;
use crate::model::value::Value;
use crate::text::{Language, Strings};

/// The real doors.
pub struct Engine;

fn absent<T>() -> Result<T> {
    Err(Problem::internal("engine"))
}

impl Doors for Engine {
    fn open(&self, _: &Opening, _: Access) -> Result<Box<dyn Desk>> {
        absent()
    }
    fn restore(&self, _: &Opening, _: &Path) -> Result<PathBuf> {
        absent()
    }
    fn build_sample(&self, _: &Opening, _: &Path, _: OnProgress<'_>) -> Result<Sample> {
        absent()
    }
    fn screens(&self, _: &Opening, _: Language) -> Result<()> {
        absent()
    }
    fn play(&self, _: &Opening, _: Language, _: &Play) -> Result<Played> {
        absent()
    }
    fn keys(&self, _: &Strings) -> Vec<KeyLine> {
        Vec::new()
    }
    fn read_value(&self, raw: &str, operator: Option<&str>, unit: Option<&str>) -> Value {
        crate::rules::value::read(raw, operator, unit)
    }
}
