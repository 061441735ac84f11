import type { Check } from './invariants.js';

const historyOf = (table: string, subject: string, initial: string): string =>
  `select t.id, t.state, h.to_state from ${table} t
     left join lateral (select to_state from lifecycle_history
                         where subject_type = '${subject}' and subject_id = t.id order by id desc limit 1) h on true
    where t.state <> coalesce(h.to_state, '${initial}')`;

/** What must hold for what the platform gives away and pays to authorities. */
export const TREASURY_CHECKS: readonly Check[] = [
  {
    name: 'what one person gave away on a day is what stands there within the limit',
    needs: ['goodwill_grants', 'goodwill_days'],
    sql: `select * from goodwill_days d
            full join (select proposed_by as person_id, currency, (proposed_at at time zone 'UTC')::date as day,
                              sum(amount) as granted
                         from goodwill_grants where is_within_limit group by 1, 2, 3) g using (person_id, currency, day)
           where coalesce(d.given, 0) <> coalesce(g.granted, 0)`,
  },
  {
    name: 'goodwill is in the books once it is granted, and only then',
    needs: ['goodwill_grants', 'ledger.journal'],
    sql: `select g.id, g.state, j.id from goodwill_grants g
            left join ledger.journal j on j.source_type = 'goodwill' and j.source_id = g.id::text
           where (g.state = 'granted') <> (j.id is not null)`,
  },
  {
    name: 'every state of goodwill has its history',
    needs: ['goodwill_grants'],
    sql: historyOf('goodwill_grants', 'goodwill', 'proposed'),
  },
];
