//! What metrics and calculations are called in prose.

/// Alternatives for naming a metric, as noun phrases that fit wherever a name does; `None` for
/// metrics that only the prompt's own words can name.
pub(crate) fn metric(name: &str) -> Option<&'static str> {
    Some(match name {
        "daily_txns" => {
            "{the daily transaction count|the transaction count|the day's transaction count|the number of transactions}"
        }
        "unique_users" => {
            "{the number of unique users|the count of unique users|the user count|the number of distinct senders}"
        }
        "unique_receivers" => {
            "{the number of unique receivers|the count of receiving addresses|the number of receiving addresses|the receiver count}"
        }
        "active_contracts" => {
            "{the number of active contracts|the number of contracts called|the contract count}"
        }
        "success_rate" => {
            "{the success rate|the share of transactions that succeeded|the rate of success}"
        }
        "total_volume" => {
            "{total volume|the value moved|the volume of the day|the total value transferred}"
        }
        "avg_tx_value" => {
            "{the average transaction value|the mean value per transaction|the size of an average transfer}"
        }
        "total_fees" => "{the total of fees|the sum of fees paid|the day's fee bill|the fee total}",
        "avg_fee" => {
            "{the average fee|the mean fee per transaction|the fee of an average transaction}"
        }
        "avg_gas_per_txn" => {
            "{average gas per transaction|the gas used by an average transaction|mean gas use}"
        }
        "gas_price_gwei" => "{the gas price|the mean gas price|the price of gas}",
        "open_usd" => "{the open|the opening price}",
        "high_usd" => "{the day's high|the daily high}",
        "low_usd" => "{the day's low|the daily low}",
        "close_usd" => "{the close|the closing price|the daily close}",
        "volatility" => "{volatility|the volatility of the last days|daily volatility}",
        "peak_close" => "{the peak close|the ninety-day peak|the highest close of the window}",
        "low_since_peak" => {
            "{the low since the peak|the lowest close since the peak|the low of the fall}"
        }
        _ if name.ends_with("_mean_7d") => "{the seven-day mean|the mean of the last seven days}",
        _ if name.ends_with("_mean_30d") => {
            "{the thirty-day mean|the mean of the last thirty days}"
        }
        _ if name.ends_with("_mean") => "{the baseline mean|the mean of the baseline days}",
        _ if name.ends_with("_sd") => {
            "{the baseline standard deviation|the standard deviation of the baseline days|the spread of the baseline days}"
        }
        _ if name.ends_with("_days") => {
            "{the number of baseline days|the count of known baseline days}"
        }
        _ => return None,
    })
}

/// The plainest name of a metric of a network, for use behind a possessive.
pub(crate) fn plain_metric(name: &str) -> &'static str {
    match name {
        "daily_txns" => "transaction count",
        "total_volume" => "volume",
        "total_fees" => "fee total",
        _ => "figure",
    }
}

