with transactions as (
  select
    block_timestamp::date as day,
    tx_id,
    signers[0]::string as fee_payer,
    succeeded,
    fee
  from {core}.fact_transactions
  where block_timestamp >= '{from}' and block_timestamp < '{until}'
  qualify row_number() over (
    partition by tx_id order by succeeded desc nulls last, block_id desc
  ) = 1
)
select
  day,
  count(*) as daily_txns,
  count(distinct fee_payer) as unique_users,
  count_if(succeeded)::float / nullif(count(succeeded), 0) as success_rate,
  iff(count(fee) >= 0.999 * count(*), sum(fee)::float / 1e9, null) as total_fees,
  iff(count(fee) >= 0.999 * count(*), sum(fee)::float / 1e9, null) / count(*) as avg_fee
from transactions
group by 1
order by 1
