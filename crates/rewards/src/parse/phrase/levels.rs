//! Sentences of two levels and the change between them, however they are worded: "It opened at 185.40 and
//! closed at 192.09, so it rose by 6.69", "From its peak of 230.00 the price has lost 16.5%, to 192.09".
//!
//! A sentence that has two figures of one size, and a change, leaves little else that the change can
//! be. It is read as wrong only where nothing but words of levels and moves stands between them.

use crate::parse::lex::{Kind, Relation};
use crate::parse::text::Dash;
use crate::parse::word::Word;
use crate::parse::{Number, NumberRole, NumberUnit, Span, Statement};

use super::compare::{CHANCES, DEVIATIONS};
use super::listed::Listed;
use super::{CompareForm, Reader, Way};

/// How far apart two figures of one level may be, as factors.
const ALIKE: std::ops::RangeInclusive<f64> = 0.2..=5.0;
/// How far off a change may be that is wrong and not one of something else.
const NEAR: std::ops::RangeInclusive<f64> = 0.4..=2.5;
/// How long a sentence may be that is read so, in tokens.
const LONGEST: usize = 60;

/// Whole numbers below this count things and are no levels.
const SMALL: i128 = 100;

/// Names of a change that are no verbs.
pub(super) const CHANGES: [&str; 16] = [
    "drawdown",
    "return",
    "rally",
    "rebound",
    "recovery",
    "upside",
    "downside",
    "pullback",
    "retracement",
    "bounce",
    "swing",
    "correction",
    "recovers",
    "recovered",
    "off",
    "premium",
];

/// A sentence's figures by what they may be.
#[derive(Default)]
struct Figures {
    levels: Vec<(u32, usize)>,
    share: Option<(u32, usize)>,
    amount: Option<(u32, usize)>,
    /// Whether there are others.
    others: bool,
}

impl Reader<'_, '_> {
    /// Adds the changes between two levels that no other form has read.
    pub(super) fn levels(&self, found: &mut Vec<Statement>) {
        let mut start = 0;
        let mut numbers = 0;
        let mut last = None;
        let mut listed = Listed::default();
        for (at, token) in self.tokens.iter().enumerate() {
            match token.kind {
                Kind::Num(_) => {
                    numbers += 1;
                    if let Some(before) = last.replace(at)
                        && let Some(statement) = self.rest_of_all(before, at)
                        && !is_known(found, statement.claim.span)
                    {
                        found.push(statement);
                    }
                }
                kind if self.ends_sentence(at, kind) => {
                    self.sentence_of_levels(start, at, numbers, found);
                    self.entry_of_list((start, at), numbers, &mut listed, found);
                    (start, numbers, last) = (at + 1, 0, None);
                }
                _ => {}
            }
        }
        self.sentence_of_levels(start, self.tokens.len(), numbers, found);
        self.entry_of_list((start, self.tokens.len()), numbers, &mut listed, found);
    }

    fn entry_of_list(
        &self,
        range: (usize, usize),
        numbers: usize,
        listed: &mut Listed,
        found: &mut Vec<Statement>,
    ) {
        if range.0 == range.1 {
            return;
        }
        if !(1..=4).contains(&numbers) {
            *listed = Listed::default();
            return;
        }
        let changes = self.listed(range, listed);
        for change in changes.into_iter().flatten() {
            if !is_known(found, change.claim.span) {
                found.push(change);
            }
        }
    }

    fn sentence_of_levels(
        &self,
        start: usize,
        end: usize,
        numbers: usize,
        found: &mut Vec<Statement>,
    ) {
        if (3..=6).contains(&numbers) && end - start <= LONGEST {
            self.levels_within(start, end, found);
            self.orders_within(start, end, found);
            let score = if numbers >= 4 { self.score_within(start, end) } else { None };
            found.extend(score.filter(|it| !is_known(found, it.claim.span)));
            let worth = if numbers == 3 { self.worth_within(start, end) } else { None };
            found.extend(worth.filter(|it| !is_known(found, it.claim.span)));
            let quotient = self.quotient_within(start, end);
            found.extend(quotient.filter(|it| !is_known(found, it.claim.span)));
        }
    }

