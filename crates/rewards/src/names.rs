//! The names of a task, and the words by which prose calls them.

use std::cmp::Reverse;

use crate::facts::{TaskFacts, Unit};
use crate::lexicon::{Classes, Lexicon, stem};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A figure of the day.
    Metric,
    /// A column of the history that is no figure of the day.
    History,
    /// An expected calculation.
    Calculation,
    /// A network, token or protocol that the task is about.
    Subject,
}

/// A name of the task.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name as the task spells it.
    pub name: String,
    /// What it stands for.
    pub kind: NameKind,
    /// Its value on the day of the task.
    pub value: Option<f64>,
    /// The unit of its values.
    pub unit: Unit,
    /// The subject that the name begins with, as in `ethereum.daily_txns`.
    pub subject: Option<usize>,
    /// The classes of the words by which it is called.
    pub classes: Classes,
    /// The stems of the words by which it is called.
    words: Vec<u64>,
}

impl Name {
    /// The name behind that of its network: `daily_txns` of `near.daily_txns`.
    pub(crate) fn bare(&self) -> Option<&str> {
        self.name.split_once('.').map(|it| it.1)
    }
}

/// A way to write a name.
#[derive(Clone, Copy, Debug)]
struct Alias {
    /// The first of its stems.
    first: u64,
    /// The second, if there is one.
    second: u64,
    /// Where its stems begin in [`Names::stems`], and how many they are.
    start: usize,
    length: usize,
    name: usize,
    /// Whether these words mean this name and nothing else.
    strong: bool,
    /// Whether they mean this name where it is known which network is spoken of.
    clear: bool,
}

/// All names of a task.
#[derive(Clone, Debug)]
pub struct Names {
    list: Vec<Name>,
    /// Sorted by the slot of the first stem and by the stem itself; of those, the longest first.
    aliases: Vec<Alias>,
    /// The stems of all aliases.
    stems: Vec<u64>,
    /// For each slot one more than the place of its first alias, or 0, so that most words are
    /// dismissed at once.
    slots: Box<[u32; SLOTS]>,
}

/// The slots of first stems: many more than names have words.
const SLOTS: usize = 1024;

/// The slot of a stem.
#[inline]
fn slot_of(stem: u64) -> usize {
    stem as usize % SLOTS
}

/// A name found in a sequence of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Index into [`Names::all`].
    pub name: usize,
    /// The number of words.
    pub length: usize,
    /// Whether the words mean this name and nothing else.
    pub strong: bool,
    /// Whether the words mean this name where it is known which network is spoken of.
    pub clear: bool,
    /// Whether the same words may mean another name too.
    pub shared: bool,
}

/// Short forms in names of metrics, and the words that prose writes for them.
const SHORT_FORMS: [(u64, &[u64]); 7] = [
    (stem(b"txn"), &[stem(b"transaction")]),
    (stem(b"tx"), &[stem(b"transaction")]),
    (stem(b"avg"), &[stem(b"average")]),
    (stem(b"pct"), &[stem(b"percent")]),
    (stem(b"std"), &[stem(b"standard"), stem(b"deviation")]),
    (stem(b"vol"), &[stem(b"volume")]),
    (stem(b"usd"), &[]),
];

/// Verbs that name the prices of a day, by the words of their metrics.
const VERBS_OF_PRICES: [(u64, u64); 2] =
    [(stem(b"close"), stem(b"closed")), (stem(b"open"), stem(b"opened"))];

/// Whether a word is one of the verbs that name a price.
pub(crate) fn is_verb_of_price(word: u64) -> bool {
    VERBS_OF_PRICES.iter().any(|(_, verb)| *verb == word)
}

/// Words that a short name may go without, where the rest is a name still.
const LEADING: [u64; 4] = [stem(b"daily"), stem(b"total"), stem(b"unique"), stem(b"24h")];

