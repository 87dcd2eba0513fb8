//! The words that the parser knows.

use crate::dictionary;

/// What a word means to the parser; most words mean nothing.
///
/// The order tells words apart at one look: first stand those that are [`Word::is_plain`], from
/// [`Word::Is`] on those that are [`Word::is_joint`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Word {
    /// Any word without a meaning of its own here.
    #[default]
    Other,
    /// "about", "roughly", "approximately".
    About,
    /// "nearly", "almost".
    Nearly,
    /// "than".
    Than,
    /// "at".
    At,
    /// "least".
    Least,
    /// "most".
    Most,
    /// "plus".
    Plus,
    /// "minus".
    Minus,
    /// "by".
    By,
    /// "and".
    And,
    /// "or".
    Or,
    /// A rise: "increase", "rose", "grew", "up", "gain".
    Rise,
    /// A fall: "decrease", "fell", "drop", "down".
    Fall,
    /// A move without direction: "changed", "went", "moved".
    Move,
    /// "sqrt", "√" in letters.
    Sqrt,
    /// "exp".
    Exp,
    /// "ln".
    Ln,
    /// "log", "log10".
    Log,
    /// "square" as in "square root".
    Square,
    /// "root".
    Root,
    /// "e" as the base of natural logarithms.
    E,
    /// "percent", "pct".
    Percent,
    /// "percentage".
    Percentage,
    /// "points".
    Points,
    /// "pp", "pps", "ppt".
    PercentagePoints,
    /// "bps", "bp".
    BasisPoints,
    /// "basis".
    Basis,
    /// "dollars", "usd".
    Dollars,
    /// A stretch of time: "day", "hours".
    Time,
    /// "confidence", "credible".
    Confidence,
    /// "level".
    Level,
    /// "interval", "CI", "prediction".
    Interval,
    /// "range", "band", "bound".
    Range,
    /// "projected", "expected", "forecast", "estimate", "likely".
    Forecast,
    /// "as".
    As,
    /// "many", "much", "high", "large".
    Many,
    /// "the", "a", "an".
    Article,
    /// "by"-less words that make a clause: "so", "then", "while", "with", "in", "on", "for".
    Clause,
    /// "no", "wait", "actually", "oops", "sorry", "correction".
    Doubt,
    /// "wrong", "incorrect", "mistake", "error".
    Wrong,
    /// "not", "isn't".
    Not,
    /// "lower" and "upper" are `Less` and this.
    Upper,
    /// "standard", "margin", "error": names of half-widths.
    Margin,
    /// "it", "this", "that", "which".
    Pronoun,
    /// "if".
    If,
    /// "right", "correct", "true".
    Right,
    /// "recompute", "recalculate", "redo".
    Redo,
    /// The name of a month; the parser asks `date` for which.
    Month,
    /// A number in words: "two", "twenty".
    Spelled,
    /// "is", "was", "are", "were".
    Is,
    /// "equals", "gives", "yields", "makes", "results", "leaves".
    Gives,
    /// A word that changes the value of what follows: "half", "remainder", "twice".
    Alters,
    /// "versus", "vs", "against", "compared".
    Versus,
    /// "between".
    Between,
    /// "to".
    To,
    /// "from".
    From,
    /// "of".
    Of,
    /// "times".
    Times,
    /// "x" or "X".
    X,
    /// "divided".
    Divided,
    /// "multiplied".
    Multiplied,
    /// "subtract", "subtracting", "deducting".
    Subtracted,
    /// "add", "adding".
    Added,
    /// "sum", "total".
    Sum,
    /// "difference".
    Difference,
    /// "ratio", "quotient".
    Ratio,
    /// "product".
    Product,
    /// "average", "mean".
    Mean,
    /// "more", "greater", "higher", "larger".
    More,
    /// "less", "fewer", "lower", "smaller".
    Less,
    /// "over", "above", "exceeding".
    Over,
    /// "under", "below".
    Under,
    /// "among", "across": what is divided among many.
    Among,
    /// "each", "apiece".
    Each,
    /// "per".
    Per,
}

impl Word {
    /// Whether the word means the same wherever it stands, and holds nothing together.
    #[inline]
    pub(super) fn is_plain(self) -> bool {
        (self as u8) < Self::Month as u8
    }

    /// Whether a statement or an interval may be read from this word.
    #[inline]
    pub(super) fn is_joint(self) -> bool {
        self as u8 >= Self::Is as u8
    }
}

