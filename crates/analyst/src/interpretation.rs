//! What the results mean, and the statement of an interval.

use crate::bank::{self, Insight, interval};
use crate::brief::{Brief, Family};
use crate::pen::Pen;
use crate::piece::{Join, Kind, Piece};
use crate::quantity::Unit;

/// Writes the insights of the family, of each theme the first that fits.
pub(crate) fn write(pen: &mut Pen<'_>, most: usize) -> Vec<Piece> {
    let sentences = sentences(pen, bank::of(pen.brief.family).insights, most);
    let mut pieces: Vec<Piece> = Vec::new();
    let per_paragraph = 2 + pen.dice.below(2);
    for (index, sentence) in sentences.into_iter().enumerate() {
        let join = if index % per_paragraph == 0 { Join::Paragraph } else { Join::Space };
        pieces.push(Piece::new(Kind::Text, join, sentence));
    }
    pieces
}

/// Sentences of a list, of each theme the first that fits, the first theme mostly first.
pub(crate) fn sentences(
    pen: &mut Pen<'_>,
    insights: &'static [Insight],
    most: usize,
) -> Vec<String> {
    let mut chosen = fitting(insights, pen.brief);
    let head = usize::from(pen.dice.chance(70));
    let head = head.min(chosen.len());
    let mut tail = chosen.split_off(head);
    pen.dice.shuffle(&mut tail);
    chosen.extend(tail);
    let mut sentences = Vec::new();
    for insight in chosen {
        if sentences.len() >= most {
            break;
        }
        sentences.extend(pen.say(insight.say));
    }
    sentences
}

/// Of each theme the first whose condition holds.
pub(crate) fn fitting(insights: &'static [Insight], brief: &Brief<'_>) -> Vec<&'static Insight> {
    let mut chosen: Vec<&Insight> = Vec::new();
    for insight in insights {
        if !chosen.iter().any(|c| c.theme == insight.theme) && (insight.when)(brief) {
            chosen.push(insight);
        }
    }
    chosen
}

/// The names of the bounds that the prompt asks for.
pub(crate) fn bounds(brief: &Brief<'_>) -> Option<(&'static str, &'static str)> {
    [("interval_low", "interval_high"), ("normal_low", "normal_high")]
        .into_iter()
        .find(|(low, high)| brief.solution(low).is_some() && brief.solution(high).is_some())
}

/// The statement in the demanded form.
pub(crate) fn statement(pen: &Pen<'_>) -> Option<String> {
    let brief = pen.brief;
    let rule = brief.prompt.interval.as_ref()?;
    let (low, high) = bounds(brief)?;
    let low = &brief.solution(low)?.value;
    let high = &brief.solution(high)?.value;
    // A named unit stands once, behind the brackets.
    let unit = match &low.unit {
        Unit::Named(name) => format!(" {name}"),
        _ => String::new(),
    };
    let level = &rule.level;
    let (low, high) = (pen.signed(low.bare()), pen.signed(high.bare()));
    Some(format!("{level}% confidence interval: [{low}, {high}]{unit}"))
}

/// States the interval, what it rests on and when it would fail.
pub(crate) fn state_interval(pen: &mut Pen<'_>) -> Vec<Piece> {
    let Some(stated) = statement(pen) else { return Vec::new() };
    let brief = pen.brief;
    let (basis, estimate) = match brief.family {
        Family::Anomaly => (
            interval::BASIS_RANGE,
            ("the mean of <v.F_mean> <p.F_mean>", "the baseline mean of <v.F_mean> <p.F_mean>"),
        ),
        Family::Trend | Family::Drawdown => (
            interval::BASIS_PRICE,
            (
                "the close of <v.close_usd> <p.close_usd>",
                "today's close of <v.close_usd> <p.close_usd>",
            ),
        ),
        _ => (
            interval::BASIS_PROJECTION,
            ("the projection of <r.projected_value>", "the projected <r.projected_value>"),
        ),
    };
    let estimate = if pen.dice.chance(50) { estimate.0 } else { estimate.1 };
    let estimate = pen.fill(estimate).unwrap_or_else(|| "the estimate".to_owned());
    let mut pieces = Vec::new();
    if pen.dice.chance(55) {
        pieces.extend(pen.say_with(interval::LEAD, &[("est", estimate)]).map(Piece::paragraph));
        let text = if pen.dice.chance(60) { format!("**{stated}**") } else { stated };
        pieces.push(Piece::new(Kind::Interval, Join::Paragraph, text));
    } else {
        let locals = [("est", estimate), ("stmt", stated)];
        pieces.extend(
            pen.say_with(interval::INLINE, &locals)
                .map(|text| Piece::new(Kind::Interval, Join::Paragraph, text)),
        );
    }
    let mut after: Vec<String> = pen.say(basis).into_iter().collect();
    let negative = bounds(brief).is_some_and(|(low, _)| brief.r(low) < 0.0);
    if negative {
        after.extend(pen.say(interval::NEGATIVE));
    }
    if !after.is_empty() {
        pieces.push(Piece::paragraph(after.join(" ")));
    }
    pieces
}
