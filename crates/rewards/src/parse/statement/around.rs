//! What the text around a statement says about it: retractions, negations, directions.

use crate::parse::Span;
use crate::parse::lex::Kind;
use crate::parse::word::Word;

use super::{Reader, Surroundings};

/// Words for what a text had before it was put right.
const FORMER: [&str; 7] =
    ["correction", "draft", "earlier", "original", "originally", "previous", "version"];

impl Reader<'_> {
    /// Reads what the text around a statement says about it.
    pub(super) fn around(&self, relation: usize, span: Span, end: usize) -> Surroundings {
        let mut around = Surroundings::default();
        // Before: the same sentence.
        let mut clause = true;
        // "Correction to the draft: it had 2 + 2 = 5."
        let mut had = false;
        // How many tokens stand between.
        let mut apart = 0;
        for token in self.tokens[..relation].iter().rev().take(40) {
            let outside = (token.start as usize) < span.start;
            match token.kind {
                Kind::Stop(_) | Kind::Break | Kind::Cell => break,
                // A "not" in another clause denies something else.
                Kind::Comma | Kind::Punctuation(_) | Kind::Newline if outside => clause = false,
                // "one day does not turn a trend of …": nor one that is further off.
                Kind::Word(Word::Not) if outside && clause && apart < 4 => around.doubted = true,
                Kind::Word(Word::Wrong) if outside => around.doubted = true,
                // "If 2 + 25 = 28, …"
                Kind::Word(Word::If) if outside && token.end as usize + 1 >= span.start => {
                    around.doubted = true;
                }
                Kind::Word(Word::Fall) => around.fall = true,
                Kind::Word(_) if outside && had => {
                    around.doubted |= token.is_one_of(&FORMER, self.text);
                }
                Kind::Word(Word::Other) if outside && apart < 5 => {
                    had = token.is_one_of(&["had"], self.text);
                }
                _ => {}
            }
            apart += u32::from(outside);
        }
        // "= 73,726 fewer transactions": the word stands among the claim's units.
        around.fall |= self.tokens[..end.min(self.tokens.len())]
            .iter()
            .rev()
            .take(6)
            .take_while(|t| matches!(t.kind, Kind::Word(_) | Kind::Cite(_)))
            .any(|t| matches!(t.kind, Kind::Word(Word::Less)));
        // "0.0296 ETH... hold": read as the claim's unit.
        around.doubted |= end > 0 && self.is_hold_on(end - 1);
        // After: the rest of this sentence and the start of the next.
        let mut stops = 0;
        let mut clause_start = end > 0 && matches!(self.kind(end - 1), Some(Kind::Ellipsis));
        let mut doubts = 0;
        let mut negated = false;
        for (offset, token) in self.tokens[end.min(self.tokens.len())..].iter().take(24).enumerate()
        {
            let own = stops == 0;
            match token.kind {
                Kind::Cell | Kind::Relation(_) => break,
                Kind::Stop(_) | Kind::Break => {
                    stops += 1;
                    clause_start = true;
                    if stops > 2 {
                        break;
                    }
                    continue;
                }
                Kind::Newline
                | Kind::Comma
                | Kind::Punctuation(_)
                | Kind::Open(_)
                | Kind::Minus(_)
                | Kind::Ellipsis => {
                    clause_start = true;
                    continue;
                }
                Kind::Word(Word::Fall) if own => {
                    around.fall = true;
                    around.change |= offset < 3;
                }
                Kind::Word(Word::Less | Word::Under) if own && offset < 3 => around.fall = true,
                Kind::Word(Word::Rise | Word::Move) if own => around.change |= offset < 3,
                // "Whether this price is fixed or floating" takes nothing back.
                Kind::Word(Word::Redo)
                    if clause_start || !token.is_one_of(&["fixed"], self.text) =>
                {
                    around.doubted = true;
                }
                // "Risk: false breakout"
                Kind::Word(Word::Wrong)
                    if token.is_one_of(&["false"], self.text)
                        && matches!(self.kind(end + offset + 1), Some(Kind::Word(Word::Other))) => {
                }
                Kind::Word(Word::Other) if clause_start && self.is_hold_on(end + offset) => {
                    around.doubted = true;
                }
                // "no earlier readings", "no change": denies nothing that was said.
                Kind::Word(Word::Doubt)
                    if self.is_no(end + offset) && self.is_denied_noun(end + offset + 1) =>
                {
                    continue;
                }
                // "Is the move unusual? 3 × 4 = 12 either way. So no."
                Kind::Word(Word::Doubt)
                    if self.is_no(end + offset)
                        && self.tokens[..end + offset]
                            .last()
                            .is_some_and(|it| it.is_one_of(&["so"], self.text)) =>
                {
                    continue;
                }
                Kind::Word(Word::Doubt) if clause_start || doubts > 0 => {
                    doubts += 1;
                    around.doubted = true;
                    let corrected = self.tokens[end + offset + 1..]
                        .iter()
                        .take(4)
                        .any(|t| matches!(t.kind, Kind::Num(_)));
                    if doubts > 1 || (self.is_no(end + offset) && corrected) {
                        around.taken_back = true;
                    }
                    continue;
                }
                Kind::Word(Word::Wrong) => {
                    around.doubted |= own || clause_start;
                    around.taken_back |= clause_start && stops <= 1;
                }
                Kind::Word(Word::Not) => {
                    negated = clause_start || doubts > 0;
                    continue;
                }
                // "that's not right"
                Kind::Word(Word::Right) if negated => around.taken_back |= stops <= 1,
                // "= 75.2, but that's not right"
                Kind::Word(Word::Clause)
                    if own && self.text[token.start as usize..].starts_with("but") =>
                {
                    clause_start = true;
                    continue;
                }
                Kind::Word(Word::Pronoun | Word::Is | Word::Article | Word::Clause)
                    if clause_start =>
                {
                    continue;
                }
                _ => {}
            }
            clause_start = false;
        }
        around
    }

    /// "= 0.0296, hold on, that is off by a factor of ten", but "hold on to the coins".
    fn is_hold_on(&self, at: usize) -> bool {
        self.is_one_of(at, &["hold"])
            && self.is_one_of(at + 1, &["on"])
            && self.kind(at + 2) != Some(Kind::Word(Word::To))
    }

    /// Whether a word behind "no" is what there is none of, and not another sentence: "no, it is", "no
    /// the right one is".
    fn is_denied_noun(&self, at: usize) -> bool {
        let goes_on = |word: Word| {
            matches!(
                word,
                Word::Doubt
                    | Word::Redo
                    | Word::Wrong
                    | Word::Right
                    | Word::Not
                    | Word::Pronoun
                    | Word::Article
                    | Word::Is
                    | Word::Clause
            )
        };
        matches!(self.kind(at), Some(Kind::Word(word)) if !goes_on(word))
    }

    /// "no" and "nope", not "wait" or "actually".
    pub(super) fn is_no(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.end - t.start == 2)
    }
}
