//! Two recommendations, each with its action, horizon, figures, exit and own risk.

use crate::bank::{self, Advice, Stance, advice};
use crate::brief::Family;
use crate::pen::Pen;
use crate::piece::{Join, Kind, Piece};
use crate::spin::capitalise;
use crate::style::AdviceLayout;

/// A recommendation in its parts.
pub(crate) struct Recommendation {
    pub(crate) title: String,
    action: String,
    basis: String,
    unless: String,
    risk: String,
}

impl Recommendation {
    /// Whether it names a figure that none of the others does, and an exit of its own.
    fn stands_alone(&self, others: &[Self]) -> bool {
        let figures = |r: &Self| {
            let text = format!("{} {} {}", r.basis, r.unless, r.risk);
            let words = text
                .split_whitespace()
                .map(|word| word.trim_matches(|c: char| !c.is_ascii_digit()).to_owned());
            words.filter(|word| word.len() > 1).collect::<Vec<String>>()
        };
        let known: Vec<String> = others.iter().flat_map(figures).collect();
        let own_exit = !others.iter().any(|other| other.exit() == self.exit());
        others.is_empty() || own_exit && figures(self).iter().any(|figure| !known.contains(figure))
    }

    /// The exit as the entry of a field: what the sentence would begin with is the field's name.
    fn exit(&self) -> String {
        let start = [" if ", " once ", " when "]
            .iter()
            .filter_map(|word| self.unless.find(word))
            .filter(|at| *at < 40)
            .min();
        match start {
            Some(at) => capitalise(self.unless[at + 1..].trim_start()),
            None => self.unless.clone(),
        }
    }
}

/// Chooses and words two recommendations for two kinds of reader.
pub(crate) fn choose(pen: &mut Pen<'_>) -> Vec<Recommendation> {
    let all = bank::of(pen.brief.family).advice;
    let mut whos: Vec<&str> = Vec::new();
    for advice in all {
        if !whos.contains(&advice.who) {
            whos.push(advice.who);
        }
    }
    pen.dice.shuffle(&mut whos);
    let mut chosen: Vec<Recommendation> = Vec::new();
    let mut stances: Vec<Stance> = Vec::new();
    for who in whos {
        if chosen.len() == 2 {
            break;
        }
        // The first that fits is the one that fits most closely; now and then the next will do.
        let fitting: Vec<&Advice> =
            all.iter().filter(|a| a.who == who && (a.when)(pen.brief)).collect();
        // What one reader is told must not contradict what the other is told.
        if fitting.first().is_some_and(|a| !stances.iter().all(|s| a.stance.goes_with(*s))) {
            continue;
        }
        let mut worded: Option<Recommendation> = None;
        for advice in fitting {
            if !stances.iter().all(|s| advice.stance.goes_with(*s)) {
                continue;
            }
            // Each rests on figures of its own: another wording may bring some in.
            for _ in 0..6 {
                worded = word(pen, advice);
                if worded.as_ref().is_none_or(|new| new.stands_alone(&chosen)) {
                    break;
                }
            }
            if worded.is_some() {
                stances.push(advice.stance);
                break;
            }
        }
        chosen.extend(worded);
    }
    chosen
}

fn word(pen: &mut Pen<'_>, advice: &Advice) -> Option<Recommendation> {
    let horizon = match pen.brief.family {
        Family::Projection | Family::Trend => advice::WEEK,
        Family::Drawdown => advice::FORTNIGHT,
        _ if pen.dice.chance(50) => advice::WEEK,
        _ => advice::FORTNIGHT,
    };
    let horizon = pen.phrase(horizon, &[])?;
    Some(Recommendation {
        title: pen.say(advice.title)?,
        action: pen.say_with(advice.action, &[("horizon", horizon)])?,
        basis: pen.say(advice.basis)?,
        unless: pen.say(advice.unless).or_else(|| pen.say(advice::UNLESS))?,
        risk: pen.say(advice.risk)?,
    })
}

/// Lays the recommendations out.
pub(crate) fn write(pen: &mut Pen<'_>, recommendations: &[Recommendation]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if pen.dice.chance(45) {
        pieces.extend(pen.say(advice::OPEN).map(Piece::paragraph));
    }
    let fields = advice::FIELDS[pen.dice.below(advice::FIELDS.len())];
    let basis_first = pen.dice.chance(25);
    let risk_before_exit = pen.dice.chance(35);
    for (index, r) in recommendations.iter().enumerate() {
        let mut after = [r.unless.as_str(), r.risk.as_str()];
        if risk_before_exit {
            after.swap(0, 1);
        }
        let (first, second) = if basis_first && pen.style.advice == AdviceLayout::Prose {
            (r.basis.as_str(), r.action.as_str())
        } else {
            (r.action.as_str(), r.basis.as_str())
        };
        let body = format!("{first} {second} {} {}", after[0], after[1]);
        let bullet = pen.style.bullet;
        let number = index + 1;
        let (join, text) = match pen.style.advice {
            AdviceLayout::Prose => {
                let lead = [
                    ["First. ", "Second. "],
                    ["", ""],
                    ["To begin with: ", "Beyond that: "],
                    ["One step: ", "Another step: "],
                ];
                let lead = lead[usize::from(basis_first) + 2 * usize::from(risk_before_exit)];
                (Join::Paragraph, format!("{}{body}", lead.get(index).unwrap_or(&"")))
            }
            AdviceLayout::Bold => (Join::Paragraph, format!("**{}.** {body}", r.title)),
            AdviceLayout::Numbered => {
                let join = if index == 0 { Join::Paragraph } else { Join::Line };
                (join, format!("{number}. **{}**: {body}", r.title))
            }
            AdviceLayout::Fields => (
                Join::Paragraph,
                format!(
                    "{number}. **{}**\n   {bullet}{}: {}\n   {bullet}{}: {}\n   {bullet}{}: {}\n   {bullet}{}: {}",
                    r.title,
                    fields[0],
                    r.action,
                    fields[1],
                    r.basis,
                    fields[2],
                    r.exit(),
                    fields[3],
                    // The field's name says what the sentence would begin with.
                    r.risk.split_once(": ").map_or(r.risk.clone(), |(_, risk)| capitalise(risk)),
                ),
            ),
        };
        pieces.push(Piece::new(Kind::Advice, join, text));
    }
    pieces
}
