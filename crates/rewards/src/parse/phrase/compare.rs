//! Comparisons of two figures: "X is 5 % above Y", "up 12 % (X vs. Y)", "X of Y is 90 %".
//!
//! Words leave open which figures are meant, so a form is read only where its figures stand side
//! by side; the judge looks for others that fit before it calls one wrong.

use crate::parse::lex::Kind;
use crate::parse::text::Dash;
use crate::parse::word::Word;
use crate::parse::{NumberRole, NumberUnit, Span, Statement};

use super::{Hedge, Phrase, Reader, Way};

/// Words that make a percentage one of belief and not of change.
pub(super) const CHANCES: [&str; 9] = [
    "certain",
    "chance",
    "chances",
    "confidence",
    "confident",
    "likelihood",
    "odds",
    "probability",
    "sure",
];

/// Units of a distance that is not the figures' own.
pub(super) const DEVIATIONS: [&str; 7] =
    ["deviation", "deviations", "sd", "sds", "sigma", "sigmas", "std"];

/// What a comparison claims of its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CompareForm {
    /// By which percentage the first is off the second.
    Change,
    /// The same, whichever of the two comes first, or one as a percentage of the other.
    Either,
    /// The first as a percentage of the second.
    Part,
    /// How many times one holds the other.
    Factor,
    /// The difference between the two.
    Amount,
}

/// Whether a token of this kind can hold a comparison together; most cannot.
pub(super) fn may_hold(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Word(
            Word::More
                | Word::Less
                | Word::Over
                | Word::Under
                | Word::Among
                | Word::Each
                | Word::From
                | Word::Of
                | Word::Between
        ) | Kind::Open(b'(')
            | Kind::Inequality
    )
}

impl Reader<'_, '_> {
    /// Reads the comparison that the token at `at` may hold together.
    pub(super) fn comparison(&self, at: usize) -> Option<Statement> {
        match self.kind(at)? {
            Kind::Word(Word::More | Word::Less)
                if self.kind(at + 1) == Some(Kind::Word(Word::Than)) =>
            {
                self.beside(at, at + 2)
                    .or_else(|| self.share_apart(at))
                    .or_else(|| self.order(at, at + 2))
            }
            // "132,827 more users than"
            Kind::Word(Word::More | Word::Less)
                if self.kind(at + 1) == Some(Kind::Word(Word::Other))
                    && self.kind(at + 2) == Some(Kind::Word(Word::Than)) =>
            {
                self.beside(at, at + 3)
            }
            Kind::Word(Word::More | Word::Less) => self.opened(at).or_else(|| self.of_two_days(at)),
            Kind::Word(Word::Over) => self
                .beside(at, at + 1)
                .or_else(|| self.shared(at))
                .or_else(|| self.a_day_over(at))
                .or_else(|| self.exceeds(at))
                .or_else(|| self.called_a_rise(at))
                .or_else(|| self.gain_over(at))
                .or_else(|| self.share_apart(at))
                .or_else(|| self.deviations(at))
                .or_else(|| self.set_off(at))
                .or_else(|| self.order(at, at + 1)),
            Kind::Word(Word::Under) => self
                .beside(at, at + 1)
                .or_else(|| self.exceeds(at))
                .or_else(|| self.share_apart(at))
                .or_else(|| self.deviations(at))
                .or_else(|| self.set_off(at))
                .or_else(|| self.order(at, at + 1)),
            Kind::Word(Word::Among) => self.shared(at),
            Kind::Word(Word::Each) => self.of_each(at).or_else(|| self.for_each(at)),
            Kind::Word(Word::From) => self
                .since(at)
                .or_else(|| self.called_a_rise(at))
                .or_else(|| self.came_from(at))
                .or_else(|| self.came_to(at))
                .or_else(|| self.offered_from(at))
                .or_else(|| self.lost_from(at))
                .or_else(|| self.needed(at))
                .or_else(|| self.spanned(at))
                .or_else(|| self.would_be(at)),
            Kind::Open(b'(') => self.bracketed(at).or_else(|| self.bracketed_operation(at)),
            Kind::Word(Word::Between) => self.halfway(at).or_else(|| self.moved_between(at)),
            Kind::Inequality => self.unequal(at),
            Kind::Word(Word::Of) => self
                .part(at)
                .or_else(|| self.factor(at))
                .or_else(|| self.set_against(at))
                .or_else(|| self.share_of(at))
                .or_else(|| self.on_base(at))
                .or_else(|| self.short_of(at))
                .or_else(|| self.off_peak(at))
                .or_else(|| self.at_rate(at))
                .or_else(|| self.deviations_of(at))
                .or_else(|| self.share_on_level(at))
                .or_else(|| self.width(at))
                .or_else(|| self.opened_by(at))
                .or_else(|| self.of_two_days(at)),
            _ => None,
        }
    }

