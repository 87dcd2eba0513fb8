//! Shares said in words: "half of 592,966 is 296,483", "ten percent of …", "two thirds of …".

use crate::parse::Statement;
use crate::parse::expression::{Op, Traits};
use crate::parse::lex::Kind;
use crate::parse::word::Word;

use super::Reader;

/// Whole numbers in words.
const WHOLES: [(&str, u16); 20] = [
    ("a", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("twelve", 12),
    ("fifteen", 15),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("eighty", 80),
    ("ninety", 90),
];

/// Parts in words.
const PARTS: [(&str, u16); 11] = [
    ("half", 2),
    ("third", 3),
    ("thirds", 3),
    ("quarter", 4),
    ("quarters", 4),
    ("fourth", 4),
    ("fifth", 5),
    ("fifths", 5),
    ("tenth", 10),
    ("tenths", 10),
    ("hundredth", 100),
];

impl Reader<'_, '_> {
    /// Reads the share around the "of" at `of`, if its value follows.
    pub(super) fn said_share(&self, of: usize) -> Option<Statement> {
        let part_at = of.checked_sub(1)?;
        let percent = self.kind(part_at) == Some(Kind::Word(Word::Percent));
        let part = if percent { 100 } else { self.said(part_at, &PARTS)? };
        let counted = part_at.checked_sub(1).and_then(|at| self.said(at, &WHOLES));
        let whole = counted.or((part == 2).then_some(1))?;
        let first = if counted.is_some() { part_at - 1 } else { part_at };
        let (base, base_at) = self.ahead(of + 1, 3)?;
        // The verb follows at once: "half of 592,966 users are new" claims nothing.
        let mut at = base_at + 1;
        if let Some(claim_at) = self.set_behind(at) {
            let claim = self.quantity(claim_at)?;
            return Some(self.share_of_base((first, claim_at), (base, whole, part), claim));
        }
        match self.kind(at)? {
            Kind::Relation(_) | Kind::Word(Word::Is | Word::Gives) => {}
            Kind::Word(Word::Other) if self.is_word(at, 0, "would") => at += 1,
            _ => return None,
        }
        let (claim, claim_at) = self.ahead(at + 1, 3)?;
        let ends = self.kind(claim_at + 1).is_none_or(|it| {
            it.ends_clause() || matches!(it, Kind::Word(Word::Other | Word::Clause | Word::And))
        });
        if !ends {
            return None;
        }
        Some(self.share_of_base((first, claim_at), (base, whole, part), claim))
    }

    fn share_of_base(
        &self,
        (first, claim_at): (usize, usize),
        (base, whole, part): (u32, u16, u16),
        claim: u32,
    ) -> Statement {
        let code =
            vec![Op::Number(base), Op::Whole(whole), Op::Multiply, Op::Whole(part), Op::Divide];
        let traits = Traits { operations: 1, figures: 1, units: true, ..Traits::default() };
        self.said_formula((first, claim_at), code, traits, claim, self.hedge(claim_at))
    }

    /// "a third of the 466,098 users, some 155,366, were new", "half of the 466,098 users (233,049)": the
    /// figure set behind.
    fn set_behind(&self, from: usize) -> Option<usize> {
        let mark = (from..from + 3)
            .find(|it| !matches!(self.kind(*it), Some(Kind::Word(Word::Other) | Kind::Cite(_))))?;
        let lead = match self.kind(mark)? {
            Kind::Comma => (mark + 1..mark + 3).find(|it| {
                matches!(self.kind(*it), Some(Kind::Word(Word::Or | Word::About)))
                    || self.is_one(*it, &["some"])
            })?,
            Kind::Open(b'(') => mark,
            _ => return None,
        };
        let about =
            usize::from(matches!(self.kind(lead + 1), Some(Kind::About | Kind::Word(Word::About))));
        let at = lead + 1 + about;
        let unit = usize::from(self.kind(at + 1) == Some(Kind::Word(Word::Other)));
        let ends = matches!(
            self.kind(at + 1 + unit),
            None | Some(Kind::Comma | Kind::Close(_) | Kind::Stop(_) | Kind::Break)
        );
        self.quantity(at).filter(|_| ends).map(|_| at)
    }

    /// The number that a word says, if it is a small whole one.
    pub(super) fn whole_in_words(&self, at: usize) -> Option<u16> {
        self.said(at, &WHOLES).filter(|it| *it > 1)
    }

    fn said(&self, at: usize, words: &[(&str, u16)]) -> Option<u16> {
        let token = self.tokens.get(at)?;
        if !matches!(token.kind, Kind::Word(_)) {
            return None;
        }
        let written = &self.text.as_bytes()[token.start as usize..token.end as usize];
        let is_it = |word: &str| word.as_bytes().eq_ignore_ascii_case(written);
        words.iter().find(|(word, _)| is_it(word)).map(|(_, value)| *value)
    }
}
