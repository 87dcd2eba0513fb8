//! Figures that a move leads from or to: "fell to 4.74 from 6.10, a 22.3% decline", "a 10% drop takes
//! 192.09 down to 172.88", "to regain 230.00 from 192.09 requires a 19.7% rally".

use crate::parse::expression::{Op, Traits};
use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Statement};

use super::compare::DEVIATIONS;
use super::{CompareForm, Reader, Way};

/// How far a part of the sentence may stand from the next, in tokens.
const REACH: usize = 6;

/// Verbs by which a move takes a figure somewhere.
const TAKES: [&str; 12] = [
    "takes", "take", "brings", "bring", "pushes", "push", "sends", "send", "puts", "moves", "cuts",
    "lifts",
];

/// Verbs by which a way is said to need a move.
const NEEDS: [&str; 8] =
    ["requires", "require", "needs", "need", "demands", "takes", "would", "implies"];

/// Names of the way between a level and the current figure.
const WAYS: [&str; 7] = ["upside", "downside", "risk", "distance", "room", "potential", "cushion"];

impl Reader<'_, '_> {
    fn way_of(&self, at: usize) -> Option<Way> {
        match self.kind(at)? {
            Kind::Word(Word::Rise) => Some(Way::Up),
            Kind::Word(Word::Fall) => Some(Way::Down),
            _ => None,
        }
    }

    /// "fell to 4.74 from 6.10, a 22.3% decline"
    pub(super) fn came_to(&self, from: usize) -> Option<Statement> {
        let (b, b_at) = self.figure_before(from)?;
        let to = (b_at.saturating_sub(2)..b_at)
            .find(|it| self.kind(*it) == Some(Kind::Word(Word::To)))?;
        let moved = (to.saturating_sub(3)..to).any(|it| {
            matches!(self.kind(it), Some(Kind::Word(Word::Rise | Word::Fall | Word::Move)))
        });
        let (a, a_at) = self.ahead(from + 1, 4).filter(|_| moved)?;
        // "fell to 4.74 from 6.10 to 7.20"
        if self.kind(a_at + 1) == Some(Kind::Word(Word::To)) {
            return None;
        }
        let by_at = self.change_after(a_at)?;
        self.change(a, b, by_at, to, by_at)
    }

    /// "To regain 230.00 from 192.09 requires a 19.7% rally"
    pub(super) fn needed(&self, from: usize) -> Option<Statement> {
        let (b, b_at) = self.figure_before(from)?;
        let (a, a_at) = self.ahead(from + 1, 5)?;
        let verb = (a_at + 1..a_at + 4).find(|it| {
            matches!(self.kind(*it), Some(Kind::Word(Word::Is | Word::Gives)))
                || self.is_one(*it, &NEEDS)
        })?;
        let plain = |it: &usize| {
            matches!(
                self.kind(*it),
                Some(
                    Kind::About
                        | Kind::Word(
                            Word::Article
                                | Word::About
                                | Word::Other
                                | Word::Rise
                                | Word::Fall
                                | Word::Of
                                | Word::Is
                                | Word::Nearly
                        )
                )
            )
        };
        let claim_at = (verb + 1..verb + REACH + 2).find(|it| !plain(it))?;
        let claim = self.percentage(claim_at)?;
        let named = (verb + 1..claim_at + 3).any(|it| {
            self.way_of(it).is_some()
                || self.is_one(it, &["rally", "move", "recovery", "rebound", "return", "bounce"])
        });
        let alone = self.is_alone([b_at, a_at], claim_at);
        (named && alone)
            .then(|| self.compare((b, b_at), (a, a_at), (claim, claim_at), CompareForm::Change))?
    }

    /// "With a stop at 180.00, the loss from 192.09 would be 6.3%"
    pub(super) fn lost_from(&self, from: usize) -> Option<Statement> {
        let before = from.checked_sub(1)?;
        let way = self.way_of(before);
        if way.is_none() && !self.is_one(before, &WAYS) {
            return None;
        }
        let (a, a_at) = self.target(from + 1)?;
        let verb = (a_at + 1..a_at + 3).find(|it| {
            matches!(self.kind(*it), Some(Kind::Word(Word::Is | Word::Gives)))
                || self.is_word(*it, 0, "would")
        })?;
        let claim_at =
            (verb + 1..verb + 4).find(|it| matches!(self.kind(*it), Some(Kind::Num(_))))?;
        let claim = self.quantity(claim_at)?;
        let (b, b_at) = self.only_before(before)?;
        let open = (b_at..claim_at).any(|it| {
            self.kind(it) == Some(Kind::Word(Word::If))
                || self.is_one(it, &["when", "until", "once"])
        });
        let near =
            !open && self.is_near(a, b) && self.kind(claim_at + 1).is_none_or(Kind::ends_clause);
        let form = self.form_by_unit(claim);
        near.then(|| {
            let way = way.unwrap_or(Way::Unsaid);
            self.compare_towards((b, b_at), (a, a_at), (claim, claim_at), form, way)
        })?
    }