/// Alternatives for naming a calculation; `None` where the prompt's own label has to do.
pub(crate) fn calculation(name: &str) -> Option<&'static str> {
    Some(match name {
        "txn_growth" => {
            "{growth of transactions over seven days|the week-on-week change in transactions|seven-day transaction growth|the weekly change in the transaction count}"
        }
        "user_growth" => {
            "{growth of users over seven days|the week-on-week change in users|seven-day user growth|the weekly change in the user count}"
        }
        "volume_growth" => {
            "{growth of volume over seven days|the week-on-week change in value moved|seven-day volume growth|the weekly change in volume}"
        }
        "fee_growth" => {
            "{growth of fees over seven days|the week-on-week change in fees|seven-day fee growth|the weekly change in the fee total}"
        }
        "receiver_growth" => {
            "{growth of receivers over seven days|the week-on-week change in receivers|seven-day receiver growth|the weekly change in receiving addresses}"
        }
        "txns_per_user" => {
            "{the count of transactions per user|the number of transactions behind each user|usage per user|transaction intensity per user}"
        }
        "txns_per_receiver" => {
            "{the number of transactions per receiving address|the transaction count for each receiver|receiver intensity}"
        }
        "txns_per_contract" => {
            "{the number of transactions per active contract|the load on an average contract|the transaction count for each contract called}"
        }
        "failed_txns" => {
            "{the number of failed transactions|the number of failures|the number of transactions that did not succeed|the count of failed transactions}"
        }
        "txns_vs_mean" => {
            "{the day against its seven-day mean|distance of the transactions from their weekly mean|the day measured against the last seven}"
        }
        "value_per_txn" => {
            "{value moved per transaction|the value behind each transaction|volume per transaction}"
        }
        "value_per_user" => "{value moved per user|volume per user|the value behind each user}",
        "implied_volume" => {
            "{implied volume|value moved, from its mean per transaction|the day's volume as the mean implies it}"
        }
        "implied_fees" => {
            "{the implied fee total|the sum of fees, from the mean per transaction|the day's fee total as the mean implies it}"
        }
        "fee_per_txn" => {
            "{fee per transaction from gas|the fee that gas use implies|gas cost of a transaction}"
        }
        "fee_share" => {
            "{the fee as a share of the value moved|relative cost of a transaction|the fee against the value it moves}"
        }
        "fee_check" => {
            "{the fee per transaction, from the totals|the fee total spread over the transactions|mean fee, recomputed from the totals}"
        }
        "fees_per_user" => {
            "{the fee total per user|the fee bill of an average user|the mean fee bill of each user}"
        }
        "fees_per_receiver" => {
            "{the fee total per receiving address|the fee bill for each receiver|the fee total spread over receivers}"
        }
        "fees_vs_mean" => {
            "{the fee total against its seven-day mean|distance of the fees from their weekly mean|the day's fee bill against the last seven days}"
        }
        "daily_pace" => {
            "{mean daily growth|the average daily pace|the compound daily rate behind the weekly change}"
        }
        "projected_value" => {
            "{the projection|the value in seven days, halfway back to the mean|the seven-day projection}"
        }
        "standard_error" => {
            "{the standard error|the standard error of predicting one day|the prediction error for a single day}"
        }
        "margin" => "{the margin|the half-width of the interval|half the width of the interval}",
        "interval_low" => "{the lower bound|the lower end of the interval}",
        "interval_high" => "{the upper bound|the upper end of the interval}",
        "deviation" => {
            "{distance from the mean|the deviation|the gap between the day and its mean}"
        }
        "deviation_percent" => {
            "{distance from the mean as a share of it|the relative deviation|the gap in percent of the mean}"
        }
        "z_score" => "{the z-score|distance in standard deviations|the standardised distance}",
        "normal_low" => "{the lower bound of the normal range|the floor of the normal range}",
        "normal_high" => "{the upper bound of the normal range|the ceiling of the normal range}",
        "txn_difference" => {
            "{the gap in transactions|the difference in daily transactions|the absolute lead}"
        }
        "txn_ratio" => {
            "{the ratio of the two counts|one count divided by the other|the relative lead}"
        }
        "txn_share" => {
            "{share of the busier network|the busier network's share of both|the part of the joint traffic}"
        }
        "return_7d" => "{the seven-day return|return over one week|the weekly return}",
        "return_30d" => "{the thirty-day return|return over thirty days|the monthly return}",
        "distance_to_mean" => {
            "{distance to the thirty-day mean|the close against its thirty-day mean|the gap to the monthly mean}"
        }
        "range_percent" => {
            "{the day's range|range of the day relative to the close|high to low as a share of the close}"
        }
        "value_at_risk" => {
            "{value at risk over one day|the one-day value at risk|the loss exceeded on one day in twenty}"
        }
        "volatility_7d" => {
            "{volatility over seven days|the weekly volatility|daily volatility scaled to a week}"
        }
        "volatility_14d" => {
            "{volatility over fourteen days|two-week volatility|daily volatility scaled to fourteen days}"
        }
        "drawdown" => "{the drawdown|the fall from the peak|the change from the peak}",
        "gain_to_recover" => {
            "{the gain that leads back to the peak|the gain needed for full recovery|what a full recovery takes}"
        }
        "rebound_from_low" => "{the rebound|the gain since the low|the rise from the low}",
        "retraced" => {
            "{the share of the fall regained|the retracement|how much of the fall is regained}"
        }
        _ => return None,
    })
}

/// How a subject is written at the start of and within sentences.
pub(crate) fn subject(name: &str) -> String {
    if name == "near" {
        return "NEAR".to_owned();
    }
    let mut chars = name.chars();
    match chars.next() {
        Some(first) if name.chars().all(|c| !c.is_uppercase()) => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => name.to_owned(),
    }
}
