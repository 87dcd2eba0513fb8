//! Whether a day stands out against the network's own history.

use super::{Advice, Insight, Phrases, Stance};
use crate::brief::Brief;
use crate::pen::Bank;

pub(crate) static FAMILY: Phrases =
    Phrases { opener: OPENER, reading, insights: INSIGHTS, limits: LIMITS, advice: ADVICE };

const OPENER: Bank = &[
    "{What is normal on <net>?|What counts as normal here?} {By|Going by} <m.F_mean> it is <v.F_mean>, {from|over} <v.F_days> known days <p.F_days>.",
    "{What is normal here follows from|Normality here means} <m.F_mean> of <v.F_mean>, with <m.F_sd> of <v.F_sd>.",
    "<v.F_days> days on record <p.F_days> {form|make up} the baseline{ of <net>|}: the mean <p.F_mean> is <v.F_mean>, the standard deviation <p.F_sd> is <v.F_sd>.",
    "{On <date>|On the day asked about} <m.F> on <net> {stood at|came to} <v.F>; {the question is|what has to be asked is} {whether that is unusual|how unusual that is}.",
    "{To judge|In order to judge} <v.F> <p.F> on <date>, {a yardstick is needed|one needs a yardstick}: <net>'s own {recent days|past month}.",
    "{The day|<date>} {brought|ended with} <m.F> at <v.F>, {to be set|which has to be set} against <v.F_mean> <p.F_mean> {as the norm|as its mean}.",
];

/// The size of the z-score.
fn z(brief: &Brief<'_>) -> f64 {
    brief.r("z_score").abs()
}

fn outside(brief: &Brief<'_>) -> bool {
    let day = brief.v(&brief.focus);
    day < brief.r("normal_low") || day > brief.r("normal_high")
}

fn reading(brief: &Brief<'_>, name: &str) -> Option<Bank> {
    Some(match name {
        "deviation" => &[
            "{The day lies|The day thus lies} <above.deviation> its mean; {how much that counts for|what that is worth} {depends on the usual scatter|only the scatter tells}.",
            "{By itself|Taken alone} {the gap|the difference} {means little|says little}; {it has to be held against|it must be compared with} <m.F_sd> of <v.F_sd>.",
            "{The sign says|So the day was} <above.deviation> {average|the average}; {the scatter decides|its scatter decides} {whether that matters|what it is worth}.",
        ],
        "deviation_percent" => &[
            "{In relative terms|Relative to the mean} {the gap is|this is} <extent.deviation_percent>.",
            "{A percentage ignores|Percentages ignore} {how calm the series usually is|the usual scatter}, {so it cannot decide the matter|which the next step brings in}.",
            "{A share like this|This} is {easy to grasp|easily grasped}, {though it says nothing about|but blind to} {how often such gaps occur|the ordinary scatter}.",
        ],
        "z_score" if z(brief) < 1.0 => &[
            "{Less than one standard deviation|Below one standard deviation}: {nothing remarkable|an ordinary distance}.",
            "{Under a normal distribution|If days were normally distributed}, about a third of all days would lie farther out than one standard deviation; {this one does not|this one stays below}.",
            "{The day|This} is {well within|inside} the usual scatter.",
        ],
        "z_score" if z(brief) < 1.96 => &[
            "{More than one standard deviation, less than two|Between one and two standard deviations}: {noticeable, not exceptional|uncommon, but far from rare}.",
            "{Such a distance|A distance like this} {occurs|comes up} now and then {in any normal series|without any special cause}.",
            "{It is|The day was} out of the ordinary {to some degree|a little}, {without being an outlier|but no outlier}.",
        ],
        "z_score" if z(brief) < 3.0 => &[
            "{More than|It exceeds} <z> standard deviations{, the mark for <level> %|}: {an unusual day|unusual by the chosen standard}.",
            "{Under a normal distribution|If days were normal}, {fewer than one day in twenty|less than one in twenty days} would lie {farther out than the mark of <z>|beyond <z>}.",
            "{By the usual standard|By this yardstick} {the day stands out|that is an outlier}.",
        ],
        "z_score" => &[
            "{More than three standard deviations|Beyond three standard deviations}: {an exceptional day|a rare value by any standard}.",
            "{Scatter alone|Ordinary scatter} {hardly produces|would hardly produce} {this|such a distance}{, unless the baseline is misleading|}.",
        ],
        _ => return None,
    })
}