    fn ends_sentence(&self, at: usize, kind: Kind) -> bool {
        match kind {
            Kind::Stop(b'.') => {
                at.checked_sub(1).is_none_or(|it| !self.is_one(it, &["i", "e", "vs", "approx"]))
            }
            Kind::Stop(_) | Kind::Break | Kind::Newline | Kind::Cell => true,
            // "fell to 466,098; that is 2,182 fewer"
            Kind::Punctuation(b';') => !self.is_one(at + 1, &["that", "that's"]),
            _ => false,
        }
    }

    fn levels_within(&self, start: usize, end: usize, found: &mut Vec<Statement>) {
        let figures = self.figures(start, end);
        let [(a, a_at), (b, b_at)] = figures.levels[..] else { return };
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let ratio = number(a).value / number(b).value;
        if figures.others
            || number(a).unit != number(b).unit
            || !ALIKE.contains(&ratio)
            || ratio == 1.0
        {
            return;
        }
        if figures.share.is_none() && figures.amount.is_none() {
            return;
        }
        let other = |it| self.is_one(it, &CHANCES) || self.is_one(it, &DEVIATIONS);
        if (start..end).any(other) {
            return;
        }
        let forms = [(figures.share, CompareForm::Change), (figures.amount, CompareForm::Amount)];
        for (claim, form) in forms {
            let Some((claim, claim_at)) = claim else { continue };
            let span = number(claim).span;
            if is_known(found, span) {
                continue;
            }
            // "so down 2,997, which is 0.22%": the share goes where the amount went.
            let amount = figures
                .amount
                .filter(|it| form == CompareForm::Change && it.1 < claim_at && claim_at < it.1 + 8);
            let again = amount.filter(|it| self.says_again(it.1, claim_at));
            let found_here = match again.and_then(|it| self.way_at(it.1)) {
                Some(way) if self.way_at(claim_at).is_none() => {
                    self.again_of_levels([(a, a_at), (b, b_at)], (claim, claim_at), way)
                }
                _ => self.between_levels([(a, a_at), (b, b_at)], (claim, claim_at), form),
            };
            found.extend(found_here);
        }
    }

    /// Whether nothing but words that say something again stands between an amount and a share: ", which
    /// is", ", or".
    fn says_again(&self, amount: usize, share: usize) -> bool {
        let plain = |at: usize| {
            matches!(
                self.kind(at),
                Some(
                    Kind::Comma
                        | Kind::About
                        | Kind::Open(b'(')
                        | Kind::Stop(_)
                        | Kind::Word(
                            Word::Or
                                | Word::Is
                                | Word::Pronoun
                                | Word::About
                                | Word::Other
                                | Word::E
                        )
                )
            ) || self.is_word(at, 0, "which")
        };
        let leads = |at: usize| {
            matches!(
                self.kind(at),
                Some(Kind::Open(b'(') | Kind::Word(Word::Or | Word::Is | Word::E))
            ) || self.is_word(at, 0, "that's")
        };
        (amount + 1..share).all(plain) && (amount + 1..share).any(leads)
    }

    /// The share that says the amount between two levels again.
    fn again_of_levels(
        &self,
        [(a, a_at), (b, b_at)]: [(u32, usize); 2],
        (claim, at): (u32, usize),
        way: Way,
    ) -> Option<Statement> {
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let up = value(a) < value(b);
        let earlier_is_first = match (self.is_earlier(a_at), self.is_earlier(b_at)) {
            (true, false) => true,
            (false, true) => false,
            _ => up == (way == Way::Up),
        };
        let (to, from) =
            if earlier_is_first { ((b, b_at), (a, a_at)) } else { ((a, a_at), (b, b_at)) };
        let change = (value(to.0) / value(from.0) - 1.0) * 100.0;
        let near = (0.05..=20.0).contains(&(value(claim) / change).abs());
        let of_other = matches!(self.kind(at + 1), Some(Kind::Word(Word::Of | Word::Per)));
        (near && !of_other && !self.is_of_elsewhere(at))
            .then(|| self.compare_towards(to, from, (claim, at), CompareForm::Change, way))?
    }

