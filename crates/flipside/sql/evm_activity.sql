with transactions as (
  select
    block_timestamp::date as day,
    tx_hash,
    from_address,
    to_address,
    tx_succeeded,
    case when tx_succeeded then value when not tx_succeeded then 0 end::number(38, 18) as moved,
    iff(tx_succeeded is null, null, tx_fee)::number(38, 18) as fee,
    gas_used,
    {gas_price}::number(38, 9) as price_of_gas
  from {core}.fact_transactions
  where block_timestamp >= '{from}' and block_timestamp < '{until}'
  qualify row_number() over (
    partition by tx_hash order by tx_succeeded desc nulls last, block_number desc
  ) = 1
)
select
  day,
  count(*) as daily_txns,
  count(distinct from_address) as unique_users,
  count(distinct to_address) as unique_receivers,
  count_if(tx_succeeded)::float / nullif(count(tx_succeeded), 0) as success_rate,
  iff(count(moved) >= 0.999 * count(*), sum(moved)::float, null) as total_volume,
  iff(count(moved) >= 0.999 * count(*), sum(moved)::float, null) / count(*) as avg_tx_value,
  iff(count(fee) >= 0.999 * count(*), sum(fee)::float, null) as total_fees,
  iff(count(fee) >= 0.999 * count(*), sum(fee)::float, null) / count(*) as avg_fee,
  sum(gas_used)::float / nullif(count(gas_used), 0) as avg_gas_per_txn,
  sum(price_of_gas)::float / nullif(count(price_of_gas), 0) as gas_price_gwei
from transactions
group by 1
order by 1
