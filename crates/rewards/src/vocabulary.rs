//! The words by which a text about markets, chains and statistics is known.
//!
//! The classes of the [`lexicon`](crate::lexicon) say what a word does in such a text. Here stand
//! those that do nothing but belong there, and those that belong everywhere: of the second kind a
//! sentence can be made that says nothing ("what can be seen is shown by it"), and of neither one
//! about another subject. Our own lists; plurals are folded.

/// Words of the subject.
pub(crate) const SUBJECT: &[&str] = &[
    // What is traded, who trades it, and where.
    "price coin token wallet address account contract block chain miner validator node bot \
     app application exchange holder saver spender payer payment transfer settlement fee cost \
     gas cent dollar money capital fund asset stock bond book order bid ask sale purchase \
     trade trader trading traffic throughput capacity congestion queue mempool batch bundle \
     spam airdrop launch upgrade fork outage halving burn reward incentive supply demand \
     scarcity liquidity depth turnover volume flow inflow outflow deposit withdrawal \
     consolidation inscription output input whale broker desk lender borrower collateral \
     leverage margin premium discount hedge option future swap bridge pool yield rent wage \
     budget bill salary game service client customer team engineer developer builder operator \
     provider infrastructure rpc server software machine program infra protocol governance \
     treasury grant sponsor partner campaign adoption usage user activity event holiday \
     weekend weekday monday tuesday wednesday thursday friday saturday sunday january \
     february march april june july august september october november december month season \
     panic fear greed euphoria capitulation mood sentiment bull bear rally correction rebound \
     recovery retracement reversal breakout breakdown accumulation distribution pullback dip \
     crash collapse shock surge spike jump slump slide decline fall rise climb gain loss \
     growth shrinkage contraction expansion slowdown acceleration lull peak trough plateau \
     record range corridor band floor ceiling threshold support resistance trigger target \
     stop position exposure allocation holding portfolio tranche stake bet risk downside \
     upside drawdown setback danger threat vulnerability cushion buffer reserve limit cap \
     safeguard insurance patience caution discipline haste opportunity horizon deadline \
     schedule timeline",
    // Statistics.
    "statistic statistical digit decimal percent percentage share ratio proportion fraction \
     quotient multiple rate pace speed tempo average mean median mode baseline norm benchmark \
     yardstick reference sample observation measurement reading datum series window span \
     period interval confidence probability likelihood chance quantile percentile tail \
     normality skew skewed variance deviation scatter spread dispersion volatility noise \
     signal outlier anomaly extreme exception cluster clustering autocorrelation correlation \
     correlated dependence dependent independent independence random model assumption \
     approximation estimate estimator projection forecast extrapolation scenario regression \
     fit error bias uncertainty precision accuracy significance significant test hypothesis \
     evidence proof rounding rounded arithmetic calculation computation formula working \
     denominator numerator divisor product sum difference subtraction division square root \
     logarithm compound compounding linear symmetric asymmetric trend drift momentum \
     direction reversion regime phase cycle rhythm seasonality pattern swing fluctuation \
     shift",
    // Comparing.
    "compare comparison compared comparable relative contrast exceed outpace lag lead \
     dominate dominance rank leader challenger competitor peer network mainnet layer scaling",
    // Causes and effects.
    "cause caused driver driven motive reason explanation explain source origin consequence \
     effect impact implication suggest indicate imply hint confirm refute contradict \
     undermine depend reflect signify",
    // How something is.
    "concentrate concentrated concentration widespread broad narrow breadth intensity \
     intensive heavy light busy quiet idle calm steady stable stability unstable volatile \
     erratic robust resilient resilience fragile weak weakness weaken strength strong \
     strengthen solid modest moderate mild slight marginal sharp steep gradual rapid slow \
     fast quick sudden abrupt persistent temporary transient permanent lasting recurring \
     seasonal sustainable sustained exceptional unusual ordinary normal typical abnormal rare \
     frequent expensive cheap dear costly affordable profitable active dormant inactive \
     automated automatic human retail institutional organic artificial genuine healthy \
     unhealthy sound efficient efficiency inefficient reliable reliability unreliable failure \
     fail failed success successful succeed retry revert aborted",
    // What someone does, or a price.
    "buy bought buyer sell sold seller accumulate trim enter entry exit invest invested \
     investment investor rebalance diversify deploy withdraw transact transacted pay paid \
     paying spend spent earn settle cross crossed reach break broke recover recovered regain \
     retrace risen rose fallen fell drop grow grew grown shrink shrank expand double halve \
     triple widen tighten loosen accelerate decelerate return",
    // What is done with data.
    "measure measured compute computed calculate calculated estimated project projected \
     extrapolate assume assumed derive derived observe observed recorded report reported \
     count counted sampled unknown missing incomplete unavailable revised verify verified \
     check checked data dataset table row column history historical earlier previous prior \
     recent latest present current today yesterday week day hour minute second year quarter \
     daily weekly monthly hourly annual",
    // What analysts write of.
    "analysis analyst analyse interpret interpretation conclusion conclude assess assessment \
     evaluate judge judgement recommendation advise caveat limitation disclaimer verdict \
     thesis view outlook expectation expect anticipated prospect potential likely unlikely \
     probable possible plausible doubtful uncertain certain clear unclear ambiguous",
    // Of all of these.
    "metric monitor adjust react care uncertain future earlier later previous past riskier carry recommended \
     arithmetic two-sided thesis caution careful economy economic economics busier quieter calmer \
     broader cheaper dearer steadier basis bounce dagger sleepy retail direct indirect divide divided multiply multiplied subtract subtracted add added \
     computing measuring class classed context sideways prompt vary varied variation negative \
     positive regained people crowd leave left join sign thumb side monitoring cautious \
     approach practice",
];

/// Words that fit any subject.
pub(crate) const GENERIC: &str = "watch consider let see seen show shown say said tell told look looked speak spoken thing way part picture \
    story side end case happen go goes gone come came make made take taken give given get keep \
    kept turn change changed figure number point matter kind sort sense word world life time \
    place remain stay use need want know known think seem appear become good well better best \
    big great important interesting little long last same other another different various \
    certain whole general overall total simply just quite rather really again always often \
    sometimes here now today day value set open close move run start level high low";