impl Names {
    /// Collects the names of a task.
    pub fn of(facts: &TaskFacts, lexicon: &Lexicon) -> Self {
        let mut names = Self {
            list: Vec::new(),
            aliases: Vec::new(),
            stems: Vec::new(),
            slots: Box::new([0; SLOTS]),
        };
        let columns = facts.history.first().map_or(0, |it| it.values.len());
        let most = facts.subjects.len()
            + facts.metrics.len()
            + columns
            + facts.expected_calculations.len();
        names.list.reserve(most);
        names.aliases.reserve(most * 4);
        for subject in &facts.subjects {
            names.add(subject, NameKind::Subject, None, Unit::Unknown);
        }
        let unit = |name: &str| facts.units.get(name).cloned().unwrap_or_default();
        for (name, &value) in &facts.metrics {
            names.add(name, NameKind::Metric, Some(value), unit(name));
        }
        for (index, row) in facts.history.iter().enumerate() {
            // Rows have the same columns as a rule.
            let above = index.checked_sub(1).map(|it| &facts.history[it].values);
            if above.is_some_and(|it| it.keys().eq(row.values.keys())) {
                continue;
            }
            for name in row.values.keys() {
                if names.list.iter().all(|it| it.name != *name) {
                    names.add(name, NameKind::History, None, unit(name));
                }
            }
        }
        for (name, expected) in &facts.expected_calculations {
            if names.list.iter().all(|it| it.name != *name) {
                names.add(name, NameKind::Calculation, Some(expected.value), expected.unit.clone());
            }
        }
        for index in 0..names.list.len() {
            names.find_subject(index);
        }
        let mut ways = Ways::default();
        for index in 0..names.list.len() {
            names.add_aliases(index, facts, &mut ways);
        }
        // The words of "closed the day at" stand for anything by themselves.
        for alias in names.aliases.iter().filter(|it| !is_verb_of_price(it.first)) {
            let name = &mut names.list[alias.name];
            for &word in &names.stems[alias.start..alias.start + alias.length] {
                if !name.words.contains(&word) {
                    name.words.push(word);
                    name.classes |= lexicon.classes(word).meaning();
                }
            }
        }
        let order = |it: &Alias| (slot_of(it.first), it.first, Reverse(it.length), it.name);
        names.aliases.sort_by_key(order);
        for (place, alias) in names.aliases.iter().enumerate().rev() {
            names.slots[slot_of(alias.first)] = place as u32 + 1;
        }
        names
    }

    fn add(&mut self, name: &str, kind: NameKind, value: Option<f64>, unit: Unit) {
        self.list.push(Name {
            name: name.to_owned(),
            kind,
            value,
            unit,
            subject: None,
            classes: Classes::NONE,
            words: Vec::with_capacity(8),
        });
    }

    fn find_subject(&mut self, index: usize) {
        let name = &self.list[index];
        if name.kind == NameKind::Subject {
            return;
        }
        let Some((prefix, _)) = name.name.split_once('.') else {
            return;
        };
        let subject = self
            .list
            .iter()
            .position(|it| it.kind == NameKind::Subject && same_subject(&it.name, prefix));
        self.list[index].subject = subject;
    }

