//! Statements in words: "rose from 100 to 112.7, a 12.7 % increase", "3 times as many as", "the
//! average of 3, 4 and 5 is 4".

mod apart;
mod compare;
mod counted;
mod days;
mod fold;
mod levels;
mod listed;
mod margin;
mod movement;
mod opened;
mod order;
mod outcome;
mod per;
mod quotients;
mod reached;
mod said;
mod share;
mod told;
mod versus;

use super::expression::{Op, Traits};
use super::lex::{Kind, Lexed, Relation, Token};
use super::statement::{Chain, Hedge, Segment, Side};
use super::word::Word;
use super::{NumberRole, NumberUnit, Span, Statement};

pub(crate) use compare::CompareForm;

/// What a statement in words claims, by the indices of its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Phrase {
    /// A change from one value to another.
    Change {
        /// The earlier value.
        from: u32,
        /// The later value.
        to: u32,
        /// The claimed change.
        by: u32,
        /// How the claim is worded.
        form: ChangeForm,
        /// Which way it is said to go.
        way: Way,
    },
    /// One value as a multiple of another.
    Multiple {
        /// The larger value.
        of: u32,
        /// The value it is compared with.
        base: u32,
        /// How many times.
        times: u32,
    },
    /// Two values beside each other.
    Compare {
        /// The value that is compared.
        a: u32,
        /// The value that it is compared with.
        b: u32,
        /// The claimed relation.
        claim: u32,
        /// What it claims.
        form: CompareForm,
        /// On which side of the second the first is said to lie.
        way: Way,
        /// Whether the two stand side by side, so that no other figure can be meant.
        paired: bool,
    },
    /// Which of two values is the larger.
    Order {
        /// The value that is compared.
        a: u32,
        /// The value that it is compared with.
        b: u32,
        /// On which side of the second the first is said to lie.
        way: Way,
    },
}

/// A direction that the words around a claim give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// "rose", "above", "more than".
    Up,
    /// "fell", "below", "less than".
    Down,
    /// None, or both.
    Unsaid,
}

/// How a change is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangeForm {
    /// As a share of the earlier value.
    Share,
    /// In the values' own unit.
    Amount,
    /// As a factor.
    Factor,
}

/// Words that make a percentage something other than the change between two values.
const RATES: [&str; 12] = [
    "daily",
    "weekly",
    "monthly",
    "annual",
    "annually",
    "annualized",
    "annualised",
    "compound",
    "compounded",
    "cagr",
    "yearly",
    "year-over-year",
];

