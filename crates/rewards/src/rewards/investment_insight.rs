//! Rewards recommendations that someone could act on.
//!
//! A recommendation is a group of sentences that says what to do. It earns marks for the action,
//! for a horizon, for numbers of its own that come from the analysis, and for a risk of its own.
//! A keyword alone earns nothing, and neither does a recommendation that repeats another's figures
//! or words.
//!
//! > **Trim exposure by 10 % over the next 7 days** if [daily_txns] closes below 1,127,284; the risk
//! > is missing a rebound towards 1,330,807.

use std::ops::Range;

use crate::advice::{is_opposed, names_a_risk};
use crate::arithmetic::Verdict;
use crate::assess::{Assessment, Context, Evidence, Reward};
use crate::grounding::Grounding;
use crate::lexicon::{Classes, stem};
use crate::parse::{Block, BlockKind, Heading, Number, NumberRole, NumberUnit, Span};
use crate::words::Word;

/// What an action with something it is about earns.
const ACTION: f64 = 0.2;
/// What a horizon earns.
const HORIZON: f64 = 0.25;
/// What numbers of its own from the analysis earn.
const NUMBERS: f64 = 0.3;
/// What the day's own figure earns, which the question gives.
const TODAYS_NUMBERS: f64 = 0.25;
/// What a number near one of the analysis earns, such as a rounded threshold.
const ROUNDED_NUMBERS: f64 = 0.2;
/// What a risk of its own earns.
const RISK: f64 = 0.25;
/// The share that a recommendation earns outside of the section for them.
const ELSEWHERE: f64 = 0.5;
/// How near a rounded threshold must be to a figure of the analysis, as a share.
const ROUNDED_NEAR: f64 = 0.15;

/// More recommendations than any honest answer makes; the rest is not read.
const MOST_GROUPS: usize = 60;
/// More numbers than one recommendation needs; the rest is not read.
const MOST_NUMBERS: usize = 60;
/// More claims than an honest analysis makes before its recommendations.
const MOST_CLAIMS: usize = 400;

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct InvestmentInsight;

impl Reward for InvestmentInsight {
    fn name(&self) -> &'static str {
        "investment_insight"
    }

    fn assess(&self, context: &Context<'_>) -> Assessment {
        if !context.facts.recommendations {
            return Assessment::not_asked();
        }
        let mut evidence = Vec::with_capacity(context.advice.len() + 1);
        let mut seen = Seen::default();
        let mut scores: Vec<f64> = Vec::with_capacity(context.advice.len());
        let own_sections = advisory_sections(context);
        let claims = claims(context);
        for advice in context.advice {
            let group = &advice.span;
            if is_opposed(advice, context.advice) {
                evidence.push(Evidence::bad(*group, "another recommendation says the opposite"));
                continue;
            }
            let (mut score, note) = rate(context, *group, &claims, &mut seen);
            let inside = |it: &Span| it.start <= group.start && group.start < it.end;
            if !own_sections.is_empty() && !own_sections.iter().any(inside) {
                score *= ELSEWHERE;
            }
            if score > 0.0 {
                scores.push(score);
                evidence.push(Evidence::good(*group, note));
            }
        }
        if scores.is_empty() {
            evidence.push(Evidence::missing("no recommendation that says what to do"));
            return Assessment::new(0.0, evidence);
        }
        scores.sort_by(|one, other| other.total_cmp(one));
        let due = context.thresholds.insights_due;
        let earned: f64 = scores.iter().take(due).sum();
        Assessment::new(earned / due as f64, evidence)
    }
}

/// The bodies of the sections that are for recommendations.
fn advisory_sections(context: &Context<'_>) -> Vec<Span> {
    let title = |heading: usize| context.words.within(context.answer.headings[heading].title);
    let sections = context.sections.iter().flatten();
    sections.filter(|it| is_advisory(title(it.heading))).map(|it| it.body).collect()
}

/// What a claim claims that is not wrong, and where it ends.
type Claim = (f64, usize);

/// The claims of the analysis by their values.
fn claims(context: &Context<'_>) -> Vec<Claim> {
    let claims = context.judgements.iter().take(MOST_CLAIMS);
    let counted = claims.filter(|it| it.verdict != Verdict::Wrong && !it.trivial);
    let mut claims: Vec<Claim> = counted.map(|it| (it.claimed, it.span.end)).collect();
    claims.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    claims
}

macro_rules! notes {
    ($horizon:literal) => {
        [
            notes!($horizon, ""),
            notes!($horizon, ", a rounded number from the analysis"),
            notes!($horizon, ", the day's own number"),
            notes!($horizon, ", its own numbers from the analysis"),
        ]
    };
    ($horizon:literal, $numbers:literal) => {
        [
            concat!("an action", $horizon, $numbers),
            concat!("an action", $horizon, $numbers, ", a risk"),
        ]
    };
}

