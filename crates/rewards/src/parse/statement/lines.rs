//! Calculations that go on over lines: the same name again, or a line that says "Result: …".

use crate::parse::Statement;
use crate::parse::lex::{Kind, Relation};

use super::{Chain, Reader, Side};

/// What a line that gives the result of the line before begins with.
const RESULTS: [&str; 6] = ["result", "results", "answer", "output", "outcome", "gives"];

/// The most tokens of a name before a relation, or of a label before a colon.
const NAME: usize = 8;

impl Reader<'_> {
    /// Finds the relation of the next line that goes on with a chain whose result is still due.
    ///
    /// ```text
    /// txns_per_user = 1,203,788 / 408,696
    /// txns_per_user = 2.95
    /// ```
    pub(super) fn next_line(&self, first: usize, end: usize, chain: &Chain) -> Option<usize> {
        if !matches!(self.kind(end)?, Kind::Newline | Kind::Break)
            || chain.segments.last()?.side != Side::Expression
        {
            return None;
        }
        let line = (end..end + 3)
            .find(|at| !matches!(self.kind(*at), Some(Kind::Newline | Kind::Break)))?;
        let mark = (line..line + NAME).find(|at| {
            matches!(self.kind(*at), Some(Kind::Relation(_) | Kind::Punctuation(b':')))
        })?;
        if self.kind(mark) == Some(Kind::Punctuation(b':')) {
            return self.is_result_label(mark).then_some(mark);
        }
        let start = (first.saturating_sub(NAME)..first)
            .rev()
            .take_while(|at| {
                !matches!(
                    self.tokens[*at].kind,
                    Kind::Newline | Kind::Break | Kind::Cell | Kind::Stop(_) | Kind::Relation(_)
                )
            })
            .last()?;
        let name = self.text_of(start, first);
        let arrow = self.kind(mark) == Some(Kind::Relation(Relation::Arrow));
        (!arrow && mark > line && name == self.text_of(line, mark)).then_some(mark)
    }

    /// Whether a colon ends a line's label such as `**Result:**`.
    pub(super) fn is_result_label(&self, colon: usize) -> bool {
        let mut named = false;
        for at in (colon.saturating_sub(4)..colon).rev() {
            let token = self.tokens[at];
            match token.kind {
                Kind::Word(_) => named |= token.is_one_of(&RESULTS, self.text),
                Kind::Newline | Kind::Break => return named,
                _ => return false,
            }
        }
        named && colon <= 4
    }

    /// Reads the formula that ends the line before a label, with the result behind the label.
    pub(super) fn labelled_result(
        &mut self,
        colon: usize,
        lower: usize,
    ) -> (Option<Statement>, usize) {
        let line = (colon.saturating_sub(5)..colon)
            .rev()
            .take_while(|at| !matches!(self.tokens[*at].kind, Kind::Newline | Kind::Break))
            .last()
            .unwrap_or(colon);
        let mut chain = Chain::default();
        match self.left(line, lower, &mut chain.code) {
            Some(left) if left.traits.operations > 0 && left.side == Side::Expression => {
                chain.segments.push(left);
                self.links(chain, colon)
            }
            _ => (None, colon + 1),
        }
    }

    fn text_of(&self, from: usize, to: usize) -> &str {
        match self.tokens.get(from..to) {
            Some([first, .., last]) => &self.text[first.start as usize..last.end as usize],
            Some([only]) => &self.text[only.start as usize..only.end as usize],
            _ => "",
        }
    }
}
