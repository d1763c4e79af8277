//! The part of a profile that says how self-evaluations are scored: `[score]`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use super::checks::{Reader, level1};
use crate::model::score::{EqualMissed, RangeMissed, ScoreRules, Tier, Unsigned};

/// `[score]`: what is not named stays as in the profile below.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScoreFile {
    source: String,
    /// Sources of single values, where they differ.
    #[serde(default)]
    sources: BTreeMap<String, String>,
    total: Option<Spanned<String>>,
    execution: Option<Spanned<String>>,
    groups: Option<Spanned<BTreeMap<String, String>>>,
    dropped_to: Option<Spanned<BTreeMap<String, String>>>,
    pass_line: Option<Spanned<String>>,
    overshoot: Option<Spanned<String>>,
    equal: Option<Spanned<String>>,
    equal_tolerance: Option<Spanned<String>>,
    range: Option<Spanned<String>>,
    unsigned: Option<Spanned<String>>,
    achieved: Option<Spanned<[String; 3]>>,
    partly: Option<Spanned<[String; 3]>>,
    not_achieved: Option<Spanned<[String; 3]>>,
    late: Option<Spanned<Vec<[String; 2]>>>,
    satisfaction: Option<Spanned<Vec<[String; 2]>>>,
    deviation: Option<Spanned<[String; 3]>>,
    random_least: Option<Spanned<String>>,
    inflated: Option<Spanned<String>>,
    consequences: Option<Spanned<[String; 4]>>,
}

/// Where each value comes from, by its name in the profile.
pub type ScoreSources = BTreeMap<&'static str, String>;

/// A number of points or percent: not negative and of a size that can be meant.
fn number(text: &str) -> Option<Decimal> {
    let number = Decimal::from_str_exact(text.trim()).ok()?;
    (!number.is_sign_negative() && number <= Decimal::from(10_000)).then_some(number)
}

/// A percent of something whole.
fn percent(text: &str) -> Option<Decimal> {
    number(text).filter(|number| *number <= Decimal::ONE_HUNDRED)
}

fn tier(texts: &[String; 3]) -> Option<Tier> {
    let [low, high, usual] = texts;
    let tier = Tier { low: percent(low)?, high: percent(high)?, usual: percent(usual)? };
    (tier.low <= tier.usual && tier.usual <= tier.high).then_some(tier)
}

fn rising(texts: &[String; 3]) -> Option<[Decimal; 3]> {
    let [slight, large, serious] = texts;
    let steps = [percent(slight)?, percent(large)?, percent(serious)?];
    steps.is_sorted().then_some(steps)
}

/// Days and percents: more days never leave more.
fn lateness(lines: &[[String; 2]]) -> Option<Vec<(u32, Decimal)>> {
    let line = |[days, share]: &[String; 2]| Some((days.trim().parse::<u32>().ok()?, percent(share)?));
    let table: Option<Vec<_>> = lines.iter().map(line).collect();
    let falls = |pair: &[(u32, Decimal)]| matches!(pair, [one, two] if one.0 < two.0 && one.1 >= two.1);
    table.filter(|table| table.windows(2).all(falls))
}

/// Percents of satisfaction and of points: the highest first, and less satisfaction never gives more.
fn bands(lines: &[[String; 2]]) -> Option<Vec<(Decimal, Decimal)>> {
    let table: Option<Vec<_>> = lines.iter().map(|[from, share]| Some((percent(from)?, percent(share)?))).collect();
    let falls = |pair: &[(Decimal, Decimal)]| matches!(pair, [one, two] if one.0 > two.0 && one.1 >= two.1);
    table.filter(|table| table.windows(2).all(falls))
}

