//! Quotients that are named by what they are counted for: "333,466 transactions reached 190,128
//! receivers, or 1.75 per receiver", "829,661 users made 7,335,802 transactions, or 8.84 each".

use crate::parse::Statement;
use crate::parse::expression::{Op, Traits};
use crate::parse::lex::{Kind, Token};
use crate::parse::word::Word;

use super::{CompareForm, Reader};

/// How many letters at their beginning two forms of a word share: "receivers" and "receiver".
const SHARED: usize = 4;

impl Reader<'_, '_> {
    /// "159,101 over seven days is 22,729 a day", "The gain of 159,101 works out to 22,729 a day over 7 days".
    pub(super) fn a_day_over(&self, over: usize) -> Option<Statement> {
        let many = match self.kind(over + 1)? {
            Kind::Num(index) => Op::Number(index),
            Kind::Word(_) => Op::Whole(self.whole_in_words(over + 1)?),
            _ => return None,
        };
        let time = over + 2;
        if self.kind(time) != Some(Kind::Word(Word::Time)) {
            return None;
        }
        // "a day", "per day"
        let daily = |at: usize| {
            matches!(self.kind(at), Some(Kind::Word(Word::Article | Word::Per)))
                && self.kind(at + 1) == Some(Kind::Word(Word::Time))
        };
        let spread = usize::from(self.is_one(over.checked_sub(1)?, &["spread", "split"]));
        let before = over - spread;
        let claims = |at: usize| {
            let claim = self.quantity(at).filter(|_| self.percentage(at).is_none())?;
            let unit = usize::from(self.kind(at + 1) == Some(Kind::Word(Word::Other)));
            daily(at + 1 + unit).then_some((claim, at))
        };
        let forward = || {
            let (a, a_at) = self.figure_before(before)?;
            let claim_at = self.outcome(time + 1)?;
            Some(((a, a_at), claims(claim_at)?))
        };
        let backward = || {
            let claim_at = (over.saturating_sub(4)..over).find(|it| claims(*it).is_some())?;
            Some((self.subject(claim_at)?, claims(claim_at)?))
        };
        let ((a, a_at), (claim, claim_at)) = forward().or_else(backward)?;
        let code = vec![Op::Number(a), many, Op::Divide];
        let traits =
            Traits { operations: 1, figures: 2, divides: true, units: true, ..Traits::default() };
        let last = claim_at.max(time);
        Some(self.said_formula((a_at, last), code, traits, claim, self.hedge(claim_at)))
    }

