//! Interval statements: `[a, b]`, `a to b`, `between a and b`, `x ± y`, and the level stated nearby.

use super::lex::{Kind, Lexed, Token};
use super::word::Word;
use super::{Block, BlockKind, Interval, Number, NumberRole, NumberUnit, Sentence, Span};

/// Reads the intervals of a text from its tokens.
pub(super) fn read(lexed: &Lexed, sentences: &[Sentence], blocks: &[Block]) -> Vec<Interval> {
    let mut found = Vec::new();
    let mut sentence = 0;
    let mut context: Option<(usize, Context)> = None;
    for at in lexed.hinges.iter().map(|at| *at as usize) {
        let token = lexed.tokens[at];
        let hint = matches!(
            token.kind,
            Kind::Open(_) | Kind::PlusMinus | Kind::Word(Word::Between | Word::To) | Kind::Minus(_)
        );
        if !hint {
            continue;
        }
        let Some(shape) = shape(lexed, at) else {
            continue;
        };
        while sentences.get(sentence).is_some_and(|s| s.span.end <= token.start as usize) {
            sentence += 1;
        }
        let around = match context {
            Some((of, known)) if of == sentence => known,
            _ => {
                let read = Context::read(lexed, sentences.get(sentence), blocks);
                context = Some((sentence, read));
                read
            }
        };
        if let Some(interval) = shape.interval(lexed, around) {
            let overlaps =
                found.last().is_some_and(|last: &Interval| last.span.end > interval.span.start);
            if !overlaps {
                found.push(interval);
            }
        }
    }
    found
}

/// What the sentence around an interval says.
#[derive(Clone, Copy, Debug, Default)]
struct Context {
    level: Option<(f64, Span)>,
    /// Words such as "interval", "range", "bounds", "forecast".
    about_intervals: bool,
}

impl Context {
    fn read(lexed: &Lexed, sentence: Option<&Sentence>, blocks: &[Block]) -> Self {
        let Some(sentence) = sentence else {
            return Self::default();
        };
        let own = Self::of_span(lexed, sentence.span);
        if own.level.is_some() {
            return own;
        }
        let Some(block) = blocks.get(sentence.block) else {
            return own;
        };
        let limit = 2_000;
        let near = block.kind != BlockKind::TableRow && block.span.end - block.span.start <= limit;
        if !near {
            return own;
        }
        let wider = Self::of_span(lexed, block.span);
        Self { level: wider.level, about_intervals: own.about_intervals || wider.level.is_some() }
    }

    fn of_span(lexed: &Lexed, span: Span) -> Self {
        let mut context = Self::default();
        let start = lexed.tokens.partition_point(|t| (t.start as usize) < span.start);
        for token in &lexed.tokens[start..] {
            if token.start as usize >= span.end {
                break;
            }
            match token.kind {
                Kind::Word(
                    Word::Interval | Word::Range | Word::Confidence | Word::Forecast | Word::Upper,
                ) => {
                    context.about_intervals = true;
                }
                Kind::Num(index) => {
                    let number = &lexed.numbers[index as usize];
                    if number.role == NumberRole::Level && context.level.is_none() {
                        context.level = Some((number.value, number.span));
                    }
                }
                _ => {}
            }
        }
        context
    }
}

/// Two numbers that may be an interval.
struct Shape {
    form: Form,
    low: u32,
    high: u32,
    span: Span,
    estimate: Option<u32>,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Square,
    Round,
    Between,
    To,
    Dash,
    PlusMinus,
}

