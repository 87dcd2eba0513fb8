//! Movements: "from 100 to 112.7, a 12.7% increase", `100 → 112.7 (+12.7%)`.

use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberRole, NumberUnit, Statement};

use super::levels::CHANGES;
use super::{ChangeForm, Phrase, Reader};

/// How many times a figure may hold the amount of a change that is written behind it with nothing but a sign.
const FEW: f64 = 1_000.0;

/// Words that lead from a change to its figures: "gained 12%, going from".
const GOING: [&str; 5] = ["going", "moving", "climbing", "sliding", "jumping"];

impl Reader<'_, '_> {
    /// "from A to B" with the change before or after it.
    pub(super) fn movement(&self, at: usize) -> Option<Statement> {
        // "going from that 5,969,188 to"
        let that = usize::from(self.kind(at + 1) == Some(Kind::Word(Word::Pronoun)));
        let start = || self.ahead(at + 1 + that, 4).or_else(|| self.of_figure(at + 1));
        if let Some(statement) = self.arrived(at) {
            return Some(statement);
        }
        let (a, a_at) = self.dated(at + 1).or_else(start)?;
        let mut to = None;
        let mut depth = 0;
        for next in a_at + 1..a_at + 16 {
            match self.kind(next)? {
                Kind::Word(Word::To) if depth == 0 => {
                    to = Some(next);
                    break;
                }
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth -= 1,
                // "from a base of 302,135 the count grew 10.4% to 333,466"
                Kind::Num(_)
                    if depth == 0
                        && self.percentage(next).is_some()
                        && self.kind(next + 1) == Some(Kind::Word(Word::To))
                        && (next - 2..next).any(|it| {
                            matches!(self.kind(it), Some(Kind::Word(Word::Rise | Word::Fall)))
                        }) =>
                {
                    let (b, b_at) = self.ahead(next + 2, 5)?;
                    return self.change(a, b, next, at, b_at);
                }
                Kind::Num(_) if depth == 0 => return None,
                Kind::Stop(_) | Kind::Break | Kind::Cell | Kind::Relation(_) => return None,
                _ => {}
            }
        }
        let to = to?;
        // "19.7% from 192.09 to get back to 230.00"
        let to = if self.is_one(to + 1, &["get", "return", "come", "go", "climb"]) {
            (to + 2..to + 5).find(|it| self.kind(*it) == Some(Kind::Word(Word::To)))?
        } else {
            to
        };
        let (b, b_at) = self.dated(to + 1).or_else(|| self.ahead(to + 1, 5))?;
        if let Some(by_at) = self.change_before(at) {
            return self.change(a, b, by_at, by_at, b_at);
        }
        if let Some(by_at) = self.equated(at, b_at) {
            return self.change_stated(a, b, by_at, at, by_at);
        }
        let by_at = self.change_after(b_at).or_else(|| {
            // The unit of the later value, if it has one: "from 33.22 gwei to 1.90 gwei".
            let unit = usize::from(self.kind(b_at + 1) == Some(Kind::Word(Word::Other)));
            let linked = matches!(
                self.kind(b_at + unit + 1),
                Some(
                    Kind::Comma | Kind::Punctuation(b':' | b';') | Kind::Word(Word::Is | Word::Or)
                )
            );
            let by_at = linked.then(|| self.restated(b_at + unit + 1)).flatten()?;
            // "is 12% up", but "is 68% likely"
            let plain = self.kind(b_at + unit + 1) == Some(Kind::Word(Word::Is))
                && matches!(self.kind(by_at + 1), Some(Kind::Word(Word::Other | Word::Forecast)));
            (!plain).then_some(by_at)
        })?;
        self.change(a, b, by_at, at, by_at)
    }

