//! Multiples that are one word: "1,185,932 is about twice 592,966", "doubling 592,966 gives 1,185,932",
//! "20% more than 592,966 is 711,559".

use crate::parse::expression::{Op, Traits};
use crate::parse::lex::Kind;
use crate::parse::statement::Hedge;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Statement};

use super::Reader;

/// Multiples in words, as a product and a divisor.
const FOLDS: [(&str, u16, u16); 11] = [
    ("twice", 2, 1),
    ("double", 2, 1),
    ("doubling", 2, 1),
    ("doubled", 2, 1),
    ("triple", 3, 1),
    ("tripling", 3, 1),
    ("thrice", 3, 1),
    ("half", 1, 2),
    ("halving", 1, 2),
    ("third", 1, 3),
    ("quarter", 1, 4),
];

/// How near a multiple in words is to what is meant by it: "twice" is said of 1.98.
const SAID: f64 = 0.02;
/// How far off it is where something else must be meant by all.
const OFF: std::ops::RangeInclusive<f64> = 0.76..=1.24;

impl Reader<'_, '_> {
    /// "twice 592,966 is 1,185,932", "1,185,932 is more than twice 592,966"
    pub(super) fn fold(&self, at: usize) -> Option<Statement> {
        let token = self.tokens.get(at)?;
        let written = &self.text.as_bytes()[token.start as usize..token.end as usize];
        let is_it = |it: &str| it.as_bytes().eq_ignore_ascii_case(written);
        // "three times"
        let counted = self.kind(at) == Some(Kind::Word(Word::Times));
        let first = at.checked_sub(usize::from(counted))?;
        let [times, by] = if counted {
            [self.whole_in_words(first)?, 1]
        } else {
            FOLDS.iter().find(|it| is_it(it.0)).map(|it| [it.1, it.2])?
        };
        // "half of the 592,966", "a third of 592,966", "double the 592,966"
        let mut from = at + 1;
        while matches!(self.kind(from), Some(Kind::Word(Word::Of | Word::Article | Word::Pronoun)))
            && from < at + 4
        {
            from += 1;
        }
        let (base, base_at) = self.target(from).filter(|it| it.1 <= from + 5)?;
        let said = (first, from - 1);
        self.fold_is(said, (base, base_at), [times, by])
            .or_else(|| self.is_fold(said, (base, base_at), [times, by]))
    }

    /// "doubling 592,966 gives 1,185,932"
    fn fold_is(
        &self,
        (at, last): (usize, usize),
        (base, base_at): (u32, usize),
        fold: [u16; 2],
    ) -> Option<Statement> {
        let unit = usize::from(self.kind(base_at + 1) == Some(Kind::Word(Word::Other)));
        let verb = base_at + 1 + unit;
        let would = usize::from(self.is_word(verb, 0, "would"));
        let linked = matches!(
            self.kind(verb + would)?,
            Kind::Relation(_) | Kind::Word(Word::Is | Word::Gives)
        );
        // "a third of", "half of" are read as shares.
        let begins = at.checked_sub(1).is_none_or(|it| {
            !matches!(
                self.kind(it),
                Some(Kind::Word(Word::Is | Word::Than | Word::Article | Word::Over) | Kind::Num(_))
            )
        }) && self.kind(last) != Some(Kind::Word(Word::Of));
        let (claim, claim_at) = self.ahead(verb + would + 1, 3).filter(|_| linked && begins)?;
        let ends = self.kind(claim_at + 1).is_none_or(|it| {
            it.ends_clause() || matches!(it, Kind::Word(Word::Other | Word::Clause | Word::And))
        });
        let hedge = self.hedge(claim_at);
        ends.then(|| self.folded(base, claim, (at, claim_at), fold, hedge))
    }

    /// "1,185,932 is about twice 592,966"
    fn is_fold(
        &self,
        (at, last): (usize, usize),
        base: (u32, usize),
        [times, by]: [u16; 2],
    ) -> Option<Statement> {
        // "a third of", but "the half of", "two thirds of".
        let mut lead = at;
        let before = at.checked_sub(1)?;
        if by > 2 || self.kind(before) == Some(Kind::Word(Word::Article)) {
            let of = self.kind(last) == Some(Kind::Word(Word::Of))
                || self.kind(at + 1) == Some(Kind::Word(Word::Of));
            lead = Some(before).filter(|it| of && self.is_one(*it, &["a", "one"]))?;
        }
        let hedge = match self.kind(lead.checked_sub(1)?)? {
            Kind::Word(Word::Over) => Hedge::Under,
            Kind::Word(Word::Under | Word::Nearly) => Hedge::Over,
            Kind::Word(Word::Than) => match self.kind(lead.checked_sub(2)?)? {
                Kind::Word(Word::More) => Hedge::Under,
                Kind::Word(Word::Less) => Hedge::Over,
                _ => return None,
            },
            _ => Hedge::None,
        };
        let than = self.kind(lead - 1) == Some(Kind::Word(Word::Than));
        let (a, a_at) = self.subject(if than { lead - 2 } else { lead })?;
        let next = base.1 + 1;
        let goes_on = self.is_operator(next)
            || matches!(self.kind(next), Some(Kind::Word(Word::To | Word::Percent)))
            || self.kind(next) == Some(Kind::Word(Word::And)) && self.quantity(next + 1).is_some();
        if goes_on {
            return None;
        }
        let numbers = &self.lexed.numbers;
        let value = |it: u32| numbers[it as usize].value;
        let said = value(a) / value(base.0) * f64::from(by) / f64::from(times);
        let alike = numbers[a as usize].unit == numbers[base.0 as usize].unit;
        let holds = match hedge {
            Hedge::None => (1.0 - SAID..=1.0 + SAID).contains(&said),
            Hedge::Under => said >= 1.0 && OFF.contains(&said),
            _ => said <= 1.0 && OFF.contains(&said),
        };
        // Between the two it is a matter of how loosely the word is meant.
        let fails = (0.05..=20.0).contains(&said)
            && match hedge {
                Hedge::None => !OFF.contains(&said),
                Hedge::Under => said < 1.0 - SAID,
                _ => said > 1.0 + SAID,
            };
        let about = if holds { Hedge::About } else { Hedge::None };
        let hedge = if hedge == Hedge::None { about } else { hedge };
        (alike && (holds || fails))
            .then(|| self.folded(base.0, a, (a_at, base.1), [times, by], hedge))
    }