impl Reader<'_> {
    /// `[score]`
    pub(super) fn score(&mut self, file: ScoreFile, rules: &mut ScoreRules, sources: &mut ScoreSources) {
        let ScoreFile { source, sources: own, .. } = &file;
        let source = |name: &str| own.get(name).unwrap_or(source).clone();
        // Takes a value that can be used and notes its source; tells what cannot.
        macro_rules! take {
            ($($field:ident: $read:expr => $place:expr;)*) => {$(
                if let Some(entry) = &file.$field {
                    match $read(entry.get_ref()) {
                        Some(value) => {
                            $place = value;
                            sources.insert(stringify!($field), source(stringify!($field)));
                        }
                        None => {
                            let shown = format!("{:?}", entry.get_ref());
                            self.bad(self.line(entry), concat!("score.", stringify!($field)), shown);
                        }
                    }
                }
            )*};
        }
        let above_zero = |text: &String| number(text).filter(|number| !number.is_zero());
        let off_or_line = |text: &String| if text == "off" { Some(None) } else { percent(text).map(Some) };
        let levels = |table: &BTreeMap<String, String>| {
            let line = |(name, points): (&String, &String)| Some((level1(name)?, number(points)?));
            table.iter().map(line).collect::<Option<BTreeMap<_, _>>>()
        };
        let heirs = |table: &BTreeMap<String, String>| {
            let line = |(name, heir): (&String, &String)| Some((level1(name)?, level1(heir)?));
            let heirs: Option<BTreeMap<_, _>> = table.iter().map(line).collect();
            heirs.filter(|heirs| heirs.iter().all(|(level, heir)| level != heir))
        };
        let equal = |text: &String| match text.as_str() {
            "deviation" => Some(EqualMissed::Deviation),
            "ratio" => Some(EqualMissed::Ratio),
            "nothing" => Some(EqualMissed::Nothing),
            _ => None,
        };
        let range = |text: &String| match text.as_str() {
            "ratio" => Some(RangeMissed::Ratio),
            "nothing" => Some(RangeMissed::Nothing),
            _ => None,
        };
        let unsigned = |text: &String| match text.as_str() {
            "direction" => Some(Unsigned::Direction),
            "exactly" => Some(Unsigned::Exactly),
            _ => None,
        };
        let words =
            |texts: &[String; 4]| Some(texts.clone()).filter(|texts| texts.iter().all(|it| !it.trim().is_empty()));
        take! {
            total: above_zero => rules.total;
            execution: |text: &String| number(text) => rules.execution;
            groups: levels => rules.groups;
            dropped_to: heirs => rules.dropped_to;
            pass_line: off_or_line => rules.pass_line;
            overshoot: |text: &String| number(text).filter(|far| *far >= Decimal::ONE_HUNDRED) => rules.overshoot;
            equal: equal => rules.equal;
            equal_tolerance: |text: &String| percent(text) => rules.equal_tolerance;
            range: range => rules.range;
            unsigned: unsigned => rules.unsigned;
            achieved: tier => rules.achieved;
            partly: tier => rules.partly;
            not_achieved: tier => rules.not_achieved;
            late: |lines: &Vec<[String; 2]>| lateness(lines) => rules.late;
            satisfaction: |lines: &Vec<[String; 2]>| bands(lines) => rules.satisfaction;
            deviation: rising => rules.deviation;
            random_least: |text: &String| percent(text).filter(|share| !share.is_zero()) => rules.random_least;
            inflated: above_zero => rules.inflated;
            consequences: words => rules.consequences;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use crate::model::finding::Level1;
    use crate::text::Strings;

    fn load(text: &str) -> (Profile, Vec<Problem>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("place.toml");
        let head = "id = \"place\"\nversion = \"1\"\nname.zh = \"某市\"\nname.en = \"Place\"\n";
        std::fs::write(&path, format!("{head}{text}")).unwrap();
        Profile::load_file(&path, &Paths::below(folder.path())).unwrap()
    }

    #[test]
    fn the_national_default_is_the_one_in_the_code_and_every_value_has_its_source() {
        let profile = Profile::built_in();
        let code = crate::model::score::ScoreRules::default();
        assert_eq!(crate::model::score::ScoreRules { profile: code.profile.clone(), ..profile.score.clone() }, code);
        assert_eq!(profile.score_sources.len(), 19, "{:?}", profile.score_sources.keys());
        assert!(profile.score_sources.values().all(|source| !source.trim().is_empty()));
    }

    #[test]
    fn the_families_of_places_are_data() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str| Profile::load(name, &Paths::below(folder.path())).unwrap().0.score;
        assert_eq!((of("hubei").execution, of("hubei").groups.len()), (20.into(), 0), "20 and 80");
        assert_eq!((of("sichuan").execution, of("sichuan").groups.len()), (10.into(), 0), "10 and 90");
        assert_eq!(of("default").groups.get(&Level1::Output), Some(&50.into()), "10 and 50, 30, 10");
        assert_eq!(of("sichuan").profile, "sichuan@2025.1");
        for name in Profile::names() {
            for language in Language::ALL {
                let strings = Strings::new(language);
                assert!(of(name).consequences.iter().all(|key| strings.has(key)), "{name}");
            }
        }
        assert!(of("zhejiang").consequence(Grade::Fair).ends_with("no-budget"));
    }

    #[test]
    fn a_place_sets_its_own_and_what_makes_no_sense_is_told() {
        let (profile, problems) = load(
            "[score]\nsource = \"某财绩〔2026〕2号\"\npass_line = \"60\"\nlate = [[\"30\", \"60\"], [\"60\", \"30\"]]\nsatisfaction = [[\"90\", \"100\"], [\"80\", \"80\"]]\nsources.late = \"第九条\"\n",
        );
        assert_eq!(problems, Vec::new());
        assert_eq!(profile.score.pass_line, Some(60.into()));
        assert_eq!(profile.score.late, [(30, 60.into()), (60, 30.into())]);
        assert_eq!(
            (&*profile.score_sources["late"], &*profile.score_sources["pass_line"]),
            ("第九条", "某财绩〔2026〕2号")
        );
        for bad in [
            "total = \"0\"",
            "execution = \"-1\"",
            "pass_line = \"101\"",
            "overshoot = \"90\"",
            "equal = \"maybe\"",
            "partly = [\"60\", \"80\", \"90\"]",
            "late = [[\"60\", \"30\"], [\"30\", \"60\"]]",
            "satisfaction = [[\"80\", \"80\"], [\"90\", \"100\"]]",
            "deviation = [\"20\", \"10\", \"5\"]",
            "random_least = \"0\"",
            "inflated = \"0\"",
            "groups = { other = \"10\" }",
            "dropped_to = { benefit = \"benefit\" }",
        ] {
            let (profile, problems) = load(&format!("[score]\nsource = \"x\"\n{bad}\n"));
            assert_eq!(problems.len(), 1, "{bad}");
            assert_eq!(problems[0].key, "problem-config-value", "{bad}");
            assert!(problems[0].args.contains(&("line", "7".to_owned())), "{:?}", problems[0]);
            let default = Profile::built_in().score;
            let profile_id = profile.score.profile.clone();
            assert_eq!(profile.score, crate::model::score::ScoreRules { profile: profile_id, ..default }, "{bad}");
        }
    }
}
