with events as (
  select
    'deposits' as kind, ez_lending_deposits_id as id, modified_timestamp,
    block_timestamp::date as day, tx_hash, depositor as actor, amount_usd::number(38, 6) as usd
  from {defi}.ez_lending_deposits
  where startswith(lower(platform), '{key}')
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
  union all
  select
    'withdraws' as kind, ez_lending_withdraws_id as id, modified_timestamp,
    block_timestamp::date as day, tx_hash, depositor as actor, amount_usd::number(38, 6) as usd
  from {defi}.ez_lending_withdraws
  where startswith(lower(platform), '{key}')
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
  union all
  select
    'borrows' as kind, ez_lending_borrows_id as id, modified_timestamp,
    block_timestamp::date as day, tx_hash, borrower as actor, amount_usd::number(38, 6) as usd
  from {defi}.ez_lending_borrows
  where startswith(lower(platform), '{key}')
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
  union all
  select
    'repayments' as kind, ez_lending_repayments_id as id, modified_timestamp,
    block_timestamp::date as day, tx_hash, payer as actor, amount_usd::number(38, 6) as usd
  from {defi}.ez_lending_repayments
  where startswith(lower(platform), '{key}')
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
  union all
  select
    'liquidations' as kind, ez_lending_liquidations_id as id, modified_timestamp,
    block_timestamp::date as day, tx_hash, liquidator as actor, liquidated_amount_usd::number(38, 6) as usd
  from {defi}.ez_lending_liquidations
  where startswith(lower(platform), '{key}')
    and block_timestamp >= '{from}' and block_timestamp < '{until}'
),
actions as (
  select kind, day, tx_hash, actor, usd
  from events
  qualify row_number() over (partition by kind, id order by modified_timestamp desc) = 1
)
select
  day,
  count(distinct tx_hash) as daily_txns,
  count(distinct actor) as unique_users,
  sum(iff(kind = 'deposits', usd, null))::float as deposits_usd,
  sum(iff(kind = 'withdraws', usd, null))::float as withdrawals_usd,
  sum(iff(kind = 'borrows', usd, null))::float as borrows_usd,
  sum(iff(kind = 'repayments', usd, null))::float as repayments_usd,
  sum(iff(kind = 'liquidations', usd, null))::float as liquidations_usd
from actions
group by 1
order by 1
