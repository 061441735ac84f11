import { randomUUID } from 'node:crypto';
import { plus, system, type Id } from '../../../src/kernel/index.js';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { credit, debit, Holds, type HoldRequest, type Journal } from '../../../src/modules/ledger/index.js';
import type { TestApp } from '../../support/index.js';
import { available, funding, journal, moving, post, someone, startLedger, usd } from './ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startLedger();
});
afterAll(() => app.stop());

const now = () => app.get(SandboxClock).now();
const held = (owner: string, amount: number): HoldRequest => ({
  source: { type: 'test', id: randomUUID(), kind: 'hold' },
  account: 'seller_available',
  owner,
  money: usd(amount),
  expiresAt: plus(now(), 'P1D'),
  actor: system('test'),
});
const place = (request: HoldRequest) => app.get(UnitOfWork).run((tx) => app.get(Holds).placeHold(tx, request));
const postHold = (id: Id<'hld'>, with_: Journal) =>
  app.get(UnitOfWork).run((tx) => app.get(Holds).postHold(tx, id, { ...with_, effectiveAt: now() }));
const voidHold = (id: Id<'hld'>) => app.get(UnitOfWork).run((tx) => app.get(Holds).voidHold(tx, id));

const pending = async (owner: string): Promise<number> => {
  const [row] = await app.sql<{ pending: number }>(
    `select b.debit_pending::int as pending from ledger.balance b join ledger.account a on a.id = b.account_id
      where a.owner_id = $1 and a.type_code = 'seller_available'`,
    [owner],
  );
  return row?.pending ?? 0;
};
const hold = async (id: string) => {
  const [row] = await app.sql<{ status: string; posted_amount: number | null }>(
    'select status, posted_amount::int from ledger.hold where id = $1',
    [id],
  );
  return row;
};
const rich = async (amount: number): Promise<string> => {
  const owner = someone();
  await post(app, funding(owner, usd(amount)));
  return owner;
};

