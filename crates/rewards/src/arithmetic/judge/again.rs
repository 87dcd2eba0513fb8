//! Calculations that the text works out once more, because they were wrong.

use crate::parse::{Answer, Op, Side, Statement};

use super::{Fit, Judge};

/// How many statements behind a wrong one are looked at.
const LOOKED_AT: usize = 64;

/// How far behind a wrong statement its right result may stand, in bytes.
const SOON: usize = 400;

/// What says that a result was written by mistake, in lower case.
const MISWRITTEN: [&str; 7] =
    ["not what i", "i typed", "mistyped", "typo", "misprint", "i wrote", "slip of"];

/// How far before a calculation the text says that it corrects another, in bytes.
const REACH: usize = 120;

/// What says so, in lower case.
const CORRECTING: [&str; 14] = [
    "re-check",
    "recheck",
    "double-check",
    "let me check",
    "re-do",
    "redo",
    "recomput",
    "recalculat",
    "correct",
    "mistake",
    "wait",
    "hmm",
    "sorry",
    "oops",
];

impl Judge<'_, '_> {
    /// "…, so it is 3,924.1, not what I typed above": whether the result that a wrong statement should
    /// have stands behind it, where the text speaks of a mistake.
    pub(super) fn is_miswritten(&self, statement: &Statement, computed: f64) -> bool {
        let text = self.answer.text;
        let start = statement.span.end;
        let end = text.floor_char_boundary((start + SOON).min(text.len()));
        let behind = text[start..end].to_ascii_lowercase();
        MISWRITTEN.iter().any(|it| behind.contains(it)) && {
            let numbers = &self.answer.numbers;
            let from = numbers.partition_point(|it| it.span.start < start);
            numbers[from..]
                .iter()
                .take_while(|it| it.span.end <= end)
                .any(|it| (it.value - computed).abs() <= it.half_ulp.max(1e-9))
        }
    }

    /// "Hmm, let me re-check the subtraction in step 3: 225.10 − 181.75 = 43.35": whether the statement,
    /// which is wrong, is put right further down.
    pub(super) fn is_put_right(&mut self, statement: &Statement) -> bool {
        let answer = self.answer;
        let Some(wrong) = expression(statement) else { return false };
        let from = answer.statements.partition_point(|it| it.span.start < statement.span.end);
        let later = answer.statements[from..].iter().take(LOOKED_AT);
        let is_again = |it: &Statement| {
            expression(it).is_some_and(|again| {
                again.len() == wrong.len()
                    && again.iter().zip(wrong).all(|(a, b)| is_same(answer, *a, *b))
            })
        };
        later.filter(|it| it.claim.value != statement.claim.value && is_again(it)).any(|it| {
            let (facts, stack) = (self.facts, &mut *self.stack);
            let mut again = Judge { answer, facts, chain: &it.chain, stack, last: None };
            again.chain().0 == Fit::Yes && says_that_it_corrects(answer, it)
        })
    }
}

/// The code of the last expression of a statement.
fn expression(statement: &Statement) -> Option<&[Op]> {
    let chain = &statement.chain;
    let last = chain.segments.iter().rfind(|it| it.side == Side::Expression)?;
    chain.code.get(last.code.0 as usize..last.code.1 as usize)
}

fn is_same(answer: &Answer<'_>, one: Op, other: Op) -> bool {
    match (one, other) {
        (Op::Number(one), Op::Number(other)) => {
            let of = |index: u32| answer.numbers.get(index as usize).map(|it| (it.value, it.unit));
            of(one) == of(other)
        }
        _ => one == other,
    }
}

fn says_that_it_corrects(answer: &Answer<'_>, statement: &Statement) -> bool {
    let end = statement.span.start;
    let before = &answer.text[answer.text.floor_char_boundary(end.saturating_sub(REACH))..end];
    let paragraph = before.rfind("\n\n").map_or(before, |at| &before[at..]).to_ascii_lowercase();
    CORRECTING.iter().any(|it| paragraph.contains(it))
}
