//! Writes sentences from phrase banks with the figures of one prompt.

use crate::brief::{Brief, Earlier, grows};
use crate::dice::Dice;
use crate::lexicon;
use crate::measure;
use crate::spin::{capitalise, spin};
use crate::style::Style;
use crate::working::Solution;

/// Alternatives for one sentence, in the language of [`crate::spin`].
///
/// `<kind.name>` stands for something known: `v` the displayed value of a figure, `p` its
/// citation, `m` its noun with citation, `w` its noun; `r` a result, `rm` the result without its
/// sign, `q` the noun of a calculation, `e` and `d` the earlier value and day that a growth starts
/// from; `rose`, `higher`, `size` and the other words of [`crate::measure`] follow a result. `F`
/// stands for the metric the question turns on, `G` for its growth, `A` and `B` for the busier and
/// the quieter of two networks.
pub(crate) type Bank = &'static [&'static str];

/// The writer of one text.
pub(crate) struct Pen<'b> {
    pub(crate) dice: Dice,
    pub(crate) style: Style,
    pub(crate) brief: &'b Brief<'b>,
    /// How many citations of a hundred are written.
    pub(crate) cite: usize,
    used: Vec<*const u8>,
}

impl<'b> Pen<'b> {
    pub(crate) fn new(mut dice: Dice, brief: &'b Brief<'b>) -> Self {
        let style = Style::roll(&mut dice);
        Self { dice, style, brief, cite: 100, used: Vec::with_capacity(128) }
    }

    /// Writes a citation, or marks that it was left out, where this text cites less than it should.
    pub(crate) fn citation(&mut self, name: &str) -> Citation {
        cite(name, self.cite, &mut self.dice)
    }

    /// Writes a sentence of the bank that was not used before and whose figures are known.
    pub(crate) fn say(&mut self, bank: Bank) -> Option<String> {
        self.say_with(bank, &[])
    }

    /// Writes a sentence with a few names of its own.
    pub(crate) fn say_with(&mut self, bank: Bank, locals: &[(&str, String)]) -> Option<String> {
        self.phrase(bank, locals).map(|text| capitalise(&text))
    }

    /// Writes a phrase that starts no sentence.
    pub(crate) fn phrase(&mut self, bank: Bank, locals: &[(&str, String)]) -> Option<String> {
        let mut order: Vec<&'static str> = bank.to_vec();
        self.dice.shuffle(&mut order);
        // What was said before comes last: better said again than not at all.
        order.sort_by_key(|template| self.used.contains(&template.as_ptr()));
        for template in order {
            if let Some(text) = self.expand(template, locals) {
                self.used.push(template.as_ptr());
                return Some(text);
            }
        }
        None
    }

    /// Fills in a single phrase that is part of no bank.
    pub(crate) fn fill(&mut self, template: &str) -> Option<String> {
        self.expand(template, &[])
    }

    fn expand(&mut self, template: &str, locals: &[(&str, String)]) -> Option<String> {
        let (brief, style, share) = (self.brief, &self.style, self.cite);
        let text = spin(template, &mut self.dice, &mut |name, dice| {
            let mut cited = |metric: &str, dice: &mut Dice| cite(metric, share, dice);
            known(name, locals, brief, style, dice, &mut cited)
        });
        text.map(tidy).map(after_questions)
    }

    /// Appends a sentence of the bank, if one can be written.
    pub(crate) fn add(&mut self, to: &mut Vec<String>, bank: Bank) {
        to.extend(self.say(bank));
    }

    /// The names by which phrases speak of an earlier day.
    pub(crate) fn earlier_locals(&mut self, earlier: &Earlier) -> Vec<(&'static str, String)> {
        let mut locals = vec![
            ("day", self.style.date(earlier.date)),
            ("then", earlier.then.text.clone()),
            ("now", earlier.now.text.clone()),
            ("pct", percent(earlier.change)),
        ];
        for kind in ["rose", "rise", "higher", "above", "more", "up", "ly", "well", "size"] {
            let word = measure::word(kind, earlier.change).unwrap_or("");
            let text = spin(word, &mut self.dice, &mut |_, _| None).unwrap_or_default();
            locals.push((kind, text));
        }
        let noun = metric_noun(&earlier.metric, self.brief, &mut self.dice);
        let citation = self.citation(&earlier.metric);
        locals.push(("c", citation.in_place_of(&noun)));
        locals.push(("m", citation.behind(&noun)));
        locals.push(("w", noun));
        locals
    }

    /// Writes a result with the signs of this answer.
    pub(crate) fn signed(&self, text: &str) -> String {
        signed(text, &self.style)
    }

    /// Names a calculation in words.
    pub(crate) fn calculation_noun(&mut self, solution: &Solution) -> String {
        calculation_noun(&solution.name, self.brief, &mut self.dice)
            .unwrap_or_else(|| solution.label.clone())
    }
}

/// A citation, or the mark that one was left out.
///
/// The mark stays in the text until the end, so that what is missing can be told from what was
/// written and later thrown away.
pub(crate) enum Citation {
    Given(String),
    LeftOut(String),
}

