//! What is decided once for an answer, so that it reads as one hand's work.

use jiff::civil::Date;

use crate::dice::Dice;

/// How the figures of the day are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FigureLayout {
    Prose,
    Bullets,
    Table,
}

/// How the calculations are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WorkLayout {
    /// One list item each, worked line included.
    Bullets,
    /// A numbered list.
    Numbered,
    /// A bold lead, the worked line below, the reading behind it.
    Lead,
    /// Running paragraphs that hold the worked lines.
    Prose,
    /// The sentence first, then the worked line on a line of its own.
    Display,
}

/// How the recommendations are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AdviceLayout {
    Prose,
    Bold,
    Fields,
    Numbered,
}

/// How dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateForm {
    Iso,
    DayFirst,
    MonthFirst,
}

/// How calculations are named where they are worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    Words,
    WordsAndName,
    NameAndWords,
}

/// The choices.
#[derive(Clone, Debug)]
pub(crate) struct Style {
    pub(crate) figures: FigureLayout,
    pub(crate) work: WorkLayout,
    pub(crate) advice: AdviceLayout,
    pub(crate) dates: DateForm,
    pub(crate) naming: Naming,
    pub(crate) bullet: &'static str,
    pub(crate) division: &'static str,
    pub(crate) minus: &'static str,
    pub(crate) approximate: bool,
    pub(crate) parenthesised: bool,
    pub(crate) significant: i32,
    /// From 0, terse, to 2, with much explanation.
    pub(crate) depth: usize,
}

impl Style {
    pub(crate) fn roll(dice: &mut Dice) -> Self {
        let one = |dice: &mut Dice, options: &[&'static str]| dice.pick(options).unwrap_or("");
        Self {
            figures: [
                FigureLayout::Prose,
                FigureLayout::Prose,
                FigureLayout::Bullets,
                FigureLayout::Table,
            ][dice.below(4)],
            work: [
                WorkLayout::Bullets,
                WorkLayout::Numbered,
                WorkLayout::Lead,
                WorkLayout::Prose,
                WorkLayout::Display,
            ][dice.below(5)],
            advice: [
                AdviceLayout::Prose,
                AdviceLayout::Bold,
                AdviceLayout::Fields,
                AdviceLayout::Numbered,
            ][dice.below(4)],
            dates: [DateForm::Iso, DateForm::Iso, DateForm::DayFirst, DateForm::MonthFirst]
                [dice.below(4)],
            naming: [Naming::Words, Naming::WordsAndName, Naming::NameAndWords][dice.below(3)],
            bullet: one(dice, &["- ", "- ", "* "]),
            division: one(dice, &[" / ", " / ", " ÷ "]),
            minus: one(dice, &["−", "−", "-"]),
            approximate: dice.chance(30),
            parenthesised: dice.chance(50),
            significant: [3, 4, 4][dice.below(3)],
            depth: dice.below(3),
        }
    }

    pub(crate) fn date(&self, date: Date) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = MONTHS[(date.month() as usize).saturating_sub(1).min(11)];
        match self.dates {
            DateForm::Iso => date.to_string(),
            DateForm::DayFirst => format!("{} {month} {}", date.day(), date.year()),
            DateForm::MonthFirst => format!("{month} {}, {}", date.day(), date.year()),
        }
    }

    /// Writes a worked line with the signs of this answer.
    pub(crate) fn work_line(&self, steps: &[String], result: &str, rounded: bool) -> String {
        let equals = if self.approximate && rounded { " ≈ " } else { " = " };
        let mut line = steps.join(" = ");
        if !line.is_empty() {
            line.push_str(equals);
        }
        line.push_str(result);
        if self.division != " / " {
            line = line.replace(" / ", self.division);
        }
        if self.minus != "−" {
            line = line.replace('−', self.minus);
        }
        line
    }
}