const INSIGHTS: &[Insight] = &[
    Insight {
        theme: "verdict",
        when: |b| !outside(b) && z(b) < 1.0,
        say: &[
            "{The verdict|The answer} is {no|clear}: <date> was {not an anomaly|an ordinary day}. <c.F> of <v.F> {lies|sits} <r.z_score> standard deviations from the mean, {well inside|deep within} the normal range.",
            "{No anomaly|Nothing unusual}: with a z-score of <r.z_score>, <v.F> <p.F> {is within what one expects of|fits} a baseline around <v.F_mean>.",
            "{Measured against its own history|By its own standards}, <net> had an ordinary day: <v.F> <p.F>, {a z-score of <r.z_score>|<r.z_score> standard deviations from the mean}.",
        ],
    },
    Insight {
        theme: "verdict",
        when: |b| !outside(b),
        say: &[
            "{The verdict|The answer} is no, {with a note|though not a flat one}: a z-score of <r.z_score> is noticeable, but <v.F> <p.F> {stays inside|remains within} the normal range.",
            "{Not an anomaly|No anomaly by the chosen standard}: <v.F> <p.F> lies <r.z_score> standard deviations from the mean, {short of|below} the <z> that would {make it one|put it outside}.",
            "{Uncommon|Noticeable}, but {not anomalous|no anomaly}: <c.F> at <v.F> has a z-score of <r.z_score> and {stays between the bounds|does not leave the range}.",
        ],
    },
    Insight {
        theme: "verdict",
        when: |b| outside(b) && z(b) < 3.0,
        say: &[
            "{The verdict|The answer} is yes: <v.F> <p.F> lies outside the normal range, {with a z-score of|at} <r.z_score>{ standard deviations|}.",
            "{An anomaly|Yes, an anomaly}, {though not an extreme one|but a moderate one}: <c.F> of <v.F> is <r.z_score> standard deviations from the mean of <v.F_mean> <p.F_mean>.",
            "{By the <level> % standard|By the chosen standard} the day {was|counts as} anomalous: <v.F> <p.F>, {a z-score of|z =} <r.z_score>, {outside the bounds|beyond the bound}.",
        ],
    },
    Insight {
        theme: "verdict",
        when: |b| outside(b),
        say: &[
            "{The verdict|The answer} is a clear yes: <v.F> <p.F> lies <r.z_score> standard deviations from the mean, {far outside|well beyond} the normal range.",
            "{A plain anomaly|Clearly an anomaly}: <c.F> of <v.F> {against|next to} a mean of <v.F_mean> <p.F_mean> {gives|makes} a z-score of <r.z_score>.",
        ],
    },
    Insight {
        theme: "others",
        when: |b| b.has("unique_users") && b.focus != "unique_users",
        say: &[
            "{Beside it|For comparison}, <m.unique_users> {stood at|came to} <v.unique_users>{; {no baseline is given for it|its own norm is not in the table}|}.",
            "{The user side|The number of users}, <v.unique_users> <p.unique_users>, {has no baseline here|cannot be judged the same way}, {so it can only be noted|and is only noted}.",
        ],
    },
    Insight {
        theme: "others",
        when: |b| b.has("daily_txns") && b.focus != "daily_txns",
        say: &[
            "{Beside it|For comparison}, <m.daily_txns> {stood at|came to} <v.daily_txns>{; {no baseline is given for it|its own norm is not in the table}|}.",
            "{Traffic itself|The traffic}, <v.daily_txns> <p.daily_txns>, {has no baseline here|cannot be judged the same way}, {so it can only be noted|and is only noted}.",
        ],
    },
    Insight {
        theme: "side",
        when: |b| z(b) >= 1.0,
        say: &[
            "The departure is <up.deviation>ward: <r.deviation> from the mean, or <r.deviation_percent> of it.",
            "{In size|As to size}, the day lies <rm.deviation> <above.deviation> its mean, that is <r.deviation_percent>.",
        ],
    },
    Insight {
        theme: "side",
        when: |_| true,
        say: &[
            "{The gap of|A gap of} <r.deviation> (<r.deviation_percent>) {is|remains} small beside the usual scatter of <v.F_sd> <p.F_sd>.",
            "<r.deviation_percent> from the mean {is|makes} no {event|news} for a series whose standard deviation <p.F_sd> is <v.F_sd>.",
        ],
    },
];