    /// "Entry 192.09, stop 180.00 (−6.3%), target 210.00 (+9.3%)": levels of an order with their distance
    /// from where it begins.
    fn orders_within(&self, start: usize, end: usize, found: &mut Vec<Statement>) {
        const ENTRIES: [&str; 5] = ["entry", "enter", "buy", "bought", "long"];
        const EXITS: [&str; 8] =
            ["stop", "stop-loss", "loss", "target", "profit", "tp", "sl", "exit"];
        let led = |at: usize, words: &[&str]| {
            (at.saturating_sub(3).max(start)..at).any(|it| self.is_one(it, words))
        };
        let entry = |it: &usize| self.quantity(*it).is_some() && led(*it, &ENTRIES);
        let Some(first_at) = (start..end).find(entry) else { return };
        let Some(first) = self.quantity(first_at) else { return };
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        for at in (start..end).filter(|it| *it != first_at) {
            let Some(level) = self.quantity(at).filter(|_| led(at, &EXITS)) else { continue };
            let Some(claim) = self.percentage(at + 2).filter(|it| self.is_signed(*it)) else {
                continue;
            };
            let change = (value(level) / value(first) - 1.0) * 100.0;
            let closed = self.kind(at + 1) == Some(Kind::Open(b'('))
                && matches!(self.kind(at + 3), Some(Kind::Close(_)));
            let near = NEAR.contains(&(value(claim) / change).abs());
            let span = self.lexed.numbers[claim as usize].span;
            if closed && near && !is_known(found, span) {
                let form = CompareForm::Change;
                found.extend(self.compare((level, at), (first, first_at), (claim, at + 2), form));
            }
        }
    }

    fn figures(&self, start: usize, end: usize) -> Figures {
        let mut figures = Figures::default();
        for at in start..end {
            let Some(Kind::Num(index)) = self.kind(at) else {
                // Calculations have readers of their own.
                let calculates = matches!(
                    self.kind(at),
                    Some(
                        Kind::Times
                            | Kind::Divide
                            | Kind::Plus
                            | Kind::PlusMinus
                            | Kind::Inequality
                            | Kind::Minus(Dash::Minus)
                            | Kind::Relation(Relation::Equal | Relation::About)
                    )
                );
                if calculates {
                    figures.others = true;
                    return figures;
                }
                continue;
            };
            let number = &self.lexed.numbers[index as usize];
            if number.role != NumberRole::Quantity {
                continue;
            }
            let slot = match number.unit {
                NumberUnit::Percent => &mut figures.share,
                NumberUnit::PercentagePoint => {
                    figures.others = true;
                    continue;
                }
                _ if self.way_at(at).is_some() || self.is_distance(at) => &mut figures.amount,
                // "2 to 3 networks"
                _ if number.unit == NumberUnit::None
                    && number.exact.is_some_and(|it| it.abs() < SMALL) =>
                {
                    figures.others = true;
                    continue;
                }
                _ => {
                    figures.levels.push((index, at));
                    continue;
                }
            };
            if slot.replace((index, at)).is_some() {
                figures.others = true;
            }
        }
        figures
    }

