//! Two figures set against each other, with what is said of them behind: "1,312,450 versus 1,171,706 a
//! week ago (+12.0%)", "592,966 against 412,000 receivers, a ratio of 1.44".

use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Statement};

use super::compare::CHANCES;
use super::{CompareForm, Reader, Way};

/// How far behind the second figure the claim may stand, in tokens.
const REACH: usize = 12;

/// How many times too large a change may be that can only be meant as the one between the two figures.
const ALIKE: std::ops::RangeInclusive<f64> = 0.08..=12.5;

/// Names of a change that may stand right before it: "gap +12%".
const NAMES: [&str; 10] =
    ["delta", "diff", "dist", "distance", "premium", "discount", "i", "e", "ie", "roughly"];

/// Words that make the second figure the earlier one.
const EARLIER: [&str; 14] = [
    "ago",
    "before",
    "earlier",
    "prior",
    "previous",
    "previously",
    "last",
    "yesterday",
    "mean",
    "average",
    "then",
    "preceding",
    "baseline",
    "base",
];

impl Reader<'_, '_> {
    /// Reads the comparison around a word that sets one figure against another.
    pub(super) fn versus(&self, versus: usize) -> Option<Statement> {
        let open = versus
            .checked_sub(1)
            .filter(|it| matches!(self.kind(*it), Some(Kind::Open(b'(') | Kind::Comma)));
        let first = self.figure_before(open.unwrap_or(versus));
        let mut from = versus + 1;
        // "vs.", "compared to", "compared with"
        while matches!(self.kind(from), Some(Kind::Stop(b'.') | Kind::Word(Word::To)))
            || self.is_word(from, 0, "with")
        {
            from += 1;
        }
        let (b, b_at) = self.target(from)?;
        let Some((a, a_at)) = first else {
            return self.opened_versus(versus, (b, b_at));
        };
        if let Some(statement) = self.reached_from((a, a_at), (b, b_at)) {
            return Some(statement);
        }
        if let Some(statement) = self.ratio_behind((a, a_at), (b, b_at)) {
            return Some(statement);
        }
        let (claim, claim_at) = self.said_of_two(b_at)?;
        let (form, way) = self.form_of((claim, claim_at), b_at)?;
        // "1,312,450 versus 592,966 users, up 3.2% on the week" says how one of them moved.
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let change = (value(a) / value(b) - 1.0) * 100.0;
        if form == CompareForm::Change && !ALIKE.contains(&(value(claim) / change).abs()) {
            return None;
        }
        // "3,972.05, compared with 3,554.29 here: a drop of 10.5%" comes from the first.
        let number = &self.lexed.numbers[claim as usize];
        let back = (value(b) / value(a) - 1.0) * 100.0;
        let now = (b_at + 1..b_at + 4).any(|it| self.is_one(it, &["here", "now", "today"]));
        let fits = |it: f64| (it.abs() - number.value.abs()).abs() <= number.half_ulp * 1.01;
        let turned = form == CompareForm::Change && (now || fits(back) && !fits(change));
        // Which of the two came first is said only of what is called earlier.
        let against = matches!((way, value(a) > value(b)), (Way::Up, false) | (Way::Down, true));
        let past = (versus + 1..b_at + 5).any(|it| self.is_one(it, &EARLIER));
        if against && !past && !turned {
            return None;
        }
        let (first, second) = if turned { ((b, b_at), (a, a_at)) } else { ((a, a_at), (b, b_at)) };
        self.compare_towards(first, second, (claim, claim_at), form, way)
    }