/// Reads the statements in words and adds them in order.
pub(super) fn read(text: &str, lexed: &Lexed, found: &mut Vec<Statement>) {
    let reader = Reader { text, lexed, tokens: &lexed.tokens };
    let before = found.len();
    // Statements are large: each is moved once, and only where there is one.
    for at in lexed.hinges.iter().map(|at| *at as usize) {
        let statement = match lexed.tokens[at].kind {
            Kind::Word(Word::From) => {
                let movement = reader.movement(at);
                found.extend(movement.as_ref().and_then(|it| reader.also_as_share(at, it)));
                movement
                    .or_else(|| reader.comparison(at))
                    .or_else(|| reader.folded_from(at))
                    .or_else(|| reader.moved_from(at))
            }
            Kind::Relation(Relation::Arrow) => {
                let movement = reader.arrow(at);
                found.extend(movement.as_ref().and_then(|it| reader.also_as_share(at, it)));
                movement
            }
            Kind::Word(Word::Alters) => reader.fold(at),
            Kind::Word(Word::Versus) => reader.versus(at).or_else(|| reader.relative_to(at)),
            Kind::Word(Word::Gives) => reader
                .taken_together(at)
                .or_else(|| reader.gained_on(at))
                .or_else(|| reader.rate_on(at))
                .or_else(|| reader.grown(at)),
            Kind::Word(Word::Times | Word::Divided | Word::Multiplied)
                if at > 1
                    && matches!(
                        lexed.tokens[at - 1].kind,
                        Kind::Comma | Kind::Punctuation(b';')
                    ) =>
            {
                reader
                    .goes_on_with(at)
                    .or_else(|| reader.operated(at))
                    .or_else(|| reader.operated_on(at))
            }
            Kind::Word(Word::Times | Word::X) => reader
                .multiple(at)
                .or_else(|| reader.times_as_many(at))
                .or_else(|| reader.fold(at))
                .or_else(|| reader.operated_on(at)),
            Kind::Word(Word::Divided | Word::Multiplied | Word::Subtracted | Word::Added) => reader
                .operated(at)
                .or_else(|| reader.is_divided_by(at))
                .or_else(|| reader.operated_on(at))
                .or_else(|| reader.operated_first(at))
                .or_else(|| reader.carried_on(at))
                .or_else(|| reader.added_up(at))
                .or_else(|| reader.named(at)),
            Kind::Word(Word::Sum | Word::Difference | Word::Ratio | Word::Product | Word::Mean) => {
                found.extend(reader.named_share(at));
                reader
                    .named(at)
                    .or_else(|| reader.added_up(at))
                    .or_else(|| reader.of_each(at))
                    .or_else(|| reader.points_apart(at))
            }
            Kind::Word(Word::To) => {
                found.extend(reader.stepped(at));
                reader.taken_to(at).or_else(|| reader.to_the_power(at)).or_else(|| {
                    reader.is_word(at, 1, "relative").then(|| reader.relative_to(at))?
                })
            }
            // Without a figure near it, "of" holds nothing together.
            Kind::Word(Word::Of) if !reader.has_figure_near(at) => continue,
            Kind::Word(Word::Of) => reader
                .said_share(at)
                .or_else(|| reader.counted_of(at))
                .or_else(|| reader.fold(at.checked_sub(1)?)),
            Kind::Word(Word::Per) => reader.for_per(at),
            Kind::PlusMinus => {
                found.extend(reader.bounds_of_margin(at).into_iter().flatten());
                None
            }
            kind if compare::may_hold(kind) => None,
            _ => continue,
        };
        if let Some(statement) = statement {
            found.push(statement);
        } else if let Some(statement) = reader.comparison(at) {
            found.push(statement);
        }
    }
    reader.levels(found);
    if found.len() > before {
        found.sort_by_key(|s| (s.span, s.claim.span));
        found.dedup_by(|b, a| {
            b.claim.span == a.claim.span && b.chain.phrase.is_some() == a.chain.phrase.is_some()
        });
        drop_restated(found);
    }
}

/// "44,166 is 3.3% of 1,356,631" is read as `3.3% × 1,356,631 = 44,166` already: the share is
/// judged once.
fn drop_restated(found: &mut Vec<Statement>) {
    let is_part = |it: &Statement| {
        matches!(it.chain.phrase, Some(Phrase::Compare { form: CompareForm::Part, .. }))
    };
    let restated = |it: &Statement, other: &Statement| {
        other.chain.phrase.is_none()
            && other.span.start <= it.claim.span.start
            && it.claim.span.end <= other.span.end
    };
    // Sorted by their starts: what holds a claim starts at most a statement before it.
    if !found.iter().any(is_part) {
        return;
    }
    let keep: Vec<bool> = (0..found.len())
        .map(|at| {
            let near = at.saturating_sub(2)..(at + 3).min(found.len());
            !is_part(&found[at]) || !near.into_iter().any(|it| restated(&found[at], &found[it]))
        })
        .collect();
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}

struct Reader<'t, 'l> {
    text: &'t str,
    lexed: &'l Lexed,
    tokens: &'l [Token],
}

