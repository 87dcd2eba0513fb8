//! Comparisons whose second figure opens the sentence: "Compared with A, B is 5 % higher", "Set against
//! A, the B mean a rise of C", "The chain had carried A, so B is 8 % fewer".

use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Statement};

use super::{CompareForm, Reader, Way};

impl Reader<'_, '_> {
    /// "Compared with 199,911 on 2025-02-12, the 176,850 of Saturday is 23,061 fewer", "…, 98.55% is
    /// 0.25 percentage points lower".
    pub(super) fn opened(&self, word: usize) -> Option<Statement> {
        let way = match self.kind(word)? {
            Kind::Word(Word::More) => Way::Up,
            Kind::Word(Word::Less) => Way::Down,
            _ => return None,
        };
        let ends = matches!(
            self.kind(word + 1),
            None | Some(
                Kind::Stop(_)
                    | Kind::Comma
                    | Kind::Punctuation(b';')
                    | Kind::Break
                    | Kind::Newline
                    | Kind::Close(_)
            )
        );
        let unit = usize::from(matches!(self.kind(word.checked_sub(1)?)?, Kind::Word(Word::Other)));
        let claim_at = word.checked_sub(1 + unit)?;
        let claim = self.quantity(claim_at).filter(|_| ends)?;
        let (a, a_at) = self.subject(claim_at)?;
        let (b, b_at) = self.first_set_against(a_at)?;
        let form = match self.lexed.numbers[claim as usize].unit {
            NumberUnit::Percent => CompareForm::Change,
            _ => CompareForm::Amount,
        };
        self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), form, way)
    }

    /// The only figure that stands before another, with the word that sets it against it first:
    /// "Compared with 199,911 on 2025-02-12, the", "Against the Saturday before, when it was 1,203,788, the".
    fn first_set_against(&self, a_at: usize) -> Option<(u32, usize)> {
        /// How far back the sentence may begin, in tokens.
        const REACH: usize = 16;
        let comma =
            (a_at.saturating_sub(4)..a_at).rev().find(|it| self.kind(*it) == Some(Kind::Comma))?;
        let lead = (comma.saturating_sub(REACH)..comma)
            .rev()
            .take_while(|it| {
                !matches!(
                    self.kind(*it),
                    Some(Kind::Stop(_) | Kind::Break | Kind::Newline | Kind::Punctuation(_))
                )
            })
            .last()?;
        // "the chain had carried 1,275,635, so the 1,171,706 of Saturday are"
        let so = self.is_word(comma + 1, 0, "so");
        let begins = so
            || self.is_versus(lead)
            || self.is_word(lead, 0, "set") && self.is_versus(lead + 1)
            || self.is_word(lead, 0, "relative")
                && self.kind(lead + 1) == Some(Kind::Word(Word::To));
        let mut figures =
            (lead..comma).filter_map(|it| self.quantity(it).map(|number| (number, it)));
        let first = figures.next().filter(|_| begins)?;
        figures.next().is_none().then_some(first)
    }

    /// "Compared with 76.60 on Tuesday, Wednesday's 78.48 marks a rise of 2.5%"
    pub(super) fn opened_by(&self, of: usize) -> Option<Statement> {
        let way = match self.kind(of.checked_sub(1)?)? {
            Kind::Word(Word::Rise) => Way::Up,
            Kind::Word(Word::Fall) => Way::Down,
            _ => return None,
        };
        let (claim, claim_at) = self.ahead(of + 1, 2)?;
        // "78.48 marks a", "the 1,171,706 mean a"
        let (a, a_at) = (of.saturating_sub(7)..of - 1)
            .rev()
            .take_while(|it| {
                matches!(
                    self.kind(*it),
                    Some(
                        Kind::Num(_)
                            | Kind::Cite(_)
                            | Kind::Word(
                                Word::Article | Word::Other | Word::Is | Word::Gives | Word::Mean
                            )
                    )
                )
            })
            .find_map(|it| self.quantity(it).map(|number| (number, it)))?;
        let (b, b_at) = self.first_set_against(a_at)?;
        let form = match self.lexed.numbers[claim as usize].unit {
            NumberUnit::Percent => CompareForm::Change,
            _ => CompareForm::Amount,
        };
        self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), form, way)
    }
}
