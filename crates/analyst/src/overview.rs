//! The opening section: the day's figures and how they compare with earlier days.

use crate::bank::{self, common};
use crate::brief::{Earlier, Family, Role};
use crate::measure::{Size, size};
use crate::pen::{Bank, Pen, metric_noun};
use crate::piece::{Join, Kind, Piece};
use crate::spin::capitalise;
use crate::style::FigureLayout;

const EXTREMES: Bank = &[
    "{The peak|The highest close}, <v.peak_close> <p.peak_close>, dates from <peakday>, the {low|lowest close} since then, <v.low_since_peak> <p.low_since_peak>, from <lowday>.",
    "<m.peak_close> {belongs to|falls on} <peakday> (<v.peak_close>), <m.low_since_peak> {to|on} <lowday> (<v.low_since_peak>).",
    "{By date|In time}: <peakday> {brought|had} the peak of <v.peak_close> <p.peak_close>, <lowday> the low of <v.low_since_peak> <p.low_since_peak>, <date> the close of <v.close_usd> <p.close_usd>.",
];

/// Writes the section.
pub(crate) fn write(pen: &mut Pen<'_>) -> Vec<Piece> {
    let phrases = bank::of(pen.brief.family);
    let opener = pen.say(phrases.opener);
    let lead: Vec<String> = opener.into_iter().collect();
    let figures = figures(pen, &lead);
    let compared = comparisons(pen);
    let context = context(pen);
    let mut pieces = Vec::new();
    // The opening sentence stands first or after the setting.
    let setting_first = context.is_some() && pen.dice.chance(25);
    let mut first = Vec::new();
    if setting_first {
        first.extend(context.clone());
    }
    first.extend(lead);
    if !first.is_empty() {
        pieces.push(Piece::paragraph(first.join(" ")));
    }
    let compare_first = pen.style.figures != FigureLayout::Prose && pen.dice.chance(35);
    if compare_first {
        pieces.extend(compared.clone());
        pieces.extend(figures);
    } else {
        let mut figures = figures;
        // Prose goes on in the opening paragraph.
        if pen.style.figures == FigureLayout::Prose
            && let Some(head) = figures.first_mut()
        {
            head.join = Join::Space;
        }
        pieces.extend(figures);
        pieces.extend(compared);
    }
    if !setting_first && let Some(context) = context {
        let join = if pen.dice.chance(50) { Join::Space } else { Join::Paragraph };
        let after_list = compare_first && pen.style.figures != FigureLayout::Prose;
        let join = if after_list { Join::Paragraph } else { join };
        pieces.push(Piece::new(Kind::Text, join, context));
    }
    pieces
}

/// The figures that the opening sentences have not given with their value yet.
fn figures(pen: &mut Pen<'_>, said: &[String]) -> Vec<Piece> {
    let said = said.join(" ");
    let mut left: Vec<(String, String)> = pen
        .brief
        .prompt
        .figures
        .iter()
        .filter(|figure| {
            pen.style.figures == FigureLayout::Table
                || !((pen.cite < 100 || said.contains(&format!("[{}]", figure.name)))
                    && said.contains(&figure.value.text))
        })
        .map(|figure| (figure.name.clone(), figure.value.text.clone()))
        .collect();
    let mut pieces = Vec::new();
    match pen.style.figures {
        FigureLayout::Prose => {
            let mut sentences = Vec::new();
            let mut rest = left.drain(..).peekable();
            while let Some((name, value)) = rest.next() {
                let pair = rest.peek().is_some() && pen.dice.chance(65);
                let noun = |pen: &mut Pen<'_>, name: &str| {
                    let noun = metric_noun(name, pen.brief, &mut pen.dice);
                    pen.citation(name).behind(&noun)
                };
                let m = noun(pen, &name);
                let sentence = match rest.next_if(|_| pair) {
                    Some((other, other_value)) => {
                        let m2 = noun(pen, &other);
                        pen.say_with(
                            common::FIGURE_PAIR,
                            &[("m1", m), ("v1", value), ("m2", m2), ("v2", other_value)],
                        )
                    }
                    None => pen.say_with(common::FIGURE, &[("m", m), ("v", value)]),
                };
                sentences.extend(sentence);
            }
            if !sentences.is_empty() {
                pieces.push(Piece::paragraph(sentences.join(" ")));
            }
        }
        FigureLayout::Bullets => {
            if left.is_empty() {
                return pieces;
            }
            pieces.extend(pen.say(common::FIGURE_LEAD).map(Piece::paragraph));
            let bracket_first = pen.dice.chance(40);
            for (index, (name, value)) in left.into_iter().enumerate() {
                let noun = capitalise(&metric_noun(&name, pen.brief, &mut pen.dice));
                let bullet = pen.style.bullet;
                let text = if bracket_first {
                    format!("{bullet}{}: {value}", pen.citation(&name).behind(&noun))
                } else {
                    format!("{bullet}{noun}: {}", pen.citation(&name).behind(&value))
                };
                let join = if index == 0 { Join::Paragraph } else { Join::Line };
                pieces.push(Piece::new(Kind::Text, join, text));
            }
        }
        FigureLayout::Table => {
            pieces.extend(pen.say(common::FIGURE_LEAD).map(Piece::paragraph));
            let heads = [
                ("Metric", "Value"),
                ("Figure", "Reading"),
                ("Metric", "Reading"),
                ("Measure", "Value"),
            ];
            let (left_head, right_head) = heads[pen.dice.below(heads.len())];
            let mut table = format!("| {left_head} | {right_head} |\n| --- | ---: |");
            for (name, value) in left {
                let noun = capitalise(&metric_noun(&name, pen.brief, &mut pen.dice));
                let noun = pen.citation(&name).behind(&noun);
                for part in ["\n| ", &noun, " | ", &value, " |"] {
                    table.push_str(part);
                }
            }
            pieces.push(Piece::paragraph(table));
        }
    }
    pieces
}

