//! The words that the parser knows.

/// What a word means to the parser; most words mean nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Word {
    /// Any word without a meaning of its own here.
    #[default]
    Other,
    /// "is", "was", "are", "were".
    Is,
    /// "equals", "gives", "yields", "makes", "results".
    Gives,
    /// "about", "roughly", "approximately".
    About,
    /// "over", "above", "exceeding".
    Over,
    /// "under", "below".
    Under,
    /// "nearly", "almost".
    Nearly,
    /// "more", "greater", "higher", "larger".
    More,
    /// "less", "fewer", "lower", "smaller".
    Less,
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
    /// "times".
    Times,
    /// "divided".
    Divided,
    /// "multiplied".
    Multiplied,
    /// "subtract", "subtracting", "deducting".
    Subtracted,
    /// "add", "adding".
    Added,
    /// "by".
    By,
    /// "of".
    Of,
    /// "from".
    From,
    /// "to".
    To,
    /// "between".
    Between,
    /// "and".
    And,
    /// "or".
    Or,
    /// "per".
    Per,
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
    /// "x" or "X".
    X,
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
    /// The name of a month; the parser asks `date` for which.
    Month,
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
    /// A word that changes the value of what follows: "half", "remainder", "twice".
    Alters,
}

/// Looks a word up, whatever its case.
#[expect(clippy::match_same_arms, reason = "one line a meaning, by length of word")]
pub(super) fn lookup(word: &[u8]) -> Word {
    let mut lower = [0_u8; 14];
    let Some(slot) = lower.get_mut(..word.len()) else {
        return Word::Other;
    };
    for (to, from) in slot.iter_mut().zip(word) {
        *to = from.to_ascii_lowercase();
    }
    match word.len() {
        1 => match slot[0] {
            b'x' => Word::X,
            b'e' => Word::E,
            b'a' => Word::Article,
            _ => Word::Other,
        },
        2 => match &*slot {
            b"is" | b"be" => Word::Is,
            b"by" => Word::By,
            b"of" => Word::Of,
            b"to" => Word::To,
            b"or" => Word::Or,
            b"at" => Word::At,
            b"as" => Word::As,
            b"ln" => Word::Ln,
            b"pp" => Word::PercentagePoints,
            b"bp" => Word::BasisPoints,
            b"ci" => Word::Interval,
            b"up" => Word::Rise,
            b"so" | b"in" | b"on" => Word::Clause,
            b"if" => Word::If,
            b"no" => Word::Doubt,
            b"an" => Word::Article,
            b"it" => Word::Pronoun,
            b"ca" => Word::About,
            _ => Word::Other,
        },
        3 => match &*slot {
            b"was" | b"are" => Word::Is,
            b"and" => Word::And,
            b"the" => Word::Article,
            b"per" => Word::Per,
            b"but" => Word::Clause,
            b"add" => Word::Added,
            b"exp" => Word::Exp,
            b"log" => Word::Log,
            b"pps" | b"ppt" => Word::PercentagePoints,
            b"bps" => Word::BasisPoints,
            b"pct" => Word::Percent,
            b"usd" => Word::Dollars,
            b"day" | b"sec" | b"min" | b"hrs" => Word::Time,
            b"for" => Word::Clause,
            b"not" => Word::Not,
            b"hmm" => Word::Doubt,
            b"sum" => Word::Sum,
            b"jan" | b"feb" | b"mar" | b"apr" | b"may" | b"jun" | b"jul" | b"aug" | b"sep"
            | b"oct" | b"nov" | b"dec" => Word::Month,
            _ => Word::Other,
        },
        4 => match &*slot {
            b"were" => Word::Is,
            b"from" => Word::From,
            b"over" => Word::Over,
            b"than" => Word::Than,
            b"more" => Word::More,
            b"less" => Word::Less,
            b"most" => Word::Most,
            b"plus" => Word::Plus,
            b"sqrt" => Word::Sqrt,
            b"root" => Word::Root,
            b"rose" | b"gain" | b"grew" | b"grow" | b"jump" | b"rise" => Word::Rise,
            b"fell" | b"drop" | b"down" | b"loss" | b"lost" | b"fall" | b"dips" | b"sank" => {
                Word::Fall
            }
            b"went" | b"move" => Word::Move,
            b"days" | b"week" | b"hour" | b"mins" | b"secs" | b"year" => Word::Time,
            b"many" | b"much" | b"high" => Word::Many,
            b"true" => Word::Right,
            b"redo" => Word::Redo,
            b"it's" => Word::Pronoun,
            b"wait" | b"oops" | b"nope" => Word::Doubt,
            b"june" | b"july" | b"sept" => Word::Month,
            b"then" | b"with" | b"when" | b"thus" => Word::Clause,
            b"band" => Word::Range,
            b"half" | b"cube" => Word::Alters,
            b"mean" => Word::Mean,
            b"that" | b"this" => Word::Pronoun,
            _ => Word::Other,
        },
        5 => match &*slot {
            b"about" | b"circa" | b"maybe" => Word::About,
            b"above" => Word::Over,
            b"under" | b"below" => Word::Under,
            b"least" => Word::Least,
            b"minus" => Word::Minus,
            b"times" => Word::Times,
            b"gives" | b"makes" | b"means" => Word::Gives,
            b"fewer" | b"lower" => Word::Less,
            b"grown" | b"gains" | b"rises" | b"risen" | b"climb" | b"surge" | b"jumps" => {
                Word::Rise
            }
            b"drops" | b"falls" | b"slide" | b"slump" => Word::Fall,
            b"moved" => Word::Move,
            b"weeks" | b"hours" | b"month" | b"years" => Word::Time,
            b"level" => Word::Level,
            b"range" | b"bound" | b"limit" | b"bands" => Word::Range,
            b"large" => Word::Many,
            b"sorry" => Word::Doubt,
            b"wrong" | b"false" => Word::Wrong,
            b"right" => Word::Right,
            b"comes" | b"works" => Word::Gives,
            b"march" | b"april" => Word::Month,
            b"equal" => Word::Gives,
            b"ratio" => Word::Ratio,
            b"twice" | b"floor" => Word::Alters,
            b"total" => Word::Sum,
            b"basis" => Word::Basis,
            b"upper" => Word::Upper,
            b"while" | b"where" | b"which" | b"since" | b"after" => Word::Clause,
            _ => Word::Other,
        },
        6 => match &*slot {
            b"equals" | b"yields" => Word::Gives,
            b"adding" => Word::Added,
            b"deduct" => Word::Subtracted,
            b"divide" => Word::Divided,
            b"around" => Word::About,
            b"nearly" | b"almost" => Word::Nearly,
            b"higher" | b"larger" => Word::More,
            b"giving" => Word::Gives,
            b"fallen" => Word::Fall,
            b"growth" | b"climbs" | b"jumped" | b"surged" | b"soared" | b"gained" | b"uptick" => {
                Word::Rise
            }
            b"shrank" | b"dipped" | b"plunge" => Word::Fall,
            b"months" | b"minute" | b"second" => Word::Time,
            b"square" => Word::Square,
            b"double" | b"triple" | b"median" => Word::Alters,
            b"that's" => Word::Pronoun,
            b"points" => Word::Points,
            b"august" => Word::Month,
            b"likely" => Word::Forecast,
            b"bounds" | b"ranges" | b"ranged" | b"limits" => Word::Range,
            b"margin" => Word::Margin,
            b"change" => Word::Move,
            _ => Word::Other,
        },
        7 => match &*slot {
            b"results" | b"amounts" | b"implies" => Word::Gives,
            b"roughly" => Word::About,
            b"greater" => Word::More,
            b"ranging" => Word::Range,
            b"smaller" => Word::Less,
            b"swapped" => Word::Wrong,
            b"divided" => Word::Divided,
            b"quarter" | b"inverse" | b"ceiling" | b"modulus" | b"maximum" | b"minimum" => {
                Word::Alters
            }
            b"between" => Word::Between,
            b"percent" => Word::Percent,
            b"dollars" => Word::Dollars,
            b"minutes" | b"seconds" => Word::Time,
            b"climbed" | b"growing" => Word::Rise,
            b"dropped" | b"decline" | b"falling" | b"slipped" | b"tumbled" | b"plunged" => {
                Word::Fall
            }
            b"changed" => Word::Move,
            b"average" => Word::Mean,
            b"product" => Word::Product,
            b"january" | b"october" => Word::Month,
            b"mistake" => Word::Wrong,
            b"correct" => Word::Right,
            b"recheck" => Word::Redo,
            b"because" => Word::Clause,
            _ => Word::Other,
        },
        8 => match &*slot {
            b"increase" => Word::Rise,
            b"decrease" | b"declined" | b"dropping" | b"declines" => Word::Fall,
            b"quotient" => Word::Ratio,
            b"dividing" => Word::Divided,
            b"absolute" | b"negative" => Word::Alters,
            b"multiply" => Word::Multiplied,
            b"subtract" => Word::Subtracted,
            b"yielding" => Word::Gives,
            b"credible" => Word::Confidence,
            b"interval" => Word::Interval,
            b"expected" | b"estimate" | b"forecast" | b"projects" => Word::Forecast,
            b"actually" => Word::Doubt,
            b"february" | b"november" | b"december" => Word::Month,
            b"standard" => Word::Margin,
            _ => Word::Other,
        },
        9 => match &*slot {
            b"increased" | b"increases" | b"advancing" => Word::Rise,
            b"decreased" | b"reduction" | b"decreases" => Word::Fall,
            b"intervals" => Word::Interval,
            b"deducting" => Word::Subtracted,
            b"represent" => Word::Is,
            b"recompute" => Word::Redo,
            b"remainder" | b"logarithm" => Word::Alters,
            b"projected" | b"forecasts" | b"estimated" => Word::Forecast,
            b"incorrect" | b"erroneous" => Word::Wrong,
            b"corrected" => Word::Redo,
            b"september" => Word::Month,
            b"exceeding" => Word::Over,
            b"therefore" => Word::Clause,
            _ => Word::Other,
        },
        10 => match &*slot {
            b"multiplied" => Word::Multiplied,
            b"transposed" => Word::Wrong,
            b"reciprocal" => Word::Alters,
            b"percentage" => Word::Percentage,
            b"difference" => Word::Difference,
            b"confidence" => Word::Confidence,
            b"prediction" => Word::Interval,
            b"projection" => Word::Forecast,
            b"represents" => Word::Is,
            b"increasing" => Word::Rise,
            b"decreasing" => Word::Fall,
            b"correction" => Word::Doubt,
            _ => Word::Other,
        },
        11 => match &*slot {
            b"incorrectly" | b"erroneously" => Word::Wrong,
            b"correcting" => Word::Doubt,
            b"recalculate" => Word::Redo,
            b"subtracting" => Word::Subtracted,
            _ => Word::Other,
        },
        _ => match &*slot {
            b"approximately" => Word::About,
            _ => Word::Other,
        },
    }
}