    /// Adds the ways to write a name; `ways` is room for them.
    fn add_aliases(&mut self, index: usize, facts: &TaskFacts, ways: &mut Ways) {
        ways.clear();
        let name = &self.list[index].name;
        if self.list[index].kind == NameKind::Subject {
            ways.add(words_in(name));
            let all = ways.len();
            self.add_ways(index, ways, all, |_| true);
            return;
        }
        let label = match self.list[index].kind {
            NameKind::Calculation => {
                facts.expected_calculations.get(name).map(|it| it.label.as_str())
            }
            _ => facts.labels.get(name).map(String::as_str),
        };
        let label = label.unwrap_or("");
        let parts = name.split_once('.');
        ways.add(words_in(name));
        ways.add_written(0);
        if !label.is_empty() {
            ways.add(words_in(without_parentheses(label)));
        }
        let labelled = ways.len().checked_sub(1).filter(|_| !label.is_empty());
        // Prose says "since the peak" for a label's "since that peak".
        if let Some(way) = labelled
            && ways.get(way).contains(&const { stem(b"that") })
        {
            ways.add_changed(way, const { stem(b"that") }, const { stem(b"the") });
        }
        let full = ways.len();
        // A full stop parts words, so that those of the network's name come first.
        let own = parts.map_or(0, |(subject, _)| words_in(subject).count());
        let subject = ways.get(0)[..own].to_vec();
        if own > 0 {
            ways.add_end_of(0, ways.get(0).len() - own);
            ways.add_written(full);
        }
        // "the baseline mean" of a label "baseline mean of daily transactions": what it is the mean of
        // is left to the text.
        let head =
            labelled.and_then(|it| ways.get(it).iter().position(|it| *it == const { stem(b"of") }));
        let head = labelled.zip(head.filter(|it| *it >= 2 && own == 0));
        // "The mean of the baseline days" is no count of them.
        let of_baseline = head.is_some_and(|(way, head)| {
            let way = ways.get(way);
            way[0] == const { stem(b"baseline") } && (head > 2 || way[1] == const { stem(b"mean") })
        });
        // "the 30-day mean close" of a label "30-day mean of closing price"
        let of_days = head.is_some_and(|(way, head)| {
            head == 3 && ways.get(way)[1..head] == const { [stem(b"day"), stem(b"mean")] }
        });
        let first = ways.len();
        if let Some((way, head)) = head.filter(|_| of_baseline || of_days) {
            ways.add_start_of(way, head);
        }
        if let Some((way, head)) = head.filter(|_| of_days) {
            ways.add_without(way, head);
            if ways.get(way)[head + 1] == const { stem(b"closing") } {
                ways.add_followed(way, head, const { stem(b"close") });
            }
        }
        // "the 30-day average", "the baseline average"
        for way in first..ways.len() {
            if ways.get(way).contains(&const { stem(b"mean") }) {
                ways.add_changed(way, const { stem(b"mean") }, const { stem(b"average") });
            }
        }
        // "the low since the peak" of `low_since_peak`
        if let [_, since, _] = *ways.get(0)
            && since == const { stem(b"since") }
        {
            ways.add_inserted(0, 2, const { stem(b"the") });
        }
        // "closed at $112.82", "opened at": the verbs of the prices of a day.
        for (noun, verb) in VERBS_OF_PRICES {
            if ways.get(0).len() <= 2
                && ways.get(0)[0] == noun
                && self.list[index].unit == Unit::Usd
            {
                ways.add([verb, const { stem(b"at") }].into_iter());
                ways.add([verb, const { stem(b"the") }, stem(b"day"), stem(b"at")].into_iter());
            }
        }
        let plain = ways.len();
        for way in 0..full {
            let rest = ways.get(way).strip_prefix(subject.as_slice());
            let rest = rest.unwrap_or(ways.get(way));
            let length = rest.len();
            let leads = length > 1 && LEADING.contains(&rest[0]);
            if leads {
                ways.add_end_of(way, length - 1);
            }
            if length < ways.get(way).len() {
                ways.add_end_of(way, length);
            }
        }
        if let Some((way, head)) = head {
            if of_baseline {
                // "the standard deviation"
                ways.add_part_of(way, 1, head);
            } else {
                ways.add_start_of(way, head);
            }
        }
        // "the peak" of `peak_close`
        if let [peak, close] = *ways.get(0)
            && peak == const { stem(b"peak") }
            && close == const { stem(b"close") }
        {
            ways.add_start_of(0, 1);
        }
        // "close" and "high" are words of their own before they are names.
        self.add_ways(index, ways, plain, |it| it.0 < full && it.1 > 1);
    }

    /// Adds ways to write a name; `strong` tells by place and length which are strong. Up to the
    /// `plain`th they are whole, but for the network's name.
    fn add_ways(
        &mut self,
        name: usize,
        ways: &Ways,
        plain: usize,
        strong: impl Fn((usize, usize)) -> bool,
    ) {
        // Those of this name stand last.
        let own = self.aliases.len();
        for place in 0..ways.len() {
            let way = ways.get(place);
            let Some(&first) = way.first() else {
                continue;
            };
            let strong = strong((place, way.len()));
            let clear = strong || place < plain && way.len() > 1;
            let stems = &self.stems;
            let known = self.aliases[own..]
                .iter_mut()
                .find(|it| stems[it.start..it.start + it.length] == *way);
            if let Some(known) = known {
                known.strong |= strong;
                known.clear |= clear;
                continue;
            }
            let start = self.stems.len();
            self.stems.extend_from_slice(way);
            let second = way.get(1).copied().unwrap_or(0);
            self.aliases.push(Alias {
                first,
                second,
                start,
                length: way.len(),
                name,
                strong,
                clear,
            });
        }
    }

    /// All names, subjects first, then metrics, history and calculations in the task's order.
    pub fn all(&self) -> &[Name] {
        &self.list
    }

    /// The name at an index.
    pub fn get(&self, index: usize) -> &Name {
        &self.list[index]
    }

