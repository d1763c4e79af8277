//! Words that tell whether a target was reached.
//!
//! Degree words, a core and at most one object: 已全部 + 完成 + 年度任务. Anything else stays silent. Only [`super`] may
//! import it.

use super::doubt::{Doubt, Doubts};
use super::scan::Cursor;
use super::words::WORDS;
use crate::model::value::{Achieved, Comparator};

/// What the words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub tier: Option<Achieved>,
    pub doubts: Doubts,
}

/// Reads words that hold no figure.
pub(super) fn read(text: &[char]) -> Outcome {
    // `=达成`; any other sign before words is a slip.
    let marks = text.iter().take(4).take_while(|c| !c.is_alphanumeric()).count();
    let (before, rest) = text.split_at(marks);
    let sign = WORDS.lead.exactly(before).and_then(|lead| lead.op);
    let slip = sign.is_some_and(|op| op != Comparator::Equal);
    let words = if sign.is_some() { rest } else { text };
    let mut doubts = Doubts::NONE;
    doubts.when(slip, Doubt::SignOnWords);
    if let Some((tier, guess)) = clause(words) {
        doubts.when(guess, Doubt::Tier);
        return Outcome { tier: Some(tier), doubts };
    }
    // 未完成，因疫情影响: the first clause tells it, the rest may qualify it.
    let end = words.iter().position(|c| matches!(c, ',' | ';' | '\u{3002}' | ':' | '(' | '\u{3001}'));
    let first = end.and_then(|end| words.get(..end)).and_then(clause);
    doubts.when(first.is_some(), Doubt::Clause);
    Outcome { tier: first.map(|(tier, _)| tier), doubts }
}

/// The tier, and whether it is our guess.
fn clause(words: &[char]) -> Option<(Achieved, bool)> {
    let mut cursor = Cursor::new(words);
    let (mut tier, mut guess) = (Achieved::Achieved, false);
    let mut degree_word: &[char] = &[];
    for _ in 0..4 {
        let start = cursor.at;
        let Some(degree) = cursor.word(&WORDS.degree) else { break };
        degree_word = cursor.since(start);
        guess |= degree.guess;
        tier = match (tier, degree.tier) {
            (Achieved::Achieved, tier) => tier,
            // 未全部: not all of it, so some of it.
            (Achieved::NotAchieved, _) => return None,
            (Achieved::PartlyAchieved, Achieved::NotAchieved) => return None,
            (Achieved::PartlyAchieved, _) => Achieved::PartlyAchieved,
        };
    }
    let start = cursor.at;
    let needs_object = cursor.word(&WORDS.core)?;
    let core = cursor.since(start);
    guess |= WORDS.guess_with.contains(&(degree_word.to_vec(), core.to_vec()));
    if cursor.at_end() {
        return (!needs_object).then_some((tier, guess));
    }
    WORDS.object.contains(cursor.rest()).then_some((tier, guess))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::value::fold::fold;
    use Achieved::{Achieved as Yes, NotAchieved as No, PartlyAchieved as Partly};

    #[test]
    fn only_words_about_reaching_tell() {
        for (text, tier, guess) in [
            ("达成", Some(Yes), false),
            ("部分达成", Some(Partly), false),
            ("未达成", Some(No), false),
            ("基本达成", Some(Yes), false),
            ("全部或基本达成预期指标", Some(Yes), false),
            ("基本完成", Some(Yes), true),
            ("已按时完成", Some(Yes), false),
            ("达成预期指标", Some(Yes), false),
            ("未达到预期目标", Some(No), false),
            ("尚未完成年度任务", Some(No), false),
            ("未完全达成", Some(Partly), true),
            ("未完成,因疫情影响", Some(No), true),
            ("=达成", Some(Yes), false),
            ("≥达成", Some(Yes), true),
            ("达到", None, false),
            ("完成宣传片", None, false),
            ("未部分达成", None, false),
            ("通过", None, false),
            ("满意", None, false),
            ("不断完善", None, false),
        ] {
            let outcome = read(&fold(text));
            assert_eq!((outcome.tier, outcome.doubts.any()), (tier, guess), "{text}");
        }
    }
}