    /// Which way the words or the sign at a figure say that something moved.
    fn way_at(&self, at: usize) -> Option<Way> {
        let number = self.quantity(at)?;
        let text = &self.text[self.lexed.numbers[number as usize].span.start..];
        if text.starts_with('+') {
            return Some(Way::Up);
        }
        if text.starts_with(['-', '−', '–']) {
            return Some(Way::Down);
        }
        let of = |at: usize| match self.kind(at)? {
            // "0.28 less 0.0474 is"
            Kind::Word(Word::More | Word::Less)
                if matches!(self.kind(at + 1), Some(Kind::Num(_))) =>
            {
                None
            }
            Kind::Word(Word::Rise | Word::More | Word::Over | Word::Added) => Some(Way::Up),
            Kind::Word(Word::Fall | Word::Less | Word::Under) => Some(Way::Down),
            Kind::Word(Word::Other) if self.is_one(at, &["off", "drawdown"]) => Some(Way::Down),
            Kind::Word(Word::Other) if self.is_one(at, &["added"]) => Some(Way::Up),
            _ => None,
        };
        // "16.5% below", "$3.00 (1.6%) above"
        let unit = usize::from(self.kind(at + 1) == Some(Kind::Word(Word::Other)));
        // "5% better off" is up.
        let behind =
            of(at + 1 + unit).filter(|_| !self.is_word(at + 1 + unit, 0, "off") || unit == 0);
        // "1,171,706 increased by 12%" is what moves.
        let moves = |it: usize| {
            matches!(self.kind(it), Some(Kind::Word(Word::Rise | Word::Fall)))
                && (self.kind(it + 1) == Some(Kind::Word(Word::By))
                    || self.kind(it + 1) == Some(Kind::Word(Word::At)))
        };
        let moved = self.percentage(at).is_none() && [at + 1, at + 1 + unit].into_iter().any(moves);
        if let Some(way) = of(at + 1).or(behind).filter(|_| !moved) {
            return Some(way);
        }
        // "$3.00 (1.6%) above": of the first, and of the second
        let bracketed = if self.kind(at + 1) == Some(Kind::Open(b'(')) {
            Some(at + 3)
        } else {
            Some(at + 1).filter(|_| matches!(self.kind(at.saturating_sub(1)), Some(Kind::Open(_))))
        };
        let closed = bracketed.filter(|it| matches!(self.kind(*it), Some(Kind::Close(_))));
        if let Some(way) = closed.and_then(|it| of(it + 1)) {
            return Some(way);
        }
        // "this is plus 52%"
        let signed =
            at.checked_sub(2).is_some_and(|it| !matches!(self.kind(it), Some(Kind::Num(_))));
        match self.kind(at.wrapping_sub(1)) {
            Some(Kind::Word(Word::Plus)) if signed => return Some(Way::Up),
            Some(Kind::Word(Word::Minus)) if signed => return Some(Way::Down),
            _ => {}
        }
        // "rose by about 6.69", "a drawdown of 16.5%"
        let led = |it: &usize| {
            matches!(
                self.kind(*it),
                Some(
                    Kind::About
                        | Kind::Word(
                            Word::By
                                | Word::Of
                                | Word::About
                                | Word::Nearly
                                | Word::Article
                                | Word::Is
                        )
                )
            )
        };
        let before = (at.saturating_sub(4)..at).rev().find(|it| !led(it))?;
        match self.kind(before)? {
            Kind::Word(Word::Rise) => Some(Way::Up),
            Kind::Word(Word::Fall) => Some(Way::Down),
            Kind::Word(Word::Other | Word::Added) => of(before),
            _ => None,
        }
    }

    /// Whether a level is called an earlier one: "468,280 the day before", "yesterday's 468,280".
    fn is_earlier(&self, at: usize) -> bool {
        const BEHIND: [&str; 5] = ["ago", "before", "earlier", "yesterday", "previously"];
        const LEADS: [&str; 7] =
            ["yesterday", "yesterday's", "last", "previous", "prior", "after", "earlier"];
        let near = |it: &usize| {
            matches!(
                self.kind(*it),
                Some(Kind::Word(_) | Kind::Cite(_) | Kind::Open(_) | Kind::Date(_))
            )
        };
        (at + 1..at + 6).take_while(near).any(|it| self.is_one(it, &BEHIND))
            || (at.saturating_sub(3)..at).rev().take_while(near).any(|it| self.is_one(it, &LEADS))
    }

    /// "a range of 149.90", "149.90 wide"
    fn is_distance(&self, at: usize) -> bool {
        const NAMES: [&str; 7] =
            ["range", "spread", "width", "gap", "distance", "difference", "span"];
        let named = (at.saturating_sub(4)..at)
            .rev()
            .take_while(|it| {
                matches!(self.kind(*it), Some(Kind::About | Kind::Word(_) | Kind::Cite(_)))
            })
            .find(|it| self.is_one(*it, &NAMES));
        let linked = named.is_some_and(|it| {
            (it + 1..at).any(|it| matches!(self.kind(it), Some(Kind::Word(Word::Is | Word::Of))))
                && !(it + 1..at).any(|it| {
                    matches!(self.kind(it), Some(Kind::Word(Word::From | Word::Between | Word::To)))
                })
        });
        linked || self.is_word(at + 1, 0, "wide")
    }

