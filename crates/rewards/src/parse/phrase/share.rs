//! One figure as a share of another: "A of B is 90 %", "13,380 as a share of 1,325,845 is 1.0 %", "340.62 on
//! a base of 458.27 makes 74.3 %".

use crate::parse::lex::Kind;
use crate::parse::text::Dash;
use crate::parse::word::Word;
use crate::parse::{NumberRole, NumberUnit, Statement};

use super::{CompareForm, Reader};

impl Reader<'_, '_> {
    /// "3,110,298 of 3,461,027 is 89.9%", "1,663,265.79 ETH is only 40.1% of the 5,518,501.10"
    pub(super) fn part(&self, of: usize) -> Option<Statement> {
        // "100 out of 250"
        let before = of.checked_sub(1 + usize::from(self.is_word(of, 1, "out")))?;
        // "1,295,126 successful out of 1,312,450 total gives a success rate of 98.68%"
        if self.is_word(of, 1, "out") && self.quantity(before).is_none() {
            return self.rate_out_of(before, of);
        }
        let Kind::Num(_) = self.kind(before)? else {
            return None;
        };
        if let Some(claim) = self.percentage(before) {
            let (b, b_at) = self.target(of + 1)?;
            if let Some(statement) = self.share_in_figures((claim, before), (b, b_at)) {
                return Some(statement);
            }
            // "385,930 is within 6% of 408,696" is about the distance.
            if self.is_word(before, 1, "within") || self.is_word(before, 2, "within") {
                return None;
            }
            // "9.69 (5.04% of the close, 192.09)"
            let open = before.checked_sub(1).filter(|it| self.kind(*it) == Some(Kind::Open(b'(')));
            let closed = matches!(self.kind(b_at + 1), Some(Kind::Close(_)));
            let (a, a_at) = match open.filter(|_| closed) {
                Some(open) => self.figure_before(open)?,
                None => self.subject(before)?,
            };
            // "Of the 1,312,450, 1.5% of the 17,324 that failed": the first is no part of the second.
            let value = |it: u32| self.lexed.numbers[it as usize].value;
            if value(a) > value(b) && value(claim) < 100.0 {
                return None;
            }
            return self.compare((a, a_at), (b, b_at), (claim, before), CompareForm::Part);
        }
        // "16 of the 30 days"
        let first = of + 1 + usize::from(self.kind(of + 1) == Some(Kind::Word(Word::Article)));
        let days = match self.kind(first) {
            Some(Kind::Num(index))
                if self.lexed.numbers[index as usize].role == NumberRole::Period =>
            {
                Some((index, first))
            }
            _ => None,
        };
        let (b, b_at) = days.or_else(|| self.target(of + 1))?;
        let a = self.quantity(before)?;
        let mut at = b_at + 1;
        while matches!(
            self.kind(at),
            Some(
                Kind::Word(
                    Word::Other | Word::Time | Word::Rise | Word::Fall | Word::Range | Word::Sum
                ) | Kind::Cite(_)
            )
        ) && at < b_at + 4
        {
            at += 1;
        }
        // "100 of 250, or 40%"
        let alternative =
            self.kind(at) == Some(Kind::Comma) && self.kind(at + 1) == Some(Kind::Word(Word::Or));
        // "100 out of 250, i.e. 40%", "100 of the 250 (40%)"
        let id_est = if alternative { None } else { self.behind_id_est(at) };
        let opened = self.kind(at) == Some(Kind::Open(b'('))
            && matches!(self.kind(at + 2), Some(Kind::Close(_)));
        if let Some(statement) = self.share_before_colon((a, before), (b, b_at)) {
            return Some(statement);
        }
        let linked = alternative
            || opened
            || id_est.is_some()
            || matches!(self.kind(at)?, Kind::Word(Word::Is | Word::Gives) | Kind::Relation(_));
        at += usize::from(alternative);
        let at = id_est.map_or(at, |it| it - 1);
        let claim_at = at
            + 1
            + usize::from(matches!(self.kind(at + 1), Some(Kind::Word(Word::About) | Kind::About)));
        let claim = self.percentage(claim_at)?;
        // "or 89.7% of cases", not "of 120"
        let of_all = self.kind(claim_at + 1) == Some(Kind::Word(Word::Of))
            && matches!(
                self.kind(claim_at + 2),
                Some(Kind::Word(Word::Other | Word::Article | Word::Sum | Word::Pronoun))
            );
        let ends = of_all
            || !matches!(
                self.kind(claim_at + 1),
                Some(
                    Kind::Word(Word::Of | Word::More | Word::Less)
                        | Kind::Times
                        | Kind::Divide
                        | Kind::Plus
                        | Kind::Minus(Dash::Minus)
                )
            );
        let numbers = &self.lexed.numbers;
        let proper = numbers[a as usize].value < numbers[b as usize].value;
        if !linked || !ends || !proper {
            return None;
        }
        self.compare((a, before), (b, b_at), (claim, claim_at), CompareForm::Part)
    }

