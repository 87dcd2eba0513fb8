//! Parts of a whole that is counted first: "Of 1,312,450 transactions, 17,324 failed (1.32%)", "98.68%
//! succeeded, so 1.32% failed".

use crate::parse::expression::{Op, Traits};
use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Statement};

use super::compare::DEVIATIONS;
use super::order::OPEN;
use super::{CompareForm, Reader};

/// How far apart the parts of the sentence may stand, in tokens.
const REACH: usize = 9;

/// Names of a share of something.
const RATES: [&str; 8] = ["rate", "share", "fee", "proportion", "risk", "stake", "margin", "loss"];

/// Words for what did not succeed.
const FAILED: [&str; 8] =
    ["fail", "failed", "failing", "failure", "failures", "fails", "unsuccessful", "reverted"];

/// Words for what did.
const SUCCEEDED: [&str; 7] =
    ["succeed", "succeeded", "succeeding", "succeeds", "success", "successful", "successfully"];

impl Reader<'_, '_> {
    /// "Of 1,312,450 transactions, 17,324 failed (1.32%)", "Out of 1,312,450 transactions, 1.32% (17,324)"
    pub(super) fn counted_of(&self, of: usize) -> Option<Statement> {
        let out = usize::from(self.is_word(of, 1, "out"));
        let begins = (of - out).checked_sub(1).is_none_or(|it| {
            matches!(
                self.kind(it),
                Some(
                    Kind::Stop(_)
                        | Kind::Break
                        | Kind::Newline
                        | Kind::Comma
                        | Kind::Punctuation(_)
                        | Kind::Word(Word::Pronoun | Word::Clause)
                )
            )
        });
        let (b, b_at) = self.ahead(of + 1, 4).filter(|_| begins)?;
        // "Out of 1,312,450 transactions 1,295,126 succeeded"
        let comma = (b_at + 1..b_at + REACH)
            .take_while(|it| {
                self.is_filler(*it)
                    || self.kind(*it) == Some(Kind::Comma)
                    || self.quantity(*it).is_some()
            })
            .find(|it| self.kind(*it) == Some(Kind::Comma) || self.quantity(*it).is_some())?;
        let comma = if self.quantity(comma).is_some() { comma - 1 } else { comma };
        if comma == b_at {
            return None;
        }
        let next = |from: usize| {
            (from..from + REACH)
                .take_while(|it| {
                    self.is_filler(*it)
                        || matches!(
                            self.kind(*it),
                            Some(
                                Kind::Num(_)
                                    | Kind::Open(b'(')
                                    | Kind::Comma
                                    | Kind::About
                                    | Kind::Word(
                                        Word::Or
                                            | Word::About
                                            | Word::Pronoun
                                            | Word::Is
                                            | Word::Nearly
                                            | Word::Article
                                    )
                            )
                        )
                        || self.is_one(*it, &["which", "i", "e"])
                        || self.kind(*it) == Some(Kind::Stop(b'.'))
                            && self.is_one(*it - 1, &["i", "e"])
                })
                .find_map(|it| self.quantity(it).map(|number| (number, it)))
        };
        let (first, first_at) = next(comma + 1)?;
        let (second, second_at) = next(first_at + 1)?;
        // The two say the same: "(1.32%)", ", or 1.32%,", "which is 1.32%".
        let again = self.tokens[first_at + 1..second_at]
            .iter()
            .any(|it| matches!(it.kind, Kind::Open(_) | Kind::Word(Word::Or | Word::Is | Word::E)));
        let share = |it: u32| self.lexed.numbers[it as usize].unit == NumberUnit::Percent;
        let ((part, part_at), claim) = match (share(first), share(second)) {
            (false, true) => ((first, first_at), (second, second_at)),
            (true, false) => ((second, second_at), (first, first_at)),
            _ => return None,
        };
        let numbers = &self.lexed.numbers;
        let proper = numbers[part as usize].value < numbers[b as usize].value;
        let of_other = self.kind(second_at + 1) == Some(Kind::Word(Word::Of))
            || self.is_operator(second_at + 1);
        (again && proper && !of_other)
            .then(|| self.compare((part, part_at), (b, b_at), claim, CompareForm::Part))?
    }