    /// "With 7,335,802 transactions and 829,661 users, each user made 8.84 transactions": what is
    /// counted for each is what was counted first.
    pub(super) fn of_each(&self, each: usize) -> Option<Statement> {
        let (claim, claim_at) =
            (each + 1..each + 6).find_map(|it| self.quantity(it).map(|number| (number, it)))?;
        let plain = self.tokens[each + 1..claim_at].iter().all(|it| {
            matches!(it.kind, Kind::About | Kind::Word(Word::Other | Word::About | Word::Mean))
        });
        let [(a, a_at), (b, b_at)] = self.two_before(each)?;
        let joined = self.tokens[a_at + 1..b_at].iter().any(|it| it.kind == Kind::Word(Word::And));
        let noun = |at: usize| {
            self.tokens.get(at + 1).map(|it| &self.text[it.start as usize..it.end as usize])
        };
        // "592,966 users made 1,312,450 transactions, so each user averaged 2.21 transactions"
        let so = each.checked_sub(1).is_some_and(|it| {
            self.kind(it) == Some(Kind::Comma)
                || self.is_word(it, 0, "so")
                || self.is_word(it, 0, "the")
        });
        let counted = noun(claim_at);
        let ordered = joined && noun(a_at) == counted;
        let told = so && (noun(a_at) == counted) != (noun(b_at) == counted);
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let (more, fewer) = if noun(a_at) == counted { (a, b) } else { (b, a) };
        let near = (0.2..=5.0).contains(&(value(claim) / (value(more) / value(fewer))));
        (plain && (ordered || told && near))
            .then(|| self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Factor))?
    }

    /// "829,661 users made 7,335,802 transactions, or 8.84 each"
    pub(super) fn for_each(&self, each: usize) -> Option<Statement> {
        let claim_at = each.checked_sub(1)?;
        let claim = self.quantity(claim_at)?;
        // "or 8.84 each", "works out at 8.84 each"
        let or = (claim_at.saturating_sub(4)..claim_at)
            .find(|it| matches!(self.kind(*it), Some(Kind::Word(Word::Or | Word::Gives))))?;
        let about = |it: &Token| {
            matches!(it.kind, Kind::About | Kind::Word(Word::About | Word::At | Word::To))
                || it.is_one_of(&["out"], self.text)
        };
        if !self.tokens[or + 1..claim_at].iter().all(about) {
            return None;
        }
        let [(a, a_at), (b, b_at)] = self.two_before(or)?;
        self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Factor)
    }

    /// Reads the quotient before "per", if one of the two figures before it counts what it is per.
    pub(super) fn for_per(&self, per: usize) -> Option<Statement> {
        let (claim, claim_at) = self.figure_before(per)?;
        let noun = self.nouns(per + 1).next()?;
        // ", or 1.75 per", "that is 1.75 per", "(1.75 per"
        let lead = (claim_at.saturating_sub(4)..claim_at).rev().find(|at| {
            matches!(
                self.kind(*at),
                Some(Kind::Word(Word::Or | Word::Is | Word::Gives) | Kind::Open(b'('))
            )
        });
        // ", i.e. 1.87 senders per receiver"
        let id_est = claim_at
            .checked_sub(5)
            .filter(|it| self.is_word(claim_at, 2, "e") && self.kind(*it) == Some(Kind::Comma));
        if let Some(comma) = id_est {
            return self.quotient_per(noun, comma, (claim, claim_at), per);
        }
        // ", an average of 2.21 per user"
        let lead = lead.or_else(|| {
            (claim_at.saturating_sub(5)..claim_at)
                .rev()
                .find(|at| self.kind(*at) == Some(Kind::Comma))
                .filter(|at| *at + 3 < claim_at)
        })?;
        self.quotient_per(noun, lead, (claim, claim_at), per)
    }

    /// Reads a quotient behind words that lead to it, if what it is counted for is known.
    fn quotient_per(
        &self,
        noun: &str,
        lead: usize,
        (claim, claim_at): (u32, usize),
        per: usize,
    ) -> Option<Statement> {
        let plain = self.tokens[lead + 1..claim_at].iter().all(|it| {
            it.is_one_of(&["i"], self.text)
                || matches!(
                    it.kind,
                    Kind::About
                        | Kind::Stop(b'.')
                        | Kind::Word(
                            Word::E
                                | Word::About
                                | Word::To
                                | Word::At
                                | Word::Nearly
                                | Word::Article
                                | Word::Mean
                                | Word::Ratio
                                | Word::Of
                        )
                )
        });
        let [(a, a_at), (b, b_at)] = self.two_before(lead).filter(|_| plain)?;
        let counts = |at: usize, noun: &str| self.nouns(at + 1).any(|it| is_form_of(it, noun));
        let (of, by, of_at) = match (counts(a_at, noun), counts(b_at, noun)) {
            (true, false) => (b, a, b_at),
            (false, true) => (a, b, a_at),
            _ => return None,
        };
        // "1.75 transactions per receiver"
        let counted = (claim_at + 1 < per).then(|| self.nouns(claim_at + 1).next()).flatten();
        if counted.is_some_and(|it| !counts(of_at, it)) {
            return None;
        }
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let off = value(claim) / (value(of) / value(by));
        // What is far away is another quotient.
        (0.2..=5.0)
            .contains(&off)
            .then(|| self.computed(a_at.min(b_at), Word::Ratio, &[of, by], claim_at))?
    }

    /// The words that may name what is counted: "receivers", "unique receivers".
    fn nouns(&self, at: usize) -> impl Iterator<Item = &str> {
        (at..at + 2).take_while(|it| self.kind(*it) == Some(Kind::Word(Word::Other))).filter_map(
            |it| {
                let token = self.tokens[it];
                self.text.get(token.start as usize..token.end as usize)
            },
        )
    }
}

/// Whether two words are forms of one: "receivers" of "receiver".
pub(super) fn is_form_of(one: &str, other: &str) -> bool {
    let common =
        one.bytes().zip(other.bytes()).take_while(|it| it.0.eq_ignore_ascii_case(&it.1)).count();
    common >= SHARED.min(one.len()).min(other.len()) && one.len().abs_diff(other.len()) <= 2
}