    /// "Target 210.00 offers upside of 9.3% from the current 192.09"
    pub(super) fn offered_from(&self, from: usize) -> Option<Statement> {
        let claim_at = from.checked_sub(1)?;
        let claim = self.percentage(claim_at)?;
        let named = (claim_at.saturating_sub(3)..claim_at).find(|it| self.is_one(*it, &WAYS))?;
        let (a, a_at) = self.target(from + 1)?;
        let (b, b_at) = self.only_before(named)?;
        let form = CompareForm::Change;
        self.is_near(a, b).then(|| self.compare((b, b_at), (a, a_at), (claim, claim_at), form))?
    }

    /// "A further 10% drop takes 192.09 down to 172.88"
    pub(super) fn taken_to(&self, to: usize) -> Option<Statement> {
        let down = to.checked_sub(1).filter(|it| self.way_of(*it).is_some()).unwrap_or(to);
        let (a, a_at) = self.figure_before(down)?;
        let takes = (a_at.saturating_sub(3)..a_at).find(|it| self.is_one(*it, &TAKES))?;
        let moved = (takes.saturating_sub(2)..takes).find(|it| self.way_of(*it).is_some())?;
        let claim_at = moved.checked_sub(1)?;
        let claim = self.percentage(claim_at)?;
        let way = self.way_of(moved)?;
        let (b, b_at) = self.ahead(to + 1, 4)?;
        let form = CompareForm::Change;
        self.compare_towards((b, b_at), (a, a_at), (claim, claim_at), form, way)
    }

