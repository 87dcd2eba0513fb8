//! The verdict on a candidate: whether it shows the value, and if not, whether anything else
//! explains it.

use super::pair::Pair;
use super::slip::Slip;
use super::{Bound, Candidate, Grounding, Reader, UNIT_DIFFERS};
use crate::facts::Unit;
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::names::{Name, NameKind};
use crate::parse::{Number, NumberRole, NumberUnit, Span};
use crate::spans::nearby;
use crate::values::{in_unit, is_value, shown_digits};

/// How far from a metric its window may be named, in bytes.
const WINDOW: usize = 32;
/// How far a result may be from the task's because its operands were rounded, as a share.
const ROUNDED: f64 = 1e-3;

impl Reader<'_> {
    /// Whether a doubt can matter to the judgement of a candidate: not where the number is the
    /// value, as it mostly is, nor where it cannot be in its unit, nor where words that may mean
    /// something else are doubt enough.
    pub(super) fn is_open_to_doubt(
        &self,
        mention: &Mention,
        number: &Number,
        name: &Name,
        bound: Bound,
        scope: Span,
    ) -> bool {
        let Some(actual) = name.value else {
            return true;
        };
        let approximate = self.context.thresholds.approximate_tolerance;
        in_unit(number, &name.unit).next().is_some()
            && (bound != Bound::Value
                || name.kind != NameKind::Calculation
                    && !is_value(number, actual, &name.unit, approximate)
                    && (mention.clear
                        || self.names_by_a_slip(number, name, actual)
                        || self.is_told_by_company(&self.pair(mention, number, name, scope))))
    }

    /// Whether a number stands right before a word for what its metric counts, and another day had
    /// just so many: "7,328,078 transactions".
    fn is_earlier_count(&self, mention: &Mention, number: &Number, name: &Name) -> bool {
        /// How many digits make it that day's by no chance.
        const DIGITS: u32 = 5;
        name.unit == Unit::Count
            && number.span.end < mention.span.start
            && shown_digits(number) >= DIGITS
            && mention.name.is_some_and(|it| {
                let mut values = self.context.past.earlier(it);
                values.any(|it| is_value(number, it, &name.unit, 0.0))
            })
    }

    /// Whether a mention is the whole name of its metric: "volatility".
    fn is_whole_name(&self, mention: &Mention, name: &Name) -> bool {
        self.context.answer.slice(mention.span).eq_ignore_ascii_case(&name.name)
    }

    /// "today's low of", "the day's high was"
    fn is_of_the_day(&self, mention: &Mention) -> bool {
        const OWNERS: [&str; 4] = ["today's", "today’s", "the day's", "the day’s"];
        let before =
            self.context.answer.text[..mention.span.start].trim_end_matches([' ', '*', '`']);
        OWNERS.iter().any(|it| before.ends_with(it))
    }

    /// Whether words that may mean something else mean their metric, since another metric stands with
    /// its value beside them, or the day is named.
    fn is_told_by_company(&self, pair: &Pair<'_>) -> bool {
        self.is_whole_name(pair.mention, pair.name) && self.is_in_company(pair)
            || self.is_earlier_count(pair.mention, pair.number, pair.name)
                && self.opens_with_today(pair, pair.scope)
            || pair.name.unit == Unit::Usd && self.is_of_the_day(pair.mention)
    }

    /// Whether another metric stands with its own value of the day near a pair: "daily transactions of
    /// 359,522 and unique receivers of 190,128".
    fn is_in_company(&self, pair: &Pair<'_>) -> bool {
        /// How far away, in bytes.
        const NEAR: usize = 60;
        /// How far from its metric the value stands, in bytes.
        const BESIDE: usize = 24;
        /// How many digits make a value one that is there by no chance.
        const DIGITS: u32 = 4;
        let context = self.context;
        let own = Span { start: pair.first, end: pair.last };
        let near = nearby(context.answer.text, own, pair.scope, NEAR);
        context.mentions_in(near).iter().any(|other| {
            let Some(name) = other.name.filter(|it| Some(*it) != pair.mention.name) else {
                return false;
            };
            let name = context.names.get(name);
            let beside = nearby(context.answer.text, other.span, near, BESIDE);
            name.kind == NameKind::Metric
                && name.value.is_some_and(|value| {
                    context.numbers_in(beside).any(|(_, it)| {
                        shown_digits(it) >= DIGITS && is_value(it, value, &name.unit, 0.0)
                    })
                })
        })
    }

    /// Whether a number shows by a slip that the words beside it mean the metric.
    fn names_by_a_slip(&self, number: &Number, name: &Name, actual: f64) -> bool {
        let scaled = self.out_of_cents(number, name);
        let number = scaled.as_ref().unwrap_or(number);
        self.slip_of(number, name, actual).is_some_and(Slip::names_the_metric)
    }

    pub(super) fn judge(
        &self,
        mention: &Mention,
        name: &Name,
        actual: f64,
        candidate: Candidate,
        scope: Span,
    ) -> (Grounding, Option<&'static str>) {
        let context = self.context;
        let number = &context.answer.numbers[candidate.number];
        let approximate = context.thresholds.approximate_tolerance;
        let scaled = self.out_of_cents(number, name);
        let number = scaled.as_ref().unwrap_or(number);
        let Some(shown) = in_unit(number, &name.unit).next() else {
            return (Grounding::NoValue, Some(UNIT_DIFFERS));
        };
        if !candidate.operand && self.is_multiple(number) {
            return (Grounding::NoValue, Some("a multiple"));
        }
        if self.is_precision(number) {
            return (Grounding::NoValue, Some("a number of digits"));
        }
        let pair = || self.pair(mention, number, name, scope);
        match candidate.bound {
            Bound::Value => {}
            bound => {
                if let Some(doubt) = candidate.doubt
                    && !self.is_slip_in_spite(&pair, number, name, actual, doubt)
                {
                    return (Grounding::NoValue, Some(doubt));
                }
                let holds = in_unit(number, &name.unit).any(|it| {
                    let inside = match bound {
                        Bound::AtLeast => actual >= it.value,
                        _ => actual <= it.value,
                    };
                    // "over 1" says nothing about a million.
                    inside && near_in_size(it.value, actual)
                });
                let near = in_unit(number, &name.unit).any(|it| near_in_size(it.value, actual));
                return if holds {
                    (Grounding::Grounded, Some("a bound that holds"))
                } else if near
                    && mention.clear
                    && !self.is_bound_of_days(&pair())
                    && !self.speaks_of_other_day(&pair())
                    && !self.is_awaited(&pair())
                {
                    (Grounding::Contradicted, Some("a bound that does not hold"))
                } else {
                    (Grounding::NoValue, Some("a bound"))
                };
            }
        }
        if name.kind == NameKind::Calculation {
            let expected = context.facts.expected_calculations.get(&name.name);
            let falls = context.words.classes(scope).any(Classes::DOWN);
            let right = expected.is_some_and(|it| crate::values::is_expected(number, it, falls));
            return if right {
                (Grounding::Grounded, Some("the expected value"))
            } else {
                (Grounding::NoValue, Some("a calculated value"))
            };
        }
        if is_value(number, actual, &name.unit, approximate) {
            return (Grounding::Grounded, None);
        }
        if self.is_in_other_unit(number, name) {
            return (Grounding::NoValue, Some(UNIT_DIFFERS));
        }
        if actual < 0.0
            && shown.value > 0.0
            && context.words.classes(scope).any(Classes::DOWN)
            && is_value(&negated(number), actual, &name.unit, approximate)
        {
            return (Grounding::Grounded, Some("a fall, written without its sign"));
        }
        if let Some(doubt) = candidate.doubt
            && !self.is_slip_in_spite(&pair, number, name, actual, doubt)
        {
            return (Grounding::NoValue, Some(doubt));
        }
        let means = || {
            self.slip_of(number, name, actual).is_some_and(Slip::names_the_metric)
                && !self.gives_today_too(&pair(), self.around(&pair()))
        };
        if !mention.clear && !means() && !self.is_told_by_company(&pair()) {
            return (Grounding::NoValue, Some("the words may mean something else"));
        }
        if self.is_about(&pair(), actual) {
            return (Grounding::NoValue, Some("not exactly its value"));
        }
        if let Some(reason) = self.is_other_known(number, mention, name, candidate, scope) {
            return (Grounding::NoValue, Some(reason));
        }
        let (first, last) =
            (mention.span.start.min(number.span.start), mention.span.end.max(number.span.end));
        if self.is_quoted(first, last, scope) {
            return (Grounding::NoValue, Some("it is quoted"));
        }
        if is_numbered_marker(number, shown_digits(number), name) && !candidate.tight {
            return (Grounding::NoValue, Some("not clearly its value"));
        }
        if let Some(reason) = self.is_unexplained(&pair(), actual) {
            return (Grounding::NoValue, Some(reason));
        }
        (Grounding::Contradicted, None)
    }

    /// `Most days had more than 1,200,000 [daily_txns]`, `Above 500,000 transactions, [daily_txns], the
    /// network is busy`: bounds of any day.
    fn is_bound_of_days(&self, pair: &Pair<'_>) -> bool {
        const WHAT_MAY_BE: [u64; 6] = [
            stem(b"possible"),
            stem(b"likely"),
            stem(b"normal"),
            stem(b"typical"),
            stem(b"rare"),
            stem(b"common"),
        ];
        let before = self.words_before(pair);
        let leads = before.first().is_some_and(|it| {
            let above = Classes::OVER | Classes::UNDER;
            it.span.start <= pair.scope.start + 3 && it.classes.any(above)
        });
        let apart = || self.context.answer.slice(pair.gap()).contains(',');
        let may_be =
            || self.words_after(pair).iter().take(8).any(|it| WHAT_MAY_BE.contains(&it.stem));
        !pair.is_number_last()
            && (leads && before.len() == 1 && (apart() || may_be())
                || before.iter().any(|it| {
                    it.classes.any(Classes::TIME)
                        && !self.is_own_day(it.span)
                        && self.context.answer.slice(it.span).ends_with('s')
                }))
    }

    /// Whether a number is another figure of the task: an earlier day's, a calculation's.
    fn is_other_known(
        &self,
        number: &Number,
        mention: &Mention,
        name: &Name,
        candidate: Candidate,
        scope: Span,
    ) -> Option<&'static str> {
        let context = self.context;
        if shown_digits(number) < 2 {
            return None;
        }
        let earlier = mention.name.is_some_and(|it| {
            let mut values = context.past.earlier(it);
            values.any(|it| is_value(number, it, &name.unit, 0.0))
        });
        let by_table = number.span.start > scope.end || number.span.end < scope.start;
        let pair = self.pair(mention, number, name, scope);
        let dated = context.words.within(pair.gap()).iter().any(|it| self.is_own_day(it.span));
        // Without a citation, a table or words have to say that it is the day's.
        // "daily_txns is 359522" names it as a citation does.
        let spelled = mention.cited || context.answer.slice(mention.span).contains('_');
        let told = || {
            (mention.clear || self.is_told_by_company(&pair))
                && (by_table
                    && context.tables.is_plain_value(context.parts(), number.span)
                    && self.is_led_to_today(mention)
                    || self.is_said_to_be_todays(&pair)
                    || self.is_in_company(&pair))
        };
        let today =
            (candidate.tight || dated) && (spelled || told()) && self.is_set_today(&pair, by_table);
        if earlier && !today {
            return Some("an earlier day's value");
        }
        // Worked out from rounded figures, a result differs in its last digits.
        let calculated = context.facts.expected_calculations.values().any(|it| {
            let near = |value: f64| (value - it.value).abs() <= it.value.abs() * ROUNDED;
            is_value(number, it.value, &it.unit, 0.0)
                || in_unit(number, &it.unit).any(|shown| near(shown.value))
        });
        // "[daily_txns_sd] = 143,221" gives the metric what was computed for another.
        let equated = candidate.tight
            && mention.cited
            && pair.is_number_last()
            && name.value.is_some_and(|it| (0.05..=20.0).contains(&(number.value / it).abs()))
            && self.begins_clause(mention, scope)
            // "A volatility of 21.85% per day [volatility]"
            || self.is_named_too(&pair);
        let equated = equated && !self.is_over_window(&pair);
        if calculated && shown_digits(number) >= 3 && !equated {
            return Some("a calculated value");
        }
        // A citation without the network's name may be of any.
        let siblings = !mention.strong
            && name.subject.is_some()
            && context.names.all().iter().any(|other| {
                other.subject != name.subject
                    && other.bare() == name.bare()
                    && other.value.is_some_and(|it| is_value(number, it, &other.unit, 0.0))
            });
        if siblings {
            return Some("another network's value");
        }
        if candidate.tight {
            return None;
        }
        let other = shown_digits(number) >= 3
            && context.names.all().iter().any(|other| {
                other.kind == NameKind::Metric
                    && other.name != name.name
                    && other.value.is_some_and(|it| is_value(number, it, &other.unit, 0.0))
            });
        other.then_some("another metric's value")
    }

    /// "14-day [volatility]: 19.46%", "[volatility] over fourteen days: 19.46%": a measure of a day as one
    /// of its window.
    fn is_over_window(&self, pair: &Pair<'_>) -> bool {
        let own = pair.mention.span;
        let near = nearby(self.context.answer.text, own, pair.scope, WINDOW);
        let counted = self.context.numbers_in(near).any(|(_, it)| it.role == NumberRole::Period);
        let worded =
            self.context.words.within(near).windows(2).any(|it| {
                it[0].classes.any(Classes::SAID_NUMBER) && it[1].classes.any(Classes::TIME)
            });
        pair.name.classes.any(Classes::SPREAD) && (counted || worded)
    }

    /// Whether nothing that could be computed with stands before a mention in its clause.
    fn begins_clause(&self, mention: &Mention, scope: Span) -> bool {
        let start = self.clause_start(scope.start, mention.span.start);
        let clause = Span { start, end: mention.span.start };
        self.context.mentions_in(clause).is_empty()
            && self.number_before(mention.span.start, start).is_none()
    }
}

fn near_in_size(value: f64, actual: f64) -> bool {
    let (value, actual) = (value.abs(), actual.abs());
    value <= actual * 2.0 && actual <= value * 2.0
}

fn negated(number: &Number) -> Number {
    Number { value: -number.value, ..number.clone() }
}

/// Whether a number is so short that it may be anything: "2" beside a metric of millions.
fn is_numbered_marker(number: &Number, digits: u32, name: &Name) -> bool {
    digits <= 1
        && number.unit == NumberUnit::None
        && name.value.is_some_and(|it| it.abs() >= 100.0 && number.value.abs() < 100.0)
}