/// Two to four comparisons with earlier days.
fn comparisons(pen: &mut Pen<'_>) -> Vec<Piece> {
    let brief = pen.brief;
    let mut metrics = vec![brief.focus.clone()];
    if let Some((_, quiet)) = &brief.pair {
        metrics.push(format!("{quiet}.daily_txns"));
    }
    let mut chosen: Vec<Earlier> = Vec::new();
    let most = 2 + usize::from(pen.dice.chance(70));
    for metric in &metrics {
        let mut days = brief.earlier(metric);
        let reasons = days.iter().filter(|e| e.role != Role::Other).count();
        let (with_reason, others) = days.split_at_mut(reasons);
        pen.dice.shuffle(with_reason);
        pen.dice.shuffle(others);
        let share = if metrics.len() > 1 { 2 } else { most };
        for day in days {
            let taken = chosen.iter().filter(|c| c.metric == *metric).count();
            if taken < share && !chosen.iter().any(|c| c.date == day.date && c.metric == day.metric)
            {
                chosen.push(day);
            }
        }
    }
    // A metric without history leaves the other columns.
    for column in &brief.prompt.columns {
        if chosen.len() >= 2 {
            break;
        }
        let mut days = brief.earlier(column);
        days.retain(|d| !chosen.iter().any(|c| c.date == d.date && c.metric == d.metric));
        days.truncate(2);
        chosen.extend(days);
    }
    let mut pieces = Vec::new();
    if brief.family == Family::Drawdown
        && let (Some(peak), Some(low)) =
            (brief.day_of("peak_close", "close_usd"), brief.day_of("low_since_peak", "close_usd"))
    {
        let locals = [("peakday", pen.style.date(peak)), ("lowday", pen.style.date(low))];
        pieces.extend(
            pen.say_with(EXTREMES, &locals)
                .map(|text| Piece::new(Kind::Comparison(peak.to_string()), Join::Paragraph, text)),
        );
    }
    for earlier in chosen {
        let Some(mut text) = comparison(pen, &earlier) else { continue };
        if earlier.recovered && pen.dice.chance(35) {
            text.extend(pen.say(common::MARKED_DAY).map(|note| format!(" {note}")));
        }
        let join = if pieces.is_empty() { Join::Paragraph } else { Join::Space };
        let kind = Kind::Comparison(earlier.date.to_string());
        pieces.push(Piece::new(kind, join, text));
    }
    pieces
}

/// Words one comparison by its reason and its size.
pub(crate) fn comparison(pen: &mut Pen<'_>, earlier: &Earlier) -> Option<String> {
    let mut locals = pen.earlier_locals(earlier);
    if earlier.then.value == earlier.now.value {
        return pen.say_with(common::COMPARE_SAME, &locals);
    }
    if size(earlier.change) == Size::Flat {
        return pen.say_with(common::COMPARE_FLAT, &locals);
    }
    let special: Option<Bank> = match earlier.role {
        Role::WeekBefore => Some(common::COMPARE_WEEK),
        Role::MonthBefore => Some(common::COMPARE_MONTH),
        Role::DayBefore | Role::Latest => Some(common::COMPARE_LATEST),
        Role::Highest => {
            locals.extend([("top", "highest".to_owned()), ("topper", "higher".to_owned())]);
            Some(common::COMPARE_EXTREME)
        }
        Role::Lowest => {
            locals.extend([("top", "lowest".to_owned()), ("topper", "lower".to_owned())]);
            Some(common::COMPARE_EXTREME)
        }
        Role::First | Role::Other => None,
    };
    match special {
        Some(bank) if pen.dice.chance(65) => pen.say_with(bank, &locals),
        _ => pen.say_with(common::COMPARE, &locals),
    }
}

/// What the market context says, in one or two sentences.
fn context(pen: &mut Pen<'_>) -> Option<String> {
    let (class, sure) = class(pen.brief.prompt.context.first()?)?;
    if pen.brief.pair.is_some() {
        return None;
    }
    let weak = sure.parse::<f64>().is_ok_and(|sure| sure < 0.35);
    let locals = [("class", class), ("sure", sure)];
    let mut text = pen.say_with(common::CONTEXT, &locals)?;
    if weak && text.contains(&locals[1].1) {
        text.extend(pen.say_with(common::CONTEXT_WEAK, &locals).map(|more| format!(" {more}")));
    }
    Some(text)
}

/// Finds the class and its confidence in a line of the context.
pub(crate) fn class(line: &str) -> Option<(String, String)> {
    let (before, rest) = line.split_once(" (confidence ")?;
    let class = before.rsplit_once([':', ',']).map_or(before, |(_, class)| class);
    let class = class.rsplit_once("classed as ").map_or(class, |(_, class)| class);
    let (sure, _) = rest.split_once(')')?;
    Some((class.trim().to_owned(), sure.trim().to_owned()))
}