    /// "Receivers make up 52.0% of users: 242,552 of 466,098."
    fn share_before_colon(&self, a: (u32, usize), b: (u32, usize)) -> Option<Statement> {
        /// How far before the colon the share may stand, in tokens.
        const NEAR: usize = 8;
        let colon = a.1.checked_sub(1)?;
        let ends = (b.1 + 1..b.1 + 3)
            .find(|it| !matches!(self.kind(*it), Some(Kind::Word(Word::Other) | Kind::Cite(_))))
            .is_some_and(|it| self.kind(it).is_none_or(Kind::ends_clause));
        if self.kind(colon) != Some(Kind::Punctuation(b':')) || !ends {
            return None;
        }
        let claim_at = (colon.saturating_sub(NEAR)..colon)
            .rev()
            .take_while(|it| matches!(self.kind(*it), Some(Kind::Word(_) | Kind::Num(_))))
            .find(|it| self.quantity(*it).is_some())?;
        let claim = self.percentage(claim_at)?;
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let of = self.kind(claim_at + 1) == Some(Kind::Word(Word::Of));
        (of && value(a.0) < value(b.0))
            .then(|| self.compare(a, b, (claim, claim_at), CompareForm::Part))?
    }

    fn rate_out_of(&self, before: usize, of: usize) -> Option<Statement> {
        let (a, a_at) = self.figure_before(before + 1)?;
        let (b, b_at) = self.ahead(of + 1, 3)?;
        let mut at = b_at + 1;
        while matches!(
            self.kind(at),
            Some(Kind::Word(Word::Other | Word::Sum) | Kind::Cite(_) | Kind::Comma)
        ) && at < b_at + 4
        {
            at += 1;
        }
        let linked =
            matches!(self.kind(at)?, Kind::Word(Word::Gives | Word::Is) | Kind::Relation(_));
        let claim_at = self.outcome(at).filter(|_| linked)?;
        let claim = self.percentage(claim_at)?;
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let proper = value(a) < value(b) && self.kind(claim_at + 1) != Some(Kind::Word(Word::Of));
        proper.then(|| self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Part))?
    }

    /// "1.54% of 1,171,706 transactions, or 18,044, failed"
    fn share_in_figures(&self, share: (u32, usize), whole: (u32, usize)) -> Option<Statement> {
        // "transactions", "transactions failed"
        let unit = (whole.1 + 1..whole.1 + 4)
            .take_while(|it| {
                matches!(self.kind(*it), Some(Kind::Word(Word::Other) | Kind::Cite(_)))
            })
            .count();
        let mark = whole.1 + 1 + unit;
        let about = matches!(self.kind(mark + 1), Some(Kind::About | Kind::Word(Word::About)));
        let from = match self.kind(mark)? {
            Kind::Comma if self.kind(mark + 1) == Some(Kind::Word(Word::Or)) => mark + 2,
            Kind::Comma if about => mark + 1,
            Kind::Comma => self.behind_id_est(mark)?,
            Kind::Open(b'(') => mark + 1,
            _ => return None,
        };
        let (a, a_at) = self.ahead(from, 2)?;
        let numbers = &self.lexed.numbers;
        let percent = numbers[a as usize].unit == NumberUnit::Percent;
        let ends = self.kind(a_at + 1).is_none_or(Kind::ends_clause);
        // "5% of 250 users (300 in all)"
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let off = value(a) / (value(whole.0) * value(share.0) / 100.0);
        let near = (0.1..=10.0).contains(&off) && value(a) < value(whole.0);
        (ends && !percent && near)
            .then(|| self.compare((a, a_at), whole, share, CompareForm::Part))?
    }

    /// "13,380 as a share of 1,325,845 is 1.0%"
    pub(super) fn share_of(&self, of: usize) -> Option<Statement> {
        const PARTS: [&str; 5] = ["share", "percentage", "fraction", "part", "proportion"];
        let named = PARTS.iter().any(|it| self.is_word(of, 1, it))
            && self.kind(of.checked_sub(2)?) == Some(Kind::Word(Word::Article))
            && self.kind(of.checked_sub(3)?) == Some(Kind::Word(Word::As));
        if !named {
            return None;
        }
        // "143,541, which as a share of 1,187,266 is …"
        let lead = of - 3;
        let which =
            lead >= 2 && self.is_word(lead, 1, "which") && self.kind(lead - 2) == Some(Kind::Comma);
        let (a, a_at) = self.figure_before(lead - if which { 2 } else { 0 })?;
        let (b, b_at) = self.ahead(of + 1, 3)?;
        let is = (b_at + 1..b_at + 4)
            .find(|it| !matches!(self.kind(*it), Some(Kind::Word(Word::Other) | Kind::Cite(_))))?;
        let linked = matches!(self.kind(is)?, Kind::Word(Word::Is | Word::Gives));
        let (claim, claim_at) = self.ahead(is + 1, 3).filter(|_| linked)?;
        let form = match self.lexed.numbers[claim as usize].unit {
            NumberUnit::Percent => CompareForm::Part,
            _ => CompareForm::Factor,
        };
        self.compare((a, a_at), (b, b_at), (claim, claim_at), form)
    }

    /// "an increase of 203,523 over the 1,127,284 of a week ago, so 18.1%"
    pub(super) fn gain_over(&self, word: usize) -> Option<Statement> {
        let (a, a_at) = self.figure_before(word)?;
        let gain = (a_at.saturating_sub(3)..a_at)
            .any(|it| matches!(self.kind(it), Some(Kind::Word(Word::Rise | Word::Fall))));
        let (b, b_at) = self.target(word + 1).filter(|_| gain)?;
        let comma = (b_at + 1..b_at + 7)
            .take_while(|it| {
                matches!(self.kind(*it), Some(Kind::Word(_) | Kind::Date(_) | Kind::Comma))
            })
            .find(|it| self.kind(*it) == Some(Kind::Comma))?;
        let leads = self.is_word(comma + 1, 0, "so")
            || self.kind(comma + 1) == Some(Kind::Word(Word::Or))
            || self.is_word(comma + 1, 0, "i");
        let claim_at = (comma + 2..comma + 7)
            .find(|it| matches!(self.kind(*it), Some(Kind::Num(_))))
            .filter(|_| leads)?;
        let claim = self.percentage(claim_at)?;
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let off = value(claim) / (value(a) / value(b) * 100.0);
        let ends = self.kind(claim_at + 1).is_none_or(Kind::ends_clause);
        ((0.1..=10.0).contains(&off) && ends)
            .then(|| self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Part))?
    }

    /// "5% above 458.64 is 481.57"
    pub(super) fn share_apart(&self, word: usize) -> Option<Statement> {
        let head = match self.kind(word)? {
            Kind::Word(Word::Over | Word::More) => Word::Sum,
            _ => Word::Difference,
        };
        let share_at = word.checked_sub(1)?;
        let share = self.percentage(share_at)?;
        let from = word + 1 + usize::from(self.kind(word + 1) == Some(Kind::Word(Word::Than)));
        let (b, b_at) = self.ahead(from, 3).or_else(|| self.target(from))?;
        let unit = usize::from(self.kind(b_at + 1) == Some(Kind::Word(Word::Other)));
        // "10% under the mean of 5.0469 BTC, that is 4.54 BTC"
        let aside = if self.kind(b_at + 1 + unit) == Some(Kind::Comma)
            && self.kind(b_at + 2 + unit) == Some(Kind::Word(Word::Pronoun))
        {
            2
        } else {
            0
        };
        let unit = unit + aside;
        let linked = matches!(
            self.kind(b_at + 1 + unit)?,
            Kind::Word(Word::Is | Word::Gives) | Kind::Relation(_)
        );
        let percent = |it: u32| self.lexed.numbers[it as usize].unit == NumberUnit::Percent;
        let begins = share_at.checked_sub(1).is_none_or(|it| {
            !matches!(self.kind(it), Some(Kind::Word(Word::Is | Word::By) | Kind::Num(_)))
        });
        let (claim, _) = self.ahead(b_at + 2 + unit, 3)?;
        // "5% over 458.64 gives 22.93" may say how much it is.
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let near = (0.5..=2.0).contains(&(value(claim) / value(b)));
        if !linked || !begins || !near || percent(b) || percent(claim) {
            return None;
        }
        self.computed(share_at, head, &[b, share], b_at + 2 + unit)
    }

    /// "340.62 on a base of 458.27 makes 74.3%"
    pub(super) fn on_base(&self, of: usize) -> Option<Statement> {
        let on = of.checked_sub(3)?;
        let named = self.is_word(of, 1, "base")
            && self.kind(of - 2) == Some(Kind::Word(Word::Article))
            && self.is_word(on, 0, "on");
        let (a, a_at) = self.figure_before(on).filter(|_| named)?;
        let (b, b_at) = self.ahead(of + 1, 3)?;
        let claim_at = (b_at + 1..b_at + 9)
            .take_while(|it| {
                !matches!(
                    self.kind(*it),
                    None | Some(Kind::Stop(_) | Kind::Break | Kind::Comma | Kind::Open(_))
                )
            })
            .find(|it| matches!(self.kind(*it), Some(Kind::Num(_))))?;
        let claim = self.percentage(claim_at)?;
        self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Part)
    }

    /// "the difference between A and B is C, or 5.9%": the share beside the amount.
    pub(super) fn named_share(&self, at: usize) -> Option<Statement> {
        if self.kind(at) != Some(Kind::Word(Word::Difference))
            || self.kind(at + 1) != Some(Kind::Word(Word::Between))
        {
            return None;
        }
        let (a, a_at) = self.ahead(at + 2, 4)?;
        let and = (a_at + 1..a_at + 5).find(|i| self.kind(*i) == Some(Kind::Word(Word::And)))?;
        let (b, b_at) = self.ahead(and + 1, 4)?;
        let claim_at = (b_at + 2..b_at + 14)
            .take_while(|i| {
                !matches!(self.kind(*i), None | Some(Kind::Stop(_) | Kind::Break | Kind::Cell))
            })
            .find(|i| self.percentage(*i).is_some())?;
        let alternative = (claim_at.saturating_sub(3)..claim_at)
            .any(|i| matches!(self.kind(i), Some(Kind::Open(_) | Kind::Word(Word::Or))));
        let claim = self.percentage(claim_at).filter(|_| alternative)?;
        self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Either)
    }

    /// "Users grew 7.9% while transactions grew 13.6%, a difference of 5.7 percentage points."
    pub(super) fn points_apart(&self, at: usize) -> Option<Statement> {
        let named = self.kind(at) == Some(Kind::Word(Word::Difference))
            && self.kind(at + 1) == Some(Kind::Word(Word::Of));
        let (claim, claim_at) = self.ahead(at + 2, 2).filter(|_| named)?;
        let [(a, a_at), (b, b_at)] = self.two_before(at)?;
        self.is_of_points(claim, [a, b])
            .then(|| self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Amount))?
    }
}
