with swaps as (
  select
    block_timestamp::date as day,
    tx_id,
    swapper as trader,
    coalesce(swap_from_amount_usd, swap_to_amount_usd)::number(38, 6) as usd
  from {defi}.ez_dex_swaps
  where startswith(lower(swap_program), '{key}')
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
)
select
  day,
  count(distinct tx_id) as daily_txns,
  count(distinct trader) as unique_users,
  count(*) as swaps,
  sum(usd)::float as total_volume
from swaps
group by 1
order by 1
