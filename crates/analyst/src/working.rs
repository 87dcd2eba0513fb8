//! Worked lines: a formula with its numbers written in, reduced step by step.
//!
//! A reader checks each step from the numbers that stand there. So every step is computed from
//! its displayed operands, whole numbers stay exact, and the digits shown in between are raised
//! until the displayed steps lead to the very result that the unrounded ones give.

use crate::formula::{Expr, Op};
use crate::prompt::{Calculation, Prompt};
use crate::quantity::{self, Quantity, Unit};

/// A calculation, worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Its name.
    pub name: String,
    /// What it is called in words.
    pub label: String,
    /// The steps in order: numbers written in, then each reduction; the result is not among them.
    pub steps: Vec<String>,
    /// The result as displayed.
    pub value: Quantity,
    /// Whether the result shows all its digits.
    pub exact: bool,
    /// The formula it came from.
    pub formula: Expr,
}

/// A step's number: what is displayed and what it is worth.
#[derive(Clone, Debug, PartialEq)]
struct Leaf {
    value: f64,
    text: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Leaf(Leaf),
    Binary(Box<Node>, Op, Box<Node>),
    Root(Box<Node>),
    Ln(Box<Node>),
}

/// Works out a prompt's calculations in their order, each from the displayed results before it.
///
/// What cannot be computed (a figure is missing, a division by zero) is left out; `significant` is
/// the least number of significant digits of a result.
pub fn solve(prompt: &Prompt, significant: i32) -> Vec<Solution> {
    let mut solved: Vec<Solution> = Vec::with_capacity(prompt.calculations.len());
    for calculation in &prompt.calculations {
        if let Some(solution) = solve_one(prompt, calculation, &solved, significant) {
            solved.push(solution);
        }
    }
    solved
}

fn solve_one(
    prompt: &Prompt,
    calculation: &Calculation,
    solved: &[Solution],
    significant: i32,
) -> Option<Solution> {
    let start = substitute(&calculation.formula, prompt, solved)?;
    let exact = evaluate(&start);
    if !exact.is_finite() {
        return None;
    }
    let unit = &calculation.unit;
    let decimals = exact_decimals(&start, exact, unit).or_else(|| whole(&start, exact, unit));
    let value = quantity::result(exact, unit, significant, decimals);
    let mut steps = Vec::new();
    for digits in 5..=11 {
        steps.clear();
        let mut node = start.clone();
        loop {
            let text = write(&node, 0);
            if steps.last() != Some(&text) {
                steps.push(text);
            }
            match &node {
                Node::Leaf(_) => break,
                _ if is_last(&node) => break,
                _ => node = reduce(&node, digits),
            }
        }
        let reached = evaluate(&node);
        let shown = quantity::result(reached, unit, significant, decimals);
        if shown.text == value.text {
            break;
        }
    }
    // A formula that is one number has no step to show beside its result.
    if steps.len() == 1 && steps[0] == value.text {
        steps.clear();
    }
    let whole = (value.operand() - exact).abs() <= exact.abs() * 1e-12;
    Some(Solution {
        exact: whole,
        name: calculation.name.clone(),
        label: calculation.label.clone(),
        steps,
        value,
        formula: calculation.formula.clone(),
    })
}

fn substitute(expr: &Expr, prompt: &Prompt, solved: &[Solution]) -> Option<Node> {
    let shown = |quantity: &Quantity| {
        Node::Leaf(Leaf { value: quantity.operand(), text: quantity.bare().replace('-', "−") })
    };
    Some(match expr {
        Expr::Metric(name) => shown(&prompt.figure(name)?.value),
        Expr::MetricOn(name, date) => shown(prompt.earlier(name, *date)?),
        Expr::Result(name) => shown(&solved.iter().find(|s| s.name == *name)?.value),
        Expr::Number(value) => Node::Leaf(Leaf { value: *value, text: number(*value) }),
        Expr::Root(inner) => Node::Root(Box::new(substitute(inner, prompt, solved)?)),
        Expr::Ln(inner) => Node::Ln(Box::new(substitute(inner, prompt, solved)?)),
        Expr::Binary(left, op, right) => Node::Binary(
            Box::new(substitute(left, prompt, solved)?),
            *op,
            Box::new(substitute(right, prompt, solved)?),
        ),
    })
}

/// Writes a number of the formula itself as it stands there, with grouped thousands.
fn number(value: f64) -> String {
    let text = format!("{value}");
    let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
    quantity::plain(value, decimals)
}

