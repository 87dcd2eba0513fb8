//! The roles of numbers that show only in the words around them.

use super::lex::{Kind, Lexed};
use super::word::Word;
use super::{Number, NumberRole, NumberUnit};

/// How many tokens around a percentage may separate it from "confidence".
const REACH: usize = 4;

/// Gives periods, years and confidence levels their roles.
pub(super) fn assign(lexed: &mut Lexed) {
    let Lexed { tokens, numbers, figures, .. } = lexed;
    for at in figures.iter().map(|at| *at as usize) {
        let Kind::Num(index) = tokens[at].kind else {
            continue;
        };
        let number = &numbers[index as usize];
        if number.role != NumberRole::Quantity {
            continue;
        }
        let next = tokens.get(at + 1).map(|t| t.kind);
        let previous = at.checked_sub(1).map(|i| tokens[i].kind);
        let role = match next {
            Some(Kind::Word(Word::Time)) if number.unit == NumberUnit::None => {
                Some(NumberRole::Period)
            }
            // "7 trading days", "30 consecutive days"
            Some(Kind::Word(Word::Other))
                if number.exact.is_some_and(|v| v <= 366)
                    && matches!(
                        tokens.get(at + 2).map(|t| t.kind),
                        Some(Kind::Word(Word::Time))
                    ) =>
            {
                Some(NumberRole::Period)
            }
            _ => None,
        };
        let role =
            role.or_else(|| level(tokens, at, number)).or_else(|| year(number, previous, next));
        if let Some(role) = role {
            numbers[index as usize].role = role;
        }
    }
}

fn level(tokens: &[super::lex::Token], at: usize, number: &Number) -> Option<NumberRole> {
    let percent = number.unit == NumberUnit::Percent;
    if !percent || !(50.0..100.0).contains(&number.value) {
        return None;
    }
    let role = Some(NumberRole::Level);
    for token in tokens.iter().skip(at + 1).take(3) {
        match token.kind {
            Kind::Word(Word::Confidence | Word::Interval) => return role,
            Kind::Word(_) | Kind::Minus(_) | Kind::Open(b'(') => {}
            _ => break,
        }
    }
    let mut seen_level = false;
    for token in tokens[..at].iter().rev().take(REACH) {
        match token.kind {
            Kind::Word(Word::Confidence) => return role,
            Kind::Word(Word::Interval) if seen_level => return role,
            Kind::Word(Word::Level) => seen_level = true,
            Kind::Word(Word::Interval | Word::Of | Word::Is | Word::Article | Word::At)
            | Kind::Open(b'(')
            | Kind::Punctuation(b':')
            | Kind::Relation(_) => {}
            _ => break,
        }
    }
    // "CI (90%)"
    let opened = at >= 2
        && tokens[at - 1].kind == Kind::Open(b'(')
        && tokens[at - 2].kind == Kind::Word(Word::Interval);
    opened.then_some(NumberRole::Level)
}

fn year(number: &Number, previous: Option<Kind>, next: Option<Kind>) -> Option<NumberRole> {
    let value = number.exact?;
    let plain = number.span.end - number.span.start == 4 && number.unit == NumberUnit::None;
    if !plain || !(1900..2100).contains(&value) {
        return None;
    }
    let dated = matches!(
        previous,
        Some(Kind::Word(Word::Month | Word::Clause | Word::From | Word::Of | Word::To))
    ) || matches!(next, Some(Kind::Word(Word::Month)));
    dated.then_some(NumberRole::Date)
}