/// What earlier recommendations have used up.
#[derive(Default)]
struct Seen {
    values: Vec<u64>,
    texts: Vec<u64>,
}

/// Classes of the words by which a block says what to do.
const TELLING: Classes = Classes::ACTION.and(Classes::SOFT_ACTION).and(Classes::ADVICE);

/// Finds the groups of sentences that recommend something.
///
/// Under a heading that advises, every sub-heading begins a recommendation ("**1. Trim exposure**"),
/// and every paragraph or item that says what to do begins one where there is no sub-heading.
pub(crate) fn groups(context: &Context<'_>) -> Vec<Span> {
    let answer = context.answer;
    let is_required =
        |heading: usize| context.sections.iter().flatten().any(|it| it.heading == heading);
    let mut groups: Vec<Span> = Vec::new();
    let mut heading = 0;
    // The heading that advises, while it is in force.
    let mut advice: Option<usize> = None;
    let mut open = false;
    let mut under_heading = false;
    // Whether the heading, or a block under it, says what to do already.
    let mut acts = false;
    // The words that may say what to do, from the block on.
    let words = context.words.all();
    let mut told = context.words.notable(0..words.len(), TELLING).peekable();
    for block in &answer.blocks {
        while heading < answer.headings.len()
            && answer.headings[heading].span.start < block.span.start
        {
            let it = &answer.headings[heading];
            let ends = advice.is_none_or(|advice| {
                is_required(heading)
                    || is_hash(context, it) && it.level <= answer.headings[advice].level
            });
            if ends {
                let advises = is_advisory(context.words.within(it.title));
                advice = advises.then_some(heading);
                open = false;
                under_heading = false;
            } else {
                groups.push(it.span);
                open = true;
                under_heading = true;
                let action = Classes::ACTION | Classes::SOFT_ACTION;
                acts = context.words.classes(it.title).any(action);
            }
            heading += 1;
        }
        if block.kind == BlockKind::Code || block.kind == BlockKind::Math {
            continue;
        }
        while told.next_if(|it| words[*it].span.start < block.span.start).is_some() {}
        let tells = told.peek().is_some_and(|it| words[*it].span.start < block.span.end);
        let recommends = tells && recommends(context, block, advice.is_some(), open);
        // "### For builders" holds several recommendations, "### Trim exposure" is one.
        let another = acts && block.kind == BlockKind::ListItem && !is_titled(context, &groups);
        let begins = recommends && (!under_heading || another);
        acts |= recommends;
        if begins {
            groups.push(block.span);
            open = advice.is_some();
        } else if open && let Some(last) = groups.last_mut() {
            // "Horizon: …" and "Risk: …" on lines of their own belong to the action before them.
            last.end = block.span.end;
        }
        if groups.len() >= MOST_GROUPS {
            break;
        }
    }
    groups
}

/// Whether the last group begins with a title that says what to do.
fn is_titled(context: &Context<'_>, groups: &[Span]) -> bool {
    let Some(group) = groups.last() else { return false };
    let headings = &context.answer.headings;
    let index = headings.partition_point(|it| it.span.start < group.start);
    headings.get(index).is_some_and(|it| {
        it.span.start == group.start
            && context.words.classes(it.title).any(Classes::ACTION | Classes::SOFT_ACTION)
    })
}

/// Whether a heading is written with `#`, so that its level means something.
fn is_hash(context: &Context<'_>, heading: &Heading) -> bool {
    context.answer.slice(heading.span).trim_start().starts_with('#')
}

fn is_advisory(title: &[Word]) -> bool {
    title.iter().any(|it| it.classes.any(Classes::ADVISORY))
}

/// What the lines of one recommendation begin with.
const LABELS: [u64; 15] = [
    stem(b"step"),
    stem(b"why"),
    stem(b"how"),
    stem(b"reason"),
    stem(b"rationale"),
    stem(b"evidence"),
    stem(b"basis"),
    stem(b"trigger"),
    stem(b"timeline"),
    stem(b"timeframe"),
    stem(b"mitigation"),
    stem(b"data"),
    stem(b"support"),
    stem(b"exit"),
    stem(b"entry"),
];

