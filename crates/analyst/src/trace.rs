//! The reasoning trace: reading, computing, checking, doubting, deciding.

use crate::bank::{self, thinking};
use crate::brief::grows;
use crate::calculations;
use crate::dice::Dice;
use crate::formula::{Expr, Op};
use crate::interpretation;
use crate::limits;
use crate::overview;
use crate::pen::Pen;
use crate::recommend::Recommendation;
use crate::spin::capitalise;
use crate::working::Solution;

/// Writes the trace with a pen of its own, so that it does not use up the answer's sentences.
pub(crate) fn write(answer: &Pen<'_>, dice: Dice, recommendations: &[Recommendation]) -> String {
    let mut pen = Pen::new(dice, answer.brief);
    // The trace computes what the answer shows, digit by digit.
    pen.style.significant = answer.style.significant;
    let mut paragraphs = vec![opening(&mut pen)];
    paragraphs.push(computing(&mut pen));
    paragraphs.extend(comparing(&mut pen));
    paragraphs.extend(interpreting(&mut pen));
    paragraphs.push(closing(&mut pen, recommendations));
    paragraphs.retain(|p| !p.is_empty());
    paragraphs.join("\n\n")
}

fn opening(pen: &mut Pen<'_>) -> String {
    let prompt = pen.brief.prompt;
    let mut sentences = Vec::new();
    let question = prompt.question.clone();
    sentences.extend(pen.say_with(thinking::START, &[("question", question)]));
    let list: Vec<String> =
        prompt.figures.iter().map(|f| format!("[{}] {}", f.name, f.value.text)).collect();
    sentences.extend(pen.say_with(thinking::FIGURES, &[("list", list.join(", "))]));
    let dates: Vec<_> = prompt.history.iter().map(|row| row.date).collect();
    if let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) {
        let locals = [("first", pen.style.date(*first)), ("last", pen.style.date(*last))];
        sentences.extend(pen.say_with(thinking::HISTORY, &locals));
    }
    if pen.brief.recovered_days > 0 {
        pen.add(&mut sentences, thinking::MARKED);
    }
    if pen.brief.missing_days > 1 {
        pen.add(&mut sentences, thinking::GAPS);
    }
    if let Some((class, sure)) = prompt.context.first().and_then(|line| overview::class(line))
        && pen.dice.chance(60)
    {
        sentences.extend(pen.say_with(thinking::CONTEXT, &[("class", class), ("sure", sure)]));
    }
    sentences.join(" ")
}

fn computing(pen: &mut Pen<'_>) -> String {
    let solutions = pen.brief.solutions;
    let mut count = vec![("n", crate::pen::number_word(solutions.len()))];
    // "All two of them" is no way to speak.
    count.retain(|_| solutions.len() > 2);
    let mut text = pen.say_with(thinking::PLAN, &count).unwrap_or_default();
    let lines = pen.dice.chance(60);
    for (index, solution) in solutions.iter().enumerate() {
        let line = calculations::work_line(pen, solution);
        let noun = pen.calculation_noun(solution);
        let mut sentences: Vec<String> = pen
            .say_with(
                if index == 0 { thinking::FIRST_STEP } else { thinking::STEP },
                &[("q", noun), ("line", line)],
            )
            .into_iter()
            .collect();
        if pen.dice.chance(60) {
            sentences.extend(check(pen, solution));
        }
        if pen.dice.chance(12) && solution.value.text.ends_with('%') {
            pen.add(&mut sentences, thinking::CARRY);
        }
        text.push_str(if lines { "\n" } else { " " });
        text.push_str(&sentences.join(" "));
    }
    text
}

