import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { plus } from '../../../src/kernel/index.js';
import { Clock } from '../../../src/kernel/index.js';
import { Inventory, OutOfStock } from '../../../src/modules/inventory/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';

interface Counter {
  readonly on_hand: number;
  readonly reserved: number;
}

describe('reservations', () => {
  let app: TestApp;
  let inventory: Inventory;
  let uow: UnitOfWork;

  beforeAll(async () => {
    app = await startApp();
    inventory = app.get(Inventory);
    uow = app.get(UnitOfWork);
  });
  afterAll(() => app.stop());

  /** A counter of a variant that only these tests know. */
  const variantWith = async (units: number): Promise<string> => {
    const id = randomUUID();
    await app.sql(
      `with counter as (insert into stock_counters (variant_id, listing_id, seller_id, on_hand, updated_at)
                          values ($1::uuid, gen_random_uuid(), gen_random_uuid(), $2::int, now()))
       insert into stock_movements (id, variant_id, delta, reason, source_type, source_id, on_hand_after, actor_type,
                                    actor_id, at)
       select gen_random_uuid(), $1::uuid, $2::int, 'received', 'adjustment', $1::uuid::text, $2::int, 'system', 'tests', now()
        where $2::int > 0`,
      [id, units],
    );
    return id;
  };
  const counter = async (variantId: string): Promise<Counter> => {
    const rows = await app.sql<Counter>('select on_hand, reserved from stock_counters where variant_id = $1', [
      variantId,
    ]);
    return rows[0] as Counter;
  };
  /** A busy pool turns somebody away before anything happened; then the shopper comes again. */
  const insisting = async (work: () => Promise<unknown>): Promise<void> => {
    for (;;) {
      const failure = await work().then(
        () => undefined,
        (error: Error) => error,
      );
      if (failure === undefined) return;
      if (!failure.message.includes('timeout exceeded when trying to connect')) throw failure;
    }
  };
  const reserve = async (lines: Readonly<Record<string, number>>, id: string = randomUUID()): Promise<string> => {
    const expiresAt = plus(app.get(Clock).now(), 'PT30M');
    const request = Object.entries(lines).map(([variantId, quantity]) => ({ variantId, quantity }));
    await insisting(() => uow.run((tx) => inventory.reserve(tx, { reservationId: id, lines: request, expiresAt })));
    return id;
  };
  const commit = (id: string) => uow.run((tx) => inventory.commit(tx, id));
  const release = (id: string) => uow.run((tx) => inventory.release(tx, id));
  const outcomes = async (work: Promise<unknown>[]) => {
    const settled = await Promise.allSettled(work);
    const failures = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    return { done: settled.length - failures.length, failures };
  };

  it('sells the last unit once to 200 shoppers', async () => {
    const variant = await variantWith(1);

    const { done, failures } = await outcomes(Array.from({ length: 200 }, () => reserve({ [variant]: 1 })));

    expect(done).toBe(1);
    expect(failures.filter((failure) => !(failure instanceof OutOfStock))).toEqual([]);
    expect(await counter(variant)).toEqual({ on_hand: 1, reserved: 1 });
  });

  it('sells exactly what there is when baskets of different sizes compete', async () => {
    const [a, b] = [await variantWith(30), await variantWith(50)];

    const { done, failures } = await outcomes(
      Array.from({ length: 60 }, (_, i) => reserve(i % 2 === 0 ? { [a]: 1, [b]: 1 } : { [b]: 1, [a]: 1 })),
    );

    expect(done).toBe(30);
    expect(failures.filter((failure) => !(failure instanceof OutOfStock))).toEqual([]);
    expect([await counter(a), await counter(b)]).toEqual([
      { on_hand: 30, reserved: 30 },
      { on_hand: 50, reserved: 30 },
    ]);
  });

  it('keeps nothing of a basket that lacks one variant', async () => {
    const [plenty, none] = [await variantWith(5), await variantWith(0)];

    const refused = reserve({ [plenty]: 2, [none]: 1 });

    await expect(refused).rejects.toThrow(OutOfStock);
    expect(await counter(plenty)).toEqual({ on_hand: 5, reserved: 0 });
  });

  it('takes what is sold out of the stock, once', async () => {
    const variant = await variantWith(5);
    const id = await reserve({ [variant]: 2 });

    await Promise.all([commit(id), commit(id)]);
    await release(id);

    expect(await counter(variant)).toEqual({ on_hand: 3, reserved: 0 });
    const sold = await app.sql('select delta, reason from stock_movements where variant_id = $1 and delta < 0', [
      variant,
    ]);
    expect(sold).toEqual([{ delta: -2, reason: 'sold' }]);
  });

  it('gives back what is released, once, and never sells it afterwards', async () => {
    const variant = await variantWith(5);
    const id = await reserve({ [variant]: 2 });

    await Promise.all([release(id), release(id)]);

    expect(await counter(variant)).toEqual({ on_hand: 5, reserved: 0 });
    await expect(commit(id)).rejects.toMatchObject({ problem: { code: 'reservation_ended' } });
    expect(await counter(variant)).toEqual({ on_hand: 5, reserved: 0 });
  });

  it('puts the units of a seller order back once', async () => {
    const variant = await variantWith(1);
    const request = {
      sellerOrderId: randomUUID(),
      lines: [{ variantId: variant, quantity: 2 }],
      reason: 'order_cancelled',
    };

    await uow.run((tx) => inventory.restock(tx, request));
    await uow.run((tx) => inventory.restock(tx, request));

    expect(await counter(variant)).toEqual({ on_hand: 3, reserved: 0 });
  });

  it('frees the stock of what nobody ended, and still sells it while it is there', async () => {
    const variant = await variantWith(1);
    const id = await reserve({ [variant]: 1 });

    await app.advance('PT1H');
    const afterwards = await counter(variant);
    await commit(id);

    expect(afterwards).toEqual({ on_hand: 1, reserved: 0 });
    expect(await counter(variant)).toEqual({ on_hand: 0, reserved: 0 });
  });

  it('does not sell an expired reservation whose units went to somebody else', async () => {
    const variant = await variantWith(1);
    const late = await reserve({ [variant]: 1 });
    await app.advance('PT1H');
    await reserve({ [variant]: 1 });

    await expect(commit(late)).rejects.toThrow(OutOfStock);

    expect(await counter(variant)).toEqual({ on_hand: 1, reserved: 1 });
  });

  it('never promises more than there is, whatever happens in whatever order', async () => {
    const command = fc.record({
      kind: fc.constantFrom('reserve', 'reserve', 'commit', 'release', 'restock'),
      variants: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
      quantity: fc.integer({ min: 1, max: 3 }),
      which: fc.nat(50),
    });
    const run = async (commands: (typeof command extends fc.Arbitrary<infer T> ? T : never)[]) => {
      const variants = [await variantWith(6), await variantWith(3), await variantWith(1)];
      const ids: string[] = [];
      const work = commands.map(({ kind, variants: chosen, quantity, which }) => {
        const id = ids[which % Math.max(1, ids.length)] ?? randomUUID();
        const lines = chosen.map((i) => ({ variantId: variants[i] as string, quantity }));
        if (kind === 'commit') return commit(id);
        if (kind === 'release') return release(id);
        if (kind === 'restock') {
          return uow.run((tx) =>
            inventory.restock(tx, { sellerOrderId: randomUUID(), lines, reason: 'order_cancelled' }),
          );
        }
        const fresh = randomUUID();
        ids.push(fresh);
        return reserve(Object.fromEntries(lines.map((line) => [line.variantId, line.quantity])), fresh);
      });
      const { failures } = await outcomes(work);
      const unexpected = failures.filter((failure) => !(failure as { problem?: unknown }).problem);
      expect(unexpected).toEqual([]);
      const wrong = await app.sql(
        `select c.variant_id from stock_counters c
           left join lateral (select sum(l.quantity) as kept from stock_reservation_lines l
                                join stock_reservations r on r.id = l.reservation_id and r.state = 'active'
                               where l.variant_id = c.variant_id) k on true
           left join lateral (select sum(delta) as moved from stock_movements where variant_id = c.variant_id) m on true
          where c.variant_id = any($1) and (c.reserved <> coalesce(k.kept, 0) or c.reserved > c.on_hand
             or c.on_hand <> coalesce(m.moved, 0))`,
        [variants],
      );
      expect(wrong).toEqual([]);
    };

    await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 25 }), run), { numRuns: 25 });
  });
});