    /// Finds a name exactly as the task spells it.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|it| it.name == name)
    }

    /// The metric that a header means which may name several subjects' metrics: that of the
    /// subject in the header, or none where every subject has one of the name.
    pub(crate) fn of_subject(&self, metric: usize, subject: Option<usize>) -> Option<usize> {
        let own = &self.list[metric];
        if own.subject.is_none() {
            return Some(metric);
        }
        let mut alike = (0..self.list.len())
            .filter(|it| self.list[*it].kind == own.kind && self.list[*it].bare() == own.bare());
        match subject {
            Some(_) => alike.find(|it| self.list[*it].subject == subject),
            None => (alike.count() == 1).then_some(metric),
        }
    }

    /// Whether a word is one of those by which a name is called.
    pub fn has_word(&self, name: &Name, stem: u64) -> bool {
        name.words.contains(&stem)
    }

    /// Whether a name begins with this word.
    #[inline]
    pub fn may_begin(&self, stem: u64) -> bool {
        self.slots[slot_of(stem)] != 0
    }

    /// Finds the longest name at the beginning of a sequence of words; `stem_at` tells the stem of
    /// each word, and none beyond the last.
    pub(crate) fn at(&self, stem_at: impl Fn(usize) -> Option<u64>) -> Option<Found> {
        let first = stem_at(0)?;
        let slot = slot_of(first);
        let start = self.slots[slot].checked_sub(1)? as usize;
        // Many names begin alike; most of them go on otherwise.
        let second = stem_at(1);
        let mut found: Option<Found> = None;
        let in_slot = self.aliases[start..].iter().take_while(|it| slot_of(it.first) == slot);
        for alias in in_slot.filter(|it| it.first == first) {
            if let Some(found) = &found
                && alias.length < found.length
            {
                break;
            }
            if alias.length > 1 && Some(alias.second) != second {
                continue;
            }
            let stems = &self.stems[alias.start..alias.start + alias.length];
            if !(2..alias.length).all(|place| stem_at(place) == Some(stems[place])) {
                continue;
            }
            match &mut found {
                None => {
                    found = Some(Found {
                        name: alias.name,
                        length: alias.length,
                        strong: alias.strong,
                        clear: alias.clear,
                        shared: false,
                    });
                }
                // The metric goes before a calculation of the same words.
                Some(found) if alias.strong && !found.strong => {
                    found.name = alias.name;
                    found.strong = true;
                    found.clear = true;
                }
                Some(found) => found.shared |= alias.strong == found.strong,
            }
        }
        found
    }

    /// Finds a name that a citation without a network's name means, where several networks have one:
    /// `[daily_txns]` for `near.daily_txns` and `bitcoin.daily_txns`.
    pub(crate) fn cited_of_several(&self, citation: &str) -> Option<usize> {
        let stems = words_of(citation);
        let found = self.at(|it| stems.get(it).copied())?;
        let whole = found.length == stems.len() && found.shared;
        (whole && self.list[found.name].subject.is_some()).then_some(found.name)
    }

    /// The metric of a subject that has the same name as another subject's: `near.daily_txns` for
    /// `bitcoin.daily_txns`.
    pub(crate) fn sibling(&self, name: usize, subject: Option<usize>) -> Option<usize> {
        let own = self.list[name].bare();
        subject?;
        self.list.iter().position(|it| it.subject == subject && it.bare() == own)
    }

    /// Finds the name that a citation means, forgiving in spelling.
    pub fn cited(&self, citation: &str) -> Option<usize> {
        if let Some(exact) = self.list.iter().position(|it| it.name.eq_ignore_ascii_case(citation))
        {
            return Some(exact);
        }
        let stems = words_of(citation);
        let whole = |stems: &[u64]| {
            self.at(|it| stems.get(it).copied())
                .filter(|it| it.length == stems.len() && !it.shared)
                .map(|it| it.name)
        };
        whole(&stems).or_else(|| {
            let shortened = |it: &u64| SHORT_FORMS.iter().any(|(short, _)| short == it);
            if stems.iter().any(shortened) { whole(&write_out(&stems)) } else { None }
        })
    }
}

/// Several sequences of stems, one after the other.
#[derive(Default)]
struct Ways {
    stems: Vec<u64>,
    /// Where each begins and ends.
    ranges: Vec<(usize, usize)>,
}

impl Ways {
    fn clear(&mut self) {
        self.stems.clear();
        self.ranges.clear();
    }

    fn len(&self) -> usize {
        self.ranges.len()
    }

    fn get(&self, place: usize) -> &[u64] {
        let (start, end) = self.ranges[place];
        &self.stems[start..end]
    }

    fn add(&mut self, stems: impl Iterator<Item = u64>) {
        let start = self.stems.len();
        self.stems.extend(stems);
        self.ranges.push((start, self.stems.len()));
    }

    /// Adds the first stems of a sequence as one of their own.
    fn add_start_of(&mut self, place: usize, length: usize) {
        let (start, _) = self.ranges[place];
        self.ranges.push((start, start + length));
    }

    /// Adds some stems within a sequence as one of their own.
    fn add_part_of(&mut self, place: usize, from: usize, to: usize) {
        let (start, _) = self.ranges[place];
        self.ranges.push((start + from, start + to));
    }