/// Whether a block says what to do.
fn recommends(context: &Context<'_>, block: &Block, advising: bool, open: bool) -> bool {
    let range = context.words.range(block.span);
    let words = &context.words.all()[range.clone()];
    let text = context.answer.text;
    if words.len() < 4 {
        return false;
    }
    // "Horizon: …", "Risk: …" describe the action before them.
    if advising
        && let Some(first) = words.first()
        && (first.classes.any(Classes::RISK | Classes::NEXT)
            && !first.classes.any(Classes::ACTION | Classes::SOFT_ACTION)
            || first.stem == const { stem(b"horizon") }
            || first.stem == const { stem(b"risk") }
            || first.stem == const { stem(b"invalidation") }
            || first.stem == const { stem(b"stop") }
            || open && LABELS.contains(&first.stem))
        && text[first.span.end..].trim_start_matches('*').starts_with(':')
    {
        return false;
    }
    // "The risk is …" belongs to what it is a risk of; "risk managers should" does not.
    let is_risk = |(at, word): (usize, &Word)| {
        word.stem == const { stem(b"risk") }
            && (text[word.span.end..].trim_start_matches('*').starts_with(':')
                || words.get(at + 1).is_some_and(|it| it.classes.any(Classes::FUNCTION)))
    };
    if open && words.iter().enumerate().take(5).any(is_risk) {
        return false;
    }
    context.words.notable(range.clone(), TELLING).any(|at| {
        let at = at - range.start;
        let word = &words[at];
        // "Services should fix a budget": whatever stands behind "should" is what to do.
        if advising
            && word.stem == const { stem(b"should") }
            && words.get(at + 1).is_some_and(|it| !it.classes.any(Classes::FUNCTION))
        {
            return true;
        }
        let hard = word.classes.any(Classes::ACTION);
        if !hard && !word.classes.any(Classes::SOFT_ACTION) {
            return false;
        }
        let begins = at == 0
            || text[words[at - 1].span.end..word.span.start]
                .contains(['.', ':', '!', '—', '\n', ';', '–']);
        // An imperative, or "should", "we", "to" before it.
        let led = words[at.saturating_sub(4)..at].iter().any(|it| {
            it.classes.any(Classes::ADVICE)
                || advising
                    && (it.classes.any(Classes::ACTOR | Classes::CONDITION)
                        || it.stem == const { stem(b"to") }
                        || it.stem == const { stem(b"then") })
        });
        led || begins && (advising || hard && word.classes.any(Classes::VERB)) || advising && hard
    })
}

/// What is noted of a recommendation: by its horizon, its numbers and its risk.
const NOTES: [[[&str; 2]; 4]; 2] = [notes!(""), notes!(", a horizon")];

