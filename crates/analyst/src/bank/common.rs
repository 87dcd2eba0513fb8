//! Phrases that every kind of answer uses: figures, comparisons with earlier days, introductions
//! of calculations, growth, and the limits that all daily data share.

use crate::pen::Bank;

/// One figure of the day: `m` its noun with citation, `v` its value.
pub(crate) const FIGURE: Bank = &[
    "<m> {stood at|came to|came in at} <v>.",
    "For <m>, the {record|table|data} {shows|has|lists} <v>.",
    "The {table|record|day's row} {puts|places|has} <m> at <v>.",
    "{Next in the table|Also on record|A further entry}: <m>, at <v>.",
    "<v> {was recorded|is listed|is given} for <m>.",
    "{The day ended with|The day closed with|The day's entry has} <m> at <v>.",
    "{Another|A further} {figure|reading} {of the day|in the table} {concerns|is that of} <m>: <v>.",
    "The {value|reading|entry} of <m> {is|was} <v>.",
];

/// Two figures of the day.
pub(crate) const FIGURE_PAIR: Bank = &[
    "<m1> {stood at|came in at} <v1>, <m2> at <v2>.",
    "{The table gives|The record shows|The data give} <m1> as <v1> and <m2> as <v2>.",
    "<m1> {came in at|came to} <v1>, {while|and} <m2> {stood at|read|showed} <v2>.",
    "{Two more figures matter|Two further figures belong here|Also worth noting}: <m1> at <v1> and <m2> at <v2>.",
    "{Next to|Beside|Alongside} <m1> of <v1>, the {table|record|data} {shows|lists|has} <m2> of <v2>.",
    "The {entry|value|reading} of <m1> is <v1>, that of <m2> is <v2>.",
    "{One reads|The row shows} <m1> at <v1>; <m2> {stood|came in} at <v2>.",
];

/// Leads into a list or table of the day's figures.
pub(crate) const FIGURE_LEAD: Bank = &[
    "{The figures|The readings|The measurements} {for|of} <date> {in full|at a glance|one by one}:",
    "{What the table gives|What is on record} {that day|for <date>}:",
    "{These|The following} {figures|values|entries} {carry|support|underlie} {the analysis|what follows|all that follows}:",
    "{Here is|This is} {the day's data|what the table holds|what was recorded}:",
    "{The day in numbers|The starting point|The inputs}:",
    "{All inputs|The relevant inputs|The data used} {come from|are those of} <date>:",
];

/// An earlier day against the day asked about.
pub(crate) const COMPARE: Bank = &[
    "{Compared with|Set against|Measured against|Against} <day>, when <m> {stood at|came to|read} <then>, {the figure|the level|the day's value} {was|came out} <well> <higher>{| (by <pct>)}.",
    "On <day> <m> {stood at|came to|read} <then>; {since then|from there} the {figure|level|value} <rose> <ly>{, by <pct>|}.",
    "{From|Starting from} <then> on <day>, <m> <rose> by <pct> to <now>.",
    "{A look back at|Going back to|Turning back to} <day> {shows|gives|finds} <m> at <then>, {against|compared with} <now> {here|on the day asked about}: a~<size> <rise>{ of <pct>|}.",
    "{The <now> of this day|The present <now>} {stands|lies|sits} <well> <above> the <then> {recorded|listed|noted} on <day> (<c>).",
    "<m> stood at <then> on <day>, so that the day asked about {shows|brings|marks} a~<size> <rise>{ of <pct>|}.",
    "{Back on <day>|On <day>} the {table|history} {has|shows|lists} <then> for <m>: the present {value|figure|reading} of <now> {is|lies} <pct> <above> {that|it}.",
    "{Between <day> and <date>|From <day> to <date>} <m> <rose> <ly>, from <then> to <now>.",
    "{It was|There were} <then> on <day> and <now> on <date>: <m> <rose> <ly>{ between the two days| over that stretch|}.",
    "Relative to the <then> of <day>, <m> {ended up|came out|finished} <pct> <higher>.",
    "{Take|Consider} <day>{ for comparison|, for example|}: <m> {stood at|read} <then> {then|at the time}, which {puts|leaves} the present day <pct> <higher>.",
];