impl Citation {
    /// The citation where it stands for the metric itself, which otherwise needs its noun.
    pub(crate) fn in_place_of(&self, noun: &str) -> String {
        match self {
            Self::Given(citation) => citation.clone(),
            Self::LeftOut(mark) => format!("{noun} {mark}"),
        }
    }

    /// The citation behind other words.
    pub(crate) fn behind(&self, text: &str) -> String {
        let (Self::Given(citation) | Self::LeftOut(citation)) = self;
        format!("{text} {citation}")
    }
}

/// Begin and end of the mark of a citation that was left out.
const MARK: [char; 2] = ['\u{e000}', '\u{e001}'];

fn cite(name: &str, share: usize, dice: &mut Dice) -> Citation {
    if share >= 100 || dice.chance(share) {
        Citation::Given(format!("[{name}]"))
    } else {
        Citation::LeftOut(format!("{}{name}{}", MARK[0], MARK[1]))
    }
}

/// Takes the marks of left-out citations from a text, and lists whose they were.
pub(crate) fn unmark(text: &str) -> (String, Vec<String>) {
    let mut names = Vec::new();
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once(MARK[0]) {
        clean.push_str(before.strip_suffix(' ').unwrap_or(before));
        let Some((name, after)) = marked.split_once(MARK[1]) else { break };
        names.push(name.to_owned());
        rest = after;
    }
    clean.push_str(rest);
    (clean, names)
}

/// Closes the gaps that left-out parts leave.
fn tidy(text: String) -> String {
    const GAPS: [&str; 7] = ["()", "  ", " .", " ,", " ;", " :", " )"];
    if !GAPS.iter().any(|gap| text.contains(gap)) {
        return text;
    }
    let mut text = text.replace("()", "");
    while text.contains("  ") {
        text = text.replace("  ", " ");
    }
    for mark in [".", ",", ";", ":", ")"] {
        text = text.replace(&format!(" {mark}"), mark);
    }
    text
}

/// Starts what follows a question as a sentence of its own.
fn after_questions(text: String) -> String {
    if !text.contains('?') {
        return text;
    }
    let text = text.replace("?:", "?");
    let parts: Vec<String> = text
        .split("? ")
        .enumerate()
        .map(|(index, part)| if index == 0 { part.to_owned() } else { capitalise(part) })
        .collect();
    parts.join("? ")
}

/// Writes the size of a change in percent, without its sign.
pub(crate) fn percent(change: f64) -> String {
    let size = (change * 100.0).abs();
    if size < 1.0 { format!("{size:.2}%") } else { format!("{size:.1}%") }
}

/// Writes a small number in words.
pub(crate) fn number_word(number: usize) -> String {
    const WORDS: [&str; 10] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// Writes a small number of things.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    let word = number_word(number);
    let plural = if number == 1 { "" } else { "s" };
    format!("{word} {thing}{plural}")
}

fn signed(text: &str, style: &Style) -> String {
    if style.minus == "−" { text.to_owned() } else { text.replace('−', style.minus) }
}

/// Names a metric; of two networks, with the network.
pub(crate) fn metric_noun(name: &str, brief: &Brief<'_>, dice: &mut Dice) -> String {
    let (network, base) = match name.split_once('.') {
        Some((network, base)) => (Some(network), base),
        None => (None, name),
    };
    let label = brief.prompt.figure(name).map_or(base, |figure| &figure.label);
    let noun = match lexicon::metric(base) {
        Some(nouns) => spin(nouns, dice, &mut |_, _| None).unwrap_or_default(),
        None => return label.to_owned(),
    };
    match network {
        Some(network) => {
            let network = lexicon::subject(network);
            // "Bitcoin's day's transactions" has one owner too many.
            let noun = if noun.contains("day") { lexicon::plain_metric(base) } else { &noun };
            format!("{network}'s {}", noun.strip_prefix("the ").unwrap_or(noun))
        }
        None => noun,
    }
}

fn calculation_noun(name: &str, brief: &Brief<'_>, dice: &mut Dice) -> Option<String> {
    let whole =
        |name: &str, dice: &mut Dice| spin(lexicon::calculation(name)?, dice, &mut |_, _| None);
    if let Some(noun) = whole(name, dice) {
        return Some(noun);
    }
    let (subject, suffix) = of_network(name, brief)?;
    Some(format!("{} on {}", whole(suffix, dice)?, lexicon::subject(subject)))
}

/// Splits `ethereum_txn_growth` into the network and the rest.
pub(crate) fn of_network<'n, 'p>(name: &'n str, brief: &Brief<'p>) -> Option<(&'p str, &'n str)> {
    brief.prompt.subjects.iter().find_map(|subject| {
        let suffix = name.strip_prefix(identifier(subject).as_str())?.strip_prefix('_')?;
        Some((subject.as_str(), suffix))
    })
}