    /// "Up 10.4% to 333,466 (from 302,135)"
    fn arrived(&self, from: usize) -> Option<Statement> {
        let open = from.checked_sub(1).filter(|it| self.kind(*it) == Some(Kind::Open(b'(')))?;
        let (b, b_at) = self.figure_before(open)?;
        let to = b_at.checked_sub(1).filter(|it| self.kind(*it) == Some(Kind::Word(Word::To)))?;
        let by_at = to.checked_sub(1)?;
        self.percentage(by_at)?;
        let moved = (by_at.saturating_sub(2)..by_at)
            .any(|it| matches!(self.kind(it), Some(Kind::Word(Word::Rise | Word::Fall))));
        let a = self.quantity(from + 1).filter(|_| moved)?;
        let closed = (from + 2..from + 6).any(|it| matches!(self.kind(it), Some(Kind::Close(_))));
        closed.then(|| self.change(a, b, by_at, by_at, from + 1))?
    }

    /// Finds the change that a verb gives a movement named before it: "the gain from 328,684 to 498,394
    /// is 169,710".
    fn equated(&self, from: usize, b_at: usize) -> Option<usize> {
        let named = (from.saturating_sub(3)..from).any(|it| {
            (matches!(self.kind(it), Some(Kind::Word(Word::Rise | Word::Fall | Word::Move)))
                || self.is_one(it, &CHANGES))
                && !self.is_word(it, 0, "up")
                && !self.is_word(it, 0, "down")
        });
        let article = (from.saturating_sub(5)..from)
            .any(|it| self.kind(it) == Some(Kind::Word(Word::Article)));
        let unit = usize::from(self.kind(b_at + 1) == Some(Kind::Word(Word::Other)));
        let verb = b_at + unit + 1;
        // "the retreat from 228.88 to 112.82 has cost 50.7%"
        let linked = matches!(self.kind(verb)?, Kind::Word(Word::Is | Word::Gives))
            || self.is_one(verb, &["cost", "has", "erased", "took", "wiped", "represents"]);
        if !named || !article || !linked {
            return None;
        }
        let mut at = verb + 1;
        // "works out to", "amounts to"
        while matches!(self.kind(at), Some(Kind::Word(Word::To | Word::At)))
            || self.is_word(at, 0, "out")
        {
            at += 1;
        }
        let (by, by_at) = self.ahead(at, 3)?;
        let shares = matches!(
            self.lexed.numbers[by as usize].unit,
            NumberUnit::Percent | NumberUnit::PercentagePoint
        );
        // "… is 169,710 transactions.", but "… is 95% explained by" and "… 2.3 standard deviations"
        let unit = usize::from(!shares && self.kind(by_at + 1) == Some(Kind::Word(Word::Other)));
        self.ends_clause(by_at + 1 + unit).then_some(by_at)
    }

    /// Whether a clause ends before a token.
    fn ends_clause(&self, at: usize) -> bool {
        self.kind(at).is_none_or(|it| {
            it.ends_clause()
                || matches!(it, Kind::Open(_) | Kind::Word(Word::And | Word::Or | Word::Clause))
        })
    }

    /// "that low of 343,271": a figure named before it.
    fn of_figure(&self, at: usize) -> Option<(u32, usize)> {
        let of = (at..at + 4).find(|it| self.kind(*it) == Some(Kind::Word(Word::Of)))?;
        let named = self.tokens[at..of].iter().all(|it| {
            matches!(
                it.kind,
                Kind::Word(Word::Pronoun | Word::Article | Word::Other | Word::Mean)
                    | Kind::Cite(_)
            )
        });
        let number = self.quantity(of + 1).filter(|_| named && of > at)?;
        Some((number, of + 1))
    }

