select
  block_timestamp::date as day,
  count(distinct pubkey_script_address) as unique_users
from {core}.fact_inputs
where not coalesce(is_coinbase, false)
  and block_timestamp >= '{from}' and block_timestamp < '{until}'
group by 1
order by 1