/// The same, where hardly anything changed.
pub(crate) const COMPARE_FLAT: Bank = &[
    "{Compared with|Against|Set against} <day>, when <m> stood at <then>, {the day is about level|the figure is about where it stood|there is next to no difference}.",
    "<m> read <then> on <day>, {practically the same as|almost exactly as much as} the <now> of this day.",
    "On <day> the {history|table} shows <then> for <m>; the present <now> {differs|departs} from it by only <pct>.",
    "{On <day> and on <date>|On both <day> and <date>} <m> {was|stood} at about the same level, <then> and <now>, {a difference|a distance} of only <pct>.",
    "{The <then> of <day>|A value of <then> on <day>} and the present <now> {lie close together|are nearly the same}: <m> {is about where it stood|stands about as high}.",
];

/// The same, where the displayed values agree.
pub(crate) const COMPARE_SAME: Bank = &[
    "On <day> <m> stood at the same <then>.",
    "<m> {matched|repeated|equalled} the <then> of <day> {to the last digit shown|exactly}.",
    "{Nothing separates|There is no difference between} the day asked about and <day>, when <m> {also read|likewise came to} <then>.",
];

/// A week before.
pub(crate) const COMPARE_WEEK: Bank = &[
    "{A week earlier|Seven days before|One week before}, on <day>, <m> {stood at|came to|read} <then>{; since then it <rose> by <pct>|; the day asked about came out <well> <higher>|, so that the level is now <well> <higher>}.",
    "{Week on week|Over the week|Within the week}, <m> <rose> from <then> (<day>) to <now>{, by <pct>|, that is <pct> <up>|}.",
    "{The day to compare with|The natural yardstick|The matching weekday} is <day>, a week before: <m> {then stood at|was then put at} <then>, {and|so} the {figure|level} <rose> <ly> {since|from there}.",
    "{Exactly a week lies between|Seven days lie between} <day>, with <m> at <then>, and the <now> of this day, {which is|that is} <well> <higher>.",
];

/// The last known day before.
pub(crate) const COMPARE_LATEST: Bank = &[
    "The {last|latest|most recent} {earlier day on record|day known before|earlier entry}, <day>, {showed|had} <m> at <then>{, and the day asked about came out <well> <higher>|; from there the figure <rose> by <pct>|}.",
    "{Coming from|Following} <then> on <day>, the {last|latest} day known before, <m> <rose> <ly>{ to <now>|}.",
    "{Short-term|In the short run}, the {nearest|closest} comparison is <day> with <m> at <then>, {against <now> on this day|and the present value is <well> <higher>}.",
];

/// The highest or the lowest day shown; `top` is "highest" or "lowest".
pub(crate) const COMPARE_EXTREME: Bank = &[
    "The <top> {value|reading|entry} {of the days shown|in the history|in the table} is {the |}<then> of <day> (<c>); the day asked about {lies|stands|sits} <well> <above> it{, by <pct>|}.",
    "{No earlier day shown has|None of the earlier days has} a <topper> <c> than <day>, with <then>{; the present <now> is <pct> <higher>|; the present <now> {stands|lies} <well> <above> {that mark|that level|it}}.",
    "{Seen against|Set beside} the <top> {point|level} of the {table|history}, <then> on <day>, <m> {ended up|came out|stands} <pct> <higher>.",
    "The {history|table} {has its <top> entry|finds its <top> point} on <day>, when <m> {stood at|read} <then>; {the present value|this day} is <well> <higher>.",
];

