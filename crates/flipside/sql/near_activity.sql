with transactions as (
  select
    block_timestamp::date as day,
    tx_hash,
    tx_signer,
    tx_receiver,
    tx_succeeded,
    transaction_fee,
    gas_used
  from {core}.fact_transactions
  where block_timestamp >= '{from}' and block_timestamp < '{until}'
  qualify row_number() over (
    partition by tx_hash order by tx_succeeded desc nulls last, block_id desc
  ) = 1
)
select
  day,
  count(*) as daily_txns,
  count(distinct tx_signer) as unique_users,
  count(distinct tx_receiver) as unique_receivers,
  count_if(tx_succeeded)::float / nullif(count(tx_succeeded), 0) as success_rate,
  iff(
    count(transaction_fee) >= 0.999 * count(*), sum(transaction_fee)::float / 1e24, null
  ) as total_fees,
  iff(
    count(transaction_fee) >= 0.999 * count(*), sum(transaction_fee)::float / 1e24, null
  ) / count(*) as avg_fee,
  sum(gas_used)::float / 1e12 / nullif(count(gas_used), 0) as avg_gas_per_txn
from transactions
group by 1
order by 1
