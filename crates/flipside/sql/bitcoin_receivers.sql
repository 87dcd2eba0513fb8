select
  block_timestamp::date as day,
  count(distinct pubkey_script_address) as unique_receivers
from {core}.fact_outputs
where index = 0
  and block_timestamp >= '{from}' and block_timestamp < '{until}'
group by 1
order by 1