    /// "from 359,522 to 333,466, a loss of 26,056 transactions, or 7.2 percent": the share behind the
    /// amount of the movement that begins at a token.
    pub(super) fn also_as_share(&self, at: usize, movement: &Statement) -> Option<Statement> {
        let Some(Phrase::Change { from, to, by, form: ChangeForm::Amount, .. }) =
            movement.chain.phrase
        else {
            return None;
        };
        let by_at = (at..at + 40).find(|it| self.kind(*it) == Some(Kind::Num(by)))?;
        let unit = (by_at + 1..by_at + 4)
            .take_while(|it| {
                matches!(self.kind(*it), Some(Kind::Word(Word::Other | Word::Dollars)))
            })
            .count();
        let mut next = by_at + 1 + unit;
        next += usize::from(self.kind(next) == Some(Kind::Comma));
        if !matches!(self.kind(next), Some(Kind::Word(Word::Or) | Kind::Open(b'('))) {
            return None;
        }
        let about = matches!(self.kind(next + 1), Some(Kind::About | Kind::Word(Word::About)));
        let share_at = next + 1 + usize::from(about);
        let share = self.quantity(share_at)?;
        let percent = self.lexed.numbers[share as usize].unit == NumberUnit::Percent;
        percent.then(|| self.change(from, to, share_at, at, share_at))?
    }

    /// "2022-05-04 ($2,943.42)": a day with its figure.
    fn dated(&self, at: usize) -> Option<(u32, usize)> {
        let dated = matches!(self.kind(at)?, Kind::Date(_))
            && matches!(self.kind(at + 1)?, Kind::Open(_))
            && matches!(self.kind(at + 3)?, Kind::Close(_));
        let index = self.quantity(at + 2).filter(|_| dated)?;
        Some((index, at + 3))
    }

    /// `A → B (+5.9%)`, `A → B = 5.9%`
    pub(super) fn arrow(&self, at: usize) -> Option<Statement> {
        let a_at = at.checked_sub(1)?;
        let (a, b) = (self.quantity(a_at)?, self.quantity(at + 1)?);
        let operated = a_at > 0 && self.is_operator(a_at - 1);
        let joined = matches!(
            self.kind(at + 2),
            Some(
                Kind::Open(_)
                    | Kind::Comma
                    | Kind::Relation(_)
                    | Kind::Punctuation(b':')
                    | Kind::Word(Word::Is)
            )
        );
        if let Some(statement) = self.headed(at, (a, a_at), b) {
            return Some(statement);
        }
        if operated || !joined {
            return None;
        }
        if self.quantity(at + 3).is_none() {
            // "A → B, or −5.2%", "A → B, a decline of 38.4%"
            let by_at = self.restated(at + 3)?;
            return self.change(a, b, by_at, a_at, by_at);
        }
        let by = self.quantity(at + 3)?;
        let number = &self.lexed.numbers[by as usize];
        let signed = !self.text[number.span.start..].starts_with(|c: char| c.is_ascii_digit());
        let opened = !matches!(self.kind(at + 2), Some(Kind::Comma));
        if number.unit != NumberUnit::Percent {
            // "A → B: +140,744 (+12.0%)"
            let counted = number.unit == self.lexed.numbers[b as usize].unit
                && number.value.abs() * FEW > self.lexed.numbers[b as usize].value.abs();
            let opened = !matches!(self.kind(at + 2), Some(Kind::Relation(super::Relation::Arrow)));
            return (self.is_signed(by) && opened && counted)
                .then(|| self.change_stated(a, b, at + 3, a_at, at + 3))?;
        }
        (signed || opened).then(|| self.change(a, b, at + 3, a_at, at + 3))?
    }

    /// "Users down 5.6% d/d: 408,696 → 385,930": the change stands before a colon.
    fn headed(&self, arrow: usize, (a, a_at): (u32, usize), b: u32) -> Option<Statement> {
        let colon = a_at.checked_sub(1)?;
        let ends = self.kind(arrow + 2).is_none_or(Kind::ends_clause);
        if self.kind(colon) != Some(Kind::Punctuation(b':')) || !ends {
            return None;
        }
        let by_at = (colon.saturating_sub(4)..colon)
            .rev()
            .take_while(|it| {
                matches!(
                    self.kind(*it),
                    Some(Kind::Num(_) | Kind::Word(_) | Kind::Divide | Kind::Close(_))
                )
            })
            .find(|it| self.percentage(*it).is_some())?;
        let by = self.quantity(by_at)?;
        let moved = self.is_signed(by)
            || (by_at.saturating_sub(2)..by_at)
                .any(|it| matches!(self.kind(it), Some(Kind::Word(Word::Rise | Word::Fall))));
        moved.then(|| self.change_stated(a, b, by_at, by_at, arrow + 1))?
    }