impl Reader<'_, '_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    fn is_operator(&self, at: usize) -> bool {
        self.kind(at).is_some_and(Kind::is_operator)
    }

    fn quantity(&self, at: usize) -> Option<u32> {
        match self.kind(at)? {
            Kind::Num(index) if self.lexed.numbers[index as usize].role == NumberRole::Quantity => {
                Some(index)
            }
            _ => None,
        }
    }

    /// Whether a figure stands right before a token or within a few behind it.
    fn has_figure_near(&self, at: usize) -> bool {
        /// As far as [`Reader::target`] looks.
        const REACH: usize = 10;
        let is_figure = |it: &Token| matches!(it.kind, Kind::Num(_));
        let end = (at + REACH).min(self.tokens.len());
        self.tokens[at.saturating_sub(1)..end].iter().any(is_figure)
    }

    /// Finds the quantity that starts within a few words after `at`.
    fn ahead(&self, at: usize, reach: usize) -> Option<(u32, usize)> {
        for next in at..at + reach {
            match self.kind(next)? {
                Kind::Num(_) => return self.quantity(next).map(|index| (index, next)),
                Kind::Word(
                    Word::Article
                    | Word::About
                    | Word::Other
                    | Word::Nearly
                    | Word::Over
                    | Word::Mean
                    | Word::Sum,
                )
                | Kind::Cite(_)
                | Kind::About
                | Kind::Name => {}
                _ => return None,
            }
        }
        None
    }

    fn change(
        &self,
        from: u32,
        to: u32,
        by_at: usize,
        first: usize,
        last: usize,
    ) -> Option<Statement> {
        self.is_change(by_at)?.then(|| self.change_stated(from, to, by_at, first, last))?
    }

    /// Whether a number or the words at its sides say that it is a change.
    fn is_change(&self, by_at: usize) -> Option<bool> {
        let number = &self.lexed.numbers[self.quantity(by_at)? as usize];
        let said = self.text[number.span.start..].starts_with('+')
            || matches!(self.kind(by_at + 1), Some(Kind::Word(Word::More | Word::Less)))
            || (by_at.saturating_sub(4)..by_at).any(|i| {
                matches!(
                    self.kind(i),
                    Some(Kind::Word(Word::Of | Word::By | Word::Rise | Word::Fall))
                )
            });
        // "29,256 transactions less"
        let counted = self.kind(by_at + 1) == Some(Kind::Word(Word::Other))
            && matches!(self.kind(by_at + 2), Some(Kind::Word(Word::More | Word::Less)))
            && self.kind(by_at + 3) != Some(Kind::Word(Word::Than));
        let factor = matches!(self.kind(by_at + 1), Some(Kind::Word(Word::X | Word::Times)));
        let rate = matches!(number.unit, NumberUnit::Percent | NumberUnit::PercentagePoint);
        Some(said || counted || factor || rate)
    }

    /// The change between two figures, where it is sure that the number gives it.
    fn change_stated(
        &self,
        from: u32,
        to: u32,
        by_at: usize,
        first: usize,
        last: usize,
    ) -> Option<Statement> {
        let by = self.quantity(by_at)?;
        let number = &self.lexed.numbers[by as usize];
        let factor = matches!(self.kind(by_at + 1), Some(Kind::Word(Word::X | Word::Times)));
        let form = match number.unit {
            NumberUnit::Percent => ChangeForm::Share,
            NumberUnit::PercentagePoint => ChangeForm::Amount,
            _ if factor => ChangeForm::Factor,
            _ => ChangeForm::Amount,
        };
        let rate = (by_at.saturating_sub(5)..(by_at + 4).min(self.tokens.len())).any(|i| {
            let timed = match self.tokens[i].kind {
                Kind::Word(Word::Per | Word::Mean) => true,
                Kind::Word(_) => self.is_rate(i),
                _ => false,
            };
            // "average daily growth of 0.8%" and "0.8% daily", not "daily transactions grew".
            let ahead = i > by_at
                || matches!(
                    self.kind(i + 1),
                    Some(Kind::Num(_) | Kind::Word(Word::Rise | Word::Fall | Word::Move))
                )
                || self.is_rate(i + 1);
            timed && ahead
        }) || self.kind(by_at + 1) == Some(Kind::Word(Word::Article))
            && self.kind(by_at + 2) == Some(Kind::Word(Word::Time));
        let (a, b) = (&self.lexed.numbers[from as usize], &self.lexed.numbers[to as usize]);
        // "from 4.1 to 4.5 million" leaves the first scale out.
        let scale = a.value != 0.0 && b.value / a.value > 900.0;
        let of_shares = a.unit == NumberUnit::Percent || b.unit == NumberUnit::Percent;
        let doubt = if rate {
            Some("the change may be a rate over time")
        } else if number.unit == NumberUnit::PercentagePoint && !of_shares {
            Some("its figures are no percentages")
        } else if scale {
            Some("a scale may be left out")
        } else {
            None
        };
        let hedge = self.hedge(by_at);
        let span = Span {
            start: (self.tokens[first].start as usize).min(number.span.start),
            end: (self.tokens[last].end as usize).max(number.span.end).max(b.span.end),
        };
        let way = self.way(first.min(by_at), by_at);
        Some(self.statement(Phrase::Change { from, to, by, form, way }, by, span, hedge, doubt))
    }

    /// Which way a change goes by the words at its sides: "fell 5% from", "a 5% decrease".
    fn way(&self, first: usize, by_at: usize) -> Way {
        let of = |at: usize| match self.kind(at) {
            Some(Kind::Word(Word::Rise)) => Some(Way::Up),
            Some(Kind::Word(Word::Fall)) => Some(Way::Down),
            _ => None,
        };
        let mut ways = [None; 3];
        ways[0] = of(by_at + 1);
        for (slot, start) in [(1, first), (2, by_at)] {
            // "fell sharply by about 5%", "a decrease of 5%"
            ways[slot] = (start.saturating_sub(4)..start)
                .rev()
                .take_while(|at| {
                    of(*at).is_some()
                        || matches!(
                            self.kind(*at),
                            Some(
                                Kind::About
                                    | Kind::Word(Word::By | Word::Of | Word::About | Word::Other)
                            )
                        )
                })
                .find_map(of);
        }
        let mut said = ways.into_iter().flatten();
        let Some(way) = said.next() else { return Way::Unsaid };
        if said.all(|it| it == way) { way } else { Way::Unsaid }
    }

    /// Whether a word starts a clause about something else.
    fn turns(&self, at: usize) -> bool {
        const TURNS: [&str; 8] =
            ["while", "with", "because", "since", "after", "when", "where", "so"];
        self.tokens.get(at).is_some_and(|it| it.is_one_of(&TURNS, self.text))
    }

    fn is_rate(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|it| it.is_one_of(&RATES, self.text))
    }

    fn hedge(&self, at: usize) -> Hedge {
        let before = |n: usize| at.checked_sub(n).and_then(|i| self.kind(i));
        match before(1) {
            Some(Kind::Word(Word::Over)) => Hedge::Over,
            Some(Kind::Word(Word::Under)) => Hedge::Under,
            Some(Kind::Word(Word::Nearly)) => Hedge::Nearly,
            Some(Kind::Word(Word::Than)) => match before(2) {
                Some(Kind::Word(Word::More)) => Hedge::Over,
                _ => Hedge::Under,
            },
            _ => Hedge::None,
        }
    }

    fn statement(
        &self,
        phrase: Phrase,
        claim: u32,
        span: Span,
        hedge: Hedge,
        doubt: Option<&'static str>,
    ) -> Statement {
        let segment = Segment {
            side: Side::Value(claim),
            span,
            code: (0, 0),
            traits: Traits { doubt, ..Traits::default() },
            hedge,
        };
        Statement {
            span,
            claim: self.lexed.numbers[claim as usize].clone(),
            chain: Chain { segments: vec![segment], phrase: Some(phrase), ..Chain::default() },
        }
    }

    /// A formula that words say, from its first token to its last, with the claim that they make of it.
    fn said_formula(
        &self,
        (first, last): (usize, usize),
        mut code: Vec<Op>,
        traits: Traits,
        claim: u32,
        hedge: Hedge,
    ) -> Statement {
        let length = code.len() as u32;
        code.push(Op::Number(claim));
        let number = &self.lexed.numbers[claim as usize];
        let span =
            Span { start: self.tokens[first].start as usize, end: self.tokens[last].end as usize };
        let formula =
            Segment { side: Side::Expression, span, code: (0, length), traits, hedge: Hedge::None };
        let value = Segment {
            side: Side::Value(claim),
            span: number.span,
            code: (length, length + 1),
            traits: Traits::default(),
            hedge,
        };
        let chain = Chain { segments: vec![formula, value], code, ..Chain::default() };
        Statement { span, claim: number.clone(), chain }
    }

    /// "900,000 users, 3 times as many as the 300,000 of B", "is 7.5 times the 592,966 users"
    fn multiple(&self, at: usize) -> Option<Statement> {
        let times_at = at.checked_sub(1)?;
        let times = self.quantity(times_at)?;
        let mut compared = false;
        let mut base = None;
        for next in at + 1..at + 9 {
            match self.kind(next)? {
                Kind::Num(_) => {
                    base = Some((self.quantity(next)?, next));
                    break;
                }
                Kind::Word(Word::As | Word::Than | Word::Article) => compared = true,
                Kind::Word(
                    Word::Many
                    | Word::More
                    | Word::Less
                    | Word::Other
                    | Word::Of
                    | Word::Pronoun
                    | Word::Margin
                    | Word::Sum,
                )
                | Kind::Cite(_)
                | Kind::Name => {}
                // "2.53 times the transactions of Bitcoin (469,138)"
                Kind::Open(b'(')
                    if compared && matches!(self.kind(next + 2), Some(Kind::Close(_))) => {}
                _ => return None,
            }
        }
        // "7,708,119 is 1.13 times 6,806,906", "… 15.6 times Bitcoin's 469,138"
        let direct = !compared
            && base.is_some_and(|(_, base_at)| {
                let between = self.tokens[at].end as usize..self.tokens[base_at].start as usize;
                let owned = self.text[between].trim_end();
                base_at == at + 1 || owned.ends_with("'s") || owned.ends_with("’s")
            });
        let (base, base_at) = base.filter(|_| compared || direct)?;
        let mut linked = false;
        for before in (times_at.saturating_sub(7)..times_at).rev() {
            match self.kind(before)? {
                Kind::Num(_) if linked => {
                    let of = self.quantity(before)?;
                    if direct {
                        return self.times((of, before), (base, base_at), (times, times_at));
                    }
                    let span = Span {
                        start: self.tokens[before].start as usize,
                        end: self.tokens[base_at].end as usize,
                    };
                    let phrase = Phrase::Multiple { of, base, times };
                    return Some(self.statement(phrase, times, span, self.hedge(times_at), None));
                }
                Kind::Word(Word::Is) => linked = true,
                // "Ethereum (1,187,055) processed 2.53 times"
                Kind::Close(_) if before + 3 > times_at && self.quantity(before - 1).is_some() => {
                    linked = true;
                }
                Kind::Comma | Kind::Relation(_) if !direct => linked = true,
                Kind::Word(
                    Word::Other | Word::About | Word::Over | Word::Nearly | Word::Article,
                )
                | Kind::Cite(_)
                | Kind::About => {}
                _ => return None,
            }
        }
        None
    }

    /// "dividing A by B gives C", "subtracting A from B leaves C"
    fn operated(&self, at: usize) -> Option<Statement> {
        if self.kind(at + 1) == Some(Kind::Word(Word::By)) {
            return None;
        }
        let (head, joins): (Word, &[Word]) = match self.kind(at)? {
            Kind::Word(Word::Divided) => (Word::Ratio, &[Word::By]),
            Kind::Word(Word::Multiplied) => (Word::Product, &[Word::By]),
            Kind::Word(Word::Subtracted) => (Word::Difference, &[Word::From]),
            _ => (Word::Sum, &[Word::To, Word::And]),
        };
        let that = self.is_one(at + 1, &["that", "this", "it"]);
        let (a, a_at) =
            if that { (self.result_before(at)?.0, at + 1) } else { self.target(at + 1)? };
        let joint = (a_at + 1..a_at + 5)
            .find(|i| matches!(self.kind(*i), Some(Kind::Word(word)) if joins.contains(&word)))?;
        let (b, b_at) = self.target(joint + 1)?;
        let mut operands = vec![a, b];
        let mut end = b_at + 1;
        // "multiply 1.645 by 36.6 percent and by 1.34 dollars"
        while joins == [Word::By].as_slice()
            && self.kind(end) == Some(Kind::Word(Word::And))
            && self.kind(end + 1) == Some(Kind::Word(Word::By))
            && let Some((next, next_at)) = self.ahead(end + 2, 4)
        {
            operands.push(next);
            end = next_at + 1;
        }
        while matches!(self.kind(end), Some(Kind::Word(Word::Other | Word::Each | Word::Dollars)))
            && !self.is_verb_of_outcome(end)
        {
            end += 1;
        }
        let claim_from = self.outcome(end)?;
        // "adding 4% to 8,106": the share is one of what it is added to.
        let percent = |it: u32| self.lexed.numbers[it as usize].unit == NumberUnit::Percent;
        let turned = head == Word::Difference || head == Word::Sum && percent(a) && !percent(b);
        if turned {
            operands.swap(0, 1);
        }
        self.computed(at, head, &operands, claim_from)
    }

    /// "the sum of A and B is C", "the average of A, B and C is D", "the ratio of A to B is C"
    fn named(&self, at: usize) -> Option<Statement> {
        let Kind::Word(head) = self.tokens[at].kind else {
            return None;
        };
        // "a total of" introduces a number of its own.
        let total = head == Word::Sum && self.tokens[at].end - self.tokens[at].start != 3;
        // "Adding up A, B and C gives D"
        let adds = head == Word::Added && self.is_word(at + 1, 0, "up");
        let head = if adds { Word::Sum } else { head };
        let opens = matches!(self.kind(at + 1), Some(Kind::Word(Word::Of | Word::Between)));
        if total || !opens && !adds {
            return None;
        }
        let mut operands = Vec::new();
        // "compared with the mean of 4.7507 BTC, 6.1715 BTC is …" lists nothing.
        let mut listed = false;
        let mut next = at + 2;
        let claim_from = loop {
            if next > at + 60 {
                return None;
            }
            match self.kind(next)? {
                Kind::Num(index) => {
                    // Two numbers need something between them.
                    let separated = operands.is_empty()
                        || (at + 2..next).rev().take(6).any(|i| {
                            matches!(
                                self.kind(i),
                                Some(Kind::Comma | Kind::Word(Word::And | Word::To))
                            )
                        });
                    if !separated {
                        return None;
                    }
                    operands.push(index);
                }
                Kind::Word(Word::And | Word::To) => listed = true,
                // "the spread between the high of 195.09 and the low of 185.40"
                Kind::Word(Word::Of | Word::Many | Word::Mean)
                    if head == Word::Difference
                        && self.kind(at + 1) == Some(Kind::Word(Word::Between)) => {}
                Kind::Word(Word::Other) if listed && self.is_verb_of_outcome(next) => {
                    break self.outcome(next)?;
                }
                Kind::Comma
                | Kind::Word(Word::Article | Word::Other | Word::About | Word::Time)
                | Kind::Cite(_) => {}
                Kind::Relation(_) | Kind::Word(Word::Is | Word::Gives) => {
                    break self.outcome(next)?;
                }
                // "Mean of 1,244,916, 1,330,807 and 1,127,284: 1,234,336"
                Kind::Punctuation(b':') if listed && self.quantity(next + 1).is_some() => {
                    break next + 1;
                }
                // "the gap between 342,090 and 333,466 (8,624)"
                Kind::Open(b'(')
                    if operands.len() == 2
                        && listed
                        && matches!(self.kind(next + 2), Some(Kind::Close(_)))
                        && self.quantity(next + 1).is_some_and(|it| self.is_telling(it)) =>
                {
                    break next + 1;
                }
                _ => return None,
            }
            next += 1;
        };
        if operands.len() == 2 && !listed {
            return None;
        }
        self.computed(at, head, &operands, claim_from)
    }

    /// Whether a figure in brackets is more than a year, a note or a count of few.
    fn is_telling(&self, index: u32) -> bool {
        let number = &self.lexed.numbers[index as usize];
        number.exact.is_none_or(|it| it >= 10 && !(1900..2100).contains(&it))
    }

    /// A calculation named by its head, with the claim that follows.
    fn computed(
        &self,
        at: usize,
        head: Word,
        operands: &[u32],
        claim_from: usize,
    ) -> Option<Statement> {
        let mut code = Vec::with_capacity(2 * operands.len() + 2);
        let hedged = (claim_from..claim_from + 2).find(|i| {
            !matches!(self.kind(*i), Some(Kind::Word(Word::More | Word::Less | Word::Than)))
        })?;
        let (claim, claim_at) = self.ahead(hedged, 4)?;
        let operated =
            self.is_operator(claim_at + 1) || self.kind(claim_at + 1) == Some(Kind::PlusMinus);
        let binary = matches!(head, Word::Difference | Word::Ratio);
        // "the spread between the two is 95% of cases"
        let of_other = self.percentage(claim_at).is_some()
            && self.kind(claim_at + 1) == Some(Kind::Word(Word::Of));
        if operated || of_other || operands.len() < 2 || (binary && operands.len() != 2) {
            return None;
        }
        for (index, operand) in operands.iter().enumerate() {
            code.push(Op::Number(*operand));
            if index > 0 {
                code.push(match head {
                    Word::Difference => Op::Subtract,
                    Word::Ratio => Op::Divide,
                    Word::Product => Op::Multiply,
                    _ => Op::Add,
                });
            }
        }
        if head == Word::Mean {
            code.push(Op::Whole(operands.len() as u16));
            code.push(Op::Divide);
        }
        let numbers = &self.lexed.numbers;
        let percent = operands.iter().any(|n| numbers[*n as usize].unit == NumberUnit::Percent);
        let end = self.tokens[claim_at].end as usize;
        let span = Span { start: self.tokens[at].start as usize, end };
        let length = code.len() as u32;
        let traits = Traits {
            operations: length / 2,
            figures: operands.len() as u32,
            additive: matches!(head, Word::Sum | Word::Difference),
            divides: matches!(head, Word::Ratio),
            percent,
            money: operands.iter().any(|n| numbers[*n as usize].unit == NumberUnit::Usd),
            units: true,
            doubt: None,
            ..Traits::default()
        };
        let expression =
            Segment { side: Side::Expression, span, code: (0, length), traits, hedge: Hedge::None };
        code.push(Op::Number(claim));
        let value = Segment {
            side: Side::Value(claim),
            span: numbers[claim as usize].span,
            code: (length, length + 1),
            traits: Traits::default(),
            hedge: self.hedge(claim_at),
        };
        let mut chain = Chain { segments: vec![expression, value], code, ..Chain::default() };
        // A difference is named without its sign.
        chain.around.fall = head == Word::Difference;
        Some(Statement { span, claim: numbers[claim as usize].clone(), chain })
    }
}
