with readings as (
  select
    block_date as day,
    tvl_usd::number(38, 6) as usd
  from {defi}.ez_protocol_tvl
  where lower(protocol) = '{key}'
    and block_date >= '{from}' and block_date < '{until}'
  qualify row_number() over (
    partition by block_date, platform order by modified_timestamp desc
  ) = 1
)
select
  day,
  iff(count(usd) = count(*), sum(usd)::float, null) as tvl_usd
from readings
group by 1
order by 1