    /// "1,187,055 is 5.3% above the 1,127,284 of last week", "is 59,771 users more than"
    fn beside(&self, word: usize, from: usize) -> Option<Statement> {
        let mut claim_at = word.checked_sub(1)?;
        let form = if self.percentage(claim_at).is_some() {
            CompareForm::Change
        } else {
            while matches!(self.kind(claim_at)?, Kind::Word(Word::Other) | Kind::Cite(_))
                && claim_at + 3 > word
            {
                // "2 sigma above" is a distance in another unit.
                if self.is_one(claim_at, &DEVIATIONS) {
                    return None;
                }
                claim_at = claim_at.checked_sub(1)?;
            }
            CompareForm::Amount
        };
        let claim = self.quantity(claim_at)?;
        let unit = self.lexed.numbers[claim as usize].unit;
        // "98.34% is 0.12 percentage points below 98.46%" gives an amount.
        if (unit == NumberUnit::Percent) != (form == CompareForm::Change) {
            return None;
        }
        let (b, b_at) = self.target(from)?;
        let (a, a_at) = self
            .subject(claim_at)
            .or_else(|| self.subject_behind(claim_at, b_at))
            .or_else(|| self.cell_before(claim_at))
            .or_else(|| self.bracketed_now(b_at))
            .or_else(|| self.subject_of_two(claim_at))?;
        let way = match self.kind(word)? {
            Kind::Word(Word::More | Word::Over) => Way::Up,
            _ => Way::Down,
        };
        self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), form, way)
    }

    /// "was 3.97% lower than the 1,397,681 of 2025-02-25, at 1,342,176"
    fn subject_behind(&self, claim_at: usize, b_at: usize) -> Option<(u32, usize)> {
        let verb = claim_at.checked_sub(1).filter(|it| self.is_standing(*it))?;
        // "At 1,342,176, it was …" is of the figure before.
        let first = verb.checked_sub(1).is_some_and(|it| self.quantity(it).is_none());
        let comma = (b_at + 1..b_at + 5).filter(|_| first).find(|it| {
            self.kind(*it) == Some(Kind::Comma) && self.kind(*it + 1) == Some(Kind::Word(Word::At))
        })?;
        let plain = self.tokens[b_at + 1..comma]
            .iter()
            .all(|it| matches!(it.kind, Kind::Word(_) | Kind::Date(_) | Kind::Cite(_)));
        self.quantity(comma + 2).filter(|_| plain).map(|it| (it, comma + 2))
    }

    /// "192.09 is 16.5% under the peak (230.00) and 28.1% over the low": what both are said of.
    fn subject_of_two(&self, claim_at: usize) -> Option<(u32, usize)> {
        /// How long the first of the two may be, in tokens.
        const REACH: usize = 16;
        let and = claim_at.checked_sub(1)?;
        if self.kind(and) != Some(Kind::Word(Word::And)) {
            return None;
        }
        let first = (and.saturating_sub(REACH)..and)
            .rev()
            .take_while(|it| !matches!(self.kind(*it), Some(Kind::Stop(_) | Kind::Break)))
            .find(|it| {
                self.percentage(*it).is_some()
                    && matches!(
                        self.kind(*it + 1),
                        Some(Kind::Word(Word::Over | Word::Under | Word::More | Word::Less))
                    )
            })?;
        self.subject(first)
    }

    /// "3.2% below the January 23 figure of 1,272,960 (1,244,916 today)": the figure in the brackets.
    fn bracketed_now(&self, b_at: usize) -> Option<(u32, usize)> {
        const NOW: [&str; 6] = ["today", "now", "currently", "today's", "here", "present"];
        let open = (b_at + 1..b_at + 4).find(|it| self.kind(*it) == Some(Kind::Open(b'(')))?;
        let close = (open + 2..open + 8)
            .take_while(|it| !matches!(self.kind(*it), Some(Kind::Open(_) | Kind::Break)))
            .find(|it| matches!(self.kind(*it), Some(Kind::Close(_))))?;
        let mut inside =
            (open + 1..close).filter(|it| matches!(self.kind(*it), Some(Kind::Num(_))));
        let at = inside.next().filter(|_| inside.next().is_none())?;
        let now = (open + 1..close).any(|it| self.is_one(it, &NOW));
        self.quantity(at).filter(|_| now).map(|it| (it, at))
    }

    /// "| 8,389 | 47 below the close of 8,436 |": the figure of the cell before.
    fn cell_before(&self, claim_at: usize) -> Option<(u32, usize)> {
        let cell = claim_at.checked_sub(1).filter(|it| self.kind(*it) == Some(Kind::Cell))?;
        let at = cell.checked_sub(1)?;
        let alone = matches!(self.kind(at.checked_sub(1)?)?, Kind::Cell);
        self.quantity(at).filter(|_| alone).map(|it| (it, at))
    }

    /// "231,236 is the highest of all, up 28.9% from 183,239"
    fn since(&self, from: usize) -> Option<Statement> {
        let claim_at = from.checked_sub(1)?;
        let claim = self.percentage(claim_at)?;
        let (b, b_at) = self.target(from + 1)?;
        let to = (b_at + 1..b_at + 7)
            .take_while(|i| !matches!(self.kind(*i), None | Some(Kind::Stop(_) | Kind::Break)))
            .any(|i| self.kind(i) == Some(Kind::Word(Word::To)));
        let before = claim_at.checked_sub(1)?;
        let moved = self.is_signed(claim)
            || matches!(self.kind(before), Some(Kind::Word(Word::Rise | Word::Fall)));
        if to || !moved {
            return None;
        }
        let (a, a_at) = (claim_at.saturating_sub(14)..claim_at)
            .rev()
            .take_while(|i| {
                !matches!(self.kind(*i), Some(Kind::Stop(b'!' | b'?') | Kind::Break | Kind::Cell))
            })
            .find_map(|i| self.quantity(i).map(|a| (a, i)))?;
        let way = match self.kind(before)? {
            Kind::Word(Word::Rise) => Way::Up,
            Kind::Word(Word::Fall) => Way::Down,
            _ => Way::Unsaid,
        };
        let form = CompareForm::Change;
        self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), form, way)
    }

    /// "rose by 18.77% (386,183 vs. 325,162)", "−21.3% (468,280 → 385,930)"
    fn bracketed(&self, open: usize) -> Option<Statement> {
        if let Some(statement) = self.set_beside_previous(open) {
            return Some(statement);
        }
        let (a, a_at) = (self.quantity(open + 1)?, open + 1);
        let two_shares = (open + 3..open + 5).any(|it| self.percentage(it).is_some());
        if self.percentage(open + 1).is_some() && self.is_versus(open + 2) && !two_shares {
            return self.set_beside(open, (a, a_at));
        }
        if let Some(statement) = self.followed_by_change(open, (a, a_at)) {
            return Some(statement);
        }
        let mut at = a_at + 1;
        let mut words = 0;
        while matches!(self.kind(at), Some(Kind::Word(Word::Other) | Kind::Cite(_))) && words < 3 {
            if self.is_versus(at) {
                break;
            }
            words += 1;
            at += 1;
        }
        let link = self.kind(at)?;
        if let Some(statement) = self.bracketed_parts(open, (a, a_at), at) {
            return Some(statement);
        }
        let versus = self.is_versus(at);
        let arrow = matches!(link, Kind::Relation(super::Relation::Arrow));
        // "higher than yesterday by 5.9% (498,394 and 469,138)"
        let both = link == Kind::Word(Word::And);
        if !versus && !arrow && !both && link != Kind::Word(Word::To) {
            return None;
        }
        at += 1;
        // "vs.", "compared to"
        while matches!(
            self.kind(at),
            Some(Kind::Stop(b'.') | Kind::Word(Word::To | Word::Clause | Word::Article))
        ) {
            at += 1;
        }
        let (b, b_at) = (self.quantity(at)?, at);
        let closed = (b_at + 1..b_at + 8)
            .take_while(|i| {
                !matches!(self.kind(*i), Some(Kind::Num(_) | Kind::Open(_) | Kind::Break))
            })
            .any(|i| matches!(self.kind(i), Some(Kind::Close(_))));
        if !closed {
            return None;
        }
        let (claim, claim_at) = self.claim_before(open)?;
        let number = &self.lexed.numbers[claim as usize];
        let percent = number.unit == NumberUnit::Percent;
        // "exceeds the 30-day mean by $74.19 (3,554.29 versus 3,480.10)"
        let by =
            claim_at.checked_sub(1).is_some_and(|it| self.kind(it) == Some(Kind::Word(Word::By)));
        let near = claim_at.saturating_sub(if by { 9 } else { 4 })..open;
        if near.clone().any(|i| self.is_one(i, &CHANCES)) {
            return None;
        }
        let compared = near.clone().any(|i| {
            matches!(
                self.kind(i),
                Some(Kind::Word(
                    Word::Rise
                        | Word::Fall
                        | Word::Move
                        | Word::More
                        | Word::Less
                        | Word::Over
                        | Word::Under
                ))
            )
        });
        // Two figures joined by "and" stand in either order; only in that of the words are they read.
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let against = near.clone().any(|it| match self.kind(it) {
            Some(Kind::Word(Word::Rise | Word::More | Word::Over)) => value(a) < value(b),
            Some(Kind::Word(Word::Fall | Word::Less | Word::Under)) => value(a) > value(b),
            _ => false,
        });
        let ends = (b_at + 1..b_at + 4)
            .find(|it| !matches!(self.kind(*it), Some(Kind::Word(Word::Other) | Kind::Cite(_))));
        let alone = ends.is_some_and(|it| matches!(self.kind(it), Some(Kind::Close(_))));
        if both && (against || !compared || !alone) {
            return None;
        }
        let times = matches!(self.kind(claim_at + 1), Some(Kind::Word(Word::Times | Word::X)));
        let form = if times {
            CompareForm::Factor
        } else if percent && (compared || arrow || self.is_signed(claim)) {
            if versus || both { CompareForm::Either } else { CompareForm::Change }
        } else if !percent && versus && (compared || self.is_of_points(claim, [a, b]))
            || link == Kind::Word(Word::To) && self.is_way_between((claim, claim_at), [a, b])
        {
            CompareForm::Amount
        } else {
            return None;
        };
        // An arrow leads from the earlier figure to the later one.
        let (first, second) = if versus { ((a, a_at), (b, b_at)) } else { ((b, b_at), (a, a_at)) };
        self.compare(first, second, (claim, claim_at), form)
    }

    /// Whether a claim in points can be the distance of two percentages: "by 5.7 points (13.6% versus 7.9%)".
    pub(super) fn is_of_points(&self, claim: u32, shares: [u32; 2]) -> bool {
        let unit = |it: u32| self.lexed.numbers[it as usize].unit;
        let said = unit(claim) == NumberUnit::PercentagePoint
            || self.text[self.lexed.numbers[claim as usize].span.end..].starts_with(" point");
        said && shares.into_iter().all(|it| unit(it) == NumberUnit::Percent)
    }

    /// "The stop costs 12.09 (192.09 to 180.00)": whether a figure is said to be the way between two others.
    fn is_way_between(&self, (claim, claim_at): (u32, usize), ends: [u32; 2]) -> bool {
        const WAYS: [&str; 12] = [
            "costs", "cost", "risks", "risk", "earns", "loses", "reward", "distance", "room",
            "range", "spread", "gap",
        ];
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let [a, b] = ends.map(|it| number(it).value);
        let way = (a - b).abs();
        let named = (claim_at.saturating_sub(4)..claim_at).any(|it| self.is_one(it, &WAYS));
        named
            && number(claim).unit == number(ends[0]).unit
            && number(ends[0]).unit == number(ends[1]).unit
            && (0.4..=2.5).contains(&(number(claim).value / way))
    }

    /// "moved between 308,619 and 498,394, a factor of 1.61"
    fn factor(&self, of: usize) -> Option<Statement> {
        let claim_at = of + 1;
        let claim = self.quantity(claim_at)?;
        // "a factor of 1.6" compares; "a safety factor of 2" and "a factor of 3 for bots" do not.
        let article = of.checked_sub(2).and_then(|i| self.kind(i));
        let counted = self.lexed.numbers[claim as usize].exact.is_some();
        let named = self.is_word(of, 1, "factor") || self.is_word(of, 1, "ratio");
        if !named || article != Some(Kind::Word(Word::Article)) || counted {
            return None;
        }
        let mut found = (of.saturating_sub(14)..of)
            .rev()
            .take_while(|i| {
                !matches!(self.kind(*i), Some(Kind::Stop(_) | Kind::Break | Kind::Cell))
            })
            .filter_map(|i| self.quantity(i).map(|n| (n, i)));
        let (b, b_at) = found.next()?;
        let (a, a_at) = found.next()?;
        let by = of.checked_sub(3).and_then(|it| self.kind(it)) == Some(Kind::Word(Word::By));
        let clause = (a_at + 1..b_at)
            .any(|it| matches!(self.kind(it), Some(Kind::Comma | Kind::Punctuation(_))));
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let times = (value(a) / value(b)).max(value(b) / value(a));
        let near = (0.2..=5.0).contains(&(value(claim) / times));
        // "1,187,055 dwarf Bitcoin's 469,138 by a factor of 2.53"
        let beats = by && near && !clause;
        let joined = beats
            || b_at - a_at <= 4
                && (a_at + 1..b_at).any(|i| {
                    matches!(
                        self.kind(i),
                        Some(Kind::Word(Word::And | Word::To) | Kind::Relation(_))
                    )
                });
        joined
            .then(|| self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Factor))?
    }

    /// "1,187,055 against 1,127,284, an increase of 5.3 percent"
    fn set_against(&self, of: usize) -> Option<Statement> {
        let claim_at = of + 1;
        let claim = self.percentage(claim_at)?;
        let way = match self.kind(of.checked_sub(1)?)? {
            Kind::Word(Word::Rise) => Way::Up,
            Kind::Word(Word::Fall) => Way::Down,
            _ => return None,
        };
        let lead = (of.saturating_sub(4)..of - 1)
            .rev()
            .find(|at| !matches!(self.kind(*at), Some(Kind::Word(Word::Article | Word::Other))))?;
        if !matches!(self.kind(lead), Some(Kind::Comma | Kind::Word(Word::Is))) {
            return None;
        }
        let (b, b_at) = self.figure_before(lead).or_else(|| self.figure_of_day(lead))?;
        let versus = (b_at.saturating_sub(4)..b_at).rev().find(|at| self.is_versus(*at))?;
        let plain = self.tokens[versus + 1..b_at]
            .iter()
            .all(|it| matches!(it.kind, Kind::Word(_) | Kind::Cite(_) | Kind::Stop(b'.')));
        let (a, a_at) = self.figure_before(versus).filter(|_| plain)?;
        self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Change, way)
    }

    /// The figure before a place with the day that it is of: "357,439 a week earlier".
    fn figure_of_day(&self, at: usize) -> Option<(u32, usize)> {
        (at.saturating_sub(5)..at)
            .rev()
            .take_while(|it| {
                matches!(
                    self.kind(*it),
                    Some(
                        Kind::Num(_)
                            | Kind::Date(_)
                            | Kind::Word(Word::Article | Word::Time | Word::Other | Word::Clause)
                    )
                )
            })
            .find_map(|it| self.quantity(it).map(|number| (number, it)))
    }

    /// The figure right before a place, with its unit.
    pub(super) fn figure_before(&self, at: usize) -> Option<(u32, usize)> {
        (at.saturating_sub(3)..at)
            .rev()
            .take_while(|it| {
                matches!(
                    self.kind(*it),
                    Some(Kind::Num(_) | Kind::Cite(_) | Kind::Word(Word::Other) | Kind::Close(_))
                )
            })
            .find_map(|it| self.quantity(it).map(|number| (number, it)))
    }

    /// "7,708,119 is 1.13 times 6,806,906"
    pub(super) fn times(
        &self,
        of: (u32, usize),
        base: (u32, usize),
        times: (u32, usize),
    ) -> Option<Statement> {
        let next = base.1 + 1;
        let operated = self.is_operator(next) || matches!(self.kind(next), Some(Kind::Relation(_)));
        (!operated).then(|| self.compare(of, base, times, CompareForm::Factor))?
    }

    /// "6,827,976 to 7,411,618 = 583,642 = 8.55%"
    pub(super) fn stepped(&self, to: usize) -> Vec<Statement> {
        let mut found = Vec::new();
        let (Some(a_at), b_at) = (to.checked_sub(1), to + 1) else {
            return found;
        };
        let (Some(a), Some(b)) = (self.quantity(a_at), self.quantity(b_at)) else {
            return found;
        };
        if let Some(statement) = self.stepped_by((a, a_at), (b, b_at)) {
            return vec![statement];
        }
        let mut at = b_at + 1;
        // "Growth: A to B is 5.9%", not "a range of A to B is 68% likely"
        let is_growth = self.kind(at) == Some(Kind::Word(Word::Is))
            && self.percentage(at + 1).is_some()
            && matches!(
                self.kind(at + 2),
                None | Some(Kind::Stop(_) | Kind::Break | Kind::Comma | Kind::Close(_))
            )
            && ((a_at.saturating_sub(4)..a_at).any(|i| {
                matches!(self.kind(i), Some(Kind::Word(Word::Rise | Word::Fall | Word::Move)))
                    || self.is_word(i, 0, "going")
            }) || self.quantity(at + 1).is_some_and(|it| self.is_signed(it)));
        while (is_growth || matches!(self.kind(at), Some(Kind::Relation(_)))) && found.len() < 3 {
            let Some(claim) = self.quantity(at + 1) else {
                break;
            };
            if is_growth && !found.is_empty() {
                break;
            }
            let percent = self.lexed.numbers[claim as usize].unit == NumberUnit::Percent;
            let form = if percent { CompareForm::Change } else { CompareForm::Amount };
            if self.is_operator(at + 2) || matches!(self.kind(at + 2), Some(Kind::Open(_))) {
                break;
            }
            found.extend(self.compare((b, b_at), (a, a_at), (claim, at + 1), form));
            at += 2;
        }
        found
    }

    /// "12 July to 15 July: 19,434 to 20,925, the price rose by 7.7%"
    fn stepped_by(&self, a: (u32, usize), b: (u32, usize)) -> Option<Statement> {
        let led = a.1.checked_sub(1).and_then(|it| self.kind(it));
        let begins =
            matches!(led, None | Some(Kind::Punctuation(b':') | Kind::Break | Kind::Newline));
        let unit = usize::from(matches!(
            self.kind(b.1 + 1),
            Some(Kind::Word(Word::Other | Word::Dollars))
        ));
        let comma = b.1 + 1 + unit;
        if !begins || self.kind(comma) != Some(Kind::Comma) {
            return None;
        }
        let moved = (comma + 1..comma + 5)
            .find(|it| matches!(self.kind(*it), Some(Kind::Word(Word::Rise | Word::Fall))))?;
        let subject = self.tokens[comma + 1..moved]
            .iter()
            .all(|it| matches!(it.kind, Kind::Word(Word::Article | Word::Other) | Kind::Cite(_)));
        let by = moved + 1 + usize::from(self.kind(moved + 1) == Some(Kind::Word(Word::By)));
        let (claim, claim_at) = self.ahead(by, 2).filter(|_| subject)?;
        let way =
            if self.kind(moved) == Some(Kind::Word(Word::Rise)) { Way::Up } else { Way::Down };
        let form = match self.lexed.numbers[claim as usize].unit {
            NumberUnit::Percent => CompareForm::Change,
            _ => CompareForm::Amount,
        };
        self.compare_towards(b, a, (claim, claim_at), form, way)
    }

    pub(super) fn percentage(&self, at: usize) -> Option<u32> {
        self.quantity(at)
            .filter(|index| self.lexed.numbers[*index as usize].unit == NumberUnit::Percent)
    }

    pub(super) fn is_signed(&self, index: u32) -> bool {
        let start = self.lexed.numbers[index as usize].span.start;
        self.text[start..].starts_with(['+', '-', '−', '–', '‑'])
    }

    pub(super) fn is_word(&self, at: usize, back: usize, word: &str) -> bool {
        let token = at.checked_sub(back).and_then(|i| self.tokens.get(i));
        token.is_some_and(|it| it.is_one_of(&[word], self.text))
    }

    pub(super) fn is_one(&self, at: usize, words: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|it| it.is_one_of(words, self.text))
    }

    pub(super) fn is_versus(&self, at: usize) -> bool {
        self.is_one(at, &["vs", "versus", "against", "compared"])
    }

    /// Finds the figure that something is compared with: "the 7-day mean of 1,262,793".
    pub(super) fn target(&self, from: usize) -> Option<(u32, usize)> {
        for at in from..from + 9 {
            match self.kind(at)? {
                Kind::Num(index)
                    if self.lexed.numbers[index as usize].role == NumberRole::Quantity =>
                {
                    // "3 times", "5 % of": part of another calculation.
                    let operated = self.is_operator(at + 1)
                        || matches!(
                            self.kind(at + 1),
                            Some(Kind::Word(Word::Times | Word::Percent) | Kind::PlusMinus)
                        );
                    return (!operated).then_some((index, at));
                }
                // "below the mean, 342,090."
                Kind::Comma
                    if self.quantity(at + 1).is_some()
                        && self.quantity(at - 1).is_none()
                        && self.kind(at + 2).is_none_or(Kind::ends_clause) => {}
                // "higher than on 2025-02-01 (357,439)"
                Kind::Word(Word::Clause) if self.is_word(at, 0, "on") => {}
                Kind::Open(b'(') if matches!(self.kind(at - 1), Some(Kind::Date(_))) => {}
                // "of users (385,930)"
                Kind::Open(b'(')
                    if at > from
                        && matches!(
                            self.kind(at - 1),
                            Some(Kind::Word(Word::Other | Word::Mean))
                        )
                        && self.quantity(at + 1).is_some()
                        && matches!(self.kind(at + 2), Some(Kind::Close(_))) => {}
                Kind::Num(_)
                | Kind::Date(_)
                | Kind::Cite(_)
                | Kind::Name
                | Kind::About
                | Kind::Minus(Dash::Hyphen)
                | Kind::Word(
                    Word::Article
                    | Word::Other
                    | Word::Mean
                    | Word::Sum
                    | Word::Of
                    | Word::Time
                    | Word::About
                    | Word::Upper
                    | Word::Range
                    | Word::Most
                    | Word::Least
                    | Word::Many
                    | Word::Pronoun,
                ) => {}
                _ => return None,
            }
        }
        None
    }

    /// Finds the figure that "is" off another: a few words before the claim.
    pub(super) fn subject(&self, claim: usize) -> Option<(u32, usize)> {
        let mut linked = false;
        for at in (claim.saturating_sub(9)..claim).rev() {
            match self.kind(at)? {
                Kind::Num(index) => {
                    let quantity = self.lexed.numbers[index as usize].role == NumberRole::Quantity;
                    return (linked && quantity).then_some((index, at));
                }
                // "are 1.32% of", "make up 1.32% of", "amount to 60.1% of"
                Kind::Word(Word::Is | Word::Gives) => linked = true,
                Kind::Word(Word::To | Word::Rise)
                    if self.kind(at.checked_sub(1)?) == Some(Kind::Word(Word::Gives)) => {}
                Kind::Word(Word::Other | Word::Fall) if self.is_standing(at) => linked = true,
                // "398,663, or 2.5% above"
                Kind::Word(Word::Or) if self.kind(at.checked_sub(1)?) == Some(Kind::Comma) => {}
                Kind::Comma if self.kind(at + 1) == Some(Kind::Word(Word::Or)) => linked = true,
                Kind::Comma if at + 2 >= claim => linked = true,
                // "192.09, which is 3.00 below"
                Kind::Word(Word::Clause)
                    if linked
                        && self.is_word(at, 0, "which")
                        && self.kind(at.checked_sub(1)?) == Some(Kind::Comma) => {}
                Kind::Comma if linked && self.is_word(at + 1, 0, "which") => {}
                // "The count, 333,466, is 2.5% below"
                Kind::Comma
                    if linked
                        && at >= 2
                        && self.quantity(at - 1).is_some()
                        && self.kind(at - 2) == Some(Kind::Comma) => {}
                // "At 469,138, transactions are 31% above"
                Kind::Comma
                    if linked
                        && at >= 2
                        && matches!(self.kind(at - 1), Some(Kind::Num(_)))
                        && self.kind(at - 2) == Some(Kind::Word(Word::At)) => {}
                // "the 1,663,265.79 ETH moved today is"
                Kind::Word(Word::Move) if linked => {}
                Kind::Word(
                    Word::Of
                    | Word::Other
                    | Word::About
                    | Word::Nearly
                    | Word::Over
                    | Word::Time
                    | Word::Article,
                )
                | Kind::Cite(_)
                | Kind::About
                | Kind::Open(_)
                | Kind::Close(_)
                | Kind::Date(_) => {}
                _ => return None,
            }
        }
        None
    }

    /// Finds the claim that a bracket explains.
    pub(super) fn claim_before(&self, open: usize) -> Option<(u32, usize)> {
        for at in (open.saturating_sub(9)..open).rev() {
            match self.kind(at)? {
                Kind::Num(_) => {
                    if let Some(index) = self.quantity(at) {
                        return Some((index, at));
                    }
                }
                // A hyphen: "the 30-day average".
                Kind::Word(_)
                | Kind::Cite(_)
                | Kind::Date(_)
                | Kind::Name
                | Kind::Minus(Dash::Hyphen) => {}
                _ => return None,
            }
        }
        None
    }

    pub(super) fn compare(
        &self,
        a: (u32, usize),
        b: (u32, usize),
        claim: (u32, usize),
        form: CompareForm,
    ) -> Option<Statement> {
        self.compare_towards(a, b, claim, form, Way::Unsaid)
    }

    pub(super) fn compare_towards(
        &self,
        (a, a_at): (u32, usize),
        (b, b_at): (u32, usize),
        (claim, claim_at): (u32, usize),
        form: CompareForm,
        way: Way,
    ) -> Option<Statement> {
        let value = |index: u32| self.lexed.numbers[index as usize].value;
        if a == b || value(a) == value(claim) || value(b) == value(claim) {
            return None;
        }
        // Figures in brackets or side by side belong together; a subject may be another one.
        let paired = a_at.abs_diff(b_at) <= 5
            && a_at.max(b_at) - a_at.min(b_at)
                < a_at.abs_diff(claim_at).max(b_at.abs_diff(claim_at));
        let ends = [a_at, b_at, claim_at];
        let first = self.tokens[*ends.iter().min()?];
        let last = self.tokens[*ends.iter().max()?];
        let span = Span { start: first.start as usize, end: last.end as usize };
        let hedge = match claim_at.checked_sub(1).and_then(|it| self.kind(it)) {
            Some(Kind::Word(Word::About) | Kind::About) => Hedge::About,
            _ => self.hedge(claim_at),
        };
        let phrase = Phrase::Compare { a, b, claim, form, way, paired };
        Some(self.statement(phrase, claim, span, hedge, None))
    }
}