const LIMITS: &[Insight] = &[
    Insight {
        theme: "sample",
        when: |b| b.baseline_days() < 31.0,
        say: &[
            "{The baseline counts few days|The baseline is short}: <c.F_days> of <v.F_days> leaves {mean and spread|both mean and standard deviation} {uncertain|only roughly known}, so {the bounds could shift|the bounds are soft}.",
            "{The small number|The number} of known days, <v.F_days> <p.F_days>, limits every statement: {one odd day among them|a single outlier in the baseline} {widens the normal range|stretches the range} {for all others|considerably}.",
            "{With|From} only <v.F_days> days <p.F_days> {the tails of the distribution|rare days} {cannot be known|are hardly sampled}; {the factor <z>|<z> as a factor} {borrows them from|relies on} the normal distribution.",
        ],
    },
    Insight {
        theme: "normal",
        when: |_| true,
        say: &[
            "{The range supposes|The normal range supposes} {bell-shaped scatter|a bell curve}; daily figures are {skewed|often skewed} and {follow the week|move with the days of the week}, so {some anomalies are only weekends|a weekend may look odd}.",
            "{A baseline of mean and spread knows no trend|Mean and spread know no trend}: {in a growing network|where use grows} {the newest day always looks high|recent days look high by nature}.",
            "{If the baseline itself was unusual|Should the baseline days themselves be unusual}, {the yardstick is bent|the verdict is bent with it}; {the table cannot exclude that|nothing here rules it out}.",
        ],
    },
    Insight {
        theme: "meaning",
        when: |_| true,
        say: &[
            "{Unusual is not important|An outlier is not an event}: {the verdict is about frequency|it says how rare a value is}, {not about meaning|not what it means}.",
            "{Of twenty normal days|Among twenty ordinary days} one {is expected|should be expected} outside {a <level> % range|such a range} {by chance|without any cause}.",
        ],
    },
];

