with transactions as (
  select
    block_timestamp::date as day,
    tx_id,
    iff(is_coinbase, 0, fee)::number(38, 8) as fee
  from {core}.fact_transactions
  where block_timestamp >= '{from}' and block_timestamp < '{until}'
  qualify row_number() over (partition by tx_id order by block_number desc) = 1
)
select
  day,
  count(*) as daily_txns,
  iff(count(fee) >= 0.999 * count(*), sum(fee)::float, null) as total_fees,
  iff(count(fee) >= 0.999 * count(*), sum(fee)::float, null) / count(*) as avg_fee
from transactions
group by 1
order by 1
