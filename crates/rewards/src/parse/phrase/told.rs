//! Whether a change that two levels do not give is told of them: then it is wrong, and else it is of
//! something else.

use std::ops::Range;

use crate::parse::lex::{Kind, Relation};
use crate::parse::text::Dash;
use crate::parse::word::Word;

use super::levels::CHANGES;
use super::{Reader, Way};

/// Words of levels and moves, which leave no doubt what a change is of.
const WORDS: [&str; 101] = [
    "price",
    "coin",
    "token",
    "close",
    "closed",
    "closing",
    "open",
    "opened",
    "opening",
    "high",
    "low",
    "peak",
    "peaked",
    "trough",
    "bottom",
    "top",
    "level",
    "current",
    "its",
    "now",
    "today",
    "stands",
    "stood",
    "sits",
    "sat",
    "lies",
    "trades",
    "traded",
    "trading",
    "finished",
    "ended",
    "ending",
    "started",
    "starting",
    "would",
    "stop",
    "target",
    "entry",
    "stop-loss",
    "support",
    "resistance",
    "low-to-high",
    "i",
    "e",
    "ie",
    "here",
    "day",
    "session",
    "morning",
    "evening",
    "previous",
    "prior",
    "earlier",
    "before",
    "yesterday",
    "last",
    "recent",
    "all-time",
    "mean",
    "average",
    "moving",
    "intraday",
    "daily",
    "weekly",
    "having",
    "has",
    "had",
    "have",
    "been",
    "down",
    "up",
    "there",
    "hence",
    "namely",
    "just",
    "only",
    "some",
    "still",
    "base",
    "on",
    "s",
    "count",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "ago",
    "where",
    "worth",
    "bought",
    "sitting",
    "holders",
    "holder",
    "buyer",
    "buyers",
    "you",
    "we",
    "trend",
];

/// Words that make a level the one that a move came from.
const PAST: [&str; 34] = [
    "ago",
    "earlier",
    "yesterday",
    "previous",
    "prior",
    "last",
    "opened",
    "open",
    "started",
    "began",
    "peak",
    "peaked",
    "cost",
    "bought",
    "low",
    "bottom",
    "trough",
    "high",
    "since",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "monday's",
    "tuesday's",
    "wednesday's",
    "thursday's",
    "friday's",
    "saturday's",
    "sunday's",
    "preceding",
];

/// Labels of levels that nothing moves from.
const MARKS: [&str; 18] = [
    "mean",
    "average",
    "target",
    "stop",
    "support",
    "resistance",
    "level",
    "threshold",
    "limit",
    "band",
    "forecast",
    "estimate",
    "projected",
    "projection",
    "expected",
    "bound",
    "median",
    "entry",
];

/// Words of a course with more than two levels: "before recovering to".
const COURSE: [&str; 16] = [
    "before",
    "then",
    "recovering",
    "recovered",
    "rebounded",
    "rebounding",
    "later",
    "subsequently",
    "again",
    "back",
    "half",
    "further",
    "another",
    "after",
    "until",
    "intraday",
];

impl Reader<'_, '_> {
    /// Whether a change stands with two levels so that it can be of nothing else.
    pub(super) fn is_told(&self, [a_at, b_at]: [usize; 2], at: usize, way: Option<Way>) -> bool {
        let nearest = if at.abs_diff(a_at) < at.abs_diff(b_at) { a_at } else { b_at };
        let apart = nearest.min(at) + 1..nearest.max(at);
        let between = a_at.min(b_at) + 1..a_at.max(b_at);
        let plain = |it: usize| self.is_of_levels(it) || it == at;
        // "gained 3.1%, falling from 200.10 to 180.05"
        let turns = (a_at.min(b_at).saturating_sub(2)..a_at.max(b_at)).any(|it| {
            it.abs_diff(at) > 2
                && match self.kind(it) {
                    Some(Kind::Word(Word::Rise)) => way == Some(Way::Down),
                    Some(Kind::Word(Word::Fall)) => way == Some(Way::Up),
                    _ => false,
                }
        });
        let joined = apart.clone().any(|it| self.kind(it) == Some(Kind::Word(Word::And)));
        // "12,000 above the mean change" leads to no level.
        let leads = [at + 1, at + 2].into_iter().any(|it| {
            matches!(
                self.kind(it),
                Some(Kind::Word(Word::Over | Word::Under | Word::More | Word::Less))
            )
        });
        let led = !leads || [a_at, b_at].into_iter().any(|it| it > at && it < at + 10);
        let worded = !joined && led && apart.clone().all(plain) && between.clone().all(plain);
        if turns || self.is_of_two_orders([a_at, b_at], at) {
            return false;
        }
        if leads {
            return worded;
        }
        let part = self.part_around(at);
        let held = [a_at, b_at].into_iter().any(|it| part.contains(&it));
        let apart = |level: usize| {
            (level.min(at) + 1..level.max(at))
                .any(|it| self.turns(it) && !self.is_word(it, 0, "so"))
        };
        if apart(a_at) || apart(b_at) {
            return false;
        }
        // "The 30-day mean has risen 12%"
        let of_mark = (at.saturating_sub(6).max(part.start)..at).any(|it| self.is_one(it, &MARKS));
        worded && (held || self.restates(part.clone(), at)) && !of_mark
            || self.is_moved([a_at, b_at], at, part)
    }

