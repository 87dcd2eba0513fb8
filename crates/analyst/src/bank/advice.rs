//! What all recommendations share.

use crate::pen::Bank;

/// How long a recommendation is meant for; every one can be read as an adverbial. What rests on
/// an interval of seven days is meant for seven.
pub(crate) const WEEK: Bank = &[
    "over the next 7 days",
    "during the next 7 days",
    "within the next 7 days",
    "for the next 7 days",
    "over the coming 7 days",
    "during the coming 7 days",
    "for the coming 7 days",
    "within the coming 7 days",
];

/// The same for an interval of fourteen days.
pub(crate) const FORTNIGHT: Bank = &[
    "over the next 14 days",
    "during the next 14 days",
    "for the coming two weeks",
    "over the next two weeks",
    "within the next two weeks",
    "during the coming 14 days",
    "for the next two weeks",
    "over the coming two weeks",
];

/// Used where a bank has nothing that fits the figures.
pub(crate) const UNLESS: Bank = &[
    "{Drop it|Give it up} if the next {known days|days on record} {point the other way|contradict it}.",
    "{It no longer holds|It lapses} once {several|three} later days {contradict it|point the other way}.",
    "{Revisit it|Review it} {as soon as|when} {the next week is on record|a full further week is known}.",
];

/// Opens the section.
pub(crate) const OPEN: Bank = &[
    "{Two steps follow|Two things follow|Two steps suggest themselves}{ from these figures|}.",
    "{Both recommendations|The two recommendations} {stay within what the figures carry|go no further than the figures do}.",
    "{What to do|What follows in practice}, {in two points|in two steps}:",
    "{The figures support|The figures carry} two {modest|cautious} {steps|recommendations}, {not more|and no more}.",
    "{Neither step|Neither of the two} {needs|requires} more than {what was computed above|the results above}.",
];

/// Names of the fields: action, horizon, basis, invalidation, risk.
pub(crate) const FIELDS: &[[&str; 4]] = &[
    ["Action", "Evidence", "Exit", "Risk"],
    ["What to do", "Figures", "When to stop", "Risk"],
    ["Step", "Grounds", "Reversal", "Own risk"],
    ["Recommendation", "Support", "Invalidation", "Risk"],
];
