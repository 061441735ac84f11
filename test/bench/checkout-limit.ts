import type pg from 'pg';
import type { Script } from './pgbench.js';

/** Tables with only what a checkout cannot do without, apart from the product's own. */
const TABLES = `
  create schema bench;
  create table bench.orders (id uuid primary key, buyer_id uuid not null, total bigint not null,
    placed_at timestamptz not null);
  create index on bench.orders (buyer_id, placed_at desc);
  create table bench.seller_orders (id uuid primary key, order_id uuid not null references bench.orders,
    seller_id uuid not null, total bigint not null, state text not null);
  create index on bench.seller_orders (order_id);
  create table bench.lines (id uuid primary key, seller_order_id uuid not null references bench.seller_orders,
    stock_id int not null, quantity int not null, price bigint not null);
  create index on bench.lines (seller_order_id);
  create table bench.payments (id uuid primary key, order_id uuid not null unique references bench.orders,
    amount bigint not null, state text not null);
  create table bench.outbox (id uuid primary key, name text not null, payload jsonb not null,
    created_at timestamptz not null);
  create table bench.stock (id int primary key, on_hand int not null check (on_hand >= 0),
    reserved int not null default 0 check (reserved <= on_hand)) with (fillfactor = 50);
`;

export async function prepareCheckoutTables(db: pg.ClientBase, variants: number): Promise<void> {
  await db.query(TABLES);
  await db.query('insert into bench.stock (id, on_hand) select n, 1000000000 from generate_series(1, $1::int) n', [
    variants,
  ]);
  await db.query('vacuum analyze bench.stock');
}

const uuid = (nth: number): string => `lpad(to_hex(:id::bigint * 2 + ${nth}), 32, '0')::uuid`;

/** The rows of one checkout with two sellers, written one statement after the other; the stock last, in order. */
export const checkoutScript = (variants: number): Script => ({
  name: 'checkout',
  randoms: {
    first: [1, Math.floor(variants / 2)],
    second: [Math.floor(variants / 2) + 1, variants],
    buyer: [1, 2_000],
  },
  statements: [
    'begin',
    `insert into bench.orders values (${uuid(0)}, lpad(to_hex(:buyer::bigint), 32, '0')::uuid, 5960, now())`,
    `insert into bench.seller_orders values (${uuid(0)}, ${uuid(0)}, ${uuid(0)}, 2980, 'placed'),
                                            (${uuid(1)}, ${uuid(0)}, ${uuid(1)}, 2980, 'placed')`,
    `insert into bench.lines values (${uuid(0)}, ${uuid(0)}, :first::int, 1, 2490),
                                    (${uuid(1)}, ${uuid(1)}, :second::int, 1, 2490)`,
    `insert into bench.payments values (${uuid(0)}, ${uuid(0)}, 5960, 'created')`,
    `insert into bench.outbox values (${uuid(0)}, 'order.placed', '{"total": 5960, "currency": "USD"}', now())`,
    'update bench.stock set reserved = reserved + 1 where id = :first::int and on_hand - reserved >= 1',
    'update bench.stock set reserved = reserved + 1 where id = :second::int and on_hand - reserved >= 1',
    'commit',
  ],
});