    /// Finds the change that a movement is put into other words with: "or by 9.4%", "so an increase
    /// of 7.6%", "i.e. −6.5 %", "this is a minus of 84.3 %". The words allow no other number.
    fn restated(&self, from: usize) -> Option<usize> {
        const OTHERS: [&str; 12] = [
            "delta", "gain", "i", "ie", "loss", "meaning", "minus", "namely", "nosedive", "return",
            "some", "swing",
        ];
        let mut directed = false;
        for at in from..from + 8 {
            match self.kind(at)? {
                Kind::Num(index) => {
                    if self.begins_calculation(at) {
                        return None;
                    }
                    let number = &self.lexed.numbers[index as usize];
                    let percent =
                        matches!(number.unit, NumberUnit::Percent | NumberUnit::PercentagePoint);
                    // "that's +169,576"
                    directed |= self.text[number.span.start..].starts_with('+');
                    // "which is 6,838 fewer"
                    directed |=
                        matches!(self.kind(at + 1), Some(Kind::Word(Word::More | Word::Less)));
                    let part = self.kind(at + 1) == Some(Kind::Word(Word::Of));
                    let index = self.quantity(at).is_some();
                    return ((percent || directed) && index && !part).then_some(at);
                }
                Kind::Word(Word::Rise | Word::Fall | Word::Move | Word::By | Word::Minus) => {
                    directed = true;
                }
                // `E` is the second letter of "i.e.".
                Kind::Word(
                    Word::Or
                    | Word::Article
                    | Word::Of
                    | Word::About
                    | Word::Is
                    | Word::Pronoun
                    | Word::E,
                )
                | Kind::Comma
                | Kind::About
                | Kind::Minus(_)
                | Kind::Plus => {}
                Kind::Word(Word::Clause)
                    if self.is_word(at, 0, "so") || self.is_word(at, 0, "which") => {}
                Kind::Word(Word::Other) if self.is_word(at, 0, "s") => {}
                Kind::Punctuation(_)
                    if self.text[self.tokens[at].start as usize..].starts_with(['\'', '’']) => {}
                Kind::Word(Word::Other) if OTHERS.iter().any(|it| self.is_word(at, 0, it)) => {}
                // "down to 1,203,788: minus 10.6 percent"
                Kind::Punctuation(_) if at == from => {}
                Kind::Stop(b'.') if self.is_word(at, 1, "e") || self.is_word(at, 1, "i") => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether a number is the first of a calculation that is written out, and so not its result: "a gain
    /// of 112 − 100 = 12", `a drop of \frac{112 - 100}{112}`.
    fn begins_calculation(&self, at: usize) -> bool {
        let operator = self.is_operator(at + 1) && self.quantity(at + 2).is_some();
        let fraction = at >= 2
            && matches!(self.kind(at - 1), Some(Kind::Open(_)))
            && self.kind(at - 2) == Some(Kind::Frac);
        operator || fraction
    }

    /// "grew 5.9% from", "an increase of 250,274 from", "a 5.9% rise from"
    fn change_before(&self, from: usize) -> Option<usize> {
        let mut by = None;
        let mut moved = false;
        let mut moves_at = from;
        let mut turn = None;
        for at in (from.saturating_sub(9)..from).rev() {
            match self.kind(at)? {
                Kind::Num(index)
                    if by.is_none()
                        && self.lexed.numbers[index as usize].role == NumberRole::Period => {}
                // "grew 5.3% as users rose from": the percentage is of something else.
                Kind::Num(_) if by.is_none() && moved && moves_at > at + 2 => return None,
                Kind::Num(_) if by.is_none() && from - at <= 6 => by = Some(at),
                Kind::Comma if at + 1 == from => {}
                // "gained 12%, going from", "lost 12%, falling from"
                Kind::Comma if at + 2 == from && (self.is_one(at + 1, &GOING) || moved) => {
                    moved = false;
                    turn = self.kind(at + 1).filter(|it| *it != Kind::Word(Word::Other));
                }
                // "an increase of 111,699 (31.25%) from"
                Kind::Num(_) if by.is_some() && self.kind(at + 1) == Some(Kind::Open(b'(')) => {}
                Kind::Num(_)
                | Kind::Stop(_)
                | Kind::Break
                | Kind::Cell
                | Kind::Comma
                | Kind::Punctuation(b';') => break,
                // "gained 3.1%, falling from"
                Kind::Word(Word::Rise | Word::Fall)
                    if by.is_some() && turn.is_some_and(|it| self.kind(at) != Some(it)) =>
                {
                    return None;
                }
                Kind::Word(Word::Rise | Word::Fall | Word::Move) => {
                    // The word next to the figures tells what moves.
                    if !moved {
                        moves_at = at;
                    }
                    moved = true;
                    if by.is_some() {
                        break;
                    }
                }
                _ => {}
            }
        }
        by.filter(|_| moved)
    }

    /// ", a 12.7% increase", "(+5.94%)", ", down 16%", ", a drop of 0.2 percentage points"
    pub(super) fn change_after(&self, b_at: usize) -> Option<usize> {
        let mut moved = false;
        let mut opened = false;
        for at in b_at + 1..b_at + 14 {
            match self.kind(at)? {
                Kind::Num(_) if self.begins_calculation(at) => return None,
                Kind::Num(index) => {
                    let number = &self.lexed.numbers[index as usize];
                    let signed = !self.text[number.span.start..]
                        .starts_with(|c: char| c.is_ascii_digit() || c == '$');
                    let close = (at + 1..at + 4)
                        .take_while(|i| {
                            !matches!(
                                self.kind(*i),
                                Some(
                                    Kind::Comma
                                        | Kind::Stop(_)
                                        | Kind::Num(_)
                                        | Kind::Word(Word::And | Word::Clause)
                                )
                            )
                        })
                        .any(|i| {
                            matches!(
                                self.kind(i),
                                Some(Kind::Word(
                                    Word::Rise | Word::Fall | Word::Move | Word::More | Word::Less
                                ))
                            )
                        });
                    let part = self.kind(at + 1) == Some(Kind::Word(Word::Of));
                    // "up 2% against bitcoin"
                    if self.kind(at + 1) == Some(Kind::Word(Word::Versus))
                        && !(at + 2..at + 6).any(|it| self.quantity(it).is_some())
                    {
                        return None;
                    }
                    let close = close && !part;
                    let bracketed = opened && matches!(self.kind(at - 1), Some(Kind::Open(_)));
                    let percent =
                        matches!(number.unit, NumberUnit::Percent | NumberUnit::PercentagePoint);
                    // "losing 3 of its 5 supports"
                    if part && !percent {
                        return None;
                    }
                    let linked = moved || close || (percent && (bracketed || signed));
                    return linked.then_some(at);
                }
                Kind::Word(Word::Rise | Word::Fall | Word::Move) => moved = true,
                Kind::Open(_) => opened = true,
                Kind::Word(Word::Clause) if self.turns(at) => return None,
                // Another clause speaks of another change.
                Kind::Stop(_)
                | Kind::Break
                | Kind::Cell
                | Kind::Word(Word::And | Word::From | Word::To | Word::Or)
                | Kind::Punctuation(b';') => return None,
                _ => {}
            }
        }
        None
    }
}
