//! Sentences of two counts and their quotient, in whatever order: "The 385,930 users averaged 3.08
//! transactions apiece, 1,187,055 in all", "There are 0.60 receivers for each user: 232,093 against 385,930".

use crate::parse::expression::{Op, Traits};
use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Statement};

use super::per::is_form_of;
use super::{CompareForm, Reader};

/// How far off a quotient may be that is wrong and not one of something else.
const NEAR: std::ops::RangeInclusive<f64> = 0.4..=2.5;
/// A score beyond this is none.
const HIGHEST: f64 = 50.0;
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

    /// "At $2,650, daily fees of 1,614.39 ETH are worth about $4.28 million": an amount at its price.
    pub(super) fn worth_within(&self, start: usize, end: usize) -> Option<Statement> {
        let mut figures = [(0, 0); 3];
        let mut found = 0;
        for at in start..end {
            let Some(index) = self.quantity(at) else { continue };
            *figures.get_mut(found)? = (index, at);
            found += 1;
        }
        let [one, two, (claim, claim_at)] = figures;
        let worth = (found == 3 && claim_at > start + 2)
            .then(|| (claim_at - 2..claim_at).any(|it| self.is_word(it, 0, "worth")))?;
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let usd = |it: u32| number(it).unit == NumberUnit::Usd;
        let plain = |it: u32| number(it).unit == NumberUnit::None;
        let (price, amount) = match (usd(one.0), usd(two.0)) {
            (true, false) => (one.0, two.0),
            (false, true) => (two.0, one.0),
            _ => return None,
        };
        let value = number(price).value * number(amount).value;
        let near = NEAR.contains(&(number(claim).value / value));
        let code = vec![Op::Number(price), Op::Number(amount), Op::Multiply];
        let traits =
            Traits { operations: 1, figures: 2, money: true, units: true, ..Traits::default() };
        let range = (one.1, claim_at);
        (worth && usd(claim) && plain(amount) && near)
            .then(|| self.said_formula(range, code, traits, claim, self.hedge(claim_at)))
    }

    /// "With a mean of 1,171,706 and a standard deviation of 58,062, today's 1,330,807 has a z-score of 2.74."
    pub(super) fn score_within(&self, start: usize, end: usize) -> Option<Statement> {
        const SCORES: [&str; 3] = ["z-score", "z-scores", "z"];
        const DEVIATIONS: [&str; 4] = ["deviation", "sd", "sigma", "σ"];
        const MEANS: [&str; 2] = ["mean", "average"];
        // Few sentences name one: it is looked for only right before what may be it.
        let is_named = |at: usize| {
            self.quantity(at)
                .map(|it| &self.lexed.numbers[it as usize])
                .is_some_and(|it| it.exact.is_none() && it.value.abs() < HIGHEST)
                && (at.saturating_sub(4).max(start)..at).any(|it| self.is_one(it, &SCORES))
        };
        (start..end).find(|it| is_named(*it))?;
        let (mut mean, mut deviation, mut score, mut value) = (None, None, None, None);
        for at in start..end {
            if self.is_operator(at) || matches!(self.kind(at), Some(Kind::Relation(_))) {
                return None;
            }
            let Some(index) = self.quantity(at) else { continue };
            let named = (at.saturating_sub(4).max(start)..at)
                .rev()
                .take_while(|it| self.quantity(*it).is_none());
            let said = named.clone().find_map(|it| {
                [&SCORES[..], &DEVIATIONS, &MEANS].iter().position(|names| self.is_one(it, names))
            });
            let slot = match said {
                // "would need a z-score above 2.5"
                Some(0) if self.is_bound(at) => return None,
                Some(0) => &mut score,
                Some(1) => &mut deviation,
                Some(_) => &mut mean,
                None => &mut value,
            };
            if slot.replace((index, at)).is_some() {
                return None;
            }
        }
        let ((mean, _), (deviation, _), (score, score_at), (value, _)) =
            (mean?, deviation?, score?, value?);
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let plain =
            [mean, deviation, value].into_iter().all(|it| number(it).unit == number(mean).unit);
        let z = (number(value).value - number(mean).value) / number(deviation).value;
        let near = NEAR.contains(&(number(score).value / z).abs());
        let code = vec![
            Op::Number(value),
            Op::Number(mean),
            Op::Subtract,
            Op::Number(deviation),
            Op::Divide,
        ];
        let traits =
            Traits { operations: 2, figures: 3, divides: true, units: true, ..Traits::default() };
        let last = (start..end).rev().find(|it| self.quantity(*it).is_some())?;
        let first = (start..end).find(|it| self.quantity(*it).is_some())?;
        (plain && near && number(score).unit == NumberUnit::None)
            .then(|| self.said_formula((first, last), code, traits, score, self.hedge(score_at)))
    }

    fn is_bound(&self, at: usize) -> bool {
        (at.saturating_sub(2)..at).any(|it| {
            matches!(
                self.kind(it),
                Some(Kind::Word(Word::Over | Word::Under | Word::Than) | Kind::Inequality)
            )
        })
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
