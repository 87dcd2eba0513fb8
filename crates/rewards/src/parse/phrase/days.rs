//! Two figures with their days, and what lies between them: "508,849 on the 25th, 527,904 now, so a
//! gain of 19,055".

use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Statement};

use super::{CompareForm, Reader, Way};

impl Reader<'_, '_> {
    /// "508,849 on the 25th, 527,904 now, so a gain of 19,055", "413,785 on the 12th and 369,604 on the
    /// 15th, or 44,181 fewer": two figures with their days, and the difference.
    pub(super) fn of_two_days(&self, word: usize) -> Option<Statement> {
        let (way, claim_at) = match self.kind(word)? {
            Kind::Word(Word::More) => (Way::Up, word.checked_sub(1)?),
            Kind::Word(Word::Less) => (Way::Down, word.checked_sub(1)?),
            // "0.83 BTC of difference"
            Kind::Word(Word::Of) if self.kind(word + 1) == Some(Kind::Word(Word::Difference)) => {
                (Way::Unsaid, self.figure_before(word)?.1)
            }
            _ => {
                let way = match self.kind(word.checked_sub(1)?)? {
                    Kind::Word(Word::Rise) => Way::Up,
                    Kind::Word(Word::Fall) => Way::Down,
                    Kind::Word(Word::Difference) => Way::Unsaid,
                    _ => return None,
                };
                (way, self.ahead(word + 1, 2)?.1)
            }
        };
        let claim = self.quantity(claim_at)?;
        // ", so a gain of", ", or"
        let first = claim_at.min(word);
        let comma = (first.saturating_sub(5)..first).rev().find(|it| {
            matches!(self.kind(*it), Some(Kind::Comma | Kind::Punctuation(b':' | b';')))
        })?;
        let leads =
            matches!(self.kind(comma + 1)?, Kind::Word(Word::Or | Word::Article | Word::Clause));
        let [first, second] = self.two_of_days(comma).filter(|_| leads)?;
        // "so a drop of 5% is not unusual"
        let goes_on = matches!(self.kind(claim_at + 1), Some(Kind::Word(Word::Is | Word::Gives)))
            || self.is_one(claim_at + 1, &["would", "could", "may", "might", "should", "can"]);
        if goes_on {
            return None;
        }
        let percent = self.lexed.numbers[claim as usize].unit == NumberUnit::Percent;
        let (one, other) = (first.figure, second.figure);
        let measure = if percent { CompareForm::Change } else { CompareForm::Amount };
        let (a, b, form, way) = match first.day.is_before(second.day) {
            Some(true) => (other, one, measure, way),
            Some(false) => (one, other, measure, way),
            // Which day came first is not sure.
            None if percent => (other, one, CompareForm::Either, Way::Unsaid),
            None => (other, one, measure, Way::Unsaid),
        };
        self.compare_towards(a, b, (claim, claim_at), form, way)
    }

    /// The only two figures of a sentence before a token, each with its day.
    fn two_of_days(&self, end: usize) -> Option<[Dated; 2]> {
        /// How far back they may stand, in tokens.
        const REACH: usize = 26;
        let start = (end.saturating_sub(REACH)..end)
            .rev()
            .take_while(|it| {
                !matches!(
                    self.kind(*it),
                    Some(
                        Kind::Stop(_)
                            | Kind::Break
                            | Kind::Cell
                            | Kind::Newline
                            | Kind::Relation(_)
                    )
                )
            })
            .last()?;
        let mut figures =
            (start..end).filter_map(|it| self.quantity(it).map(|number| (number, it)));
        let (first, second) = (figures.next()?, figures.next()?);
        // "508,849 on the 25th, 527,904 now", "On the 18th there were 837,903 and on the 19th 625,237"
        let behind = self.moment(first.1 + 1, second.1).zip(self.moment(second.1 + 1, end));
        let before = || self.moment(start, first.1).zip(self.moment(first.1 + 1, second.1));
        let (one, other) = behind.or_else(before)?;
        let unit = |it: u32| self.lexed.numbers[it as usize].unit;
        let plain = figures.next().is_none() && unit(first.0) == unit(second.0);
        let dated = [Dated { figure: first, day: one }, Dated { figure: second, day: other }];
        plain.then_some(dated)
    }

    /// The day that words between two places name.
    fn moment(&self, from: usize, to: usize) -> Option<Moment> {
        const PAST: [&str; 6] = ["ago", "earlier", "before", "previously", "prior", "then"];
        const WEEKDAYS: [&str; 7] =
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        (from..to).find_map(|at| {
            match self.kind(at)? {
                Kind::Date(index) => {
                    let (month, day) = self.lexed.dates.get(index as usize)?.month_day;
                    Some(Moment::Day(i32::from(month) * 31 + i32::from(day)))
                }
                _ if self.is_one(at, &["now", "today"]) => Some(Moment::Now),
                _ if self.is_one(at, &["yesterday"]) => Some(Moment::Yesterday),
                // "a day later": than the other figure.
                _ if self.is_one(at, &["later"]) => Some(Moment::Later),
                _ if self.is_one(at, &PAST) => Some(Moment::Past),
                _ if self.is_one(at, &WEEKDAYS) => Some(Moment::Some),
                _ => {
                    let token = self.tokens[at];
                    let written = &self.text[token.start as usize..token.end as usize];
                    let digits = written.trim_end_matches(|it: char| it.is_ascii_alphabetic());
                    let ending = &written[digits.len()..];
                    let ordinal = ["st", "nd", "rd", "th"].contains(&ending);
                    digits.parse().ok().filter(|_| ordinal).map(Moment::DayOfMonth)
                }
            }
        })
    }
}

/// A figure, by its index and token, with its day.
#[derive(Clone, Copy)]
struct Dated {
    figure: (u32, usize),
    day: Moment,
}

/// When a figure was, as far as the words beside it tell.
#[derive(Clone, Copy)]
enum Moment {
    Past,
    /// By month and day.
    Day(i32),
    DayOfMonth(i32),
    /// A day of the week.
    Some,
    Yesterday,
    Later,
    Now,
}

impl Moment {
    /// Whether a moment comes before another, if that is sure.
    fn is_before(self, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::Now, Self::Now) | (Self::Yesterday, Self::Yesterday) => None,
            (_, Self::Now | Self::Later) => Some(true),
            (Self::Now | Self::Later, _) => Some(false),
            (Self::Day(one), Self::Day(other))
            | (Self::DayOfMonth(one), Self::DayOfMonth(other))
                if one != other =>
            {
                Some(one < other)
            }
            _ => None,
        }
    }
}