fn shape(lexed: &Lexed, at: usize) -> Option<Shape> {
    let tokens = &lexed.tokens;
    let num = |i: usize| match tokens.get(i).map(|t| t.kind) {
        Some(Kind::Num(n)) => Some(n),
        _ => None,
    };
    let kind = |i: usize| tokens.get(i).map(|t| t.kind);
    let previous_num = |i: usize| i.checked_sub(1).and_then(num);
    let span = |from: usize, to: usize| Span {
        start: tokens[from].start as usize,
        end: tokens[to].end as usize,
    };
    match tokens[at].kind {
        Kind::Open(open @ (b'[' | b'(')) => {
            let low = num(at + 1)?;
            let separator = kind(at + 2)?;
            let comma = matches!(separator, Kind::Comma | Kind::Punctuation(b';'));
            let between = matches!(separator, Kind::Word(Word::To) | Kind::Minus(_));
            if !comma && !between {
                return None;
            }
            let high = num(at + 3)?;
            if !matches!(kind(at + 4), Some(Kind::Close(b']' | b')'))) {
                return None;
            }
            // A percent sign after the bracket belongs to both bounds.
            let end = at + 4 + usize::from(kind(at + 5) == Some(Kind::Percent));
            let estimate = previous_num(at).filter(|_| tokens[at].spaced);
            let start = if estimate.is_some() { at - 1 } else { at };
            let form = match (open, between) {
                (_, true) => Form::To,
                (b'[', _) => Form::Square,
                _ => Form::Round,
            };
            Some(Shape { form, low, high, span: span(start, end), estimate })
        }
        Kind::Word(Word::Between) => {
            let low = num(at + 1)?;
            let and = at + 2 + words_between(tokens, at + 2, Word::And)?;
            let high_at = and + 1 + usize::from(kind(and + 1) == Some(Kind::About));
            let high = num(high_at)?;
            Some(Shape { form: Form::Between, low, high, span: span(at, high_at), estimate: None })
        }
        Kind::Word(Word::To) => {
            let (low, low_at) = match previous_num(at) {
                Some(n) => (n, at - 1),
                // "4.1 transactions to 4.8 transactions"
                None => (previous_num(at.checked_sub(1)?)?, at - 2),
            };
            if low_at > 0 && !ranged_from(tokens, low_at) {
                return None;
            }
            let high = num(at + 1)?;
            Some(Shape { form: Form::To, low, high, span: span(low_at, at + 1), estimate: None })
        }
        Kind::Minus(_) => {
            let low = previous_num(at)?;
            let high = num(at + 1)?;
            if matches!(kind(at + 2), Some(Kind::Relation(_))) {
                return None;
            }
            let operated = at >= 2
                && matches!(
                    kind(at - 2),
                    Some(
                        Kind::Times | Kind::Divide | Kind::Plus | Kind::Minus(_) | Kind::Open(b'(')
                    )
                );
            if operated {
                return None;
            }
            Some(Shape { form: Form::Dash, low, high, span: span(at - 1, at + 1), estimate: None })
        }
        Kind::PlusMinus => {
            let (low, low_at) = match previous_num(at) {
                Some(n) => (n, at - 1),
                None => (previous_num(at.checked_sub(1)?)?, at - 2),
            };
            let high = num(at + 1)?;
            let computed = matches!(
                kind(at + 2),
                Some(Kind::Times | Kind::Divide | Kind::Power | Kind::Superscript(_))
            );
            if computed {
                return None;
            }
            Some(Shape {
                form: Form::PlusMinus,
                low,
                high,
                span: span(low_at, at + 1),
                estimate: Some(low),
            })
        }
        _ => None,
    }
}

/// Finds a word after at most three unit words.
fn words_between(tokens: &[Token], at: usize, word: Word) -> Option<usize> {
    for offset in 0..4 {
        match tokens.get(at + offset)?.kind {
            Kind::Word(found) if found == word => return Some(offset),
            Kind::Word(_) | Kind::Cite(_) | Kind::Name | Kind::Text => {}
            _ => return None,
        }
    }
    None
}

/// Whether "a to b" that starts at `low` is a range and not a change: not "from a to b", unless
/// something "ranges from" it.
fn ranged_from(tokens: &[Token], low: usize) -> bool {
    let mut at = low;
    for _ in 0..3 {
        let Some(before) = at.checked_sub(1) else {
            return true;
        };
        at = before;
        match tokens[at].kind {
            Kind::Word(Word::From) => {
                return tokens[at.saturating_sub(2)..at]
                    .iter()
                    .any(|t| matches!(t.kind, Kind::Word(Word::Range | Word::Interval)));
            }
            Kind::Word(Word::Rise | Word::Fall | Word::Move) => return false,
            Kind::Word(Word::About) | Kind::About => {}
            _ => return true,
        }
    }
    true
}

