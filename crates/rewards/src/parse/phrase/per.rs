//! Quotients that are named by what they are counted for: "333,466 transactions reached 190,128
//! receivers, or 1.75 per receiver".

use crate::parse::Statement;
use crate::parse::lex::Kind;
use crate::parse::word::Word;

use super::Reader;

/// How many letters at their beginning two forms of a word share: "receivers" and "receiver".
const SHARED: usize = 4;

impl Reader<'_, '_> {
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
        })?;
        let plain = self.tokens[lead + 1..claim_at].iter().all(|it| {
            matches!(
                it.kind,
                Kind::About | Kind::Word(Word::About | Word::To | Word::At | Word::Nearly)
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
fn is_form_of(one: &str, other: &str) -> bool {
    let common =
        one.bytes().zip(other.bytes()).take_while(|it| it.0.eq_ignore_ascii_case(&it.1)).count();
    common >= SHARED.min(one.len()).min(other.len()) && one.len().abs_diff(other.len()) <= 2
}
