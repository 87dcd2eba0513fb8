//! Results that are said again as percentages: "= 0.0361, which is 3.61%", "= 0.7419 → 74.19%",
//! "= 1.7419, i.e. a gain of 74.19%".

use crate::parse::expression::{Op, Traits};
use crate::parse::lex::{Kind, Relation};
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Span, Statement};

use super::{Chain, Hedge, Reader, Segment, Side};

/// The largest result that is said again as a percentage.
const LARGEST: f64 = 50.0;
/// How far from each other the two may be, as factors: others are about something else.
const ALIKE: std::ops::RangeInclusive<f64> = 0.85..=1.18;
/// The same for what ends a sentence behind "or".
const APART: std::ops::RangeInclusive<f64> = 0.5..=2.0;
/// How near to a power of ten their quotient is where only the point is misplaced.
const MISPLACED: f64 = 0.01;

impl Reader<'_> {
    /// Reads the percentage that follows a statement and says its result again; `next` is the first
    /// token behind the statement.
    pub(super) fn restated(&self, statement: &Statement, next: usize) -> Option<Statement> {
        let last = statement.chain.segments.last()?;
        let Side::Value(result) = last.side else { return None };
        let number = &self.lexed.numbers[result as usize];
        if let Some(share) = self.difference_as_share(statement, next) {
            return Some(share);
        }
        let computed = statement.chain.segments.iter().any(|it| it.traits.operations > 0);
        if !computed
            || number.unit != NumberUnit::None
            || number.exact.is_some()
            || number.value == 0.0
            || number.value.abs() > LARGEST
        {
            return None;
        }
        let said = self.said_again(next)?;
        let share = &self.lexed.numbers[said.number as usize];
        if share.unit != NumberUnit::Percent || share.value == 0.0 || !self.ends_share(said.at + 1)
        {
            return None;
        }
        let signed = self.text[share.span.start..].starts_with('+');
        // "= 0.0132, or 1.82%." can say nothing else.
        let alone =
            said.lead == Lead::Or && number.value.abs() < 1.0 && self.ends_sentence(said.at + 1);
        let alike = |value: f64| {
            let off = (share.value / value).abs();
            ALIKE.contains(&off) || alone && APART.contains(&off)
        };
        let gain = (number.value - 1.0) * 100.0;
        let whole = number.value * 100.0;
        // "= 1.127, i.e. 17.7% above"
        let above = said.lead == Lead::IdEst
            && matches!(
                self.kind(said.at + 1),
                Some(Kind::Word(Word::Over | Word::Under | Word::More | Word::Less))
            );
        // "= 0.0539, so 8.4% above the mean"
        let follows = said.lead == Lead::So
            && number.value.abs() < 0.5
            && statement.chain.segments.iter().any(|it| it.traits.divides)
            && (self.ends_sentence(said.at + 1)
                || matches!(self.kind(said.at + 1), Some(Kind::Word(Word::Over | Word::Under))))
            && APART.contains(&(share.value / whole).abs());
        // "0.9399, or 6.01% for the other" is what is left, and no fall.
        let under = matches!(self.kind(said.at + 1), Some(Kind::Word(Word::Under | Word::Less)));
        let left = gain < 0.0 && share.value > 0.0 && !said.falls && !(above && under);
        let of_gain = (alike(gain) || above && APART.contains(&(share.value / gain).abs()))
            && !left
            && (said.moved || signed || !alike(whole));
        // "98.80 − 98.45 = 0.35 (0.35%)" takes one percentage from another.
        let divides = statement.chain.segments.iter().any(|it| it.traits.divides);
        let misplaced = divides && number.value.abs() < 1.0 && is_misplaced(share.value / whole);
        // "= 0.0132, so 1.5% more than" is no share of anything here.
        let more = matches!(self.kind(said.at + 1), Some(Kind::Word(Word::More | Word::Less)));
        let of_whole = alike(whole) && !said.moved && !above && !more || follows && !of_gain;
        if !of_gain && !of_whole && !misplaced {
            return None;
        }
        let mut code = vec![Op::Number(result)];
        let mut side = Side::Value(result);
        let mut traits = Traits { figures: 1, ..Traits::default() };
        if of_gain {
            code.extend([Op::Whole(1), Op::Subtract]);
            side = Side::Expression;
            traits.operations = 1;
            traits.additive = true;
        }
        let formula = Segment { side, span: number.span, code: (0, 0), traits, hedge: Hedge::None };
        let falls = said.falls || above && under;
        Some(self.as_share(statement, formula, code, &said, falls))
    }

    /// The statement of a formula, whose code begins that of the statement, and the percentage that says
    /// it again.
    fn as_share(
        &self,
        statement: &Statement,
        formula: Segment,
        code: Vec<Op>,
        said: &Said,
        falls: bool,
    ) -> Statement {
        let share = &self.lexed.numbers[said.number as usize];
        let length = code.len() as u32;
        let mut chain = Chain { code, ..Chain::default() };
        chain.code.push(Op::Number(said.number));
        chain.segments.push(Segment { code: (0, length), ..formula });
        chain.segments.push(Segment {
            side: Side::Value(said.number),
            span: share.span,
            code: (length, length + 1),
            traits: Traits { figures: 1, ..Traits::default() },
            hedge: if said.about { Hedge::About } else { Hedge::None },
        });
        chain.around = statement.chain.around;
        chain.around.fall |= falls;
        let span = Span { start: formula.span.start, end: share.span.end };
        Statement { span, claim: share.clone(), chain }
    }

    /// "1,330,807 − 1,171,706 = 159,101 (+13.6%)", "230.00 − 192.09 = 37.91, or 16.5%": a difference said again
    /// as a share of what it is taken from.
    fn difference_as_share(&self, statement: &Statement, next: usize) -> Option<Statement> {
        let [formula, _] = &statement.chain.segments[..] else { return None };
        let code = statement.chain.code.get(formula.code.0 as usize..formula.code.1 as usize)?;
        let [Op::Number(a), Op::Number(b), Op::Subtract] = *code else { return None };
        let said = self.said_again(next)?;
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let share = number(said.number);
        let percent = |it: u32| number(it).unit == NumberUnit::Percent;
        let bracketed = self.kind(next) == Some(Kind::Open(b'('))
            && matches!(self.kind(said.at + 1), Some(Kind::Close(_)));
        let ends = bracketed || said.lead != Lead::Other && self.ends_sentence(said.at + 1);
        if !percent(said.number) || percent(a) || share.value == 0.0 || !ends {
            return None;
        }
        let change = |base: u32| (number(a).value - number(b).value) / number(base).value * 100.0;
        let fits = |base: u32| {
            let off = (change(base).abs() - share.value.abs()).abs();
            off <= share.half_ulp * 1.01 + change(base).abs() * 0.002
        };
        let text = &self.text[share.span.start..];
        let signed = text.starts_with(['+', '-', '−', '–']);
        let base = match (fits(b), fits(a)) {
            (true, _) => b,
            (_, true) => a,
            // "… = 37.91 (26.5% of the range)" has other bases; a sign has none.
            _ if (signed || said.lead == Lead::Or)
                && APART.contains(&(share.value / change(b)).abs()) =>
            {
                b
            }
            _ => return None,
        };
        let code = vec![Op::Number(a), Op::Number(b), Op::Subtract, Op::Number(base), Op::Divide];
        let formula = Segment {
            side: Side::Expression,
            span: Span { start: statement.span.start, end: share.span.end },
            code: (0, 0),
            traits: Traits { operations: 2, figures: 3, divides: true, ..Traits::default() },
            hedge: Hedge::None,
        };
        // "230.00 − 192.09 = 37.91 (−16.5%)" is told from the later figure.
        Some(self.as_share(statement, formula, code, &said, true))
    }

    /// The number behind words or marks that say something again.
    fn said_again(&self, from: usize) -> Option<Said> {
        /// How many tokens may stand before it.
        const REACH: usize = 11;
        let mut said = Said {
            number: 0,
            at: from,
            lead: Lead::Other,
            about: false,
            moved: false,
            falls: false,
        };
        let mut led = false;
        for at in from..from + REACH {
            match self.kind(at)? {
                Kind::Num(number) => {
                    return led.then_some(Said { number, at, ..said });
                }
                Kind::Relation(Relation::Arrow) if at == from => led = true,
                // "= 0.940 (6.0% below average)"
                Kind::Open(b'(') if at == from => {
                    led = true;
                    if (from + 2..from + 6)
                        .take_while(|it| !matches!(self.kind(*it), Some(Kind::Num(_))))
                        .any(|it| matches!(self.kind(it), Some(Kind::Close(_))))
                    {
                        said.lead = Lead::IdEst;
                    }
                }
                Kind::Comma if at == from => {}
                Kind::Word(Word::Or | Word::Is | Word::Pronoun) => {
                    led = true;
                    if self.kind(at) == Some(Kind::Word(Word::Or)) {
                        said.lead = Lead::Or;
                    }
                }
                Kind::Word(Word::Clause) if self.is_one_of(at, &["which", "so"]) => {
                    led = true;
                    if self.is_one_of(at, &["so"]) {
                        said.lead = Lead::So;
                    }
                }
                // "= 0.1805. So growth was 18.05%."
                Kind::Stop(b'.')
                    if at == from
                        && matches!(self.kind(at + 1), Some(Kind::Word(Word::Clause)))
                        && self.is_one_of(at + 1, &["so", "thus", "hence", "therefore"]) => {}
                Kind::Word(Word::Other)
                    if led
                        && said.lead == Lead::So
                        && self.is_one_of(at, &["that's", "change", "rate", "return", "share"]) => {
                }
                // "i.e."
                Kind::Word(Word::Other | Word::E) if self.is_one_of(at, &["i", "e", "ie"]) => {
                    led = true;
                    said.lead = Lead::IdEst;
                }
                Kind::Stop(b'.') if led && self.is_one_of(at - 1, &["i", "e"]) => {}
                Kind::About | Kind::Word(Word::About) | Kind::Relation(Relation::About) => {
                    said.about = true;
                }
                Kind::Word(Word::Rise | Word::Move) => said.moved = true,
                Kind::Word(Word::Fall) => (said.moved, said.falls) = (true, true),
                Kind::Word(Word::Article | Word::Of) => {}
                _ => return None,
            }
        }
        None
    }

    pub(super) fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|it| it.is_one_of(words, self.text))
    }

    fn ends_sentence(&self, at: usize) -> bool {
        matches!(self.kind(at), None | Some(Kind::Stop(_) | Kind::Break | Kind::Newline))
    }

    /// Whether a percentage ends before a token: "3.61%.", but "3.61% of the mean", "3.61% × 7".
    fn ends_share(&self, at: usize) -> bool {
        self.kind(at).is_none_or(|it| {
            it.ends_clause()
                || matches!(
                    it,
                    Kind::Word(
                        Word::And
                            | Word::Clause
                            | Word::Rise
                            | Word::Fall
                            | Word::More
                            | Word::Over
                            | Word::Under
                            | Word::Less
                    )
                )
        })
    }
}

/// What leads to a number that says something again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// "or".
    Or,
    /// "i.e."
    IdEst,
    /// "so".
    So,
    /// A sign, a bracket, another word.
    Other,
}

/// A number by which something is said again.
struct Said {
    number: u32,
    /// Its token.
    at: usize,
    /// What leads to it.
    lead: Lead,
    about: bool,
    /// Whether it is called a rise or fall.
    moved: bool,
    falls: bool,
}

/// Whether a quotient is a power of ten other than 1: "0.0361 (36.1%)".
fn is_misplaced(quotient: f64) -> bool {
    [0.001, 0.01, 0.1, 10.0, 100.0]
        .iter()
        .any(|power| (quotient.abs() / power - 1.0).abs() <= MISPLACED)
}