    /// "28.3% (469,138 of 1,656,193)", "1.40 ETH (1,663,265 ETH over 1,187,055 transactions)", "a ratio of
    /// 1.87 (433,116 senders, 231,236 receivers)": a bracket with the two parts of a quotient.
    pub(super) fn bracketed_parts(
        &self,
        open: usize,
        (a, a_at): (u32, usize),
        link: usize,
    ) -> Option<Statement> {
        let (claim, claim_at) = self.claim_before(open)?;
        let spread = usize::from(self.is_one(link, &["spread", "out"]));
        let joint = self.kind(link + spread)?;
        let ratio = (claim_at.saturating_sub(3)..claim_at)
            .any(|it| self.kind(it) == Some(Kind::Word(Word::Ratio)));
        let percent = self.percentage(claim_at).is_some();
        let form = match joint {
            Kind::Word(Word::Of | Word::Over | Word::Among) if percent => CompareForm::Part,
            Kind::Word(Word::Over | Word::Among) => CompareForm::Factor,
            Kind::Comma | Kind::Word(Word::And | Word::To) if ratio && !percent => {
                CompareForm::Factor
            }
            _ => return None,
        };
        let (b, b_at) = self.ahead(link + spread + 1, 3)?;
        let closed = (b_at + 1..b_at + 4)
            .take_while(|it| self.is_filler(*it) || matches!(self.kind(*it), Some(Kind::Close(_))))
            .any(|it| matches!(self.kind(it), Some(Kind::Close(_))));
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let scale = if percent { 100.0 } else { 1.0 };
        let near = (0.2..=5.0).contains(&(value(claim) / (scale * value(a) / value(b))));
        let moved = self.is_signed(claim)
            || [claim_at.saturating_sub(1), claim_at + 1].iter().any(|it| {
                matches!(
                    self.kind(*it),
                    Some(Kind::Word(Word::Rise | Word::Fall | Word::More | Word::Less))
                )
            });
        // "40% over a year (12 of 30 days)"
        let alike = self.lexed.numbers[a as usize].unit == self.lexed.numbers[b as usize].unit
            || form == CompareForm::Factor;
        (closed && near && alike && !moved)
            .then(|| self.compare((a, a_at), (b, b_at), (claim, claim_at), form))?
    }

    /// "A failure rate of 1.5% on 1,187,055 transactions means 17,806 failed"
    pub(super) fn rate_on(&self, verb: usize) -> Option<Statement> {
        let [(share, share_at), (b, b_at)] = self.two_before(verb)?;
        self.percentage(share_at)?;
        let on = (share_at + 1..b_at).any(|it| self.is_one(it, &["on", "of", "across", "for"]));
        let rate = (share_at.saturating_sub(4)..share_at + 3).any(|it| self.is_one(it, &RATES));
        let (a, a_at) = self.ahead(verb + 1, 4).filter(|_| on && rate)?;
        self.part_near((a, a_at), (b, b_at), (share, share_at))
    }

    /// "With a 1.5% failure rate, 17,806 of the 1,187,055 transactions failed"
    pub(super) fn at_rate(&self, of: usize) -> Option<Statement> {
        let a_at = of.checked_sub(1).filter(|it| self.percentage(*it).is_none())?;
        let a = self.quantity(a_at)?;
        let comma =
            (a_at.saturating_sub(3)..a_at).find(|it| self.kind(*it) == Some(Kind::Comma))?;
        let (share, share_at) = self.only_before(comma)?;
        let rate =
            (share_at.saturating_sub(4)..comma).any(|it| self.is_one(it, &["rate", "share"]));
        self.percentage(share_at).filter(|_| rate)?;
        let (b, b_at) = self.target(of + 1)?;
        // "With a success rate of 98.68%, roughly 17,324 of the 1,312,450 transactions failed"
        let success = (share_at.saturating_sub(4)..comma).any(|it| self.is_word(it, 0, "success"));
        let failed = (b_at + 1..b_at + 5).any(|it| self.is_one(it, &FAILED));
        if success && failed {
            let code =
                vec![Op::Whole(1), Op::Number(share), Op::Subtract, Op::Number(b), Op::Multiply];
            let traits = Traits {
                operations: 2,
                figures: 2,
                percent: true,
                units: true,
                ..Traits::default()
            };
            let hedge = self.hedge(a_at);
            return Some(self.said_formula((share_at, b_at), code, traits, a, hedge));
        }
        self.part_near((a, a_at), (b, b_at), (share, share_at))
    }

