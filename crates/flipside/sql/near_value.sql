with transfers as (
  select
    block_timestamp::date as day,
    amount_raw::number(37, 0) as yocto
  from {core}.ez_token_transfers
  where transfer_type = 'native' and receipt_succeeded
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
  qualify row_number() over (
    partition by ez_token_transfers_id order by modified_timestamp desc
  ) = 1
)
select
  day,
  iff(count(yocto) >= 0.999 * count(*), sum(yocto)::float / 1e24, null) as total_volume
from transfers
group by 1
order by 1
