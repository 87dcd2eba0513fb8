//! Calculations whose words stand apart: "A exceeds B by C", "A over B makes C each", "halfway between A
//! and B lies C", "a 10 % rise from A would mean B".

use std::ops::RangeInclusive;

use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Statement};

use super::{CompareForm, Reader, Way};

/// How many times too large a claim may be that can only be meant as a quotient.
const FAR: RangeInclusive<f64> = 0.05..=20.0;
/// The same where it may be something else.
const NEAR: RangeInclusive<f64> = 0.5..=2.0;

impl Reader<'_, '_> {
    /// "1,356,631 over 500,985, or 2.71", "469,138 transactions over 183,239 receivers works out at
    /// 2.56 apiece", "6,512,749 spread across 527,904 people makes 12.34 each".
    pub(super) fn shared(&self, over: usize) -> Option<Statement> {
        let spread = self.is_word(over, 1, "spread") || self.is_word(over, 1, "split");
        // "The total value of 1,663,265 ETH is split over 466,098 senders"
        let is = over.checked_sub(2).filter(|_| spread);
        let is = is.is_some_and(|it| self.kind(it) == Some(Kind::Word(Word::Is)));
        let (a, a_at) = self.figure_before(over - usize::from(spread) - usize::from(is))?;
        let (b, b_at) = self.ahead(over + 1, 3)?;
        // The unit of the second: "receivers".
        let mut at = b_at + 1;
        while matches!(self.kind(at), Some(Kind::Word(Word::Other) | Kind::Cite(_)))
            && !self.is_word(at, 0, "works")
            && at < b_at + 4
        {
            at += 1;
        }
        // "159,101 over 1,171,706, so about 13.6%"
        let so = self.kind(at) == Some(Kind::Comma) && self.is_word(at + 1, 0, "so");
        let alternative = so
            || self.kind(at) == Some(Kind::Comma)
                && self.kind(at + 1) == Some(Kind::Word(Word::Or));
        let gives = |at: usize| matches!(self.kind(at), Some(Kind::Word(Word::Is | Word::Gives)));
        // "…, giving 3.57 each"
        let behind = self.kind(at) == Some(Kind::Comma)
            && self.kind(at + 1) == Some(Kind::Word(Word::Gives));
        at += usize::from(behind);
        let linked = gives(at);
        if !alternative && !linked {
            return None;
        }
        let link = at;
        at += 1 + usize::from(alternative);
        // "works out at", "comes to"
        while matches!(self.kind(at), Some(Kind::Word(Word::At | Word::To)))
            || self.is_word(at, 0, "out")
        {
            at += 1;
        }
        let (claim, claim_at) = self.ahead(at, 3)?;
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        // "a premium of 300 over 250, or 50"
        if value(a) - value(b) == value(claim) {
            return None;
        }
        // The less the words say that a quotient is meant, the nearer to it the claim must be.
        let off = value(claim) / (value(a) / value(b));
        let said = |word: Word| {
            (claim_at + 1..claim_at + 4)
                .take_while(|it| matches!(self.kind(*it), Some(Kind::Word(_) | Kind::Cite(_))))
                .any(|it| self.kind(it) == Some(Kind::Word(word)))
        };
        // "9,430,009 over 863,825 comes to 10.92"
        let comes_to = self.kind(link) == Some(Kind::Word(Word::Gives))
            && self.lexed.numbers[claim as usize].exact.is_none();
        let each = said(Word::Each) && FAR.contains(&off);
        // "140,744 over 1,171,706 is 12.0%"
        let percent = self.percentage(claim_at).is_some();
        let off = if percent { off / 100.0 } else { off };
        // "1,330,807 over 242,552 is roughly 5.49"
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let large = |it: u32| number(it).exact.is_some_and(|it| it >= 1_000);
        let about = matches!(
            self.kind(claim_at - 1),
            Some(Kind::About | Kind::Word(Word::About | Word::Nearly))
        );
        let long = number(claim).span.end - number(claim).span.start >= 4;
        let roughly = (about || long) && large(a) && large(b) && number(claim).exact.is_none();
        let near = (comes_to || roughly || percent || said(Word::Per)) && NEAR.contains(&off);
        (each || near || alternative && !so && !spread)
            .then(|| self.computed(a_at, Word::Ratio, &[a, b], at))?
    }

