//! Scales and sub-units that a statement may leave unsaid.

use crate::parse::{Segment, Side, Span};

use super::Judge;

/// How far around a statement the words of its scale may stand, in bytes.
const REACH: usize = 60;

impl Judge<'_, '_> {
    /// Returns the factors between units that stand in the statement, each way.
    ///
    /// Only what is named can have been converted: "68 cents" may be $0.68, "0.26 ETH" may be gwei.
    pub(super) fn scales(&self) -> Vec<f64> {
        let mut factors = Vec::new();
        let spans = self.chain.segments.iter().map(|s| s.span);
        let Some((start, end)) =
            spans.map(|s| (s.start, s.end)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        else {
            return factors;
        };
        let text = self.answer.text;
        let after = text.floor_char_boundary((end + REACH).min(text.len()));
        let tail = text.get(end..after).unwrap_or("");
        let tail = tail.split(['\n', ';', '=', '|']).next().unwrap_or("");
        let own = text.get(start..end).unwrap_or("");
        let mut add = |more: &[f64]| {
            for factor in more {
                if !factors.contains(factor) {
                    factors.extend([*factor, 1.0 / factor]);
                }
            }
        };
        // An apostrophe keeps the "t" of "don't" from being read as trillions.
        let letters = |c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’');
        // Behind the claim only its own unit counts.
        for word in own.split(letters).chain(tail.split(letters).filter(|w| !w.is_empty()).take(3))
        {
            match word.to_ascii_lowercase().as_str() {
                "cent" | "cents" => add(&[100.0]),
                "gwei" | "wei" | "eth" | "ether" => add(&[1e9, 1e18]),
                "sat" | "sats" | "satoshi" | "satoshis" | "btc" | "vb" | "vbyte" => add(&[1e8]),
                "near" | "yoctonear" => add(&[1e24]),
                "k" | "m" | "b" | "t" | "mm" | "mn" | "mio" | "bn" | "tn" | "thousand"
                | "thousands" | "million" | "millions" | "billion" | "billions" | "trillion"
                | "trillions" | "meth" | "mbtc" | "mnear" | "kilo" | "mega" | "mgas" | "tgas"
                | "ggas" | "kb" | "mb" | "gb" | "tb" | "kwh" | "mwh" => {
                    add(&[1e3, 1e6, 1e9, 1e12]);
                }
                word if word.starts_with(['µ', 'μ']) => add(&[1e3, 1e6, 1e9]),
                _ => {}
            }
        }
        if tail.contains('¢') {
            add(&[100.0]);
        }
        let before = text.floor_char_boundary(start.saturating_sub(REACH));
        let head = text.get(before..start).unwrap_or("");
        let head = head.rsplit(['\n', '.', ';']).next().unwrap_or("");
        if [
            "in million",
            "in thousand",
            "in billion",
            "(M)",
            "($M",
            "(k)",
            "(millions",
            "(thousands",
        ]
        .iter()
        .any(|scale| head.contains(scale))
        {
            add(&[1e3, 1e6, 1e9]);
        }
        factors
    }

    /// Whether a number stands before a single letter: `1.645 σ P` multiplies by what it names.
    pub(super) fn is_symbolic_product(&self, segment: &Segment) -> bool {
        let Side::Value(index) = segment.side else {
            return false;
        };
        if !segment.traits.units {
            return false;
        }
        let Some(Span { end, .. }) = self.number(index).map(|n| n.span) else {
            return false;
        };
        let mut rest =
            self.answer.text.get(end..).unwrap_or("").trim_start_matches([' ', '\u{202F}']).chars();
        let letter = rest.next().is_some_and(|c| {
            c.is_alphabetic()
                && !matches!(c, 'x' | 'X' | 'k' | 'K' | 'M' | 'B' | 's' | 'h' | 'd' | 'a')
        });
        // `1.60σ` at the end is a count of standard deviations.
        let more = rest.next().is_none_or(|c| !c.is_alphanumeric())
            && rest.find(|c| *c != ' ').is_some_and(|c| c.is_alphabetic() || c == '=');
        letter && more
    }
}
