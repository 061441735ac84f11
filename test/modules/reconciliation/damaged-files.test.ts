import { AgeBreaks } from '../../../src/modules/reconciliation/age-breaks.js';
import { webhooksOf } from '../../../src/sandbox/start-provider.js';
import { chargeOf } from '../../support/world.disputes.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder, paidOrder } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { balance, funded, payouts, runPayouts, settled } from '../settlement/settlement-app.js';
import { Books } from './reconciliation-app.js';

let books: Books;
let seller: ActiveSeller;
let shopper: Person;
let variantId: string;

beforeAll(async () => {
  books = await Books.open();
  const { app } = books;
  [seller, shopper] = [await activeSeller(app, { tier: 'T1' }), await buyer(app)];
  ({ variantId } = await activeListing(app, seller, { price: 10_000, shipping: 0, stock: 100 }));
});
afterAll(() => books.app.stop());
afterEach(() => books.app.provider.deliverTo(webhooksOf(books.app.url)));

/** A charge of 100.00. Returns the provider's name of its line. */
async function charged(): Promise<string> {
  const { paymentId } = await paidOrder(books.app, shopper, { variantId });
  return (await chargeOf(books.app, paymentId)).replace(/^ch_/, 'txn_');
}

/** The bank has paid 90.00 and nobody but its statement tells so. Returns the bank's name of the line. */
async function paidSilently(): Promise<{ payee: ActiveSeller; line: string }> {
  const { app } = books;
  const payee = await funded(app);
  app.provider.deliverTo({ payments: webhooksOf(app.url).payments });
  await runPayouts(app);
  await app.drain();
  const [row] = await app.sql<{ id: string }>(
    'select id from sandbox_provider.payouts order by created_at desc limit 1',
  );
  return { payee, line: (row?.id ?? '').replace(/^po_/, 'bk_') };
}

const feesOf = async (line: string): Promise<number> =>
  (await books.journalsOf('psp_balance_txn')).filter(({ id }) => id === `sandbox:${line}:fee`).length;

describe('a report of the provider', () => {
  it.each([
    ['wrong-sign', -10_000, -20_000],
    ['wrong-amount', 10_100, 100],
  ])(
    'with a %s is one break, the fee is booked once, and the right file contradicts it',
    async (damage, amount, difference) => {
      const line = await charged();
      const before = (await books.breaks()).map(({ id }) => id);

      const report = await books.fetched('balance_csv', { damage, line });
      const again = await books.refused('balance_csv', {});

      const fresh = (await books.breaks()).filter(({ id }) => !before.includes(id));
      expect(report).toMatchObject({ added: 2, breaks: 1, matched: 1 });
      expect(fresh).toMatchObject([
        {
          status: 'amount_diff',
          kind: 'charge',
          externalId: line,
          amount: { amount },
          difference: { amount: difference },
          source: { type: 'payment', kind: 'capture' },
        },
      ]);
      expect(await feesOf(line)).toBe(1);
      expect(again).toEqual({ status: 409, code: 'statement_contradicts' });
      await books.app.sql('update sandbox_provider.balance_transactions set gross = $2 where id = $1', [line, amount]);
    },
  );

  it('with a line twice has it once', async () => {
    const line = await charged();

    const report = await books.fetched('balance_csv', { damage: 'duplicate-line', line });

    expect(report).toMatchObject({ lines: 8, added: 2, known: 6, matched: 2, breaks: 0 });
    expect(await feesOf(line)).toBe(1);
  });

  it('that was cut off changes nothing', async () => {
    await charged();
    const before = await books.counts();

    const refused = await books.refused('balance_csv', { damage: 'truncated' });

    expect(refused).toEqual({ status: 422, code: 'statement_malformed' });
    expect(await books.counts()).toEqual(before);
  });
});