    /// "One standard deviation of 4.2% on a price of 192.09 is 8.07 dollars"
    pub(super) fn share_on_level(&self, of: usize) -> Option<Statement> {
        const LEVELS: [&str; 9] = [
            "price", "close", "level", "value", "position", "balance", "volume", "amount", "stake",
        ];
        let on = of.checked_sub(3)?;
        let named = self.is_one(of - 1, &LEVELS)
            && self.kind(of - 2) == Some(Kind::Word(Word::Article))
            && self.is_word(on, 0, "on");
        let share_at = on.checked_sub(1).filter(|_| named)?;
        let share = self.percentage(share_at)?;
        let (b, b_at) = self.ahead(of + 1, 2)?;
        let claim_at = self.outcome(b_at + 1)?;
        let claim = self.quantity(claim_at)?;
        let goes_on = self.is_operator(claim_at + 1) || self.percentage(claim_at).is_some();
        (!goes_on).then(|| self.part_near((claim, claim_at), (b, b_at), (share, share_at)))?
    }

    /// "The excess of 159,101 equals 2.74 standard deviations of 58,062 each"
    pub(super) fn deviations_of(&self, of: usize) -> Option<Statement> {
        let named = of.checked_sub(1).filter(|it| self.is_one(*it, &DEVIATIONS))?;
        let claim_at = (named.saturating_sub(2)..named).find(|it| self.quantity(*it).is_some())?;
        let claim = self.quantity(claim_at)?;
        let b = self.ahead(of + 1, 3)?;
        // "stood 1.48 standard deviations of 74,369 above 1,246,803"
        let is_distance = (b.1 + 1..b.1 + 3)
            .any(|it| matches!(self.kind(it), Some(Kind::Word(Word::Over | Word::Under))));
        let a = self.subject(claim_at).filter(|_| !is_distance)?;
        self.times(a, b, (claim, claim_at))
    }

    /// A part of a whole that a share gives, if the three may belong together.
    fn part_near(
        &self,
        a: (u32, usize),
        b: (u32, usize),
        share: (u32, usize),
    ) -> Option<Statement> {
        let value = |it: (u32, usize)| self.lexed.numbers[it.0 as usize].value;
        let off = value(a) / (value(b) * value(share) / 100.0);
        let unit = |it: (u32, usize)| self.lexed.numbers[it.0 as usize].unit;
        // "8.07 dollars" of "a price of 192.09"
        let plain = |it| unit(it) == NumberUnit::None;
        let other = |it| matches!(unit(it), NumberUnit::None | NumberUnit::Usd);
        let alike = unit(a) == unit(b) || (plain(a) || plain(b)) && other(a) && other(b);
        let near = (0.2..=5.0).contains(&off) && alike && value(a) < value(b);
        near.then(|| self.compare(a, b, share, CompareForm::Part))?
    }

    fn is_filler(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Word(Word::Other | Word::Time) | Kind::Cite(_)))
    }

    /// "98.68% of transactions succeeded, so 1.32% failed", "a success rate of 98.68% implies a failure rate of
    /// 1.32%": what is left of all, by the first of two shares in a row.
    pub(super) fn rest_of_all(&self, all_at: usize, claim_at: usize) -> Option<Statement> {
        let (all, claim) = (self.percentage(all_at)?, self.percentage(claim_at)?);
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let left = 100.0 - value(all);
        let near =
            value(all) >= 50.0 && left > 0.0 && (0.1..=10.0).contains(&(value(claim) / left));
        if !near || self.is_operator(claim_at + 1) || self.is_signed(claim) {
            return None;
        }
        let beside = |at: usize, from: usize, to: usize, words: &[&str]| {
            (at.saturating_sub(4).max(from)..(at + 5).min(to)).any(|it| self.is_one(it, words))
        };
        let succeeded = beside(all_at, 0, claim_at, &SUCCEEDED);
        let failed = beside(claim_at, all_at, self.tokens.len(), &FAILED);
        // "5% of the failed ones"
        let of_them = self.kind(claim_at + 1) == Some(Kind::Word(Word::Of))
            && self.kind(claim_at + 2) == Some(Kind::Word(Word::Article))
            && self.is_one(claim_at + 3, &FAILED);
        let span = all_at.saturating_sub(4)..(claim_at + 5).min(self.tokens.len());
        let open = span.clone().any(|it| {
            self.is_one(it, &OPEN)
                || matches!(
                    self.kind(it),
                    Some(Kind::Date(_) | Kind::Word(Word::Time | Word::Month | Word::If))
                )
        });
        if !succeeded || !failed || of_them || open {
            return None;
        }
        let code = vec![Op::Whole(1), Op::Number(all), Op::Subtract];
        let traits = Traits {
            operations: 1,
            figures: 1,
            additive: true,
            percent: true,
            ..Traits::default()
        };
        Some(self.said_formula((all_at, claim_at), code, traits, claim, self.hedge(claim_at)))
    }
}
