//! What an answer says that is another task's: values, days, networks, figures.

use super::{Factor, falling};
use crate::arithmetic::Verdict;
use crate::assess::Context;
use crate::grounding::Grounding;
use crate::lexicon::{Classes, stem};
use crate::parse::{Block, BlockKind, NumberRole};
use crate::values::is_expected;
use crate::words::Word;

/// A good share of the values given as the task's are not.
pub(super) fn contradictions(context: &Context<'_>) -> Factor {
    let of =
        |verdict: Grounding| context.readings.iter().filter(|it| it.verdict == verdict).count();
    let (wrong, right) = (of(Grounding::Contradicted), of(Grounding::Grounded));
    if wrong < 3 {
        return None;
    }
    let share = wrong as f64 / (wrong + right) as f64;
    let factor = falling(share, 0.3, 0.8, 0.15);
    Some((
        factor,
        format!("{wrong} of {} values given for metrics are not the task's", wrong + right).into(),
    ))
}

/// The days named are another task's.
pub(super) fn foreign_days(context: &Context<'_>) -> Factor {
    let facts = context.facts;
    facts.date?;
    // Without a history, the earlier days that the question shows are not known.
    let first = facts.history.iter().map(|it| it.date).min()?;
    let (mut own, mut foreign, mut today_named) = (0_usize, 0_usize, false);
    for (mention, day) in context.answer.dates.iter().zip(context.days) {
        if day.is_today {
            today_named = true;
            own += 1;
            continue;
        }
        let known = day.of_past.is_some();
        // Days to come belong to projections and horizons, days between to the history.
        let fitting = mention.date.is_none_or(|it| {
            let span = it.since(first).map_or(i64::MAX, |it| i64::from(it.get_days()));
            (0..=200).contains(&span)
        });
        if known || fitting && mention.date.is_some_and(|it| it > first) {
            own += 1;
        } else {
            foreign += 1;
        }
    }
    if foreign < 2 || foreign <= own || today_named && foreign < own * 2 {
        return None;
    }
    Some((0.4, format!("{foreign} of {} days named are not the task's", own + foreign).into()))
}

/// Another network is spoken of more than the task's own.
pub(super) fn foreign_networks(context: &Context<'_>) -> Factor {
    if context.facts.subjects.is_empty() {
        return None;
    }
    let words = context.words.all();
    let named = || context.words.notable(0..words.len(), Classes::NETWORK).map(|it| &words[it]);
    // "near" and "base" are words; networks have a capital.
    let text = context.answer.text.as_bytes();
    let is_capital = |it: &&Word| text[it.span.start].is_ascii_uppercase();
    let is_foreign = |it: &&Word| {
        is_capital(it)
            && !context.own_networks.has(it.stem)
            && (it.span.end - it.span.start > 4 || !is_sentence_start(context, it.span.start))
    };
    let foreign = named().filter(is_foreign).count();
    if foreign < 3 {
        return None;
    }
    // Mostly the task's own are named so often in the first paragraphs.
    let is_own = |it: &&Word| is_capital(it) && context.own_networks.has(it.stem);
    let ours = words.iter().filter(is_own).take(foreign).count();
    if foreign <= ours {
        return None;
    }
    let share = foreign as f64 / (foreign + ours) as f64;
    Some((
        falling(share, 0.5, 0.9, 0.3),
        format!("other networks are named {foreign} times, the task's own {ours} times").into(),
    ))
}

/// "Near the mean" and "Base fees" begin sentences without naming a network.
fn is_sentence_start(context: &Context<'_>, position: usize) -> bool {
    let sentences = &context.answer.sentences;
    let index = sentences.partition_point(|it| it.span.end <= position);
    sentences.get(index).is_some_and(|it| position.saturating_sub(it.span.start) <= 2)
}

/// A network and the ticker of its coin.
pub(crate) fn with_ticker(name: u64) -> impl Iterator<Item = u64> {
    const PAIRS: [(u64, u64); 12] = [
        (stem(b"bitcoin"), stem(b"btc")),
        (stem(b"ethereum"), stem(b"eth")),
        (stem(b"solana"), stem(b"sol")),
        (stem(b"litecoin"), stem(b"ltc")),
        (stem(b"ripple"), stem(b"xrp")),
        (stem(b"dogecoin"), stem(b"doge")),
        (stem(b"polygon"), stem(b"matic")),
        (stem(b"avalanche"), stem(b"avax")),
        (stem(b"polkadot"), stem(b"dot")),
        (stem(b"bsc"), stem(b"bnb")),
        (stem(b"arbitrum"), stem(b"arb")),
        (stem(b"optimism"), stem(b"op")),
    ];
    let other = PAIRS.iter().find_map(|&(network, ticker)| {
        if network == name {
            Some(ticker)
        } else if ticker == name {
            Some(network)
        } else {
            None
        }
    });
    std::iter::once(name).chain(other)
}

