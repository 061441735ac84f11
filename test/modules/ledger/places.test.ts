import { placed, placeId, placeName } from '../../../src/modules/ledger/place.domain.js';
import {
  credit,
  debit,
  journal as made,
  LedgerConflict,
  paymentCapturedJournal,
} from '../../../src/modules/ledger/index.js';
import { AccountPlaces1700000405004 } from '../../../migrations/1700000405004-account-places.js';
import { bearer, type TestApp } from '../../support/index.js';
import { DataSource } from 'typeorm';
import { journal, post, someone, startBooksAlone, usd } from './ledger-app.js';

const NAMES = ['sandbox', 'stripe', 'main', 'DE', 'x', 'thirteen-long'] as const;

describe('the owner of a place’s accounts', () => {
  it.each(NAMES)('spells the name: %s', (name) => {
    const id = placeId('psp', name);

    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-80[0-9a-f]{2}-80[0-9a-f]{2}-[0-9a-f]{12}$/);
    expect(placeName('psp_clearing', id)).toBe(name);
    expect(placeName('bank_client', id)).toBeNull();
    expect(placeName('seller_available', id)).toBeNull();
  });

  it.each(['', 'fourteen--long', 'two words', 'Straße'])('spells no other word: “%s”', (name) => {
    expect(() => placeId('bank', name)).toThrow('is no name of a place');
  });

  it('is nobody else’s', () => {
    expect(placeName('psp_clearing', someone())).toBeNull();
    expect(placeName('psp_clearing', null)).toBeNull();
  });

  it('goes to lines that have none, of the kinds that are named', () => {
    const own = someone();
    const lines = [
      debit('psp_clearing', usd(1)),
      debit('psp_clearing', usd(1), own),
      credit('bank_client', usd(1)),
      credit('commission_revenue', usd(1)),
    ];

    const owners = lines.map(placed({ psp: 'stripe', jurisdiction: undefined })).map(({ owner }) => owner);

    expect(owners).toEqual([placeId('psp', 'stripe'), own, undefined, undefined]);
  });
});

describe('the books', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startBooksAlone();
  });
  afterAll(() => app.stop());

  const AT = { effectiveAt: new Date('2026-03-01T10:00:00Z'), actor: { kind: 'system', name: 'test' } } as const;
  const balances = () =>
    app.sql<{ account: string; owner: string | null; net: number }>(
      `select type_code as account, owner_id as owner, (debit - credit)::int as net from ledger.account_balance
        where type_code in ('psp_clearing', 'bank_client') and debit + credit > 0 order by 1, 2 nulls first`,
    );

  it('spell it as the code does', async () => {
    const rows = await app.sql<{ id: string }>(`select ledger.place('psp', n) as id from unnest($1::text[]) n`, [
      NAMES,
    ]);

    expect(rows.map(({ id }) => id)).toEqual(NAMES.map((name) => placeId('psp', name)));
  });

  it('keep what providers have apart, put the money of the bank on the configured account, and say whose it is', async () => {
    const order = someone();
    const captured = (psp: string, amount: number) =>
      paymentCapturedJournal(someone(), order, usd(amount), { ...AT, places: { psp } });

    await post(app, captured('sandbox', 130), captured('stripe', 70));
    await post(
      app,
      made(['test', someone(), 'paid'], AT, debit('order_escrow', usd(50), order), credit('bank_client', usd(50))),
    );

    const finance = (path: string) => app.http.get(`/v1/finance/${path}`).set(bearer('finance')).expect(200);
    const accounts = (await finance('accounts?type=psp_clearing')).body.data as { ownerName: string }[];
    const late = (await finance('clearing?account=psp_clearing')).body.data as {
      ownerName: string;
      overdue: { amount: number };
    }[];
    const { currencies } = (await finance('trial-balance')).body as { currencies: { accounts: object[] }[] };
    expect(accounts.map(({ ownerName }) => ownerName).sort()).toEqual(['sandbox', 'stripe']);
    const overdue = late.map(({ ownerName, overdue: { amount } }) => `${ownerName} ${amount}`);
    expect(overdue.sort()).toEqual(['sandbox 130', 'stripe 70']);
    expect(currencies[0]?.accounts.slice(0, 3)).toEqual([
      { account: 'bank_client', class: 'asset', owner: 'main', debit: 0, credit: 50 },
      { account: 'psp_clearing', class: 'asset', owner: 'sandbox', debit: 130, credit: 0 },
      { account: 'psp_clearing', class: 'asset', owner: 'stripe', debit: 70, credit: 0 },
    ]);
  });

  it('know a source again that was posted before its accounts had owners, and no other', async () => {
    const [id, owner] = [someone(), someone()];
    const before = { ...journal([debit('psp_clearing', usd(5)), credit('buyer_credit', usd(5), owner)]), ...AT };
    const source = { type: 'test', id, kind: 'made' };
    const [first] = await post(app, { ...before, source });

    const again = { ...before, source, lines: before.lines.map(placed({ psp: 'sandbox' })) };
    const [second] = await post(app, again);
    const other = { ...again, lines: [debit('psp_clearing', usd(6)), credit('buyer_credit', usd(6), owner)] };

    expect(second).toEqual({ journalId: first?.journalId, posted: false });
    await expect(post(app, other)).rejects.toThrow(LedgerConflict);
  });

  it('are moved, what has no owner to whom it belongs, when they get owners', async () => {
    const payment = someone();
    await app.sql(`create table if not exists payouts (id uuid, provider text)`);
    const before = await balances();
    const paid = journal([debit('psp_clearing', usd(40)), credit('buyer_credit', usd(40), someone())]);
    await post(app, {
      ...paid,
      source: { type: 'psp_balance_txn', id: 'stripe:txn_1', kind: 'fee' },
      refs: { paymentId: payment },
    });
    const escrow = someone();
    await post(app, journal([debit('psp_clearing', usd(30)), credit('buyer_credit', usd(30), escrow)]));
    const runner = app.get(DataSource).createQueryRunner();

    await new AccountPlaces1700000405004().down(runner);
    await runner.startTransaction();
    await new AccountPlaces1700000405004().up(runner);
    await runner.commitTransaction();
    await runner.release();
    await app.sql('drop table payouts cascade');

    const after = await balances();
    const net = (of: typeof before, name: string | null) =>
      of.filter(({ account, owner }) => account === 'psp_clearing' && placeName(account, owner) === name)[0]?.net ?? 0;
    expect(net(after, 'stripe') - net(before, 'stripe')).toBe(40);
    expect(net(after, 'sandbox')).toBe(net(before, 'sandbox'));
    expect(net(after, null) - net(before, null)).toBe(30);
  });
});
