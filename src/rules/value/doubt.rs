//! Why a reading is uncertain: each place of the grammar that guesses names its reason.
//!
//! Only [`super`] may import it. A reason's key names a message; absent on purpose: the words.

/// One reason to doubt a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Doubt {
    /// A sign of nothing: not filled, not applicable, or none.
    Nothing,
    /// Printed choices of which nobody struck one, or boxes.
    Choice,
    /// The value stands somewhere else: 见附件
    Elsewhere,
    /// A share told in a column of percents, or percents told as a share.
    Share,
    /// Words that hold digits which are no figure.
    Digits,
    /// The tier of the words is a guess.
    Tier,
    /// Only the first clause tells the tier.
    Clause,
    /// A comparator before words.
    SignOnWords,
    /// A figure inside a sentence.
    Sentence,
    /// Several figures.
    Several,
    /// The note in brackets holds digits as well.
    Note,
    /// A sign or a unit without a figure.
    NoFigure,
    /// Masked digits.
    Masked,
    /// A ratio, fraction or product.
    Composite,
    /// Digits that make no decimal.
    NoDecimal,
    /// Blanks between digits.
    Apart,
    /// Chinese numerals.
    Numeral,
    /// The writer put a question mark.
    Questioned,
    /// A number that may be a date or a year.
    LikeDate,
    /// A word or sign that is no clear comparator.
    SignUnclear,
    /// 控制在 without 以内, 达到 without 以上.
    SignOpen,
    /// Two signs that differ, or a sign before a range.
    SignsDiffer,
    /// The column of signs holds what is no sign.
    SignUnknown,
    /// The column of signs promises words.
    WordsPromised,
    /// 余 or + between digits and unit.
    More,
    /// A tail that is in no list of units.
    UnitUnknown,
    /// The unit is there twice.
    UnitTwice,
    /// Cell and column, or both ends of a range, name different units.
    UnitsDiffer,
    /// The unit says a rank, where less may be more.
    Rank,
    /// The upper end is below the lower.
    Falls,
    /// Two dashes: a long one, or a dash and a minus.
    Dashes,
    /// 12 under a column of units that says 月.
    MonthOrCount,
    /// A year told by another (次年).
    RelativeYear,
    /// A day of every month.
    EachMonth,
    /// A year of two digits.
    ShortYear,
    /// 上旬 and the like.
    PartOfMonth,
    /// No such day.
    NoSuchDay,
    /// 起, 后
    After,
    /// The end of a period leaves out what its beginning told.
    ShortEnd,
}

impl Doubt {
    const ALL: [(Self, &'static str); 39] = [
        (Self::Nothing, "value-doubt-nothing"),
        (Self::Choice, "value-doubt-choice"),
        (Self::Elsewhere, "value-doubt-elsewhere"),
        (Self::Share, "value-doubt-share"),
        (Self::Digits, "value-doubt-digits"),
        (Self::Tier, "value-doubt-tier"),
        (Self::Clause, "value-doubt-clause"),
        (Self::SignOnWords, "value-doubt-sign-on-words"),
        (Self::Sentence, "value-doubt-sentence"),
        (Self::Several, "value-doubt-several"),
        (Self::Note, "value-doubt-note"),
        (Self::NoFigure, "value-doubt-no-figure"),
        (Self::Masked, "value-doubt-masked"),
        (Self::Composite, "value-doubt-composite"),
        (Self::NoDecimal, "value-doubt-no-decimal"),
        (Self::Apart, "value-doubt-apart"),
        (Self::Numeral, "value-doubt-numeral"),
        (Self::Questioned, "value-doubt-questioned"),
        (Self::LikeDate, "value-doubt-like-date"),
        (Self::SignUnclear, "value-doubt-sign-unclear"),
        (Self::SignOpen, "value-doubt-sign-open"),
        (Self::SignsDiffer, "value-doubt-signs-differ"),
        (Self::SignUnknown, "value-doubt-sign-unknown"),
        (Self::WordsPromised, "value-doubt-words-promised"),
        (Self::More, "value-doubt-more"),
        (Self::UnitUnknown, "value-doubt-unit-unknown"),
        (Self::UnitTwice, "value-doubt-unit-twice"),
        (Self::UnitsDiffer, "value-doubt-units-differ"),
        (Self::Rank, "value-doubt-rank"),
        (Self::Falls, "value-doubt-falls"),
        (Self::Dashes, "value-doubt-dashes"),
        (Self::MonthOrCount, "value-doubt-month-or-count"),
        (Self::RelativeYear, "value-doubt-relative-year"),
        (Self::EachMonth, "value-doubt-each-month"),
        (Self::ShortYear, "value-doubt-short-year"),
        (Self::PartOfMonth, "value-doubt-part-of-month"),
        (Self::NoSuchDay, "value-doubt-no-such-day"),
        (Self::After, "value-doubt-after"),
        (Self::ShortEnd, "value-doubt-short-end"),
    ];
}

/// A set of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Doubts(u64);

impl Doubts {
    pub(super) const NONE: Self = Self(0);

    pub(super) fn any(self) -> bool {
        self.0 != 0
    }

    pub(super) fn add(&mut self, more: impl Into<Self>) {
        self.0 |= more.into().0;
    }

    /// Adds `doubt` when `there` holds.
    pub(super) fn when(&mut self, there: bool, doubt: Doubt) {
        if there {
            self.add(doubt);
        }
    }

    /// Keys of the messages, in the order of the list above.
    pub(super) fn keys(self) -> impl Iterator<Item = &'static str> {
        Doubt::ALL.into_iter().filter(move |(doubt, _)| self.0 & Self::from(*doubt).0 != 0).map(|(_, key)| key)
    }
}

impl From<Doubt> for Doubts {
    fn from(doubt: Doubt) -> Self {
        Self(1 << doubt as u8)
    }
}