    /// "Users-to-receivers ratio: 466,098 users vs. 242,552 receivers → 1.92"
    fn ratio_behind(&self, a: (u32, usize), b: (u32, usize)) -> Option<Statement> {
        let unit = usize::from(self.kind(b.1 + 1) == Some(Kind::Word(Word::Other)));
        let sign = b.1 + 1 + unit;
        let claim_at = sign + 1;
        let claim = self.quantity(claim_at)?;
        let named = (a.1.saturating_sub(8)..a.1)
            .rev()
            .take_while(|it| !matches!(self.kind(*it), Some(Kind::Stop(_) | Kind::Break)))
            .any(|it| self.kind(it) == Some(Kind::Word(Word::Ratio)));
        let plain =
            matches!(self.kind(sign)?, Kind::Relation(_)) && !self.is_operator(claim_at + 1);
        let ratio = self.lexed.numbers[claim as usize].unit == NumberUnit::None;
        (named && plain && ratio)
            .then(|| self.compare(a, b, (claim, claim_at), CompareForm::Factor))?
    }

    /// "Compared with 1,479,775 ETH a week earlier, the 1,663,265 ETH is a 12.4% increase"
    fn opened_versus(&self, versus: usize, (b, b_at): (u32, usize)) -> Option<Statement> {
        let begins = versus.checked_sub(1).is_none_or(|it| {
            matches!(
                self.kind(it),
                Some(
                    Kind::Stop(_)
                        | Kind::Break
                        | Kind::Newline
                        | Kind::Comma
                        | Kind::Punctuation(_)
                )
            )
        });
        let comma = (b_at + 1..b_at + 6)
            .take_while(|it| {
                matches!(self.kind(*it), Some(Kind::Word(_) | Kind::Date(_) | Kind::Comma))
            })
            .find(|it| self.kind(*it) == Some(Kind::Comma))?;
        let (a, a_at) = self.ahead(comma + 1, 4).filter(|_| begins)?;
        let verb = (a_at + 1..a_at + 4)
            .take_while(|it| matches!(self.kind(*it), Some(Kind::Word(_) | Kind::Cite(_))))
            .find(|it| {
                self.is_standing(*it)
                    || self.is_one(*it, &["marks", "means", "shows", "represents"])
            })?;
        let (claim, claim_at) = self.ahead(verb + 1, 3)?;
        self.percentage(claim_at)?;
        let way = match self.kind(claim_at + 1)? {
            Kind::Word(Word::Rise) => Way::Up,
            Kind::Word(Word::Fall) => Way::Down,
            _ => return None,
        };
        let form = CompareForm::Change;
        // "a 12% increase on January"
        let of_other = self.is_one(claim_at + 2, &["on", "over", "from", "since", "against"]);
        (!of_other)
            .then(|| self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), form, way))?
    }

    /// "increased by 12.4% compared with 1,479,775 ETH to reach 1,663,265 ETH"
    fn reached_from(&self, claim: (u32, usize), b: (u32, usize)) -> Option<Statement> {
        self.percentage(claim.1)?;
        let to = (b.1 + 1..b.1 + 4).find(|it| self.kind(*it) == Some(Kind::Word(Word::To)))?;
        let (a, a_at) = self.ahead(to + 1, 4)?;
        let way =
            (claim.1.saturating_sub(3)..claim.1).rev().find_map(|it| match self.kind(it) {
                Some(Kind::Word(Word::Rise)) => Some(Way::Up),
                Some(Kind::Word(Word::Fall)) => Some(Way::Down),
                _ => None,
            })?;
        self.compare_towards((a, a_at), b, claim, CompareForm::Change, way)
    }

    /// The next figure in the sentence, if no other clause begins before it.
    fn said_of_two(&self, b_at: usize) -> Option<(u32, usize)> {
        for at in b_at + 1..b_at + REACH {
            match self.kind(at)? {
                Kind::Num(_) if self.quantity(at).is_some() => {
                    let claim = self.quantity(at)?;
                    let operated = self.is_operator(at + 1)
                        || matches!(
                            self.kind(at + 1),
                            Some(Kind::Word(Word::Of) | Kind::PlusMinus | Kind::Relation(_))
                        );
                    return (!operated).then_some((claim, at));
                }
                // "| 8,436 vs 8,973 | −5.98% |"
                Kind::Cell
                    if at == b_at + 1
                        && self.quantity(at + 1).is_some_and(|it| self.is_signed(it))
                        && matches!(self.kind(at + 2), Some(Kind::Cell)) => {}
                // "i.e."
                Kind::Stop(b'.') if self.is_one(at - 1, &["i", "e"]) => {}
                Kind::Word(Word::And | Word::From | Word::If | Word::Over | Word::Under)
                | Kind::Stop(_)
                | Kind::Break
                | Kind::Cell
                | Kind::Relation(_)
                | Kind::Inequality
                | Kind::Divide
                | Kind::Times => return None,
                Kind::Word(Word::Clause) if self.turns(at) && !self.is_word(at, 0, "so") => {
                    return None;
                }
                Kind::Word(Word::Other) if self.is_versus(at) || self.is_one(at, &CHANCES) => {
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    /// What a claim behind two figures says of them, and which way.
    fn form_of(&self, (claim, at): (u32, usize), b_at: usize) -> Option<(CompareForm, Way)> {
        let number = &self.lexed.numbers[claim as usize];
        let percent = number.unit == NumberUnit::Percent;
        // "a ratio of", "an increase of", "up"
        let mut lead = at;
        while lead > b_at + 1
            && matches!(
                self.kind(lead - 1),
                Some(
                    Kind::About
                        | Kind::Word(
                            Word::Of | Word::By | Word::About | Word::Nearly | Word::Article
                        )
                )
            )
        {
            lead -= 1;
        }
        let head = self.kind(lead - 1);
        let next = self.kind(at + 1);
        // "17.91 against 12.09, or 1.48 to 1"
        let to_one = matches!(next, Some(Kind::Word(Word::To) | Kind::Punctuation(b':')))
            && matches!(self.kind(at + 2), Some(Kind::Num(one))
                if self.lexed.numbers[one as usize].exact == Some(1));
        if matches!(next, Some(Kind::Word(Word::Times | Word::X)))
            || head == Some(Kind::Word(Word::Ratio))
            || to_one
        {
            return (!percent).then_some((CompareForm::Factor, Way::Unsaid));
        }
        let way = [head, next].into_iter().flatten().find_map(|it| match it {
            Kind::Word(Word::Rise | Word::More) => Some(Way::Up),
            Kind::Word(Word::Fall | Word::Less) => Some(Way::Down),
            _ => None,
        });
        let moved =
            head == Some(Kind::Word(Word::Difference)) || head == Some(Kind::Word(Word::Move));
        // "4.74 against 12.80, i.e. 37.0%", "…, or 37.0%"
        let again = percent
            && !self.is_signed(claim)
            && (b_at + 1..lead).any(|it| {
                self.kind(it) == Some(Kind::Word(Word::Or))
                    || self.is_one(it, &["ie", "i", "namely"])
                    || self.is_word(it, 0, "which")
            })
            && self.kind(at + 1).is_none_or(Kind::ends_clause);
        if way.is_none() && again {
            return Some((CompareForm::Either, Way::Unsaid));
        }
        if way.is_none() && !moved {
            // "…, volatility +12.9%" is of something else.
            let of_other = head == Some(Kind::Word(Word::Other))
                && !self.is_one(lead - 1, &NAMES)
                && lead - 1 > b_at
                && self.tokens[b_at + 1..lead - 1]
                    .iter()
                    .any(|it| matches!(it.kind, Kind::Comma | Kind::Punctuation(_)));
            if of_other || !self.is_signed(claim) {
                return None;
            }
        }
        // "up 12.0% since January", "… over the month"
        let since = self.is_one(at + 1, &["since", "this", "over", "year", "month", "daily"])
            || matches!(next, Some(Kind::Word(Word::Than | Word::From | Word::Over)));
        let form = if percent { CompareForm::Change } else { CompareForm::Amount };
        (!since).then_some((form, way.unwrap_or(Way::Unsaid)))
    }
}
