select
  block_timestamp::date as day,
  count(distinct receipt_receiver_id) as active_contracts
from {core}.ez_actions
where action_name = 'FunctionCall'
  and block_timestamp >= '{from}' and block_timestamp < '{until}'
group by 1
order by 1
