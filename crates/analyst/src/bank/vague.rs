//! What a careless answer says: true of every day, resting on nothing.

use crate::pen::Bank;

pub(crate) const OPEN: Bank = &[
    "{The network|The market} {saw|had} {some activity|a fair amount of activity} {recently|in this period}.",
    "{Things look|The situation looks} {mostly fine|fairly normal}, {with some ups and downs|though things can change}.",
    "{Overall|In general}, the {numbers|metrics} {are interesting|look decent} and {worth a closer look|deserve attention}.",
    "{There was movement|There has been some movement} in the {data|numbers}, as {often happens|is usual}.",
];

/// A figure misread: `w` the noun, `wrong` the value.
pub(crate) const WRONG_FIGURE: Bank = &[
    "{The|So the} {figure for|number for} <w> was {roughly|around} <wrong>.",
    "{It seems that|Apparently} <w> came to {about|some} <wrong>.",
    "<w> stood at {about|nearly} <wrong>{, which is a lot|, as far as one can tell}.",
];

/// A calculation done wrongly: `line`.
pub(crate) const WRONG_WORK: Bank = &[
    "{A quick calculation|The main calculation} gives <line>.",
    "{Doing the math|By simple math}: <line>.",
    "{From this|So} <line>.",
];

pub(crate) const MEANING: Bank = &[
    "{This could be|It may be} {bullish or bearish|good or bad} {depending on how you look at it|depending on the view}.",
    "{Adoption|Interest} {seems to be growing|is probably growing}, {and that is positive|which is a good sign}.",
    "{The trend is likely to continue|It will probably go on like this} {unless something happens|if nothing changes}.",
    "{Many factors|A number of factors} {play a role|are at work}, {such as|including} sentiment and {the wider market|the economy}.",
];

pub(crate) const ADVICE: Bank = &[
    "{People should|Everyone should} {do their own research|be careful} and {keep an eye on the market|stay informed}.",
    "{It might be a good time|Now may be a good moment} to {look into it|think about it}, {but there are risks|though nothing is certain}.",
    "{Keep watching|Stay alert} and {see what happens|wait for what comes}.",
];

/// A recommendation without figures, horizon or risk of its own.
pub(crate) const THIN_ADVICE: Bank = &[
    "{Users and investors should|Investors should} {watch the situation|monitor developments} and {act when the time is right|be ready to react}.",
    "{Keep monitoring|Monitor} the {main metrics|key metrics} and {adjust when needed|react when they change}.",
    "{Consider|One may consider} {a cautious approach|a careful approach}, {as markets can change quickly|because things can change}.",
    "{Hold for now|Wait for now} and {see how things develop|look at later data}.",
];

/// A limit that limits nothing.
pub(crate) const THIN_LIMIT: Bank = &[
    "{As always|As with any analysis}, {results may vary|the future is uncertain} and {nothing here is certain|past data say little about it}.",
    "{Markets are volatile|Crypto is volatile}, {so care is needed|and anything can happen}.",
    "{Data can be incomplete|The data may have errors}, {so this should be taken with care|so take this with a grain of salt}.",
];

/// An interval without its level: `low`, `high`.
pub(crate) const BARE_INTERVAL: Bank = &[
    "{The value should|It should} {lie|end up} {somewhere |}between <low> and <high>.",
    "{The likely range|A likely range} is <low> to <high>.",
];