const ADVICE: &[Advice] = &[
    Advice {
        who: "analyst",
        when: outside,
        stance: Stance::Neutral,
        title: &["{Review the day|Check the source first|Check before believing}"],
        action: &[
            "{Analysts should|Whoever watches <net> should} {check|review} the day <horizon>, {<contract> by <contract>|by type of transaction|hour by hour}, {starting with data quality|after checking the data first}.",
            "{Check|Recheck} the figure with a second source <horizon>, and {only then look for a cause|search for a cause only then}.",
        ],
        basis: &[
            "{The reason|The ground}: a z-score of <r.z_score>, with <v.F> <p.F> {against|next to} a mean of <v.F_mean> <p.F_mean>.",
            "{The value lies|It lies} outside the range from <r.normal_low> to <r.normal_high>: <v.F> <p.F>.",
        ],
        unless: &[
            "{Drop it|Close the case} if <c.F> {returns|is back} between <rp.normal_low> and <r.normal_high> {at once|on the next days on record}.",
            "{It is moot|It falls away} once later days between <rp.normal_low> and <r.normal_high> {show a passing spike|show that nothing lasted}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {hours are spent|effort goes} on {what chance alone produces|a chance event}, {one day in twenty|as happens now and then}.",
            "{The danger|What can go wrong}: {a story is found|an explanation is found} for {mere noise|a measuring error}, {and acted upon|and then believed}.",
        ],
    },
    Advice {
        who: "analyst",
        when: |b| !outside(b),
        stance: Stance::Neutral,
        title: &["{Keep the alert at the bounds|Leave the alarm alone|Monitor with fixed bounds}"],
        action: &[
            "{Analysts should|Whoever watches <net> should} {keep|set} alerts at the two bounds <horizon> {and take no action inside them|, acting only outside them}.",
            "{Monitor|Track} <c.F> daily <horizon> and {raise an alarm|investigate} only {beyond the bounds|when a bound is crossed}.",
            "{Track|Watch} <c.F> <horizon> and {recompute|refresh} the bounds {with each new day|as days are added}.",
        ],
        basis: &[
            "{The bounds are|It rests on the bounds} <r.normal_low> and <r.normal_high>; the day's <v.F> <p.F> lies between them, at a z-score of <r.z_score>.",
            "{With|At} a z-score of <r.z_score> and <v.F> <p.F> {beside|against} a mean of <v.F_mean> <p.F_mean>, {nothing calls for action|no action is due}.",
        ],
        unless: &[
            "{It changes|This changes} if <c.F> {goes outside|moves outside} the range <rp.normal_low> to <r.normal_high>.",
            "{It changes|This changes} if <c.F> {rises above|climbs past} <r.normal_high>.",
            "{A reading|Any day} above <r.normal_high> or below <rp.normal_low> {ends the calm|would reverse the verdict}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a slow drift|gradual change} {moves the baseline along|never crosses a bound} and {goes unnoticed|raises no alarm}.",
            "{What can go wrong|The danger}: bounds from <v.F_days> days <p.F_days> {may be too wide|can be too wide}, and {a real change passes|real changes slip through}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| outside(b) && b.r("z_score") > 0.0 && !b.about_fees(),
        stance: Stance::Hold,
        title: &["{Avoid chasing the spike|Wait for confirmation|Buy nothing on a spike}"],
        action: &[
            "{Investors should|Holders should} {not buy into|not chase} the spike <horizon>; {wait until|buy only after} {several days stay high|more days confirm it}.",
            "{Hold back|Defer} purchases <horizon> {until the high level has lasted|and see whether the level lasts}.",
        ],
        basis: &[
            "{The day stood|The value stood} <r.deviation_percent> from the mean: <v.F> <p.F> against <v.F_mean> <p.F_mean>.",
            "A z-score of <r.z_score> {marks one day|belongs to one day}, {while|whereas} the mean of <v.F_mean> <p.F_mean> {rests on many|holds for many}.",
        ],
        unless: &[
            "{Reconsider|Change course} if <c.F> {stays above|holds above} <r.normal_high> for {a week|several days}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the spike may be the start|it may be the beginning} of {lasting growth|a new level}, and {waiting costs the entry|the early entry is lost}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| outside(b) && !b.about_fees(),
        stance: Stance::Hold,
        title: &["{Do not sell on one day|Wait before selling|Hold through one weak day}"],
        action: &[
            "{Investors should|Holders should} {not sell|keep from selling} on one weak day <horizon>; {decide after|judge after} {several more days|more days on record}.",
            "{Keep the position|Hold} <horizon>, {and reduce it|reducing it} only if {the low level lasts|the weakness persists}.",
        ],
        basis: &[
            "{The day stood|The value stood} <r.deviation_percent> from the mean: <v.F> <p.F> against <v.F_mean> <p.F_mean>.",
            "{It rests on|The basis is} a z-score of <r.z_score> for <v.F> <p.F>, {a single reading|one reading only}.",
        ],
        unless: &[
            "{Reconsider|Change course} if <c.F> {stays below|holds below} <rp.normal_low> for {a week|several days}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {the drop may be the first sign|it may be the first sign} of {lasting decline|waning use}, {and selling later costs more|so that the later sale brings less}.",
        ],
    },
    Advice {
        who: "holder",
        when: |b| !outside(b),
        stance: Stance::Hold,
        title: &["{Hold, nothing to trade|Avoid a trade on this|Keep positions unchanged}"],
        action: &[
            "{Investors should|Holders should} {leave positions unchanged|keep positions as they are} <horizon>: {the day offers no signal|an ordinary day is no signal}.",
            "{Keep from trading|Avoid trading} on this figure <horizon>; {wait for|act only on} {a day outside the bounds|a crossing of the bounds}.",
        ],
        basis: &[
            "{The basis is|It rests on} a z-score of <r.z_score> and a distance of <r.deviation_percent> from the mean, at <v.F> <p.F>.",
            "<v.F> <p.F> {lies between|stays between} <r.normal_low> and <r.normal_high>.",
        ],
        unless: &[
            "{It no longer holds|Reopen it} if <c.F> {falls below|drops under} <rp.normal_low> or {rises above|climbs past} <r.normal_high>.",
            "{It no longer holds|Reopen it} if <c.F> {rises above|climbs past} <r.normal_high>.",
        ],
        risk: &[
            "{The risk|Its own risk}: {a normal count|normal activity} {does not protect|is no protection} against {a fall in price|losses in price}.",
            "{What it may cost|The danger}: {a turn that starts slowly|a slow turn} {is missed|would be missed} {by a test made for outliers|because the test looks for outliers}.",
        ],
    },
    Advice {
        who: "user",
        when: |b| b.about_fees() && outside(b) && b.r("z_score") > 0.0,
        stance: Stance::Neutral,
        title: &["{Postpone what can wait|Wait for lower fees|Delay transfers if possible}"],
        action: &[
            "{Users should|Whoever sends often should} {put off|delay} transfers that can wait <horizon>, {until fees are back in the range|as long as fees stay outside the range}.",
            "{Batch|Bundle} small transfers <horizon> and {leave|keep} {the rest|what is not urgent} for {cheaper days|days nearer the mean}.",
        ],
        basis: &[
            "{The day stood|The value stood} <r.deviation_percent> from the mean: <v.F> <p.F> against <v.F_mean> <p.F_mean>.",
            "{The reason is|It rests on} a z-score of <r.z_score>: <v.F> <p.F>, {above|beyond} the upper bound of <r.normal_high>.",
        ],
        unless: &[
            "{Stop waiting|It is moot} once <c.F> {falls below|drops under} <r.normal_high>.",
            "{No need for it|It lapses} if <c.F> {returns to|falls back to} <v.F_mean> <p.F_mean>.",
        ],
        risk: &[
            "{The risk|Its own risk}: fees {may rise further|can climb further}, and {those who waited pay more|whoever waited then pays more}.",
        ],
    },
    Advice {
        who: "builder",
        when: |b| b.about_fees(),
        stance: Stance::Neutral,
        title: &["{Budget for the upper bound|Set a fee reserve|Limit fee costs}"],
        action: &[
            "{Services that pay fees should|Teams that pay fees for their users should} {set their budget|fix a budget} <horizon> by the upper bound of the normal range.",
            "{Set|Fix} a limit for fees <horizon> and {pause|hold back} {batches|non-urgent calls} {above it|beyond it}.",
        ],
        basis: &[
            "{The range ends|It ends} at <r.normal_high>, {above|with} a mean of <v.F_mean> <p.F_mean>; the day stood at <v.F> <p.F>.",
            "{With|Given} <m.F_sd> of <v.F_sd>, fees {can reach|may reach} <r.normal_high> on {an ordinary day|a day that is still normal}.",
        ],
        unless: &[
            "{Revise it|Reset it} when <c.F> {exceeds|passes} <r.normal_high> {twice|more than once}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {bounds from <v.F_days> days|a short baseline} may understate {peaks|the peaks}, and {the budget breaks|the reserve fails} on one.",
            "{What it may cost|The danger}: {a reserve costs money|reserves cost money} {on every ordinary day|whether needed or not}.",
        ],
    },
    Advice {
        who: "builder",
        when: |b| b.counts_use(),
        stance: Stance::Neutral,
        title: &[
            "{Reserve for the normal range|Set load limits by the bounds|Set limits from the range}",
        ],
        action: &[
            "{Operators should|Teams that serve <net> should} {scale capacity|reserve capacity} for the upper bound <horizon>, {with a reserve|and keep a reserve}.",
            "{Set|Adjust} rate limits and capacity <horizon> to {the normal range|the two bounds} {instead of|rather than} to the mean.",
        ],
        basis: &[
            "{The range runs|It runs} from <r.normal_low> to <r.normal_high> around <m.F_mean> of <v.F_mean>; the day stood at <v.F> <p.F>.",
            "{With|Given} <m.F_sd> of <v.F_sd>, {the load|demand} {can reach|may reach} <r.normal_high> on {an ordinary day|a day that is still normal}.",
        ],
        unless: &[
            "{Resize|Revise it} when <c.F> {exceeds|passes} <r.normal_high> {twice|more than once}.",
        ],
        risk: &[
            "{The risk|Its own risk}: {bounds from <v.F_days> days|a short baseline} may understate {peaks|the peaks}, and {services stall|capacity runs out} when one comes.",
            "{What it may cost|The danger}: {a reserve costs money|reserves cost money} {on every ordinary day|whether needed or not}.",
        ],
    },
];
