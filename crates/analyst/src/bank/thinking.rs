//! The trace: thinking shown while the answer is prepared.

use crate::pen::Bank;

pub(crate) const START: Bank = &[
    "{Okay|Alright|So}, {the question is about|this is about} <nets> on <date>. {Let me see|First let me see} what {is given|I have}.",
    "{Let me read the question|Let me start with the question}: <question> {That is|So this is} about <nets> on <date>.",
    "{I need to answer|The task is to answer} {a question|one question} about <nets> for <date>, using only the table. {Let me take stock|Let me list what matters}.",
    "{First|To begin}: what is asked? <question> {And what do I have?|What do I have for that?}",
    "{Let me work through this|Let me go through this} {carefully|step by step}. The day is <date>, the subject <nets>.",
    "{So, <nets> on <date>|<nets>, <date>}. {I should use only|I may use only} what the table {shows|holds}, {so let me look at it|which I look at first}.",
];

pub(crate) const FIGURES: Bank = &[
    "{The figures|The day's figures}: <list>.",
    "{I have|The table gives me} <list>.",
    "{What is on record|On record are}: <list>.",
    "{From the table|Out of the table}: <list>.",
    "{On the day itself|For the day itself} {there are|I find} <list>.",
];

pub(crate) const HISTORY: Bank = &[
    "The history {has|shows} <rows>{, from <first> to <last>|}.",
    "{Then there is|There is also} a history of <rows>{, the first being <first>|}.",
    "{For comparison|To compare}, <rows> {are listed|stand in the history}{, <first> to <last>|}.",
    "<rows> {in the history|of history}{, the last one <last>|}: {enough for comparisons|good for a comparison or two}.",
];

pub(crate) const MARKED: Bank = &[
    "{Careful|Note}: <marked> {carry|with} a †, so {recovered|recovered values}, not direct.",
    "{The dagger|The †} stands at <marked>; {I will say so|I should mention that}.",
    "{I must not forget|Not to forget}: a † {at|stands at} <marked>.",
];

pub(crate) const GAPS: Bank = &[
    "{There are gaps|The dates have gaps} ({<gap> missing|<gap> without a record}), {so no claim about every day|so I cannot speak of every day}.",
    "{Not all days are there|The record is not complete}: <gap> missing. {Worth a mention in the limits|That goes into the limits}.",
];

pub(crate) const PLAN: Bank = &[
    "{Now the calculations|Now to the calculations}. {There are|I count} <n> of them, {so one after another|in order}.",
    "{Next, compute|Now compute}. {I keep percent as a unit|Percent is a unit here}, {so|which means} 3 % is 0.03.",
    "{Let me do the arithmetic|Let me do the sums}{, all <n> of them|}, {with the displayed numbers|using the displayed figures}.",
    "{Time to compute|On to the numbers}. {Later results use earlier ones|Some build on others}, so {order matters|I keep the order}.",
];

pub(crate) const FIRST_STEP: Bank = &[
    "{First|Start with} <q>: <line>.",
    "{To start with|To begin with}, <q>: <line>.",
    "<q> first: <line>.",
];

pub(crate) const STEP: Bank = &[
    "{Next|Then} <q>: <line>.",
    "<q>: <line>.",
    "{For|As for} <q> I {get|find|have} <line>.",
    "{Now|And} <q>, which is <line>.",
    "{That leads to|On to} <q>: <line>.",
    "{Then|After that} comes <q>, <line>.",
];

/// A check of a division: `rough` is the result, `whole` the divisor, `part` the dividend.
pub(crate) const CHECK: Bank = &[
    "{Check|Let me check}: {backwards|the other way round}, <check>, {close enough to|which is near} <part>. {Good|Fine}.",
    "{Multiplying back|Going back}, <check>, against <part>: {the difference is rounding|only rounding separates them}.",
    "{Quick check|A quick check}: <check>; {the table has|it should be} <part>. {Good|It fits}.",
];

pub(crate) const SANITY_UP: Bank = &[
    "{Positive|The sign is positive}, so {an increase|up}; {that fits|as it should, given} <now> {after|against} <then>.",
    "{Up, then|An increase, then}: <then> before, <now> now. {Consistent|That is consistent}.",
];

pub(crate) const SANITY_DOWN: Bank = &[
    "{Negative|The sign is negative}, so {a decrease|down}; {that fits|as it should, given} <now> {after|against} <then>.",
    "{Down, then|A decrease, then}: <then> before, <now> now. {Consistent|That is consistent}.",
];

pub(crate) const CARRY: Bank = &[
    "{I carry on the rounded value|I go on with the displayed value}, {as a reader would|so that a reader can follow}.",
    "{Rounding|The rounding} {does not matter at this size|is harmless here}.",
    "{Wait, units|Units}: {a percentage is a fraction here|3 % enters as 0.03}. {Fine|Good}.",
];

pub(crate) const MEANING: Bank = &[
    "{What does it mean?|So what does this say?} <thought>",
    "{Now the interpretation|On the meaning}: <thought>",
    "{Putting it together|Taken together}: <thought>",
    "{The main point|The core of it}: <thought>",
    "{What can I conclude?|What follows?} <thought>",
];

pub(crate) const MORE_MEANING: Bank = &[
    "{Also|And}: <thought>",
    "{Another point|One more point}. <thought>",
    "{Then again|Besides}: <thought>",
    "{I should add|To add}: <thought>",
];

pub(crate) const COMPARISONS: Bank = &[
    "{For the comparisons|Earlier days to compare}: <pairs>.",
    "{I need at least two earlier days|Two earlier days at least are needed}: <pairs>.",
    "{Which earlier days?|Which days to compare with?} <pairs>.",
    "{Earlier values worth citing|Earlier values to cite}: <pairs>.",
];

pub(crate) const DOUBTS: Bank = &[
    "{What could be wrong with this?|Where is it weak?} <thought>",
    "{Limits|The limits}: <thought>",
    "{Before I conclude, the weak points|Now the weak points}. <thought>",
    "{I should be careful|Some caution}: <thought>",
];

pub(crate) const DECIDE: Bank = &[
    "{For the recommendations|Two recommendations are needed}: {one could be|first}, \"<one>\", {the other|second}, \"<two>\". {Each needs|Both need} a horizon, figures and its own risk.",
    "{What would I advise?|What to advise?} {Something like|Perhaps} \"<one>\" and \"<two>\", {each with|both with} a level that would {cancel|undo} it.",
    "{Recommendations|Advice}: \"<one>\" {fits the figures|suits the figures}, and \"<two>\" {covers another reader|serves another reader}. {Not more than the figures carry|Nothing bolder}.",
];

pub(crate) const END: Bank = &[
    "{Now write it up|I can write it up} in the sections asked for{: <sections>|}.",
    "{That is enough|I have all I need}; {now the answer|time to write the answer}{, with the sections <sections>|}.",
    "{Sections|The order of sections}: <sections>. {Citations beside each value|Each value gets its citation}.",
    "{Ready to write|Good, I can write}. {No causes, since none are in the data|I will claim no causes}.",
];

pub(crate) const CONTEXT: Bank = &[
    "{The context says|The market context says} <class>{, confidence <sure>|}.",
    "{It is classed as|The day is classed as} <class>{ with confidence <sure>|}; {I can mention it|worth a line}.",
];