/// Checks a result as one does by hand: a division by multiplying back, a growth by its sign.
fn check(pen: &mut Pen<'_>, solution: &Solution) -> Option<String> {
    let brief = pen.brief;
    if let Some((metric, date)) = grows(&solution.formula) {
        let now = brief.prompt.figure(metric)?.value.text.clone();
        let then = brief.prompt.earlier(metric, date)?.text.clone();
        let bank =
            if solution.value.value >= 0.0 { thinking::SANITY_UP } else { thinking::SANITY_DOWN };
        return pen.say_with(bank, &[("now", now), ("then", then)]);
    }
    let Expr::Binary(left, Op::Over, right) = &solution.formula else { return None };
    let (Expr::Metric(part), Expr::Metric(whole)) = (&**left, &**right) else { return None };
    let (part, whole) = (&brief.prompt.figure(part)?.value, &brief.prompt.figure(whole)?.value);
    if solution.value.text.ends_with('%') {
        return None;
    }
    let product = whole.value * solution.value.value;
    let decimals = crate::quantity::decimals_for(product, 6);
    let times = if pen.dice.chance(50) { " × " } else { " times " };
    let equals = if pen.dice.chance(50) { " is about " } else { " ≈ " };
    let product = crate::quantity::plain(product, decimals);
    let result = crate::quantity::plain_text(&solution.value);
    let check = format!("{result}{times}{}{equals}{product}", whole.bare());
    pen.say_with(thinking::CHECK, &[("check", check), ("part", part.bare().to_owned())])
}

fn comparing(pen: &mut Pen<'_>) -> Option<String> {
    let brief = pen.brief;
    let mut days = brief.earlier(&brief.focus);
    days.truncate(2 + pen.dice.below(2));
    if days.is_empty() {
        return None;
    }
    let pairs: Vec<String> = days
        .iter()
        .map(|e| {
            let direction = if e.change > 0.0 {
                "up"
            } else if e.change < 0.0 {
                "down"
            } else {
                "unchanged"
            };
            format!("{} with {} ({direction} since)", pen.style.date(e.date), e.then.text)
        })
        .collect();
    pen.say_with(thinking::COMPARISONS, &[("pairs", pairs.join("; "))])
}

fn interpreting(pen: &mut Pen<'_>) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let insights = bank::of(pen.brief.family).insights;
    let most = 3 + pen.style.depth;
    let thoughts = interpretation::sentences(pen, insights, most);
    let mut sentences = Vec::new();
    for (index, thought) in thoughts.into_iter().enumerate() {
        let bank = if index == 0 { thinking::MEANING } else { thinking::MORE_MEANING };
        if index == 0 || pen.dice.chance(50) {
            let lower = [("thought", thought)];
            sentences.extend(pen.say_with(bank, &lower));
        } else {
            sentences.push(thought);
        }
    }
    paragraphs.push(sentences.join(" "));
    let doubts = limits::sentences(pen, 3);
    let mut sentences = Vec::new();
    for (index, thought) in doubts.into_iter().take(3).enumerate() {
        if index == 0 {
            sentences.extend(pen.say_with(thinking::DOUBTS, &[("thought", thought)]));
        } else {
            sentences.push(thought);
        }
    }
    paragraphs.push(sentences.join(" "));
    if let Some(statement) = interpretation::statement(pen) {
        paragraphs.push(format!("So the interval to state: {statement}."));
    }
    paragraphs
}

fn closing(pen: &mut Pen<'_>, recommendations: &[Recommendation]) -> String {
    let mut sentences = Vec::new();
    if let [one, two] = recommendations {
        let locals =
            [("one", one.title.to_lowercase_first()), ("two", two.title.to_lowercase_first())];
        sentences.extend(pen.say_with(thinking::DECIDE, &locals));
    }
    let sections: Vec<&str> = pen.brief.prompt.sections.iter().map(|s| s.title.as_str()).collect();
    sentences.extend(pen.say_with(thinking::END, &[("sections", sections.join(", "))]));
    capitalise(&sentences.join(" "))
}

/// Lower-cases the first letter, for a title quoted within a sentence.
trait LowercaseFirst {
    fn to_lowercase_first(&self) -> String;
}

impl LowercaseFirst for String {
    fn to_lowercase_first(&self) -> String {
        let mut chars = self.chars();
        chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
    }
}
