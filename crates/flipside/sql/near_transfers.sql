with transfers as (
  select
    block_timestamp::date as day,
    from_address as sender,
    to_address as receiver,
    amount::number(38, 8) as amount,
    amount_usd::number(38, 6) as usd
  from {core}.ez_token_transfers
  where contract_address = '{contract}' and transfer_type = 'nep141' and receipt_succeeded
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
  qualify row_number() over (
    partition by ez_token_transfers_id order by modified_timestamp desc
  ) = 1
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
