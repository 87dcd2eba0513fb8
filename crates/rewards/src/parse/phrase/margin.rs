//! Bounds in words: "195.09 ± 42.01 gives 153.08 to 237.10", "153.08 to 237.10, a width of 84.02".

use crate::parse::Statement;
use crate::parse::expression::{self, Anchor, Op, Scratch, Traits};
use crate::parse::lex::Kind;
use crate::parse::statement::Hedge;
use crate::parse::word::Word;

use super::{CompareForm, Reader};

/// By how many standard errors bounds are commonly set apart from their estimate, besides one.
const QUANTILES: [f64; 7] = [1.282, 1.645, 1.96, 2.0, 2.326, 2.576, 3.0];

/// The longest product that a margin may be, in tokens.
const PRODUCT: usize = 12;

impl Reader<'_, '_> {
    /// The two bounds of an estimate and its margin, as sum and difference.
    pub(super) fn bounds_of_margin(&self, sign: usize) -> Option<[Statement; 2]> {
        let (a_at, b_at) = (sign.checked_sub(1)?, sign + 1);
        let (a, b) = (self.quantity(a_at)?, self.quantity(b_at)?);
        // "192.09 ± 1.645 × 8.07"
        let (mut scratch, mut margin) = (Scratch::with_room(), Vec::new());
        let limit = (b_at + PRODUCT).min(self.tokens.len());
        let start = Anchor::Start;
        let found = expression::read(self.lexed, b_at, limit, start, &mut scratch, &mut margin)?;
        let product = margin.len() > 1;
        if product && margin.iter().any(|it| !matches!(it, Op::Number(_) | Op::Multiply | Op::Sqrt))
        {
            return None;
        }
        let end = if product { found.core_end } else { b_at + 1 };
        let unit =
            usize::from(matches!(self.kind(end), Some(Kind::Word(Word::Other | Word::Dollars))));
        let link = end + unit;
        let mut at = match self.kind(link)? {
            Kind::Word(Word::Is | Word::Gives)
            | Kind::Open(_)
            | Kind::Punctuation(b':')
            | Kind::Relation(super::Relation::Arrow) => link + 1,
            Kind::Comma if self.is_word(link + 1, 0, "so") => link + 2,
            Kind::Comma => self.behind_id_est(link)?,
            _ => return None,
        };
        while matches!(
            self.kind(at),
            Some(
                Kind::Word(Word::From | Word::Between | Word::Article)
                    | Kind::About
                    | Kind::Open(_)
            )
        ) {
            at += 1;
        }
        let (low, low_at) = (self.quantity(at)?, at);
        let joint = at + 1;
        let joined = matches!(
            self.kind(joint)?,
            Kind::Word(Word::To | Word::And) | Kind::Minus(_) | Kind::Comma
        );
        let (high, high_at) = (self.quantity(joint + 1)?, joint + 1);
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let unit = |it: u32| self.lexed.numbers[it as usize].unit;
        let alike =
            unit(a) == unit(low) && unit(low) == unit(high) && (product || unit(a) == unit(b));
        // Bounds that are nowhere near are those of something else.
        let near = value(low) < value(high)
            && (0.2..=5.0).contains(&(value(low) / value(a)))
            && (0.2..=5.0).contains(&(value(high) / value(a)));
        // Half of the width as a multiple of the margin is the quantile of another level.
        let times = (value(high) - value(low)) / 2.0 / value(b);
        let other_level = QUANTILES.iter().any(|it| (times / it - 1.0).abs() < 0.01);
        if !joined || !alike || !near || other_level && !product {
            return None;
        }
        let bound = |op: Op, claim: u32, claim_at: usize| {
            let operations = 1 + found.traits.operations;
            let figures = 1 + found.traits.figures;
            let additive = !product;
            let traits = Traits { operations, figures, additive, ..Traits::default() };
            let code = std::iter::once(Op::Number(a)).chain(margin.iter().copied());
            let code = code.chain([op]).collect();
            self.said_formula((a_at, claim_at), code, traits, claim, Hedge::None)
        };
        Some([bound(Op::Subtract, low, low_at), bound(Op::Add, high, high_at)])
    }

    /// "153.08 to 237.10, a width of 84.02", "the band of 153.08–237.10 has a width of 84.02"
    pub(super) fn width(&self, of: usize) -> Option<Statement> {
        let named = self.is_word(of, 1, "width")
            && self.kind(of.checked_sub(2)?) == Some(Kind::Word(Word::Article));
        let (claim, claim_at) = self.ahead(of + 1, 2).filter(|_| named)?;
        let [(low, low_at), (high, high_at)] = self.two_before(of)?;
        let joined = high_at == low_at + 2
            && matches!(
                self.kind(low_at + 1),
                Some(Kind::Word(Word::To | Word::And) | Kind::Minus(_) | Kind::Comma)
            );
        let goes_on = self.kind(claim_at + 1) == Some(Kind::Word(Word::Of));
        (joined && !goes_on).then(|| {
            self.compare((high, high_at), (low, low_at), (claim, claim_at), CompareForm::Amount)
        })?
    }

    /// The token behind ", i.e." or ", or".
    pub(super) fn behind_id_est(&self, comma: usize) -> Option<usize> {
        let mut at = comma;
        if self.kind(at) == Some(Kind::Comma) {
            at += 1;
        }
        if self.kind(at) == Some(Kind::Word(Word::Or)) {
            return Some(at + 1);
        }
        if self.is_word(at, 0, "ie") {
            return Some(at + 1);
        }
        if !self.is_word(at, 0, "i") {
            return None;
        }
        at += 1;
        while matches!(self.kind(at), Some(Kind::Stop(b'.') | Kind::Comma | Kind::Word(Word::E))) {
            at += 1;
        }
        Some(at)
    }
}