/// The known words by their meaning, in lower case.
pub(crate) const MEANINGS: &[(Word, &str)] = &[
    (Word::X, "x"),
    (Word::E, "e"),
    (Word::Article, "a an the"),
    (Word::Is, "is be was are were represent represents"),
    (Word::By, "by"),
    (Word::Of, "of"),
    (Word::To, "to"),
    (Word::Or, "or"),
    (Word::At, "at"),
    (Word::As, "as"),
    (Word::Ln, "ln"),
    (Word::PercentagePoints, "pp pps ppt"),
    (Word::BasisPoints, "bp bps"),
    (Word::Interval, "ci interval intervals prediction"),
    (
        Word::Rise,
        "up rose gain gaining grew grow jump rise grown gains rises risen climb surge jumps \
         growth climbs jumped surged soared gained uptick climbed growing increase \
         increased increases advance advancing increasing improvement",
    ),
    (
        Word::Clause,
        "so in on but for then with when thus while where which since after because \
         therefore",
    ),
    (Word::If, "if"),
    (Word::Doubt, "no hmm wait oops nope sorry actually correction correcting"),
    (Word::Pronoun, "it it's that this that's"),
    (Word::About, "ca about circa maybe around roughly approximately"),
    (Word::And, "and"),
    (Word::Per, "per"),
    (Word::Added, "add adding"),
    (Word::Exp, "exp"),
    (Word::Log, "log"),
    (Word::Percent, "pct percent"),
    (Word::Dollars, "usd dollars"),
    (
        Word::Time,
        "d day sec min hrs days week hour mins secs year weeks hours month years months \
         minute second minutes seconds",
    ),
    (Word::Not, "not"),
    (Word::Sum, "sum total"),
    (
        Word::Month,
        "jan feb mar apr may jun jul aug sep oct nov dec june july sept march april \
         august january october february november december september",
    ),
    (Word::Spelled, super::lex::SPELLED),
    (Word::From, "from"),
    (
        Word::Over,
        "over above exceeding exceed exceeds exceeded outnumber outnumbers outnumbered surpasses surpassed overshoots beats",
    ),
    (Word::Than, "than"),
    (Word::More, "more higher larger greater"),
    (Word::Less, "less fewer lower smaller cheaper"),
    (Word::Most, "most"),
    (Word::Plus, "plus"),
    (Word::Sqrt, "sqrt"),
    (Word::Root, "root"),
    (
        Word::Fall,
        "fell drop down loss lost losing fall dips sank drops falls slide slump fallen shrank \
         dip dipped plunge dropped decline falling slipped tumbled plunged decrease declined \
         dropping declines decreased reduction decreases decreasing slip slipping shed sheds shedding retreat \
         retreats retreated retreating",
    ),
    (Word::Move, "went move moved change changed"),
    (Word::Many, "many much high large"),
    (Word::Right, "true right correct"),
    (Word::Redo, "scratch redo recheck recompute corrected fixed recalculate"),
    (Word::Range, "band range bound limit bands bounds ranges ranged limits ranging"),
    (
        Word::Alters,
        "half cube twice floor double triple median quarter inverse ceiling modulus \
         maximum minimum absolute negative remainder logarithm reciprocal doubling halving tripling",
    ),
    (Word::Versus, "vs versus against compared"),
    (Word::Mean, "mean average midpoint"),
    (Word::Under, "under below trails trailed lags undershoots undershot"),
    (Word::Least, "least"),
    (Word::Minus, "minus"),
    (Word::Times, "times"),
    (
        Word::Gives,
        "gives leaves makes means come comes works equal equals yields giving results amounts implies \
         yielding make adds",
    ),
    (Word::Level, "level"),
    (
        Word::Wrong,
        "wrong false mistake incorrect erroneous incorrectly erroneously swapped transposed \
         draft typo",
    ),
    (Word::Ratio, "ratio quotient multiple"),
    (Word::Basis, "basis"),
    (Word::Upper, "upper"),
    (Word::Subtracted, "deduct subtract deducting subtracting taking"),
    (Word::Divided, "divide divided dividing shared"),
    (Word::Among, "among amongst across"),
    (Word::Each, "each apiece"),
    (Word::Nearly, "nearly almost"),
    (Word::Square, "square"),
    (Word::Points, "points"),
    (
        Word::Forecast,
        "likely expected estimate forecast projects projected forecasts estimated \
         projection",
    ),
    (Word::Margin, "margin standard"),
    (Word::Between, "between"),
    (Word::Product, "product"),
    (Word::Multiplied, "multiply multiplied multiplying scaled scaling"),
    (Word::Confidence, "credible confidence"),
    (Word::Percentage, "percentage"),
    (Word::Difference, "gap spread difference"),
];

/// Looks a word up, whatever its case.
pub(super) fn lookup(word: &[u8]) -> Word {
    dictionary::meaning(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_listed_word() {
        for (meaning, words) in MEANINGS {
            for word in words.split_ascii_whitespace() {
                for written in [word.to_owned(), word.to_ascii_uppercase()] {
                    assert_eq!(lookup(written.as_bytes()), *meaning, "{word}");
                }
            }
        }
        for word in ["", "cee", "transactions", "iss", "i", "approximately_"] {
            assert_eq!(lookup(word.as_bytes()), Word::Other, "{word}");
        }
    }
}
