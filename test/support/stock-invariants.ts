import type { Check } from './invariants.js';

/** Stock adds up, and the public sees exactly what is live. */
export const STOCK_CHECKS: readonly Check[] = [
  {
    name: 'stock on hand equals its movements',
    needs: ['stock_counters', 'stock_movements'],
    sql: `select variant_id, c.on_hand, m.moved from stock_counters c
            left join (select variant_id, sum(delta) as moved from stock_movements group by 1) m using (variant_id)
           where c.on_hand <> coalesce(m.moved, 0)`,
  },
  {
    name: 'reserved stock equals the active reservations',
    needs: ['stock_counters', 'stock_reservations'],
    sql: `select variant_id, c.reserved, r.kept from stock_counters c
            left join (select l.variant_id, sum(l.quantity) as kept from stock_reservation_lines l
                         join stock_reservations s on s.id = l.reservation_id and s.state = 'active' group by 1) r
           using (variant_id)
           where c.reserved <> coalesce(r.kept, 0)`,
  },
  {
    name: 'published listings are the active ones',
    needs: ['listings', 'published_listings'],
    sql: `select l.id, l.state from listings l left join published_listings p on p.listing_id = l.id
           where (l.state = 'active') <> (p.listing_id is not null)`,
  },
];