    /// "With a stop 6.3% below $192.09, the target is at $210.00": the distance is that of another order.
    fn is_of_two_orders(&self, levels: [usize; 2], at: usize) -> bool {
        const ORDERS: [&str; 8] =
            ["stop", "stop-loss", "target", "entry", "exit", "limit", "support", "resistance"];
        let near =
            |it: usize| (it.saturating_sub(5)..it).rev().find(|it| self.is_one(*it, &ORDERS));
        let Some(own) = near(at) else { return false };
        let text = |it: usize| {
            let token = self.tokens[it];
            &self.text[token.start as usize..token.end as usize]
        };
        levels.into_iter().filter(|it| *it > at).filter_map(near).any(|it| text(it) != text(own))
    }

    /// "The coin cost 3,384.47 a week ago and has since gained 5.0% to 3,554.29": a move between a level
    /// that is called earlier and one that is not.
    fn is_moved(
        &self,
        [a_at, b_at]: [usize; 2],
        at: usize,
        Range { start, end }: Range<usize>,
    ) -> bool {
        let held = [a_at, b_at].into_iter().any(|it| (start..end).contains(&it));
        let restates = self.restates(start..end, at);
        // "With 408,696 on Saturday and 385,930 on Sunday, the base shrank by 5.6%"
        let first = self.sentence_start(a_at.min(b_at).min(at));
        let set = self
            .is_one(first, &["with", "from", "having", "at", "compared", "against", "between"])
            && self.kind(start) == Some(Kind::Word(Word::Article));
        // "lost 22,766 users overnight (408,696 to 385,930)"
        let explained = self.kind(end) == Some(Kind::Open(b'('))
            && a_at.max(b_at) <= end + 5
            && a_at.min(b_at) > end
            && (a_at.min(b_at)..a_at.max(b_at)).any(|it| {
                matches!(
                    self.kind(it),
                    Some(Kind::Word(Word::To | Word::Versus) | Kind::Relation(_))
                )
            });
        // "climbed 5.6% on the day, from an open of 185.40 to a close of 192.09"
        let led = self.kind(end) == Some(Kind::Comma)
            && self.kind(end + 1) == Some(Kind::Word(Word::From))
            && a_at.min(b_at) > end
            && a_at.min(b_at) < end + 6
            && (a_at.min(b_at)..a_at.max(b_at))
                .any(|it| self.kind(it) == Some(Kind::Word(Word::To)));
        if explained || led {
            return true;
        }
        let restates = restates || set;
        let own = (start..end).all(|it| self.is_of_levels(it) || it == at);
        let stands = held || restates && own;
        if !stands {
            return false;
        }
        let first = a_at.min(b_at).min(at).saturating_sub(8);
        let last = (a_at.max(b_at).max(at) + 6).min(self.tokens.len());
        let sentence = || {
            let begins = (first..a_at.min(b_at).min(at))
                .rev()
                .find(|it| {
                    matches!(self.kind(*it), Some(Kind::Stop(_) | Kind::Break | Kind::Newline))
                })
                .map_or(first, |it| it + 1);
            let ends = (a_at.max(b_at).max(at)..last)
                .find(|it| {
                    matches!(self.kind(*it), Some(Kind::Stop(_) | Kind::Break | Kind::Newline))
                })
                .unwrap_or(last);
            begins..ends
        };
        let marked = |it: usize| (it.saturating_sub(5)..it).any(|it| self.is_one(it, &MARKS));
        let courses = sentence().any(|it| {
            self.is_one(it, &COURSE)
                || self.is_one(it, &["may", "might", "could", "should", "unless"])
                || self.kind(it) == Some(Kind::Word(Word::If))
        });
        let past = sentence().any(|it| {
            self.is_one(it, &PAST)
                || matches!(
                    self.kind(it),
                    Some(Kind::Word(Word::From) | Kind::Date(_) | Kind::Relation(Relation::Arrow))
                )
        });
        past && !courses && !marked(a_at) && !marked(b_at)
    }

    /// "so it rose by 6.69", "a loss of 42,766", "down 5.6%": what two levels mean, and no move of its own.
    fn restates(&self, part: Range<usize>, at: usize) -> bool {
        const LEADS: [&str; 9] = ["so", "i", "e", "or", "a", "an", "down", "up", "which"];
        let is = self.kind(part.start + 1) == Some(Kind::Word(Word::Is))
            && self.is_one(part.start, &["it", "this", "that"]);
        // "…, so it rose by 8.69"
        let it_moved = self.is_one(part.start, &["it", "they"])
            && matches!(self.kind(part.start + 1), Some(Kind::Word(Word::Rise | Word::Fall)));
        part.start == at || is || it_moved || self.is_one(part.start, &LEADS)
    }