fn evaluate(node: &Node) -> f64 {
    match node {
        Node::Leaf(leaf) => leaf.value,
        Node::Binary(left, op, right) => op.apply(evaluate(left), evaluate(right)),
        Node::Root(inner) => libm::sqrt(evaluate(inner)),
        Node::Ln(inner) => libm::log(evaluate(inner)),
    }
}

/// Whether only products and quotients of numbers, or one other operation, are left to do.
fn is_last(node: &Node) -> bool {
    match node {
        Node::Leaf(_) => true,
        Node::Binary(left, Op::Times | Op::Over, right)
            if matches!(**left, Node::Binary(_, Op::Times | Op::Over, _)) =>
        {
            is_last(left) && is_number(right)
        }
        Node::Binary(left, op, right) => {
            matches!(**left, Node::Leaf(_)) && (is_number(right) || is_exponent(*op, right))
        }
        Node::Root(inner) | Node::Ln(inner) => matches!(**inner, Node::Leaf(_)),
    }
}

/// A number as it is written, powers of ten such as 10^9 included.
fn is_number(node: &Node) -> bool {
    match node {
        Node::Leaf(_) => true,
        Node::Binary(base, Op::Power, exponent) => {
            matches!((&**base, &**exponent), (Node::Leaf(base), Node::Leaf(_)) if base.value == 10.0)
        }
        _ => false,
    }
}

/// An exponent such as 1 / 7 stays as it is: written as a decimal it would only lose digits.
fn is_exponent(op: Op, right: &Node) -> bool {
    op == Op::Power
        && matches!(right, Node::Binary(left, Op::Over, right)
            if matches!((&**left, &**right), (Node::Leaf(_), Node::Leaf(_))))
}

/// Does the operations whose operands are all known.
fn reduce(node: &Node, digits: i32) -> Node {
    if is_last(node) && !is_number(node) {
        return Node::Leaf(intermediate(node, digits));
    }
    match node {
        Node::Leaf(_) => node.clone(),
        Node::Binary(left, op, right) => {
            let right =
                if is_exponent(*op, right) { (**right).clone() } else { reduce(right, digits) };
            Node::Binary(Box::new(reduce(left, digits)), *op, Box::new(right))
        }
        Node::Root(inner) => Node::Root(Box::new(reduce(inner, digits))),
        Node::Ln(inner) => Node::Ln(Box::new(reduce(inner, digits))),
    }
}

fn intermediate(node: &Node, digits: i32) -> Leaf {
    if let Node::Leaf(leaf) = node {
        return leaf.clone();
    }
    let value = evaluate(node);
    let mut decimals = exact_decimals(node, value, &Unit::Plain)
        .filter(|exact| *exact <= 8)
        .unwrap_or_else(|| quantity::decimals_for(value, digits));
    // Differences from one keep the digits that matter after the one is taken away.
    if (0.5..2.0).contains(&value.abs()) && decimals < digits as usize {
        decimals = decimals.max(if matches!(node, Node::Binary(_, Op::Plus | Op::Minus, _)) {
            decimals
        } else {
            digits as usize
        });
    }
    let mut text = quantity::plain(value, decimals);
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    // Cents are written as two digits.
    if in_dollars(node) && text.rsplit_once('.').is_some_and(|(_, cents)| cents.len() == 1) {
        text.push('0');
    }
    let shown = quantity::read_plain(&text);
    if in_dollars(node) {
        text = match text.strip_prefix('−') {
            Some(digits) => format!("−${digits}"),
            None => format!("${text}"),
        };
    }
    Leaf { value: shown, text }
}

/// How many decimals write the result of one operation without rounding, where that is few: sums
/// and differences of displayed numbers, products of whole numbers.
fn exact_decimals(node: &Node, value: f64, unit: &Unit) -> Option<usize> {
    let Node::Binary(left, op, right) = node else { return None };
    let (left, right) = (operand_decimals(left)?, operand_decimals(right)?);
    let decimals = match op {
        Op::Plus | Op::Minus => left.max(right),
        Op::Times if left == 0 && right == 0 => 0,
        _ => return None,
    };
    // More digits than a double holds are not exact, and small prices keep their own.
    let most = if *unit == Unit::Plain && value.abs() >= 1_000.0 { 2 } else { 8 };
    (decimals <= most && value.abs() < 9e15).then_some(decimals)
}