describe('a statement of the bank', () => {
  it('confirms a payout before its message does, which then changes nothing', async () => {
    const { app } = books;
    const { payee } = await paidSilently();
    const [before] = await payouts(app, payee);

    const statement = await books.fetched('camt_053');
    const [after] = await payouts(app, payee);
    app.provider.deliverTo(webhooksOf(app.url));
    await settled(app);

    expect([before?.state, after?.state]).toEqual(['in_transit', 'paid']);
    expect(statement).toMatchObject({ added: 1, matched: 1, breaks: 0 });
    const journals = await app.sql<{ kind: string }>(
      `select j.kind from ledger.journal j join payouts p on p.id = j.payout_id
        where p.seller_id = (select seller_id from payouts order by id desc limit 1) and source_type = 'payout' order by j.id`,
    );
    expect(journals.map(({ kind }) => kind)).toEqual(['created', 'paid']);
  });

  it('tells that a payout came back: it is available again, once', async () => {
    const { app } = books;
    const { payee, line } = await paidSilently();
    await books.tell(`/payouts/${line.replace(/^bk_/, 'po_')}/return`);

    const statement = await books.fetched('camt_053');
    const again = await books.fetched('bank_csv');

    expect(statement).toMatchObject({ added: 2, matched: 2, breaks: 0 });
    expect(again).toMatchObject({ added: 0 });
    expect(await payouts(app, payee)).toMatchObject([{ state: 'returned' }]);
    expect(await balance(app, payee)).toMatchObject({ available: 9_000, inTransit: 0 });
  });

  it.each([
    ['wrong-sign', 9_000],
    ['wrong-amount', -8_900],
  ])('with a %s of a payout is one break and confirms nothing', async (damage, amount) => {
    const { payee, line } = await paidSilently();
    const before = (await books.breaks()).map(({ id }) => id);
    const journals = await books.journalsOf('payout');

    const statement = await books.fetched('camt_053', { damage, line });

    const fresh = (await books.breaks()).filter(({ id }) => !before.includes(id));
    expect(statement).toMatchObject({ added: 1, matched: 0, breaks: 1 });
    expect(fresh).toMatchObject([{ status: 'amount_diff', externalId: line, amount: { amount } }]);
    expect(fresh[0]?.difference?.amount).toBe(amount + 9_000);
    expect(await books.journalsOf('payout')).toEqual(journals);
    expect(await payouts(books.app, payee)).toMatchObject([{ state: 'in_transit' }]);
    await books.app.sql('update sandbox_provider.bank_lines set amount = $2 where id = $1', [line, amount]);
    books.app.provider.deliverTo(webhooksOf(books.app.url));
    await settled(books.app);
  });

  it.each([
    ['wrong-closing', {}, 'statement_unbalanced'],
    ['no-closing', {}, 'statement_without_balance'],
    ['other-currency', {}, 'statement_malformed'],
    ['truncated', {}, 'statement_malformed'],
    [undefined, { encoding: 'mislabelled' }, 'statement_malformed'],
  ])('with %s %j is refused and changes nothing', async (damage, fields, code) => {
    await paidSilently();
    const before = await books.counts();

    const refused = await books.refused('camt_053', { damage, ...fields });

    expect(refused).toEqual({ status: 422, code });
    expect(await books.counts()).toEqual(before);
  });

  it.each(['utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252'])('in %s is read', async (encoding) => {
    const { payee } = await paidSilently();

    const statement = await books.fetched('camt_053', { encoding });

    expect(statement).toMatchObject({ breaks: 0, waiting: 0 });
    expect(await payouts(books.app, payee)).toMatchObject([{ state: 'paid' }]);
  });

  it('with a credit that nobody knows is booked as such, once, and stays a break', async () => {
    await books.tell('/bank/credits', { amount: 7_700, currency: 'USD' });

    await books.fetched('bank_csv');
    await books.fetched('camt_053');

    const unknown = (await books.breaks()).filter(
      ({ kind, status }) => kind === 'credit' && status === 'missing_internal',
    );
    expect(unknown).toMatchObject([{ status: 'missing_internal', amount: { amount: 7_700 } }]);
    expect(unknown[0]?.bookedJournalId).toMatch(/^jnl_/);
    expect(await books.journalsOf('bank_receipt')).toHaveLength(1);
    expect(await books.balanceOf('unapplied_receipts')).toBe(-7_700);
  });
});

describe('what nobody tells of', () => {
  it('is missing after three days, once, and found when the line comes after all', async () => {
    const { app } = books;
    await deliveredOrder(app, shopper, seller, { variantId });
    const [row] = await app.sql<{ id: string }>(
      'select id from sandbox_provider.charges order by created_at desc limit 1',
    );
    const line = (row?.id ?? '').replace(/^ch_/, 'txn_');
    await books.fetched('balance_csv', { damage: 'missing-line', line });
    const missing = async () =>
      (await books.breaks('&status=missing_external')).filter(({ amount }) => amount.amount === 10_000);
    const early = await missing();

    await app.advance('P4D');
    await app.get(AgeBreaks).run();
    const late = await missing();
    const aged = await books.breaks('&status=missing_external&minimumDays=3');
    await books.fetched('balance_csv');

    expect(early).toEqual([]);
    expect(late).toMatchObject([{ kind: 'entry', source: { type: 'payment', kind: 'capture' }, externalId: null }]);
    expect(aged.map(({ id }) => id)).toContain(late[0]?.id);
    expect(await missing()).toEqual([]);
  });
});