/// A month before.
pub(crate) const COMPARE_MONTH: Bank = &[
    "{Thirty days earlier|Thirty days before}, on <day>, <m> {stood at|read} <then>; {over that month|since then} it <rose> <ly>{, by <pct>|}.",
    "{Over thirty days|Across the month}, <m> <rose> from <then> on <day> to <now>.",
    "{The month began with|Thirty days ago the record had} <m> at <then>{ on <day>| (<day>)}; the present <now> {is|lies} <pct> <above> that.",
];

/// What the market context says: `class` and `sure`, its confidence.
pub(crate) const CONTEXT: Bank = &[
    "{The market context|The context given with the data|The accompanying classification} {classes|describes} the {day|situation} as <class>{, with a confidence of <sure>|}.",
    "{According to|In the words of} the market context, the {state|phase} is <class>{ (confidence <sure>)|}.",
    "{As for the wider setting|As to the market context}, the day is classed as <class>{, at a confidence of <sure>|}.",
    "{The setting is|The backdrop is} {put down|classed|filed} as <class>{ with confidence <sure>|}, {which is a rule of thumb and no forecast|a label that follows fixed thresholds}.",
    "{Behind the day stands|The day falls into} a market phase {labelled|classed as} <class>{, held with a confidence of <sure>|}.",
];

/// Says how sure a classification is, where it is not.
pub(crate) const CONTEXT_WEAK: Bank = &[
    "A confidence of <sure> {makes that|leaves that as} {a weak label|a tentative reading|little more than a hint}.",
    "{With a confidence of only <sure>|At <sure>}, {this label should carry little weight|the label is tentative}.",
];

/// Introduces a worked line within prose: `q` the calculation, `line` the line.
pub(crate) const WORK_PROSE: Bank = &[
    "{For|As for} <q>, {the sum runs|the numbers give|the working is}: <line>.",
    "{With the numbers written in|Put into numbers|In numbers}, <q> {works out as|reads|becomes} <line>.",
    "The {working|arithmetic} for <q> {is short|takes one line|is simple}: <line>.",
    "{From <inputs> one gets|<inputs> give|From <inputs> follows} <q>: <line>.",
    "{To find|To obtain|To get} <q>, {take|use|start from} <inputs>: <line>.",
    "{The figures lead to|The table leads to|This allows for} <q>, {namely|that is}: <line>.",
    "<q> {was worked out|was computed|can be checked} from <inputs>: <line>.",
];

/// The same, for what follows another one.
pub(crate) const WORK_PROSE_NEXT: Bank = &[
    "{Next|Then|After that} <q>: <line>.",
    "{One step more gives|A further step yields|The next result is} <q>: <line>.",
    "{This leads on to|From there it is one step to|Next in line is} <q>: <line>.",
];

/// The same, for what follows another one.
pub(crate) const WORK_DISPLAY_NEXT: Bank = &[
    "{Next|Then|Now|After that} {comes|follows} <q>{, from <inputs>|}:",
    "{One step more gives|A further step yields|The next result is} <q>:",
];

/// Introduces a worked line that stands on a line of its own.
pub(crate) const WORK_DISPLAY: Bank = &[
    "{To find|To obtain|To get} <q>, {take|use|start from} <inputs>:",
    "{For|As for} <q>, {the inputs are|what is needed is|the table supplies} <inputs>:",
    "{With <inputs>|From <inputs>|Using <inputs>}, <q> {works out as|becomes|reads}:",
    "<q> {was computed from|was found from|came out of} <inputs>:",
    "{The working for|The arithmetic of|The numbers behind} <q>{, with <inputs>|}:",
    "{Written out|In full|Step by step}, <q> {is|reads}:",
];

/// Opens a section of calculations.
pub(crate) const WORK_OPEN: Bank = &[
    "{Each result is worked|Every result is worked} from the {displayed|tabled} figures{, step by step|}.",
    "{All {inputs|numbers} are {taken|used} as {shown|displayed}|The inputs are taken as displayed}; {rounding happens|results are rounded} {only at the end of each line|last}.",
    "{The steps|The lines} below {can be checked|can be followed} with {a pocket calculator|the table alone}.",
    "{Percentages enter as fractions|A percentage enters as a fraction of one}, {so that|which means that} {each line|every line} {can be checked as it stands|reads as it stands}.",
    "{Earlier results are carried on as shown|Where a line uses an earlier result, it takes the displayed one}.",
    "{Nothing below uses a number|No line below draws on anything} that the {table|prompt} does not {show|hold}.",
    "{Here is the arithmetic|What follows is the arithmetic}, {one result at a time|in the order in which the results build on each other}.",
];

