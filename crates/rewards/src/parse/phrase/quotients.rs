//! Sentences of two counts and their quotient, in whatever order: "The 385,930 users averaged 3.08
//! transactions apiece, 1,187,055 in all", "There are 0.60 receivers for each user: 232,093 against 385,930".

use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Statement};

use super::per::is_form_of;
use super::{CompareForm, Reader};

/// How far off a quotient may be that is wrong and not one of something else.
const NEAR: std::ops::RangeInclusive<f64> = 0.4..=2.5;
/// What counts less is a count of few things, and no part of an average.
const SMALL: i128 = 100;

/// A figure that is called an average.
struct Average<'t> {
    /// What it is one of, if that is named: "per user".
    of: Option<&'t str>,
}

impl Reader<'_, '_> {
    /// Reads the quotient of a sentence that has two counts and no other figure.
    pub(super) fn quotient_within(&self, start: usize, end: usize) -> Option<Statement> {
        let mut counts = [(0, 0); 2];
        let mut found = 0;
        let mut quotient = None;
        for at in start..end {
            let index = match self.kind(at)? {
                Kind::Num(_) => self.quantity(at),
                Kind::Relation(_) | Kind::Divide | Kind::Times | Kind::PlusMinus => return None,
                _ => None,
            };
            let Some(index) = index else { continue };
            let number = &self.lexed.numbers[index as usize];
            if number.unit != NumberUnit::None || self.is_signed(index) {
                return None;
            }
            if number.exact.is_some_and(|it| it >= SMALL) && found < 2 {
                counts[found] = (index, at);
                found += 1;
            } else if quotient.replace((index, at)).is_some() {
                return None;
            }
        }
        let (claim, at) = quotient.filter(|_| found == 2)?;
        let per = self.averaged(at)?.of;
        let [(a, a_at), (b, b_at)] = counts;
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let number = &self.lexed.numbers[claim as usize];
        // What is counted, and for what: "3.08 transactions per user".
        let counted = self.noun(at + 1);
        let of = |count: usize, noun: Option<&str>| {
            let own = [self.noun(count + 1), self.noun(count.wrapping_sub(1))];
            noun.is_some_and(|noun| own.into_iter().flatten().any(|it| is_form_of(it, noun)))
        };
        let by_first = of(a_at, per) || of(b_at, counted);
        let by_second = of(b_at, per) || of(a_at, counted);
        let (more, less) = if by_first && !by_second { (b, a) } else { (a, b) };
        let ratio = value(more) / value(less);
        let fits = |it: f64| (it - number.value).abs() <= number.half_ulp * 1.01;
        let right = fits(ratio) || !by_first && !by_second && fits(1.0 / ratio);
        // Another quotient has other nouns: "2.5 gwei per transaction".
        // "…, bots made 4.2 each" is of others.
        let part = self.part_around(at);
        let own = per.is_some() || [a_at, b_at].into_iter().any(|it| part.contains(&it));
        // "385,930 users generated 1,187,055 transactions, averaging 3.08 each"
        let goes_on = part.start > a_at.max(b_at) && self.is_word(part.start, 0, "averaging");
        let (more, less) =
            if goes_on && value(more) < value(less) { (less, more) } else { (more, less) };
        let ratio = value(more) / value(less);
        let told = (own && by_first != by_second || goes_on)
            && NEAR.contains(&(number.value / ratio))
            && counted.is_none_or(|it| of(a_at, Some(it)) || of(b_at, Some(it)));
        (right || told)
            .then(|| self.compare((a, a_at), (b, b_at), (claim, at), CompareForm::Factor))?
    }

    /// Whether a figure is called an average, and what of: "per user", "each", "for every user".
    fn averaged(&self, at: usize) -> Option<Average<'_>> {
        let before = self.averaged_before(at);
        let noun = usize::from(self.kind(at + 1) == Some(Kind::Word(Word::Other)));
        for next in [at + 1, at + 1 + noun] {
            let of = match self.kind(next) {
                Some(Kind::Word(Word::Per)) => self.noun(next + 1),
                Some(Kind::Word(Word::Each)) => before.as_ref().and_then(|it| it.of),
                Some(Kind::Word(Word::Clause))
                    if self.is_word(next, 0, "for")
                        && (self.kind(next + 1) == Some(Kind::Word(Word::Each))
                            || self.is_word(next + 1, 0, "every")) =>
                {
                    self.noun(next + 2)
                }
                Some(Kind::Word(Word::Clause))
                    if self.is_word(next, 0, "on")
                        && self.kind(next + 1) == Some(Kind::Word(Word::Mean)) =>
                {
                    before.as_ref().and_then(|it| it.of)
                }
                _ => continue,
            };
            return Some(Average { of });
        }
        before
    }

    /// "each user sent 3.08", "users averaged 3.08", "averaging 3.08"
    fn averaged_before(&self, at: usize) -> Option<Average<'_>> {
        let before = (at.saturating_sub(5)..at)
            .rev()
            .take_while(|it| matches!(self.kind(*it), Some(Kind::Word(_) | Kind::About)));
        for before in before {
            if self.kind(before) == Some(Kind::Word(Word::Each)) {
                return Some(Average { of: self.noun(before + 1) });
            }
            if self.is_one(before, &["averaged", "averaging"]) {
                return Some(Average { of: before.checked_sub(1).and_then(|it| self.noun(it)) });
            }
        }
        None
    }

    pub(super) fn noun(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at).filter(|it| it.kind == Kind::Word(Word::Other))?;
        self.text.get(token.start as usize..token.end as usize)
    }
}
