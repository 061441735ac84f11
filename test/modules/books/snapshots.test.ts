import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { SnapshotsRepository } from '../../../src/modules/books/snapshots.repository.js';
import { Books } from '../../../src/modules/books/index.js';
import { Ledger, type Journal } from '../../../src/modules/ledger/index.js';
import type { TestApp } from '../../support/index.js';
import { funding, moving, post, someone, startLedger, usd } from '../ledger/ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startLedger();
});
afterAll(() => app.stop());

const on = (effectiveAt: string, journal: Journal): Journal => ({ ...journal, effectiveAt: new Date(effectiveAt) });
const take = (day: string) => app.get(UnitOfWork).run((tx) => app.get(SnapshotsRepository).take(tx, day));
const accountOf = async (owner: string | null, type = 'seller_available'): Promise<string> => {
  const [row] = await app.sql<{ id: string }>(
    'select id from ledger.account where type_code = $1 and owner_id is not distinct from $2::uuid',
    [type, owner],
  );
  return row?.id ?? '';
};
const at = async (owner: string | null, instant: string, type?: string) => {
  const { debit, credit } = await app.get(Books).balanceAt(await accountOf(owner, type), new Date(instant));
  return credit - debit;
};
const snapshotsOf = (account: string) =>
  app.sql<{ day: string; debit: number; credit: number }>(
    `select to_char(as_of_date, 'YYYY-MM-DD') as day, debit::int, credit::int from ledger.balance_snapshot
      where account_id = $1 order by 1`,
    [account],
  );

describe('a snapshot', () => {
  it('is the balance at the end of the day, of the accounts that have changed', async () => {
    const [seller, other] = [someone(), someone()];
    await post(app, on('2026-01-10T23:59:59.999Z', funding(seller, usd(500))));
    await post(app, on('2026-01-11T00:00:00.000Z', funding(seller, usd(70))));

    await take('2026-01-10');
    await post(app, on('2026-01-11T12:00:00.000Z', moving(seller, other, usd(20))));
    await take('2026-01-11');
    await take('2026-01-12');

    expect(await snapshotsOf(await accountOf(seller))).toEqual([
      { day: '2026-01-10', debit: 0, credit: 500 },
      { day: '2026-01-11', debit: 20, credit: 570 },
    ]);
    expect(await snapshotsOf(await accountOf(other))).toEqual([{ day: '2026-01-11', debit: 0, credit: 20 }]);
    expect(await app.sql('select * from ledger.snapshot_drift()')).toEqual([]);
  });

  it('is taken once for a day, and not for a day before the last one', async () => {
    const before = await app.sql('select * from ledger.snapshot_run order by 1');

    expect([await take('2026-01-12'), await take('2026-01-05')]).toEqual([undefined, undefined]);

    expect(await app.sql('select * from ledger.snapshot_run order by 1')).toEqual(before);
  });

  it('does not lose what came in later for its day, or was being written while it was taken', async () => {
    const seller = someone();
    await post(app, on('2026-01-20T10:00:00Z', funding(seller, usd(100))));
    let taken: Promise<unknown> = Promise.resolve();
    await app.get(UnitOfWork).run(async (tx) => {
      await app.get(Ledger).post(tx, on('2026-01-20T11:00:00Z', funding(seller, usd(7))));
      taken = take('2026-01-20');
      await taken;
    });
    await post(app, on('2026-01-20T12:00:00Z', funding(seller, usd(30))));

    expect(await snapshotsOf(await accountOf(seller))).toEqual([{ day: '2026-01-20', debit: 0, credit: 100 }]);
    expect(await at(seller, '2026-01-21T00:00:00Z')).toBe(137);
    expect(await at(seller, '2026-01-20T11:30:00Z')).toBe(107);
    await take('2026-01-21');
    expect(await at(seller, '2026-01-22T00:00:00Z')).toBe(137);
    expect(await app.sql('select * from ledger.snapshot_drift()')).toEqual([]);
  });

  it('gives the balance of any instant, also of a platform-wide account, as adding up all entries does', async () => {
    const people = [someone(), someone()];
    const [first] = await app.sql<{ day: string }>(
      `select to_char(max(as_of_date), 'YYYY-MM-DD') as day from ledger.snapshot_run`,
    );
    const base = new Date(`${first?.day}T00:00:00Z`).getTime();
    const hour = (n: number): Date => new Date(base + n * 3_600_000);
    let lastDay = 1;
    const step = fc.oneof(
      fc.record({ at: fc.integer({ min: -40, max: 200 }), to: fc.nat(1), amount: fc.integer({ min: 1, max: 99 }) }),
      fc.constant('snapshot' as const),
    );

    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 14 }),
        fc.integer({ min: -40, max: 240 }),
        async (steps, instant) => {
          for (const each of steps) {
            if (each === 'snapshot')
              await take(
                hour(24 * lastDay++)
                  .toISOString()
                  .slice(0, 10),
              );
            else await post(app, { ...funding(people[each.to] ?? '', usd(each.amount)), effectiveAt: hour(each.at) });
          }
          const until = hour(instant);
          const rows = await app.sql<{ id: string; debit: number; credit: number }>(
            `select a.id, coalesce(sum(e.amount) filter (where e.side = 'D'), 0)::int as debit,
                  coalesce(sum(e.amount) filter (where e.side = 'C'), 0)::int as credit
             from ledger.account a left join (ledger.entry e join ledger.journal j on j.id = e.journal_id
              and j.effective_at <= $1) on e.account_id = a.id
            group by a.id`,
            [until],
          );
          for (const { id, debit, credit } of rows) {
            expect(await app.get(Books).balanceAt(id, until)).toEqual({ debit, credit });
          }
        },
      ),
      { numRuns: 15 },
    );
    expect(await app.sql('select * from ledger.snapshot_drift()')).toEqual([]);
  });

  it('is nothing for an account that never was', async () => {
    expect(await app.get(Books).balanceAt(randomUUID(), new Date())).toEqual({ debit: 0, credit: 0 });
  });

  it('is taken every night', async () => {
    const [before] = await app.sql<{ runs: number }>('select count(*)::int as runs from ledger.snapshot_run');

    await app.advance('P3D');

    const [after] = await app.sql<{ runs: number }>('select count(*)::int as runs from ledger.snapshot_run');
    expect((after?.runs ?? 0) - (before?.runs ?? 0)).toBe(3);
  });

  it.each(['balance_snapshot set debit = debit + 1', 'snapshot_run set ends_at = now()'])(
    'does not change: update ledger.%s',
    async (change) => {
      await expect(app.sql(`update ledger.${change}`)).rejects.toThrow('not possible');
      await expect(app.sql(`delete from ledger.${change.split(' ')[0]}`)).rejects.toThrow('not possible');

      expect(await app.sql('select * from ledger.snapshot_drift()')).toEqual([]);
    },
  );
});