/// What growth over a week of the metric `M`, the calculation `X`, says.
pub(crate) const GROWTH: Bank = &[
    "{In a week|Within seven days|Over one week} <m.M> <rose.X> <ly.X>{, from <e.X> on <d.X> to <v.M>|, by <rm.X>}.",
    "That is a~<size.X> <rise.X> {for a single week|within seven days|on the week}.",
    "{The week|The stretch of seven days} {brought|produced|left} a~<size.X> <rise.X>.",
    "{Since|Measured from} <d.X>, the {level|series} <rose.X> <ly.X>.",
    "{So|Thus} the {direction|movement} {over the week|since <d.X>} {was|is} {clear enough|plain}: <up.X>, by <rm.X>.",
    "{The direction|Its direction} {is|reads} <up.X>, and {in size|in magnitude} the {step|move} {is|counts as} <extent.X>.",
    "{Against|Relative to} the <e.X> of <d.X>, <m.M> {ended the week|came out} <well.X> <higher.X>.",
];

/// The same, where hardly anything changed.
pub(crate) const GROWTH_FLAT: Bank = &[
    "{In practice|For all purposes} that is {no change|a standstill}.",
    "{After the week|Seven days later} <m.M> {is about where it stood|has about the same level}.",
    "{A change of this size|So small a change} {means nothing by itself|says nothing about direction|is within the usual noise}.",
    "The {week|stretch since <d.X>} {left|finds} the level {practically unchanged|where it was}.",
];

/// Limits of any reading of daily data.
pub(crate) const LIMIT_CAUSE: Bank = &[
    "{Nothing in the table|No figure here} {says|tells|reveals} why the numbers moved; {any cause would be a guess|a cause cannot be read off them}.",
    "{The data show what happened, not why|What happened is on record, why it happened is not}; {news, prices of other assets and policy|events outside the table} {are not part of it|do not appear}.",
    "{Causes are out of reach here|Explanations lie outside these data}: {the figures describe a day without explaining it|the table records outcomes and leaves the reasons open}.",
    "{Whoever looks for a reason|Anyone who asks for the reason} behind the {change|numbers} {will not find it here|has to look elsewhere}.",
    "{A figure has no motive|Numbers carry no motives}: {what stood behind them|who or what drove them} {cannot be told|remains open}.",
];

/// Ties the limits to the figure that everything rests on.
pub(crate) const LIMIT_FIGURE: Bank = &[
    "{All of this hangs on|Everything above starts from} <m.F> of <v.F>; an error in that one figure would {run through every result|change every line}.",
    "{The weight of it rests on|Nearly all rests on} a single reading, <v.F> <p.F>, {which is taken as it stands|and it is not checked here against a second source}.",
    "{A second source for|Another source for} <c.F> at <v.F> {is not at hand|does not exist in the table}, so {errors of measurement|errors in it} would go {unseen|unnoticed}.",
    "{If <c.F> at <v.F> were revised|Were <c.F> of <v.F> revised}, {the picture|the results} would {shift with it|have to be worked out anew}.",
];

pub(crate) const LIMIT_ONE_DAY: Bank = &[
    "{A single day|One day} {is a thin basis|makes a narrow sample}: {weekday patterns alone|ordinary weekly rhythm} {can move the figures|may shift the numbers} {by several percent|noticeably}.",
    "{One day is one observation|This is one observation}, and {weekends and weekdays|the days of a week} {differ|are not alike} on most networks.",
    "{The reading|This picture} {holds for|describes} <date> {only|alone}; {the next day may look different|tomorrow's figures can overturn it}.",
    "{What is true of one day|What one day shows} {need not|does not have to} {last|hold} {for the week|beyond it}.",
];

