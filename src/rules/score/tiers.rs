//! Words: 达成, 部分达成, 未达成, with a share where one is given (`部分70%`, `达成(90%)`).
//!
//! Without a share the points of the department stand where they lie within the tier; else the tier's usual share holds. Only
//! [`super`] may import it.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::fraction::Fraction;
use super::row::{Judged, Keep};
use crate::model::score::{ScoreRule, ScoreRules, Unread};
use crate::model::value::{Achieved, ValueKind};
use crate::rules::check::text::norm;
use crate::rules::check::words::List;
use crate::rules::value::read_printed;

static ACHIEVED_WORDS: LazyLock<List> = LazyLock::new(|| List::named("tier-achieved"));
static PARTLY_WORDS: LazyLock<List> = LazyLock::new(|| List::named("tier-partly"));
static NOT_WORDS: LazyLock<List> = LazyLock::new(|| List::named("tier-not-achieved"));

/// The fact `tier` of a full result.
pub(super) const ACHIEVED: &str = "achieved";

/// A word with the share that was given, in percent.
pub(in crate::rules) fn read_tier(printed: &str) -> Option<(Achieved, Option<Decimal>)> {
    let whole = read_printed(printed);
    if let Some(tier) = whole.achieved {
        return (!whole.uncertain).then_some((tier, None));
    }
    let text = norm(printed);
    let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (word, rest) = text.split_at(digits);
    let word = word.trim_end_matches(['(', ':', ',', '-']);
    let tier = tier_of(word)?;
    let rest = rest.trim_end_matches(')');
    if rest.is_empty() {
        return Some((tier, None));
    }
    let share = read_printed(rest);
    let sure = share.kind == ValueKind::Percent && !share.uncertain;
    let share = share.number.filter(|_| sure)?.parse::<Decimal>().ok()?;
    (share >= Decimal::ZERO && share <= Decimal::ONE_HUNDRED).then_some((tier, Some(share)))
}

fn tier_of(word: &str) -> Option<Achieved> {
    let value = read_printed(word);
    if let Some(tier) = value.achieved {
        return (!value.uncertain).then_some(tier);
    }
    [
        (&*ACHIEVED_WORDS, Achieved::Achieved),
        (&*PARTLY_WORDS, Achieved::PartlyAchieved),
        (&*NOT_WORDS, Achieved::NotAchieved),
    ]
    .into_iter()
    .find(|(words, _)| words.holds(word))
    .map(|(_, tier)| tier)
}

/// What share of the points words give.
pub(super) fn judge<F: Keep>(
    printed: &str,
    self_share: Option<Fraction>,
    rules: &ScoreRules,
) -> Result<Judged<F>, Unread> {
    let (achieved, given) = read_tier(printed).ok_or(Unread::WordsUnclear)?;
    let tier = rules.tier(achieved);
    let name = match achieved {
        Achieved::Achieved => ACHIEVED,
        Achieved::PartlyAchieved => "partly",
        Achieved::NotAchieved => "not-achieved",
    };
    let percent = |number| Fraction::percent(number).ok_or(Unread::TooLarge);
    let (low, high) = (percent(tier.low)?, percent(tier.high)?);
    let (share, rule) = match (given, self_share) {
        (Some(given), _) => (percent(given.clamp(tier.low, tier.high))?, ScoreRule::Tier),
        (None, Some(kept)) if (low..=high).contains(&kept) => (kept, ScoreRule::TierKept),
        (None, _) => (percent(tier.usual)?, ScoreRule::TierUsual),
    };
    let shown = Fraction::of(Decimal::ONE_HUNDRED).and_then(|hundred| share.times(hundred)?.rounded(2));
    let judged: Judged<F> = Judged::of(share, rule, printed.trim(), "").fact("tier", name);
    let judged = judged.fact("share", shown.ok_or(Unread::TooLarge)?.normalize());
    Ok(judged.fact("low", tier.low.normalize()).fact("high", tier.high.normalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_with_their_share() {
        use Achieved::{Achieved as Yes, NotAchieved as No, PartlyAchieved as Partly};
        for (text, wanted) in [
            ("达成", Some((Yes, None))),
            ("部分70%", Some((Partly, Some(70)))),
            ("部分达成（７５％）", Some((Partly, Some(75)))),
            ("部分", Some((Partly, None))),
            ("未达成30%", Some((No, Some(30)))),
            ("达成(90%)", Some((Yes, Some(90)))),
            ("未达成", Some((No, None))),
            ("部分170%", None),
            ("部分7个", None),
            ("有所提升", None),
            ("满意", None),
        ] {
            let wanted = wanted.map(|(tier, share): (_, Option<u8>)| (tier, share.map(Decimal::from)));
            assert_eq!(read_tier(text), wanted, "{text}");
        }
    }
}