    fn between_levels(
        &self,
        [(a, a_at), (b, b_at)]: [(u32, usize); 2],
        (claim, at): (u32, usize),
        form: CompareForm,
    ) -> Option<Statement> {
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let way = self.way_at(at);
        let named = (at.saturating_sub(3)..at + 3).any(|it| self.is_one(it, &CHANGES))
            // "The rebound from 150.00 to 192.09 amounts to 28.1%"
            || (at.saturating_sub(3)..at).any(|it| {
                matches!(self.kind(it), Some(Kind::Word(Word::Gives | Word::Is)))
            }) && (a_at.min(b_at).saturating_sub(6)..at.min(a_at.max(b_at)))
                .any(|it| self.is_one(it, &CHANGES));
        if way.is_none() && !named && !self.is_distance(at) {
            return None;
        }
        let of_other =
            matches!(self.kind(at + 1), Some(Kind::Word(Word::Of | Word::Times | Word::Per)));
        if of_other || self.is_of_elsewhere(at) {
            return None;
        }
        let change = |to: &Number, from: &Number| match form {
            CompareForm::Change => (to.value / from.value - 1.0) * 100.0,
            _ => to.value - from.value,
        };
        let off = |it: f64| (it.abs() - number(claim).value.abs()).abs();
        let goes = |it: f64| match way {
            Some(Way::Up) => it > 0.0,
            Some(Way::Down) => it < 0.0,
            _ => true,
        };
        let orders = [((a, a_at), (b, b_at)), ((b, b_at), (a, a_at))];
        let values = orders.map(|(to, from)| change(number(to.0), number(from.0)));
        // A level's own rounding shifts the change.
        let room = |it: f64| {
            let levels = number(a).half_ulp / number(a).value.abs()
                + number(b).half_ulp / number(b).value.abs();
            let scale = match form {
                CompareForm::Change => 100.0 + it.abs(),
                _ => number(a).value.abs().max(number(b).value.abs()),
            };
            number(claim).half_ulp * 1.01 + levels * scale
        };
        let fits = |it: f64| off(it) <= room(it);
        // What a change is said to be from is its base.
        let leads_from = |level: usize| {
            (level.saturating_sub(4)..level)
                .rev()
                .take_while(|it| !matches!(self.kind(*it), Some(Kind::Num(_))))
                .any(|it| self.kind(it) == Some(Kind::Word(Word::From)))
        };
        // "246,308 to 247,048" leads from the first to the second.
        let (first, second) = if a_at < b_at { (a_at, b_at) } else { (b_at, a_at) };
        let led = second <= first + 4
            && self.kind(second - 1) == Some(Kind::Word(Word::To))
            && (first + 1..second - 1)
                .all(|it| matches!(self.kind(it), Some(Kind::Word(Word::Other) | Kind::Cite(_))))
            && !self.is_one(second - 2, &["close", "compared", "relative", "equal", "next"]);
        let may = |order: usize| {
            let (to, from) = orders[order];
            if led {
                return to.1 == second;
            }
            (!leads_from(to.1) || leads_from(from.1))
                && (!self.is_earlier(to.1) || self.is_earlier(from.1))
        };
        let right = (0..2).find(|it| may(*it) && fits(values[*it]) && goes(values[*it]));
        let towards = way.unwrap_or(Way::Unsaid);
        if let Some(order) = right {
            let (to, from) = orders[order];
            return self.compare_towards(to, from, (claim, at), form, towards);
        }
        let order = usize::from(off(values[0]) >= off(values[1]));
        let near = NEAR.contains(&(number(claim).value / values[order]).abs());
        let told = self.is_told([a_at, b_at], at, way);
        if !told || !near {
            return None;
        }
        // The size is right and the way is not: that counts where it is sure which came first.
        if let Some(order) = (0..2).find(|it| fits(values[*it])) {
            let (to, from) = orders[order];
            let sure = led
                || self.is_earlier(from.1) && !self.is_earlier(to.1) && may(order)
                || self.is_earlier(to.1) && !self.is_earlier(from.1);
            let turned = if led { to.1 == first } else { self.is_earlier(to.1) };
            let (to, from) = if turned { (from, to) } else { (to, from) };
            return sure.then(|| self.compare_towards(to, from, (claim, at), form, towards))?;
        }
        let (to, from) = orders[order];
        self.compare_towards(to, from, (claim, at), form, Way::Unsaid)
    }
}

/// Whether a figure is the claim of a statement or stands within a calculation.
fn is_known(found: &[Statement], span: Span) -> bool {
    /// How long a statement may be, in bytes.
    const LONGEST: usize = 400;
    found.iter().rev().take_while(|it| it.span.end + LONGEST > span.start).any(|it| {
        let holds = it.span.start <= span.start && span.end <= it.span.end;
        it.claim.span == span || holds && it.chain.phrase.is_none()
    })
}
