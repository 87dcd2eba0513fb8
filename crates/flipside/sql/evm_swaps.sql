with swaps as (
  select
    block_timestamp::date as day,
    tx_hash,
    origin_from_address as trader,
    coalesce(amount_in_usd, amount_out_usd)::number(38, 6) as usd
  from {defi}.ez_dex_swaps
  where lower(protocol) = '{key}'
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
  qualify row_number() over (
    partition by ez_dex_swaps_id order by modified_timestamp desc
  ) = 1
)
select
  day,
  count(distinct tx_hash) as daily_txns,
  count(distinct trader) as unique_users,
  count(*) as swaps,
  sum(usd)::float as total_volume
from swaps
group by 1
order by 1
