//! Brings a walked expression into postfix order.

use crate::parse::NumberUnit;
use crate::parse::lex::Lexed;

use super::{Item, Op, Traits};

/// Recounts what the kept items hold, for the walk may have gone further than it kept.
pub(super) fn summarise(lexed: &Lexed, items: &[Item], traits: &mut Traits) {
    traits.operations = 0;
    traits.figures = 0;
    traits.unknown = false;
    traits.additive = true;
    traits.percent = false;
    traits.divides = false;
    traits.plus_minus = false;
    traits.times_hundred = false;
    let hundred = |item: Option<&Item>| match item {
        Some(Item::Operand(Op::Number(index))) => {
            let number = &lexed.numbers[*index as usize];
            number.exact == Some(100) && number.unit == NumberUnit::None
        }
        _ => false,
    };
    for (at, item) in items.iter().enumerate() {
        match item {
            Item::Operand(Op::Unknown) => traits.unknown = true,
            Item::Operand(op) => {
                traits.figures += 1;
                if let Op::Number(index) = op {
                    let unit = lexed.numbers[*index as usize].unit;
                    traits.percent |=
                        matches!(unit, NumberUnit::Percent | NumberUnit::PercentagePoint);
                }
            }
            Item::Binary(op) => {
                traits.operations += 1;
                traits.additive &= matches!(op, Op::Add | Op::Subtract | Op::PlusMinus);
                traits.divides |= *op == Op::Divide;
                traits.plus_minus |= *op == Op::PlusMinus;
                if *op == Op::Multiply
                    && (hundred(items.get(at + 1)) || (at > 0 && hundred(items.get(at - 1))))
                {
                    traits.times_hundred = true;
                }
            }
            Item::Prefix(Op::Negate) | Item::Open | Item::Close => {}
            Item::Postfix(Op::Percent) => traits.percent = true,
            Item::Prefix(_) | Item::Postfix(_) => {
                traits.operations += 1;
                traits.additive = false;
            }
        }
    }
    traits.additive &= traits.operations > 0;
    // "(5-7)/2" is none.
    traits.range &= traits.operations == 1;
}

pub(super) fn precedence(item: Item) -> u8 {
    match item {
        Item::Binary(Op::PlusMinus) => 1,
        Item::Binary(Op::Add | Op::Subtract) => 2,
        Item::Binary(Op::Multiply | Op::Divide | Op::Of) => 3,
        Item::Prefix(Op::Negate) => 4,
        Item::Binary(Op::Power) => 5,
        Item::Prefix(_) => 6,
        _ => 0,
    }
}

/// Brings well-formed items into postfix order (Dijkstra's shunting yard).
pub(super) fn postfix(items: &[Item], operators: &mut Vec<Item>, code: &mut Vec<Op>) {
    operators.clear();
    let pop = |item: Item, code: &mut Vec<Op>| {
        if let Item::Binary(op) | Item::Prefix(op) = item {
            code.push(op);
        }
    };
    for item in items {
        match *item {
            Item::Operand(op) | Item::Postfix(op) => code.push(op),
            Item::Prefix(_) | Item::Open => operators.push(*item),
            Item::Binary(op) => {
                let own = precedence(*item);
                while let Some(top) = operators.last().copied() {
                    let above = precedence(top);
                    if top == Item::Open || above < own || (above == own && op == Op::Power) {
                        break;
                    }
                    operators.pop();
                    pop(top, code);
                }
                operators.push(*item);
            }
            Item::Close => {
                while let Some(top) = operators.pop() {
                    if top == Item::Open {
                        break;
                    }
                    pop(top, code);
                }
            }
        }
    }
    while let Some(top) = operators.pop() {
        pop(top, code);
    }
}