pub(crate) const LIMIT_GAPS: Bank = &[
    "{The history has holes|The record is not complete}: <gap> {between the first one shown and <date>|within the span shown} {are not on record|have no entry|are missing}, so {a peak or a dip|an extreme} {may have gone unseen|could hide there}.",
    "{With <gap> missing|Because <gap> left no entry}, {the course between the points|the path between the entries} {is unknown|has to stay open}.",
    "{Gaps matter here|A word on gaps}: <gap> of the span {left no record|carry no figures}, and {nothing was filled in for them|no values were assumed for them}.",
    "{Missing are <gap>|The table lacks <gap>} of the period, {which weakens|and that weakens} {every statement about the trend|any claim about the course of things}.",
];

pub(crate) const LIMIT_GAP_ONE: Bank = &[
    "{The history has a hole|The record is not quite complete}: one day {within the span shown|of the period} {is not on record|has no entry}, and {nothing was filled in for it|its level stays unknown}.",
    "{A single day|One day} {of the span|of the period shown} is missing, {a small gap but a gap|so that the course there is unknown}.",
];

pub(crate) const LIMIT_RECOVERED: Bank = &[
    "The mark † {stands at|belongs to} <marked>: {figures of those days were|part of what is shown there was} {recovered from a later record|worked back from later growth}, not measured {directly|on the spot}.",
    "{Part of the history is second-hand|Not all of the history is first-hand}: <marked> {carrying|with} a † {came from a later record|had to be recovered afterwards}.",
    "{For <marked> the table carries|At <marked> there stands} a †, {which means|meaning} that {figures of them|figures of those days} {were recovered later|come from a later record}.",
    "{Figures marked †|The † entries} (<marked> {in all|here}) {depend on|inherit the rounding of} {the growth rate they were recovered from|a later record}.",
];

pub(crate) const LIMIT_BLANKS: Bank = &[
    "{Some cells of the history are empty|The history has empty cells}; {a dash there means|they stand for} \"not measured\", {and they were left out|so no comparison uses them}.",
    "{Where the table shows a dash|Where a cell is empty}, {nothing was measured|no measurement exists}, {and nothing is assumed|which is not the same as zero}.",
    "{Not every figure exists for every day|Several earlier days lack some figures}; {comparisons are limited to what is known|only known values are used here}.",
];

/// Says that a comparison day is itself a recovered one.
pub(crate) const MARKED_DAY: Bank = &[
    "{That day|The day named} {carries|bears} a †{; figures of it were recovered from a later record|: figures of it are recovered ones}.",
    "({Note the †|Mind the †} at that date: {figures of that day were recovered, not measured directly|figures of it were recovered later}.)",
    "{Its † says|The † at that day says} that {figures of it|figures of that day} {are recovered ones|were not all measured directly}.",
];

/// A section that nothing is known for.
pub(crate) const NOTHING: Bank = &[
    "{The figures given|The table's figures} {do not carry|cannot carry} a conclusion on this point, {and none is drawn|so none is drawn}.",
];

/// Says that a day of the baseline is far from the others.
pub(crate) const LIMIT_OUTLIER: Bank = &[
    "{One day of the history|One of the days shown} {stands far from the rest|is far out of line}: <outlierday> with <outlier>, {more than three times away from the median|a multiple of three and more off the median}; {it bends mean and spread|mean and spread bend with it}.",
    "{The baseline holds an outlier|There is an outlier in the baseline}: <outlier> on <outlierday> {is more than a factor of three from the median|differs from the median by more than three times}, {which inflates the standard deviation|and so the standard deviation is too large}.",
    "{The value of|What the history shows for} <outlierday>, <outlier>, {lies more than three times away from the median day|is no ordinary day: more than three times off the median}, {and it widens the bounds|so that the bounds are wider than they should be}.",
];