    /// Adds a sequence without one of its stems.
    fn add_without(&mut self, place: usize, left_out: usize) {
        let (first, last) = self.ranges[place];
        let start = self.stems.len();
        self.stems.extend_from_within(first..first + left_out);
        self.stems.extend_from_within(first + left_out + 1..last);
        self.ranges.push((start, self.stems.len()));
    }

    /// Adds the first stems of a sequence with another behind them.
    fn add_followed(&mut self, place: usize, length: usize, last: u64) {
        let (first, _) = self.ranges[place];
        let start = self.stems.len();
        self.stems.extend_from_within(first..first + length);
        self.stems.push(last);
        self.ranges.push((start, self.stems.len()));
    }

    /// Adds a sequence with another stem at a place in it.
    fn add_inserted(&mut self, place: usize, at: usize, stem: u64) {
        let (first, last) = self.ranges[place];
        let start = self.stems.len();
        self.stems.extend_from_within(first..first + at);
        self.stems.push(stem);
        self.stems.extend_from_within(first + at..last);
        self.ranges.push((start, self.stems.len()));
    }

    /// Adds a sequence with one of its stems changed to another.
    fn add_changed(&mut self, place: usize, from: u64, to: u64) {
        let (first, last) = self.ranges[place];
        let start = self.stems.len();
        for at in first..last {
            let it = self.stems[at];
            self.stems.push(if it == from { to } else { it });
        }
        self.ranges.push((start, self.stems.len()));
    }

    /// Adds a sequence with its short forms written out.
    fn add_written(&mut self, place: usize) {
        let start = self.stems.len();
        let (from, to) = self.ranges[place];
        for at in from..to {
            let word = self.stems[at];
            self.stems.extend(long_form(&word));
        }
        self.ranges.push((start, self.stems.len()));
    }

    /// Adds the last stems of a sequence as one of their own.
    fn add_end_of(&mut self, place: usize, length: usize) {
        let (_, end) = self.ranges[place];
        self.ranges.push((end - length, end));
    }
}

/// Whether a prefix of a metric's name means a subject: `ethereum` and `Ethereum`.
fn same_subject(subject: &str, prefix: &str) -> bool {
    subject.eq_ignore_ascii_case(prefix) || words_in(subject).eq(words_in(prefix))
}

/// The stems of the words of a name or label.
pub fn words_of(text: &str) -> Vec<u64> {
    words_in(text).collect()
}

fn words_in(text: &str) -> impl Iterator<Item = u64> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut start = None;
        while let Some(byte) = bytes.get(at) {
            let (length, belongs) = if byte.is_ascii() {
                (1, byte.is_ascii_alphanumeric())
            } else {
                let character = text[at..].chars().next()?;
                (character.len_utf8(), character.is_alphanumeric())
            };
            if belongs {
                start = start.or(Some(at));
            } else if start.is_some() {
                break;
            }
            at += length;
        }
        start.map(|start| stem(&bytes[start..at]))
    })
}

/// The stems of a name with its short forms written out: `avg_fee` as "average fee".
pub fn written_out(name: &str) -> Vec<u64> {
    write_out(&words_of(name))
}

/// Writes the short forms among some stems out.
pub(crate) fn write_out(words: &[u64]) -> Vec<u64> {
    words.iter().flat_map(long_form).copied().collect()
}

/// What prose writes for a word of a name: the word itself unless it is a short form.
fn long_form(word: &u64) -> &[u64] {
    let long = SHORT_FORMS.iter().find(|(short, _)| short == word);
    long.map_or(std::slice::from_ref(word), |it| it.1)
}

fn without_parentheses(label: &str) -> &str {
    label.split('(').next().unwrap_or(label).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> TaskFacts {
        let mut facts = TaskFacts::default();
        facts.subjects.push("ethereum".into());
        for name in ["daily_txns", "unique_users", "avg_fee", "close_usd"] {
            facts.metrics.insert(name.into(), 1.0);
        }
        facts.labels.insert("unique_users".into(), "unique users".into());
        facts
    }

    #[test]
    fn citations_forgive_spelling_not_meaning() {
        let names = Names::of(&facts(), &Lexicon::new());
        let name = |citation: &str| names.cited(citation).map(|it| names.get(it).name.clone());
        assert_eq!(name("daily_txns").as_deref(), Some("daily_txns"));
        assert_eq!(name("daily_transactions").as_deref(), Some("daily_txns"));
        assert_eq!(name("Average_Fees").as_deref(), Some("avg_fee"));
        assert_eq!(name("transactions").as_deref(), Some("daily_txns"));
        assert_eq!(name("close").as_deref(), Some("close_usd"));
        assert_eq!(name("active_addresses"), None);
        assert_eq!(name("total_fees"), None);
    }
}
