with transfers as (
  select
    block_timestamp::date as day,
    tx_from as sender,
    tx_to as receiver,
    amount::number(38, 8) as amount,
    amount_usd::number(38, 6) as usd
  from {core}.ez_transfers
  where mint = '{contract}'
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
)
select
  day,
  count(*) as transfers,
  count(distinct sender) as unique_users,
  count(distinct receiver) as unique_receivers,
  iff(count(amount) >= 0.999 * count(*), sum(amount)::float, null) as total_volume,
  iff(count(usd) >= 0.999 * count(*), sum(usd)::float, null) as transfer_volume_usd
from transfers
group by 1
order by 1