/// The share of exact figures that may be from elsewhere.
const FINE_FOREIGN: f64 = 0.6;

/// Exact-looking figures that are neither the task's nor computed from it.
pub(super) fn foreign_numbers(context: &Context<'_>) -> Factor {
    // What the question shows beside its metrics is known by the history only.
    if context.facts.metrics.is_empty() || context.facts.history.is_empty() {
        return None;
    }
    let exact = || {
        let numbers = context.answer.numbers.iter().zip(context.figures);
        numbers.filter(|it| it.0.role == NumberRole::Quantity && it.1.digits >= 4)
    };
    // Mostly so many are the question's that it does not matter what the others are.
    let (mut all, mut given) = (0_usize, 0_usize);
    for (_, figure) in exact() {
        all += 1;
        given += usize::from(figure.is_known);
    }
    if all < 6 || (all - given) as f64 / all as f64 <= FINE_FOREIGN {
        return None;
    }
    let mut worked: Vec<f64> = context
        .judgements
        .iter()
        .filter(|it| it.verdict == Verdict::Correct)
        .map(|it| it.claimed)
        .collect();
    worked.sort_by(f64::total_cmp);
    let mut statement = 0;
    let (mut known, mut foreign) = (0_usize, 0_usize);
    for (number, figure) in exact() {
        let expected = || {
            let mut all = context.facts.expected_calculations.values();
            all.any(|it| is_expected(number, it, true))
        };
        if figure.is_known || expected() {
            known += 1;
            continue;
        }
        while statement < context.judgements.len()
            && context.judgements[statement].span.end <= number.span.start
        {
            statement += 1;
        }
        let computed = context
            .judgements
            .get(statement)
            .is_some_and(|it| it.span.start <= number.span.start && it.verdict != Verdict::Wrong);
        // A claim that was worked out once may be spoken of again.
        let first = worked.partition_point(|it| *it < number.value - number.half_ulp * 2.0);
        let claimed = computed
            || worked.get(first).is_some_and(|it| *it <= number.value + number.half_ulp * 2.0);
        if !claimed {
            foreign += 1;
        }
    }
    if known + foreign < 6 {
        return None;
    }
    let share = foreign as f64 / (known + foreign) as f64;
    Some((
        falling(share, FINE_FOREIGN, 0.95, 0.2),
        format!("{foreign} of {} exact figures are not the task's", known + foreign).into(),
    ))
}

/// Arithmetic about nothing in the task.
pub(super) fn foreign_arithmetic(context: &Context<'_>) -> Factor {
    if context.known.is_empty() {
        return None;
    }
    let (mut all, mut foreign) = (0_usize, 0_usize);
    let mut claims: Vec<f64> = Vec::with_capacity(context.judgements.len());
    for judgement in context.judgements.iter().filter(|it| !it.trivial) {
        all += 1;
        let about = judgement.operands.iter().any(|(value, _)| {
            context.known.is_near(*value, 0.005)
                || claims.iter().rev().take(12).any(|it| (it - value).abs() <= it.abs() * 0.005)
        }) || context.known.is_near(judgement.claimed, 0.01);
        if about {
            claims.push(judgement.claimed);
        } else {
            let cited = !context.mentions_in(judgement.span).is_empty();
            foreign += usize::from(!cited);
        }
    }
    if foreign < 5 {
        return None;
    }
    let share = foreign as f64 / all as f64;
    Some((
        falling(share, 0.5, 0.9, 0.2),
        format!("{foreign} of {all} calculations are about nothing in the task").into(),
    ))
}

/// Numbers one after the other, in the hope that one of them is asked for.
pub(super) fn number_list(context: &Context<'_>) -> Factor {
    const MANY: usize = 20;
    let is_list = |it: &&Block| {
        if it.kind != BlockKind::Paragraph && it.kind != BlockKind::ListItem {
            return false;
        }
        if context.numbers_in(it.span).nth(MANY - 1).is_none() {
            return false;
        }
        let foreign = context
            .numbers_in(it.span)
            .filter(|(_, it)| it.role == NumberRole::Quantity && !context.known.has(it))
            .count();
        let said = || {
            let words = context.words.within(it.span);
            words.iter().filter(|it| !it.classes.any(Classes::NUMERIC)).count()
        };
        foreign >= MANY && said() < foreign
    };
    let lists = context.answer.blocks.iter().filter(is_list).count();
    (lists > 0).then(|| (0.4, "it lists numbers that are not the task's".into()))
}