    /// "doubled from 120,000 to 240,000"
    pub(super) fn folded_from(&self, from: usize) -> Option<Statement> {
        const MOVES: [(&str, u16, u16); 4] =
            [("doubled", 2, 1), ("tripled", 3, 1), ("quadrupled", 4, 1), ("halved", 1, 2)];
        /// Words that leave open how far the multiple is meant.
        const LOOSELY: [&str; 6] = ["than", "nearly", "almost", "not", "roughly", "about"];
        let verb = from.checked_sub(1)?;
        let [times, by] =
            MOVES.iter().find(|it| self.is_word(verb, 0, it.0)).map(|it| [it.1, it.2])?;
        let (a, a_at) = self.target(from + 1)?;
        let to = (a_at + 1..a_at + 4).find(|it| self.kind(*it) == Some(Kind::Word(Word::To)))?;
        let (b, b_at) = self.target(to + 1)?;
        let loosely = verb > 0 && self.is_one(verb - 1, &LOOSELY);
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let said = value(b) / value(a) * f64::from(by) / f64::from(times);
        let holds = (1.0 - SAID..=1.0 + SAID).contains(&said);
        let fails = (0.05..=20.0).contains(&said) && !OFF.contains(&said);
        let hedge = if holds { Hedge::About } else { Hedge::None };
        (!loosely && (holds || fails)).then(|| self.folded(a, b, (verb, b_at), [times, by], hedge))
    }

    fn folded(
        &self,
        base: u32,
        claim: u32,
        ends: (usize, usize),
        [times, by]: [u16; 2],
        hedge: Hedge,
    ) -> Statement {
        let code =
            vec![Op::Number(base), Op::Whole(times), Op::Multiply, Op::Whole(by), Op::Divide];
        let traits = Traits { operations: 1, figures: 1, units: true, ..Traits::default() };
        self.said_formula(ends, code, traits, claim, hedge)
    }

    /// "averaging 1,171,706 and 1,312,450 gives 1,242,078", "together 592,966 and 412,000 make 1,004,966"
    pub(super) fn taken_together(&self, verb: usize) -> Option<Statement> {
        const TOGETHER: [&str; 4] = ["together", "combined", "jointly", "averaging"];
        /// Nouns of what is added up, whatever its parts are.
        const ALL: [&str; 9] = [
            "addresses",
            "accounts",
            "participants",
            "in",
            "wallets",
            "units",
            "altogether",
            "active",
            "unique",
        ];
        let [(a, a_at), (b, b_at)] = self.two_before(verb)?;
        let numbers = &self.lexed.numbers;
        let rate = |it: u32| numbers[it as usize].unit == NumberUnit::Percent;
        let joined = self.tokens[a_at + 1..b_at]
            .iter()
            .any(|it| matches!(it.kind, Kind::Word(Word::And | Word::Plus)));
        let told = (a_at.saturating_sub(4)..a_at).chain(b_at + 1..verb).find(|it| {
            self.is_one(*it, &TOGETHER)
                || *it > b_at && self.kind(*it) == Some(Kind::Word(Word::Each))
        })?;
        // "592,966 addresses and 2.21 transactions each makes 1.31 million"
        if self.kind(told) == Some(Kind::Word(Word::Each)) {
            let (claim, _) = self.ahead(verb + 1, 4)?;
            let value = |it: u32| numbers[it as usize].value;
            let near = (0.2..=5.0).contains(&(value(claim) / (value(a) * value(b))));
            return (joined && near)
                .then(|| self.computed(a_at, Word::Product, &[a, b], verb + 1))?;
        }
        let head = if self.is_word(told, 0, "averaging") { Word::Mean } else { Word::Sum };
        let (claim, claim_at) = self.ahead(verb + 1, 4)?;
        let alike = rate(a) == rate(b) && rate(b) == rate(claim);
        // "592,966 users and 412,000 receivers make 1,312,450 transactions" adds nothing up.
        let noun = |at: usize| {
            let token = self.tokens.get(at + 1).filter(|it| it.kind == Kind::Word(Word::Other))?;
            self.text.get(token.start as usize..token.end as usize)
        };
        let counted = noun(claim_at);
        let same = counted.is_none()
            || counted == noun(a_at)
            || counted == noun(b_at)
            || self.is_one(claim_at + 1, &ALL);
        let it = self.tokens[b_at + 1..verb].iter().any(|it| it.kind == Kind::Word(Word::Pronoun));
        let ends = same && !it && self.kind(claim_at + 1) != Some(Kind::Word(Word::Of));
        (joined && alike && ends).then(|| self.computed(a_at, head, &[a, b], verb + 1))?
    }
}
