with hours as (
  select
    hour::date as day,
    date_part('hour', hour) as hour_of_day,
    price
  from {price}.ez_prices_hourly
  where token_address = '{contract}' and price > 0
    and hour >= '{from}' and hour < '{until}'
  qualify row_number() over (
    partition by hour
    order by coalesce(is_deprecated, false), coalesce(is_imputed, false), price
  ) = 1
)
select
  day,
  max(iff(hour_of_day = 0, price, null)) as open_usd,
  iff(count(*) = 24, max(price), null) as high_usd,
  iff(count(*) = 24, min(price), null) as low_usd,
  max(iff(hour_of_day = 23, price, null)) as close_usd
from hours
group by 1
order by 1