/// A share of a number of things is a number of things: no decimals, unless they still matter.
fn whole(node: &Node, value: f64, unit: &Unit) -> Option<usize> {
    let Node::Binary(left, Op::Times, right) = node else { return None };
    let counted = operand_decimals(left) == Some(0) && matches!(**left, Node::Leaf(_));
    let shared = !matches!(**right, Node::Leaf(_));
    (*unit == Unit::Plain && counted && shared && value.abs() >= 30.0).then_some(0)
}

/// Whether a value is an amount of dollars: sums of dollars, and dollars times or over a number.
fn in_dollars(node: &Node) -> bool {
    match node {
        Node::Leaf(leaf) => leaf.text.contains('$'),
        Node::Binary(left, Op::Plus | Op::Minus | Op::Times, right) => {
            in_dollars(left) || in_dollars(right)
        }
        Node::Binary(left, Op::Over, right) => in_dollars(left) && !in_dollars(right),
        _ => false,
    }
}

fn operand_decimals(node: &Node) -> Option<usize> {
    match node {
        Node::Leaf(leaf) => {
            let percent = leaf.text.ends_with('%');
            let decimals =
                leaf.text.trim_end_matches('%').split_once('.').map_or(0, |(_, d)| d.len());
            Some(if percent { decimals + 2 } else { decimals })
        }
        // A sum of sums is exact too.
        Node::Binary(left, Op::Plus | Op::Minus, right) => {
            Some(operand_decimals(left)?.max(operand_decimals(right)?))
        }
        _ => None,
    }
}

fn write(node: &Node, outer: u8) -> String {
    match node {
        Node::Leaf(leaf) => {
            if leaf.text.starts_with('−') && outer > 0 {
                format!("({})", leaf.text)
            } else {
                leaf.text.clone()
            }
        }
        Node::Root(inner) => format!("√({})", write(inner, 0)),
        Node::Ln(inner) => format!("ln({})", write(inner, 0)),
        Node::Binary(left, op, right) => {
            let own = op.binding();
            let (sign, right_outer) = match op {
                Op::Plus => (" + ", own),
                Op::Minus => (" − ", own + 1),
                Op::Times => (" × ", own),
                Op::Over => (" / ", own + 1),
                Op::Power => ("^", own + 1),
            };
            let left_outer = if *op == Op::Power { own + 1 } else { own };
            // A negative number needs no parentheses where nothing stands before it.
            let first = match &**left {
                Node::Leaf(leaf) if *op != Op::Power => leaf.text.clone(),
                left => write(left, left_outer),
            };
            let text = format!("{first}{sign}{}", write(right, right_outer));
            if own < outer { format!("({text})") } else { text }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn lines(text: &str) -> Vec<String> {
        let prompt = Prompt::read(text).unwrap();
        solve(&prompt, 3)
            .iter()
            .map(|s| format!("{}: {} = {}", s.name, s.steps.join(" = "), s.value.text))
            .collect()
    }

    #[test]
    fn works_a_whole_prompt() {
        assert_eq!(
            lines(samples::GROWTH),
            [
                "txn_growth: (1,187,055 − 1,127,284) / 1,127,284 = 59,771 / 1,127,284 = 5.30%",
                "daily_pace: (1,187,055 / 1,127,284)^(1 / 7) − 1 = 1.05302^(1 / 7) − 1 = 1.00741 − 1 = 0.741%",
                "projected_value: (1,187,055 + 1,229,512.46) / 2 = 2,416,567.46 / 2 = 1,208,284",
                "standard_error: 72,345.10 × √(1 + 1 / 13) = 72,345.10 × √(1 + 0.076923) = 72,345.10 × √(1.076923) = 72,345.10 × 1.03775 = 75,076",
                "margin: 1.645 × 75,076 = 123,500",
                "interval_low: 1,208,284 − 123,500 = 1,084,784",
                "interval_high: 1,208,284 + 123,500 = 1,331,784",
            ]
        );
    }

    #[test]
    fn leaves_out_what_cannot_be_computed() {
        let text = samples::GROWTH.replace("| 1,127,284 |", "| 0 |");
        let names: Vec<String> =
            lines(&text).iter().filter_map(|l| Some(l.split_once(':')?.0.to_owned())).collect();
        assert_eq!(
            names,
            ["projected_value", "standard_error", "margin", "interval_low", "interval_high"]
        );
    }
}
