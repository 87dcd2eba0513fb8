select
  block_timestamp::date as day,
  count(distinct tx_hash) as daily_txns,
  count(distinct sender_id) as unique_users
from {defi}.ez_lending
where platform = '{key}'
  and block_timestamp >= '{from}' and block_timestamp < '{until}'
group by 1
order by 1