    /// The part of a sentence that a token stands in.
    pub(super) fn part_around(&self, at: usize) -> Range<usize> {
        let parts = |it: usize| {
            matches!(
                self.kind(it),
                None | Some(
                    Kind::Comma
                        | Kind::Open(_)
                        | Kind::Close(_)
                        | Kind::Stop(_)
                        | Kind::Break
                        | Kind::Newline
                        | Kind::Cell
                        | Kind::Punctuation(_)
                        | Kind::Word(Word::And)
                )
            ) || self.turns(it)
                // "users rose 4% as transactions went from"
                || self.kind(it) == Some(Kind::Word(Word::As))
        };
        let start = (0..at).rev().find(|it| parts(*it)).map_or(0, |it| it + 1);
        let end = (at + 1..self.tokens.len()).find(|it| parts(*it)).unwrap_or(self.tokens.len());
        start..end
    }

    /// The first token of the sentence that a token stands in, as far as it is read back.
    fn sentence_start(&self, at: usize) -> usize {
        /// In tokens.
        const BACK: usize = 12;
        let ends = |it: &usize| {
            matches!(self.kind(*it), Some(Kind::Stop(_) | Kind::Break | Kind::Newline | Kind::Cell))
        };
        (at.saturating_sub(BACK)..at).rev().find(ends).map_or(at.saturating_sub(BACK), |it| it + 1)
    }

    /// Whether a change begins at a level that is not shown: "+3.6% on the day", "2% from the low to".
    pub(super) fn is_of_elsewhere(&self, claim_at: usize) -> bool {
        let ends = |at: usize| {
            matches!(
                self.kind(at),
                None | Some(Kind::Num(_) | Kind::Comma | Kind::Close(_) | Kind::Open(_))
            )
        };
        let behind = (claim_at + 1..claim_at + 6).take_while(|it| !ends(*it));
        for at in behind {
            match self.kind(at) {
                Some(Kind::Word(Word::Time)) => {
                    // "3.6% on the day, from 185.40"
                    let next = at + 1 + usize::from(self.kind(at + 1) == Some(Kind::Comma));
                    return self.kind(next) != Some(Kind::Word(Word::From));
                }
                // "lost 28.5% at the low"
                Some(Kind::Word(Word::At))
                    if !(at + 1..at + 5).any(|it| self.quantity(it).is_some()) =>
                {
                    return true;
                }
                // "up 2% against bitcoin"
                Some(Kind::Word(Word::Versus))
                    if !(at + 1..at + 5).any(|it| self.quantity(it).is_some()) =>
                {
                    return true;
                }
                // "a drop of 5% is not unusual", "an increase of 12% in fees"
                Some(Kind::Word(Word::Not)) => return true,
                Some(Kind::Word(Word::Clause))
                    if self.is_word(at, 0, "in")
                        && !self.is_of_levels(at + 1)
                        && self.kind(at + 1) == Some(Kind::Word(Word::Other)) =>
                {
                    return true;
                }
                Some(Kind::Word(Word::Other))
                    if self.is_one(at, &["d", "w", "yesterday", "intraday"]) =>
                {
                    return true;
                }
                Some(Kind::Word(Word::From)) => {
                    return !(at + 1..at + 5)
                        .take_while(|it| self.kind(*it) != Some(Kind::Word(Word::To)))
                        .any(|it| self.quantity(it).is_some());
                }
                _ => {}
            }
        }
        false
    }

    /// Whether a token is of levels and moves, or holds them together.
    fn is_of_levels(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(
                Kind::Comma
                | Kind::Open(b'(')
                | Kind::Close(_)
                | Kind::Cite(_)
                | Kind::Date(_)
                | Kind::About
                | Kind::Punctuation(b':' | b';')
                | Kind::Minus(Dash::Hyphen)
                | Kind::Relation(Relation::Arrow)
                // "i.e."
                | Kind::Stop(_)
                | Kind::Num(_),
            ) => true,
            Some(Kind::Word(Word::Clause)) => !self.is_one(
                at,
                &["while", "because", "since", "when", "where", "but", "with", "after"],
            ),
            Some(Kind::Word(word)) if word != Word::Other => !matches!(
                word,
                Word::If | Word::Not | Word::Times | Word::Confidence | Word::Interval | Word::Sum
            ),
            // A word right behind a figure is its unit.
            Some(Kind::Word(_)) => {
                matches!(at.checked_sub(1).and_then(|it| self.kind(it)), Some(Kind::Num(_)))
                    || self.is_one(at, &WORDS)
                    || self.is_one(at, &CHANGES)
            }
            _ => false,
        }
    }
}