/// The marks of one recommendation.
fn rate(
    context: &Context<'_>,
    group: Span,
    claims: &[Claim],
    seen: &mut Seen,
) -> (f64, &'static str) {
    let range = context.words.range(group);
    let words = &context.words.all()[range.clone()];
    let (mut text, mut classes) = (0_u64, Classes::NONE);
    for word in words {
        classes |= word.classes;
        if !word.classes.any(Classes::NUMERIC) {
            text = text.rotate_left(7) ^ word.stem;
        }
    }
    if seen.texts.contains(&text) {
        return (0.0, "");
    }
    seen.texts.push(text);
    let contradicted =
        context.readings_in(group).iter().any(|it| it.verdict == Grounding::Contradicted);
    let mentions = !context.mentions_in(group).is_empty();
    let horizon = has_horizon(context, group, range.clone());
    let own = if contradicted { Own::None } else { own_numbers(context, group, claims, seen) };
    let risk = classes.any(Classes::RISK) && names_a_risk(context, range);
    // A bare action is a keyword; it must at least be about something of the task.
    let acts = classes.any(Classes::ACTION | Classes::SOFT_ACTION | Classes::ADVICE);
    if !acts || !mentions && own == Own::None && !horizon {
        return (0.0, "");
    }
    let mut score = ACTION;
    if horizon {
        score += HORIZON;
    }
    score += match own {
        Own::Analysis => NUMBERS,
        Own::Todays => TODAYS_NUMBERS,
        Own::Rounded => ROUNDED_NUMBERS,
        Own::None => 0.0,
    };
    // A risk of a recommendation without a figure is the usual disclaimer.
    if risk {
        score += if own == Own::None { RISK / 2.0 } else { RISK };
    }
    (score, NOTES[usize::from(horizon)][own as usize][usize::from(risk)])
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Own {
    None,
    Rounded,
    Todays,
    Analysis,
}

/// Whether a group has figures of the analysis that no recommendation before it has used.
fn own_numbers(context: &Context<'_>, group: Span, claims: &[Claim], seen: &mut Seen) -> Own {
    let mut own = Own::None;
    for (index, number) in context.numbers_in(group).take(MOST_NUMBERS) {
        let figure = context.figures[index];
        if number.role != NumberRole::Quantity || figure.digits < 2 {
            continue;
        }
        let bits = number.value.to_bits();
        if seen.values.contains(&bits) {
            continue;
        }
        let is_claimed = || {
            let room = 2.0 * number.half_ulp;
            let first = claims.partition_point(|it| it.0 < number.value - 2.0 * room);
            let near = claims[first..].iter().take_while(|it| it.0 <= number.value + 2.0 * room);
            let is_shown = |it: &Claim| (it.0 - number.value).abs() <= room && it.1 <= group.start;
            near.copied().any(|it| is_shown(&it))
        };
        let known = figure.is_known;
        let own_day = || is_todays(context, number);
        let found = if known && !own_day() || is_claimed() {
            Own::Analysis
        } else if known {
            Own::Todays
        } else if number.value.abs() >= 1.0
            && number.unit != NumberUnit::Percent
            && context.known.is_near(number.value, ROUNDED_NEAR)
        {
            Own::Rounded
        } else {
            continue;
        };
        seen.values.push(bits);
        own = own.max(found);
    }
    own
}

/// Whether a figure is the day's value of a metric that is measured every day: the question's own
/// figure, and no level to act at.
fn is_todays(context: &Context<'_>, number: &Number) -> bool {
    let value = number.value.abs();
    let room = (2.0 * number.half_ulp).max(value * 1e-9);
    context.past.is_todays(value, room)
}

/// Whether a group says until when: "over the next 7 days", "by March", "for two weeks".
fn has_horizon(context: &Context<'_>, group: Span, range: Range<usize>) -> bool {
    const TERMS: [u64; 5] =
        [stem(b"short"), stem(b"medium"), stem(b"long"), stem(b"near"), stem(b"mid")];
    let answer = context.answer;
    let first = answer.dates.partition_point(|it| it.span.start < group.start);
    let mut dates = answer.dates[first..].iter().take_while(|it| it.span.end <= group.end);
    let later =
        dates.any(|it| context.facts.date.is_none_or(|today| it.date.is_none_or(|it| it > today)));
    if later {
        return true;
    }
    let words = &context.words.all()[range.clone()];
    context.words.notable(range.clone(), Classes::TIME | Classes::SOON).any(|at| {
        let at = at - range.start;
        let word = &words[at];
        if !word.classes.any(Classes::TIME) {
            return true;
        }
        let before = &words[at.saturating_sub(3)..at];
        let counted =
            before.iter().any(|it| it.classes.any(Classes::NUMERIC | Classes::SAID_NUMBER));
        let past = words[at..(at + 3).min(words.len())].iter().any(|it| {
            let gap = &context.answer.text[word.span.end.min(it.span.start)..it.span.start];
            it.classes.any(Classes::PAST) && !gap.contains(['\n', ':', ';', '.'])
        });
        let future = words[at.saturating_sub(4)..at].iter().any(|it| it.classes.any(Classes::NEXT));
        let termed =
            word.stem == const { stem(b"term") } && at > 0 && TERMS.contains(&words[at - 1].stem);
        termed || !past && (future || counted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_not_asked, check_scores, full_facts};

    #[test]
    fn scores() {
        check_not_asked(&InvestmentInsight);
        check_scores(
            &InvestmentInsight,
            &full_facts(),
            &[
                (
                    "## Recommendations\n- Trim exposure over the next 7 days if [daily_txns] closes below 1,127,284; the risk is a missed rebound.\n- Add to the position within 30 days above 1,330,807; the downside is a false break.",
                    1.0,
                ),
                (
                    "## Recommendations\n- Trim exposure over the next 7 days if [daily_txns] closes below 1,127,284; the risk is a missed rebound.",
                    0.5,
                ),
                ("## Recommendations\n- Hold over the next weeks, as users are growing.", 0.225),
                (
                    "We recommend to reduce exposure within 7 days below 1,127,284, since the risk of a reversal is high.",
                    0.5,
                ),
                (
                    "## Recommendations\n### For builders\n- Plan capacity for 30 days at 1,330,807 transactions; the risk is a slump.\n- Choose Ethereum over the next 3 months, with 408,696 users; the risk is a rise of fees.",
                    1.0,
                ),
                (
                    "## Recommendations\n**Traders**\n- Integrate fee sponsorship within 30 days\n  - Step: start with 385,930 users\n  - Why: 1,187,055 transactions\n  - Risk: adoption stalls",
                    0.475,
                ),
                (
                    "## Recommendations\n1. Buy within 30 days, because [daily_txns] is 1,187,055. Risk: it may fall.\n2. Sell within 30 days, because [unique_users] is 385,930. Risk: it may rise.",
                    0.0,
                ),
                (
                    "## Recommendations\n1. Buy within 30 days, because [daily_txns] is 1,187,055. Risk: it may fall.\n2. Set exit levels within 30 days, because [unique_users] is 385,930. Risk: it may jump over them.",
                    0.95,
                ),
                (
                    "## Recommendations\n1. Start on Ethereum first over the next two weeks, since 98.68% succeed; the risk is congestion.",
                    0.5,
                ),
                ("bullish hedge accumulate risk horizon", 0.0),
                ("The network grew and users were happy.", 0.0),
            ],
        );
    }
}