    /// "192.09 is 16.5% off its peak of 230.00"
    pub(super) fn off_peak(&self, of: usize) -> Option<Statement> {
        let off = (of.saturating_sub(4)..of).find(|it| self.is_word(*it, 0, "off"))?;
        let claim_at = off.checked_sub(1)?;
        let claim = self.percentage(claim_at)?;
        let (b, b_at) = self.target(of + 1)?;
        let (a, a_at) = self.subject(claim_at)?;
        let form = CompareForm::Change;
        self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), form, Way::Down)
    }

    /// "A gain of 16.89 on 175.20 equals 9.64%"
    pub(super) fn gained_on(&self, verb: usize) -> Option<Statement> {
        let [(a, a_at), (b, b_at)] = self.two_before(verb)?;
        let on = (a_at + 1..b_at).any(|it| self.is_word(it, 0, "on"));
        let gain = (a_at.saturating_sub(2)..a_at + 3).any(|it| self.way_of(it).is_some());
        let (claim, claim_at) = self.ahead(verb + 1, 3)?;
        let percent = self.percentage(claim_at).is_some();
        let alike = self.lexed.numbers[a as usize].unit == self.lexed.numbers[b as usize].unit;
        // "gives 12% more volume"
        let ends = self.kind(claim_at + 1).is_none_or(Kind::ends_clause)
            || self.is_one(claim_at + 1, &["return", "gain", "profit", "move"]);
        let all = on && gain && ends && percent && alike && b_at <= a_at + 5;
        all.then(|| self.compare((a, a_at), (b, b_at), (claim, claim_at), CompareForm::Part))?
    }

    /// "12% growth on 1,171,706 gives 1,312,311", "1,171,706 increased by 12% makes 1,312,311"
    pub(super) fn grown(&self, verb: usize) -> Option<Statement> {
        let [(one, one_at), (two, two_at)] = self.two_before(verb)?;
        let ((p, p_at), (a, a_at)) = match (self.percentage(one_at), self.percentage(two_at)) {
            (Some(p), None) => ((p, one_at), (two, two_at)),
            (None, Some(p)) => ((p, two_at), (one, one_at)),
            _ => return None,
        };
        let between = one_at + 1..two_at;
        let joined = between.clone().any(|it| {
            self.is_one(it, &["on", "from", "to"]) || self.kind(it) == Some(Kind::Word(Word::By))
        });
        let way = between.into_iter().find_map(|it| self.way_of(it)).filter(|_| joined)?;
        let (b, b_at) = self.ahead(verb + 1, 4)?;
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let near = (0.5..=2.0).contains(&(value(b) / value(a)));
        let form = CompareForm::Change;
        near.then(|| self.compare_towards((b, b_at), (a, a_at), (p, p_at), form, way))?
    }

    /// "spans from 185.40 to 195.09, i.e. 9.69"
    pub(super) fn spanned(&self, from: usize) -> Option<Statement> {
        const SPANS: [&str; 8] =
            ["spans", "spanned", "ranged", "ranges", "ran", "runs", "stretches", "range"];
        let verb = from.checked_sub(1)?;
        let (a, a_at) = self.ahead(from + 1, 3).filter(|_| self.is_one(verb, &SPANS))?;
        let to = Some(a_at + 1).filter(|it| self.kind(*it) == Some(Kind::Word(Word::To)))?;
        let (b, b_at) = self.ahead(to + 1, 3)?;
        let comma = Some(b_at + 1).filter(|it| self.kind(*it) == Some(Kind::Comma))?;
        let (claim, claim_at) = self.ahead(self.behind_id_est(comma)?, 3)?;
        let form = self.form_by_unit(claim);
        (form == CompareForm::Amount && self.is_one_unit(a, claim))
            .then(|| self.compare((b, b_at), (a, a_at), (claim, claim_at), form))?
    }

    /// "It lies 0.89 standard deviations below the mean of 1,262,793 (SD 84,681)"
    pub(super) fn deviations(&self, word: usize) -> Option<Statement> {
        const NAMES: [&str; 6] = ["sd", "σ", "deviation", "sigma", "stdev", "std"];
        let claim_at = (word.saturating_sub(3)..word)
            .rev()
            .find(|it| matches!(self.kind(*it), Some(Kind::Num(_))))?;
        let claim = self.quantity(claim_at)?;
        let named = (claim_at + 1..word).any(|it| self.is_one(it, &DEVIATIONS));
        let (b, b_at) = self.target(word + 1).filter(|_| named)?;
        let (sd, sd_at) = (b_at + 1..b_at + 9)
            .take_while(|it| !matches!(self.kind(*it), None | Some(Kind::Stop(_) | Kind::Break)))
            .find_map(|it| self.quantity(it).map(|number| (number, it)))?;
        let named = (b_at + 1..sd_at).any(|it| self.is_one(it, &NAMES));
        let (a, a_at) = self.subject(claim_at).or_else(|| self.only_before(claim_at))?;
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let score = (number(a).value - number(b).value) / number(sd).value;
        let near = (0.1..=10.0).contains(&(number(claim).value / score).abs());
        if !named || !near || !self.is_near(a, b) {
            return None;
        }
        let code = vec![Op::Number(a), Op::Number(b), Op::Subtract, Op::Number(sd), Op::Divide];
        let traits =
            Traits { operations: 2, figures: 3, divides: true, units: true, ..Traits::default() };
        let hedge = self.hedge(claim_at);
        let mut statement = self.said_formula((a_at, sd_at), code, traits, claim, hedge);
        // "below" says the sign.
        statement.chain.around.fall = true;
        Some(statement)
    }

    fn form_by_unit(&self, claim: u32) -> CompareForm {
        match self.lexed.numbers[claim as usize].unit {
            NumberUnit::Percent => CompareForm::Change,
            _ => CompareForm::Amount,
        }
    }

    fn is_one_unit(&self, a: u32, b: u32) -> bool {
        self.lexed.numbers[a as usize].unit == self.lexed.numbers[b as usize].unit
    }

    /// Whether two figures may be levels of one thing.
    fn is_near(&self, a: u32, b: u32) -> bool {
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let ratio = number(a).value / number(b).value;
        number(a).unit == number(b).unit && (0.2..=5.0).contains(&ratio)
    }

    /// The figure that stands before a token in its sentence, if it is the only one.
    pub(super) fn only_before(&self, at: usize) -> Option<(u32, usize)> {
        let mut found = self.sentence_before(at);
        let first = found.next()?;
        let figure = (self.quantity(first)?, first);
        found.next().is_none().then_some(figure)
    }

    fn sentence_before(&self, at: usize) -> impl Iterator<Item = usize> {
        /// How far back a sentence is read, in tokens.
        const BACK: usize = 16;
        (at.saturating_sub(BACK)..at)
            .rev()
            .take_while(|it| {
                !matches!(
                    self.kind(*it),
                    Some(
                        Kind::Stop(_)
                            | Kind::Break
                            | Kind::Cell
                            | Kind::Newline
                            | Kind::Punctuation(b';')
                    )
                )
            })
            .filter(|it| matches!(self.kind(*it), Some(Kind::Num(_))))
    }

    /// Whether no other figure stands before a claim in its sentence.
    fn is_alone(&self, own: [usize; 2], claim_at: usize) -> bool {
        self.sentence_before(claim_at).all(|it| own.contains(&it) || self.quantity(it).is_none())
    }
}