    /// The two figures that stand before a token in its sentence, if they are the only ones.
    pub(super) fn two_before(&self, at: usize) -> Option<[(u32, usize); 2]> {
        /// How far back they may stand, in tokens.
        const REACH: usize = 18;
        let mut found = (at.saturating_sub(REACH)..at)
            .rev()
            .take_while(|it| {
                !matches!(
                    self.kind(*it),
                    Some(Kind::Stop(_) | Kind::Break | Kind::Cell | Kind::Newline)
                )
            })
            .filter(|it| matches!(self.kind(*it), Some(Kind::Num(_))))
            .map(|it| self.quantity(it).map(|number| (number, it)));
        let (second, first) = (found.next()??, found.next()??);
        found.next().is_none().then_some([first, second])
    }

    /// "469,138 is a 31.25% increase over 357,439", "… represents a 31.25% increase from 357,439".
    pub(super) fn called_a_rise(&self, at: usize) -> Option<Statement> {
        let way = match self.kind(at.checked_sub(1)?)? {
            Kind::Word(Word::Rise) => Way::Up,
            Kind::Word(Word::Fall) => Way::Down,
            _ => return None,
        };
        let claim_at = at.checked_sub(2)?;
        let claim = self.percentage(claim_at)?;
        let (b, b_at) = self.target(at + 1)?;
        let (a, a_at) = self.subject(claim_at)?;
        let goes_on = (b_at + 1..b_at + 4)
            .take_while(|it| !matches!(self.kind(*it), None | Some(Kind::Stop(_) | Kind::Break)))
            .any(|it| self.kind(it) == Some(Kind::Word(Word::To)));
        if goes_on {
            return None;
        }
        self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Change, way)
    }

    /// "469,138, up from 357,439 (+31.25%)"
    pub(super) fn came_from(&self, from: usize) -> Option<Statement> {
        let way = match self.kind(from.checked_sub(1)?)? {
            Kind::Word(Word::Rise) => Way::Up,
            Kind::Word(Word::Fall) => Way::Down,
            _ => return None,
        };
        let comma = from
            .checked_sub(2)
            .filter(|it| matches!(self.kind(*it), Some(Kind::Comma | Kind::Open(b'('))))?;
        let (a, a_at) = self.figure_before(comma)?;
        let (b, b_at) = self.ahead(from + 1, 3)?;
        // "…, up from 357,439, a 31.25% increase"
        if let Some(by_at) = self.change_after(b_at)
            && (b_at + 1..by_at).any(|it| self.kind(it) == Some(Kind::Comma))
            && self.kind(comma) == Some(Kind::Comma)
        {
            return self.change(b, a, by_at, a_at, by_at);
        }
        let open = (b_at + 1..b_at + 3).find(|it| self.kind(*it) == Some(Kind::Open(b'(')))?;
        let claim = self.percentage(open + 1)?;
        let closed = matches!(self.kind(open + 2), Some(Kind::Close(_)));
        let claim = (claim, open + 1);
        let change = CompareForm::Change;
        closed.then(|| self.compare_towards((a, a_at), (b, b_at), claim, change, way))?
    }

    /// "469,138 (+31.25% vs 357,439)": the bracket has the share, and what it is one of.
    pub(super) fn set_beside(&self, open: usize, claim: (u32, usize)) -> Option<Statement> {
        let (a, a_at) = self.figure_before(open)?;
        let (b, b_at) = self.ahead(open + 3, 4)?;
        let signed = self.is_signed(claim.0);
        let closed = (b_at + 1..b_at + 6)
            .take_while(|it| !matches!(self.kind(*it), Some(Kind::Num(_) | Kind::Open(_))))
            .any(|it| matches!(self.kind(it), Some(Kind::Close(_))));
        (signed && closed)
            .then(|| self.compare((a, a_at), (b, b_at), claim, CompareForm::Change))?
    }

    /// "466,098 (prev. 468,280; −0.47%)", "466,098 (was 468,280, Δ −2,182, −0.47%)"
    pub(super) fn set_beside_previous(&self, open: usize) -> Option<Statement> {
        const NAMES: [&str; 7] =
            ["prev", "previous", "previously", "was", "yesterday", "prior", "before"];
        if !self.is_one(open + 1, &NAMES) {
            return None;
        }
        let (a, a_at) = self.figure_before(open)?;
        let mut at = open + 2;
        while matches!(
            self.kind(at),
            Some(Kind::Stop(b'.') | Kind::Punctuation(b':') | Kind::Word(Word::Time | Word::Other))
        ) {
            at += 1;
        }
        let (b, b_at) = (self.quantity(at)?, at);
        let close = (b_at + 1..b_at + 12)
            .take_while(|it| !matches!(self.kind(*it), None | Some(Kind::Open(_) | Kind::Break)))
            .find(|it| matches!(self.kind(*it), Some(Kind::Close(_))))?;
        let signed = |it: &usize| self.quantity(*it).is_some_and(|it| self.is_signed(it));
        let share = (b_at + 1..close).find(|it| signed(it) && self.percentage(*it).is_some());
        let amount = (b_at + 1..close).find(signed).filter(|it| self.percentage(*it).is_none());
        let (claim_at, form) = match (share, amount) {
            (Some(at), _) => (at, CompareForm::Change),
            (None, Some(at)) => (at, CompareForm::Amount),
            _ => return None,
        };
        let claim = (self.quantity(claim_at)?, claim_at);
        self.compare((a, a_at), (b, b_at), claim, form)
    }

    /// "333,466 (302,135 a week ago, +10.4%)": the bracket has the earlier figure and the change.
    pub(super) fn followed_by_change(&self, open: usize, b: (u32, usize)) -> Option<Statement> {
        let comma = (b.1 + 1..b.1 + 7).find(|it| self.kind(*it) == Some(Kind::Comma))?;
        let when = self.tokens[b.1 + 1..comma].iter().all(|it| {
            matches!(
                it.kind,
                Kind::Date(_)
                    | Kind::Num(_)
                    | Kind::Word(
                        Word::Other | Word::Article | Word::Time | Word::Clause | Word::Month
                    )
            )
        });
        let claim = self.percentage(comma + 1).filter(|it| self.is_signed(*it))?;
        let closed = matches!(self.kind(comma + 2), Some(Kind::Close(_)));
        let (a, a_at) = self.figure_before(open).filter(|_| when && closed)?;
        self.compare((a, a_at), b, (claim, comma + 1), CompareForm::Change)
    }

    /// "7,335,802 exceeds 469,138 by 6,866,664"
    pub(super) fn exceeds(&self, verb: usize) -> Option<Statement> {
        const VERBS: [&str; 15] = [
            "exceed",
            "exceeds",
            "exceeded",
            "outnumber",
            "outnumbers",
            "outnumbered",
            "surpasses",
            "surpassed",
            "trails",
            "trailed",
            "lags",
            "undershoots",
            "undershot",
            "overshoots",
            "beats",
        ];
        if !self.is_one(verb, &VERBS) {
            return None;
        }
        let way = match self.kind(verb)? {
            Kind::Word(Word::Over) => Way::Up,
            _ => Way::Down,
        };
        let (a, a_at) = self.figure_before(verb).or_else(|| self.only_before(verb))?;
        let (b, b_at) = self.target(verb + 1)?;
        let by = (b_at + 1..b_at + 7).find(|it| {
            !matches!(
                self.kind(*it),
                Some(
                    Kind::Word(Word::Other | Word::Of | Word::Time)
                        | Kind::Cite(_)
                        | Kind::Date(_)
                        | Kind::Close(_)
                )
            )
        })?;
        let (claim, claim_at) = self.ahead(by + 1, 3)?;
        if self.kind(by) != Some(Kind::Word(Word::By)) || self.is_operator(claim_at + 1) {
            return None;
        }
        let form = match self.lexed.numbers[claim as usize].unit {
            NumberUnit::Percent => CompareForm::Change,
            _ => CompareForm::Amount,
        };
        self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), form, way)
    }

    /// "Halfway between 458.27 and 798.89 lies 628.58"
    pub(super) fn halfway(&self, between: usize) -> Option<Statement> {
        let named = self.is_word(between, 1, "halfway") || self.is_word(between, 1, "midway");
        let (a, a_at) = self.ahead(between + 1, 3).filter(|_| named)?;
        let and = (a_at + 1..a_at + 4).find(|it| self.kind(*it) == Some(Kind::Word(Word::And)))?;
        let (b, b_at) = self.ahead(and + 1, 3)?;
        let verb = (b_at + 1..b_at + 3).find(|it| {
            self.is_standing(*it) || matches!(self.kind(*it), Some(Kind::Word(Word::Gives)))
        })?;
        self.computed(between, Word::Mean, &[a, b], verb + 1)
    }

    /// "Between 384.26 on 2 April and the 798.89 of 5 May the price had climbed 107.9%"
    pub(super) fn moved_between(&self, between: usize) -> Option<Statement> {
        /// How far behind a figure the next part of the sentence may stand, in tokens.
        const REACH: usize = 8;
        // "was between 150.29 and 164.11" gives a range.
        let begins = between.checked_sub(1).is_none_or(|it| {
            matches!(self.kind(it), Some(Kind::Stop(_) | Kind::Break | Kind::Newline | Kind::Comma))
        });
        let (a, a_at) = self.target(between + 1).filter(|_| begins)?;
        let and = (a_at + 1..a_at + REACH)
            .take_while(|it| !matches!(self.kind(*it), None | Some(Kind::Comma | Kind::Stop(_))))
            .find(|it| self.kind(*it) == Some(Kind::Word(Word::And)))?;
        let (b, b_at) = self.target(and + 1)?;
        let moved = (b_at + 1..b_at + REACH)
            .take_while(|it| {
                matches!(
                    self.kind(*it),
                    Some(Kind::Word(_) | Kind::Date(_) | Kind::Cite(_) | Kind::Comma | Kind::Name)
                ) || matches!(self.kind(*it), Some(Kind::Num(_))) && self.quantity(*it).is_none()
            })
            .find(|it| matches!(self.kind(*it), Some(Kind::Word(Word::Rise | Word::Fall))))?;
        let by = moved + 1 + usize::from(self.kind(moved + 1) == Some(Kind::Word(Word::By)));
        let (claim, claim_at) = self.ahead(by, 2)?;
        let percent = self.percentage(claim_at).is_some();
        let of = self.kind(claim_at + 1) == Some(Kind::Word(Word::Of));
        let way = match self.kind(moved)? {
            Kind::Word(Word::Rise) => Way::Up,
            _ => Way::Down,
        };
        let form = if percent { CompareForm::Change } else { CompareForm::Amount };
        (!of).then(|| self.compare_towards((b, b_at), (a, a_at), (claim, claim_at), form, way))?
    }

    /// "A 10% rise from 4.5640 BTC would mean 5.02 BTC"
    pub(super) fn would_be(&self, from: usize) -> Option<Statement> {
        const WORDS: [&str; 16] = [
            "would", "mean", "be", "put", "it", "take", "bring", "imply", "leave", "price",
            "lands", "land", "reaches", "hits", "takes", "brings",
        ];
        let last = from.checked_sub(1)?;
        // "a 10% rise from", "if it rises 10% from"
        let (moved, claim_at) = match self.percentage(last) {
            Some(_) => {
                let by = last.checked_sub(1)?;
                let by = if self.kind(by) == Some(Kind::Word(Word::By)) { by - 1 } else { by };
                let if_at = (by.saturating_sub(6)..by).any(|it| {
                    self.kind(it) == Some(Kind::Word(Word::If)) || self.is_word(it, 0, "should")
                });
                if !if_at {
                    return None;
                }
                (by, last)
            }
            None => (last, from.checked_sub(2)?),
        };
        let way = match self.kind(moved)? {
            Kind::Word(Word::Rise) => Way::Up,
            Kind::Word(Word::Fall) => Way::Down,
            _ => return None,
        };
        let claim = self.percentage(claim_at)?;
        let (b, b_at) = self.target(from + 1)?;
        let mut said = false;
        let mut at = b_at + 1;
        let result = loop {
            if at > b_at + 9 {
                return None;
            }
            match self.kind(at)? {
                Kind::Num(_) => break self.quantity(at)?,
                Kind::Word(Word::Is | Word::Gives) => said = true,
                Kind::Word(Word::Other) if self.is_one(at, &WORDS) => {
                    said = true;
                }
                Kind::Word(
                    Word::Other
                    | Word::Article
                    | Word::At
                    | Word::To
                    | Word::About
                    | Word::Mean
                    | Word::Pronoun,
                )
                | Kind::Cite(_)
                | Kind::Close(_)
                | Kind::About => {}
                Kind::Comma if at == b_at + 1 && last == claim_at => {}
                _ => return None,
            }
            at += 1;
        };
        let numbers = &self.lexed.numbers;
        let ratio = numbers[result as usize].value / numbers[b as usize].value;
        let unit = |it: u32| numbers[it as usize].unit;
        // "a 5% fall from 195.09 would cost 9.75" says how much it is.
        if !said || !(0.5..=2.0).contains(&ratio) || unit(result) != unit(b) {
            return None;
        }
        self.compare_towards((result, at), (b, b_at), (claim, claim_at), CompareForm::Change, way)
    }

    /// "Bitcoin managed 469,138 transactions while Ethereum's count was 1,203,788, that is 2.57 times as
    /// many"
    pub(super) fn times_as_many(&self, times: usize) -> Option<Statement> {
        let as_many = self.kind(times + 1) == Some(Kind::Word(Word::As))
            && self.kind(times + 2) == Some(Kind::Word(Word::Many));
        let ends = matches!(
            self.kind(times + 3),
            None | Some(Kind::Stop(_) | Kind::Comma | Kind::Break | Kind::Newline | Kind::Close(_))
        );
        let claim_at = times.checked_sub(1).filter(|_| as_many && ends)?;
        let claim = self.quantity(claim_at)?;
        let comma = (claim_at.saturating_sub(5)..claim_at)
            .rev()
            .find(|it| self.kind(*it) == Some(Kind::Comma))?;
        let [(a, a_at), (b, b_at)] = self.two_before(comma)?;
        self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Factor)
    }

    /// "333,466 is 8,624 short of 342,090"
    pub(super) fn short_of(&self, of: usize) -> Option<Statement> {
        let short = of.checked_sub(1).filter(|it| self.is_word(*it, 0, "short"))?;
        let (claim, claim_at) = self.figure_before(short)?;
        let (b, b_at) = self.target(of + 1)?;
        // "closed at $228.88, stopped some 10.4% short of the $266.55 peak"
        let near = || {
            (claim_at.saturating_sub(6)..claim_at)
                .rev()
                .take_while(|it| {
                    matches!(self.kind(*it), Some(Kind::Num(_) | Kind::Word(_) | Kind::Comma))
                })
                .find_map(|it| self.quantity(it).map(|a| (a, it)))
        };
        let (a, a_at) = self.subject(claim_at).or_else(near)?;
        let form = match self.lexed.numbers[claim as usize].unit {
            NumberUnit::Percent => CompareForm::Change,
            _ => CompareForm::Amount,
        };
        self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), form, Way::Down)
    }

    /// "= 0.0145, times 1,330,807 gives 19,297": a result that the next step goes on with.
    pub(super) fn goes_on_with(&self, word: usize) -> Option<Statement> {
        let before = word.checked_sub(2)?;
        let result = self.quantity(before)?;
        let computed = matches!(
            self.kind(before.checked_sub(1)?)?,
            Kind::Relation(_) | Kind::Word(Word::Is | Word::Gives) | Kind::About
        );
        let by = usize::from(self.kind(word + 1) == Some(Kind::Word(Word::By)));
        let head = match self.kind(word)? {
            Kind::Word(Word::Divided) => Word::Ratio,
            _ => Word::Product,
        };
        let (other, other_at) = self.ahead(word + 1 + by, 3).filter(|_| computed)?;
        let unit = usize::from(self.kind(other_at + 1) == Some(Kind::Word(Word::Other)));
        let mut verb = other_at + 1 + unit;
        verb += usize::from(self.kind(verb) == Some(Kind::Comma));
        let linked =
            matches!(self.kind(verb)?, Kind::Relation(_) | Kind::Word(Word::Is | Word::Gives))
                || self.is_one(verb, &["that's", "it's"]);
        linked.then(|| self.computed(before, head, &[result, other], verb + 1))?
    }

    /// "333,466 and 190,128 add up to 523,594", "… sum to 523,594"
    pub(super) fn added_up(&self, verb: usize) -> Option<Statement> {
        let to = match (self.kind(verb + 1)?, self.kind(verb + 2)?) {
            (Kind::Word(Word::To), _) => verb + 1,
            (_, Kind::Word(Word::To)) if self.is_word(verb + 1, 0, "up") => verb + 2,
            _ => return None,
        };
        let [(a, a_at), (b, b_at)] = self.two_before(verb)?;
        let joined = self.tokens[a_at + 1..b_at].iter().any(|it| it.kind == Kind::Word(Word::And));
        joined.then(|| self.computed(a_at, Word::Sum, &[a, b], to + 1))?
    }
}