impl Shape {
    fn interval(&self, lexed: &Lexed, context: Context) -> Option<Interval> {
        let mut low = lexed.numbers[self.low as usize].clone();
        let mut high = lexed.numbers[self.high as usize].clone();
        let plain = |n: &Number| n.role == NumberRole::Quantity || n.role == NumberRole::Level;
        if !plain(&low)
            || !plain(&high)
            || (low.role == NumberRole::Level && self.form != Form::Between)
        {
            return None;
        }
        let stated = context.level.is_some() || context.about_intervals;
        let small = |n: &Number| {
            n.exact.is_some_and(|v| (0..100).contains(&v)) && n.unit == NumberUnit::None
        };
        let accepted = match self.form {
            Form::Square | Form::Between => stated || !(small(&low) && small(&high)),
            Form::PlusMinus => true,
            Form::Round | Form::To | Form::Dash => stated,
        };
        if !accepted {
            return None;
        }
        let mut estimate = self.estimate.map(|n| lexed.numbers[n as usize].clone());
        let mut half_width = None;
        if self.form == Form::PlusMinus {
            let half = high.clone();
            let share = half.unit == NumberUnit::Percent && low.unit != NumberUnit::Percent;
            let width = if share { libm::fabs(low.value) * half.value / 100.0 } else { half.value };
            (high.value, high.exact) = (low.value + width, None);
            (high.span, high.unit) = (half.span, low.unit);
            (low.value, low.exact) = (low.value - width, None);
            half_width = Some(half);
        } else {
            estimate = estimate.filter(|e| e.role == NumberRole::Quantity);
            share_unit(&mut low, &high);
        }
        let level = context.level.filter(|(_, span)| *span != low.span && *span != high.span);
        Some(Interval {
            span: self.span,
            low,
            high,
            level_percent: level.map(|(value, _)| value),
            estimate,
            half_width,
        })
    }
}

/// Gives the first bound the unit that only the second one shows: `5–7%`, `4.1–4.8 million`.
fn share_unit(low: &mut Number, high: &Number) {
    if low.unit == NumberUnit::None
        && matches!(high.unit, NumberUnit::Percent | NumberUnit::PercentagePoint)
    {
        low.unit = high.unit;
    }
    let scale = [1e3, 1e6, 1e9, 1e12]
        .into_iter()
        .rev()
        .find(|s| high.half_ulp >= 0.0005 * s && high.value >= *s);
    if let Some(scale) = scale
        && high.exact.is_none()
        && low.value.abs() < 1_000.0
        && low.value * scale <= high.value * 1.000_001
    {
        low.value *= scale;
        low.half_ulp *= scale;
        low.exact = None;
    }
}

#[cfg(test)]
mod tests {
    use super::super::Answer;

    fn check(text: &str, expected: &[(f64, f64, Option<f64>)]) {
        let answer = Answer::parse(text);
        let found: Vec<_> = answer
            .intervals
            .iter()
            .map(|i| {
                let round = |v: f64| (v * 1e6).round() / 1e6;
                (round(i.low.value), round(i.high.value), i.level_percent)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn forms() {
        check("90% confidence interval: [7.44, 7.60]", &[(7.44, 7.6, Some(90.0))]);
        check("The 95 % CI is (7.44, 7.60).", &[(7.44, 7.6, Some(95.0))]);
        check("7.52 (90% CI: 7.44 to 7.60)", &[(7.44, 7.6, Some(90.0))]);
        check("with 90% confidence between 4.1M and 4.8M", &[(4.1e6, 4.8e6, Some(90.0))]);
        check("the range is 4.1–4.8 million", &[(4.1e6, 4.8e6, None)]);
        check("The interval 5–7%, at a confidence level of 90%", &[(5.0, 7.0, Some(90.0))]);
        check("7.52 ± 0.08", &[(7.44, 7.6, None)]);
        check("4,000,000 ± 5%", &[(3_800_000.0, 4_200_000.0, None)]);
        check("ranging from 4.1 to 4.8 in the forecast range", &[(4.1, 4.8, None)]);
        check("[98.656%, 98.704%]", &[(98.656, 98.704, None)]);
    }

    #[test]
    fn no_intervals() {
        check("rose from 4.1 to 4.8", &[]);
        check("see [1, 2]", &[]);
        check("f(1, 2)", &[]);
        check("between 2024-01-02 and 2025-02-09", &[]);
        check("5 - 3 = 2 in the range", &[]);
        check("1.645 × 0.05 ± 0.1 × 3", &[]);
    }
}