describe('a hold', () => {
  it('keeps its amount from being spent, and leaves the balance as it is', async () => {
    const owner = await rich(1_000);

    const placed = await place(held(owner, 700));

    expect(placed.placed).toBe(true);
    expect([await available(app, owner), await pending(owner)]).toEqual([1_000, 700]);
    await expect(post(app, moving(owner, someone(), usd(301)))).rejects.toThrow('insufficient_balance');
    await post(app, moving(owner, someone(), usd(300)));
    expect(await available(app, owner)).toBe(700);
  });

  it('is refused when less is free than it asks for, by a balance, by another hold, or on an unused account', async () => {
    const owner = await rich(1_000);
    await place(held(owner, 600));

    await expect(place(held(owner, 401))).rejects.toThrow('insufficient_balance');
    await expect(place(held(someone(), 1))).rejects.toThrow('insufficient_balance');

    expect(await pending(owner)).toBe(600);
    expect(await app.sql(`select from ledger.hold where amount in (401, 1)`)).toEqual([]);
  });

  it('of one source is placed once, also at the same time, and cannot become another', async () => {
    const owner = await rich(1_000);
    const request = held(owner, 300);

    const placed = await Promise.all(Array.from({ length: 20 }, () => place(request)));

    expect(placed.filter((each) => each.placed)).toHaveLength(1);
    expect(new Set(placed.map((each) => each.holdId)).size).toBe(1);
    await expect(place({ ...request, money: usd(301) })).rejects.toThrow('ledger_conflict');
    expect(await pending(owner)).toBe(300);
  });

  it('is posted with less than it holds; the rest is free', async () => {
    const [owner, other] = [await rich(1_000), someone()];
    const { holdId } = await place(held(owner, 700));
    const spending = moving(owner, other, usd(450));

    const first = await postHold(holdId, spending);
    const again = await postHold(holdId, spending);

    expect([first.posted, again]).toEqual([true, { ...first, posted: false }]);
    expect(await hold(holdId)).toEqual({ status: 'posted', posted_amount: 450 });
    expect([await available(app, owner), await available(app, other), await pending(owner)]).toEqual([550, 450, 0]);
  });

  it('is not posted with more than it holds, from another account, twice, or after it was given up', async () => {
    const [owner, other] = [await rich(1_000), await rich(1_000)];
    const { holdId } = await place(held(owner, 700));
    const { holdId: given } = await place(held(owner, 100));
    await voidHold(given);

    await expect(postHold(holdId, moving(owner, other, usd(701)))).rejects.toThrow('hold_too_small');
    await expect(postHold(holdId, moving(other, owner, usd(5)))).rejects.toThrow('hold_too_small');
    await expect(postHold(given, moving(owner, other, usd(5)))).rejects.toThrow('hold_not_pending');
    await expect(postHold(randomUUID() as Id<'hld'>, moving(owner, other, usd(5)))).rejects.toThrow('hold_not_pending');
    expect([await available(app, owner), await pending(owner)]).toEqual([1_000, 700]);

    await postHold(holdId, moving(owner, other, usd(700)));
    await expect(postHold(holdId, moving(owner, other, usd(300)))).rejects.toThrow('hold_not_pending');
    expect([await available(app, owner), await available(app, other)]).toEqual([300, 1_700]);
  });

  it('that was given up frees its amount, once', async () => {
    const owner = await rich(1_000);
    const { holdId } = await place(held(owner, 700));

    await voidHold(holdId);
    await voidHold(holdId);

    expect(await hold(holdId)).toEqual({ status: 'voided', posted_amount: null });
    expect(await pending(owner)).toBe(0);
  });

  it('that was posted cannot be given up', async () => {
    const owner = await rich(1_000);
    const { holdId } = await place(held(owner, 700));
    await postHold(holdId, moving(owner, someone(), usd(700)));

    await expect(voidHold(holdId)).rejects.toThrow('hold_not_pending');

    expect(await hold(holdId)).toEqual({ status: 'posted', posted_amount: 700 });
    expect(await available(app, owner)).toBe(300);
  });

  it('expires at its deadline, and not when it was posted before', async () => {
    const owner = await rich(1_000);
    const { holdId } = await place(held(owner, 400));
    const { holdId: used } = await place(held(owner, 100));
    await postHold(used, moving(owner, someone(), usd(100)));

    await app.advance('P2D');

    expect(await hold(holdId)).toEqual({ status: 'expired', posted_amount: null });
    expect(await hold(used)).toEqual({ status: 'posted', posted_amount: 100 });
    expect([await available(app, owner), await pending(owner)]).toEqual([900, 0]);
    await expect(postHold(holdId, moving(owner, someone(), usd(5)))).rejects.toThrow('hold_not_pending');
  });

  it('is over at its instant even when nobody has noticed yet', async () => {
    const owner = await rich(1_000);
    const { holdId } = await place({ ...held(owner, 400), expiresAt: plus(now(), 'PT1H') });
    const late = { ...moving(owner, someone(), usd(400)), effectiveAt: plus(now(), 'PT1H') };

    const attempt = app.get(UnitOfWork).run((tx) => app.get(Holds).postHold(tx, holdId, late));

    await expect(attempt).rejects.toThrow('hold_not_pending');
    expect(await pending(owner)).toBe(400);
  });

  it('and its end race: one of posting and giving up wins', async () => {
    for (let round = 0; round < 10; round += 1) {
      const owner = await rich(100);
      const { holdId } = await place(held(owner, 100));

      const [posted, voided] = await Promise.allSettled([
        postHold(holdId, moving(owner, someone(), usd(100))),
        voidHold(holdId),
      ]);

      expect([posted.status, voided.status].sort()).toEqual(['fulfilled', 'rejected']);
      expect(await available(app, owner)).toBe(posted.status === 'fulfilled' ? 0 : 100);
      expect(await pending(owner)).toBe(0);
    }
  });

  it('on a debt counts on its other side', async () => {
    const owner = someone();
    await post(app, journal([debit('seller_receivable', usd(50), owner), credit('psp_clearing', usd(50))]));
    const request: HoldRequest = { ...held(owner, 50), account: 'seller_receivable' };

    const { holdId } = await place(request);

    const writeOff = journal([debit('bad_debt_expense', usd(50)), credit('seller_receivable', usd(50), owner)]);
    await expect(post(app, writeOff)).rejects.toThrow('insufficient_balance');
    await postHold(holdId, writeOff);
    expect(await app.sql('select * from ledger.pending_drift()')).toEqual([]);
  });

  it('cannot be changed or removed in the database', async () => {
    const owner = await rich(10);
    const { holdId } = await place(held(owner, 10));
    const before = await app.sql('select * from ledger.hold order by id');

    const attempts = [
      `update ledger.hold set amount = 1 where id = '${holdId}'`,
      `update ledger.hold set expires_at = expires_at + interval '1 day' where id = '${holdId}'`,
      `update ledger.hold set status = 'pending', ended_at = null where status = 'voided'`,
      'delete from ledger.hold',
      'truncate ledger.hold',
    ];
    for (const sql of attempts) await expect(app.sql(sql)).rejects.toThrow(/ends once|not possible/);

    expect(await app.sql('select * from ledger.hold order by id')).toEqual(before);
    await voidHold(holdId);
  });
});