fn identifier(network: &str) -> String {
    network.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// Says what stands for a name in a phrase.
fn known(
    name: &str,
    locals: &[(&str, String)],
    brief: &Brief<'_>,
    style: &Style,
    dice: &mut Dice,
    cited: &mut dyn FnMut(&str, &mut Dice) -> Citation,
) -> Option<String> {
    if let Some((_, text)) = locals.iter().find(|(local, _)| *local == name) {
        return Some(text.clone());
    }
    match name {
        "net" => return Some(lexicon::subject(brief.prompt.subjects.first()?)),
        "nets" => {
            let names: Vec<String> =
                brief.prompt.subjects.iter().map(|name| lexicon::subject(name)).collect();
            return Some(names.join(" and "));
        }
        "date" => return Some(style.date(brief.prompt.date)),
        "A" => return Some(lexicon::subject(&brief.pair.as_ref()?.0)),
        "B" => return Some(lexicon::subject(&brief.pair.as_ref()?.1)),
        "level" => return Some(brief.prompt.interval.as_ref()?.level.clone()),
        "z" => return Some(brief.prompt.interval.as_ref()?.quantile.clone()),
        // Only where programs run is there something to say of them.
        "contracts" => return brief.has_contracts().then(|| "contracts".to_owned()),
        "contract" => return brief.has_contracts().then(|| "contract".to_owned()),
        "peakday" => return Some(style.date(brief.day_of("peak_close", "close_usd")?)),
        "lowday" => return Some(style.date(brief.day_of("low_since_peak", "close_usd")?)),
        "outlier" => return Some(brief.outlier()?.then.text),
        "outlierday" => return Some(style.date(brief.outlier()?.date)),
        "gap" => return Some(counted(brief.missing_days, "day")),
        "marked" => return Some(counted(brief.recovered_days, "earlier day")),
        "rows" => return Some(counted(brief.prompt.history.len(), "earlier day")),
        _ => {}
    }
    let (kind, rest) = name.split_once('.').unwrap_or((name, "F"));
    let target = resolve(rest, locals, brief)?;
    let target = target.as_str();
    match kind {
        "v" => Some(brief.prompt.figure(target)?.value.text.clone()),
        "c" => {
            let name = &brief.prompt.figure(target)?.name;
            let citation = cited(name, dice);
            Some(citation.in_place_of(&metric_noun(name, brief, dice)))
        }
        "p" => {
            let name = &brief.prompt.figure(target)?.name;
            Some(match cited(name, dice) {
                Citation::Given(citation) if style.parenthesised => format!("({citation})"),
                Citation::Given(citation) | Citation::LeftOut(citation) => citation,
            })
        }
        "m" => {
            let name = &brief.prompt.figure(target)?.name;
            let noun = metric_noun(name, brief, dice);
            Some(cited(name, dice).behind(&noun))
        }
        "w" => Some(metric_noun(&brief.prompt.figure(target)?.name, brief, dice)),
        "q" => {
            let solution = brief.solution(target)?;
            Some(calculation_noun(target, brief, dice).unwrap_or_else(|| solution.label.clone()))
        }
        "r" => Some(signed(&brief.solution(target)?.value.text, style)),
        // A figure where only one above, or below, the day's own value makes sense.
        "vo" | "vu" => {
            let value = &brief.prompt.figure(target)?.value;
            let above = value.operand() - brief.v(&brief.focus);
            let fits = if kind == "vo" { above > 0.0 } else { above < 0.0 };
            fits.then(|| value.text.clone())
        }
        // A result where only a positive one makes sense, such as a threshold of a count.
        "rp" => {
            let value = &brief.solution(target)?.value;
            (value.value > 0.0).then(|| value.text.clone())
        }
        "rm" => Some(brief.solution(target)?.value.magnitude().to_owned()),
        "e" => {
            let (metric, date) = grows(&brief.solution(target)?.formula)?;
            Some(brief.prompt.earlier(metric, date)?.text.clone())
        }
        "d" => {
            let (_, date) = grows(&brief.solution(target)?.formula)?;
            Some(style.date(date))
        }
        "floor" => Some(brief.bound(target, false)?.then.text),
        "floorday" => Some(style.date(brief.bound(target, false)?.date)),
        "ceiling" => Some(brief.bound(target, true)?.then.text),
        "ceilingday" => Some(style.date(brief.bound(target, true)?.date)),
        _ => {
            let change = brief.solution(target)?.value.operand();
            spin(measure::word(kind, change)?, dice, &mut |_, _| None)
        }
    }
}

/// Puts a metric's or calculation's own name for a phrase's stand-in.
fn resolve(rest: &str, locals: &[(&str, String)], brief: &Brief<'_>) -> Option<String> {
    let (head, tail) = match rest.find(['.', '_']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let stand_in = match head {
        "F" => brief.focus.clone(),
        "G" => brief.growth()?.name.clone(),
        "A" | "B" => {
            let (busy, quiet) = brief.pair.as_ref()?;
            let network = if head == "A" { busy } else { quiet };
            if tail.starts_with('_') { identifier(network) } else { network.clone() }
        }
        _ => match locals.iter().find(|(local, _)| *local == head && head.len() == 1) {
            Some((_, text)) => text.clone(),
            None => return Some(rest.to_owned()),
        },
    };
    Some(stand_in + tail)
}
