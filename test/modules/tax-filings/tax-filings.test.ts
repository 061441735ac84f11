import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money, system } from '../../../src/kernel/index.js';
import { BooksModule } from '../../../src/modules/books/index.js';
import { IdentityModule } from '../../../src/modules/identity/index.js';
import { credit, debit, journal, Ledger, LedgerModule } from '../../../src/modules/ledger/index.js';
import { TaxFilingsModule } from '../../../src/modules/tax-filings/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { MintModule } from '../../../src/sandbox/mint.module.js';
import { booked, journalCount, moved } from '../../support/booked.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';

interface Filing {
  readonly id: string;
  readonly state: string;
}

const FROM = '/v1/finance/tax-filings';

describe('tax that was collected', () => {
  let app: TestApp;
  let [ada, bo]: Person[] = [];

  beforeAll(async () => {
    app = await startApp({ modules: [IdentityModule, LedgerModule, BooksModule, TaxFilingsModule, MintModule] });
    [ada, bo] = [await staff(app, 'finance'), await staff(app, 'finance')];
  });
  afterAll(() => app.stop());

  const by = (person: Person | undefined): string => person?.token ?? '';
  const now = (): Date => app.get(Clock).now();
  const month = (): string => now().toISOString().slice(0, 7);
  const view = (amount: number, currency = 'USD') => ({ amount, currency });

  const record = (period: string, currency = 'USD', person = ada) =>
    post(app, by(person), FROM, { period, currency, reference: `filing of ${period}` });
  const pay = (id: string, person = bo, bankReference: string = randomUUID(), key?: string) =>
    post(app, by(person), `${FROM}/${id}/payment`, { bankReference }, key);
  const withdraw = (id: string) => post(app, by(bo), `${FROM}/${id}/withdrawal`, { reason: 'A wrong form.' });
  const journals = async (id: string) => {
    const uuid = fromWire('txf', id) ?? '';
    return { ...(await booked(app, 'sweep', uuid)), ...(await booked(app, 'tax_filing', uuid)) };
  };
  const close = async (period: string): Promise<void> => {
    const last = new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 0)).toISOString().slice(0, 10);
    const closed = await post(app, by(ada), '/v1/finance/periods', { endsOn: last });
    if (closed.status !== 201) throw new Error(`Not closed: ${closed.text}`);
  };

  /** Of the sale of the chart, the tax. */
  const sale = (currency = 'USD'): Promise<void> => taxed(2_000, currency);

  /** Tax that comes in with sales, or goes back with refunds. */
  async function taxed(amount: number, currency: string): Promise<void> {
    const at = { effectiveAt: now(), actor: system('test') };
    const sum = money(Math.abs(amount), currency);
    const lines =
      amount > 0
        ? [debit('psp_clearing', sum), credit('tax_payable', sum)]
        : [debit('tax_payable', sum), credit('psp_clearing', sum)];
    const made = journal(['test', randomUUID(), 'taxed'], at, ...lines);
    await app.get(UnitOfWork).run((tx) => app.get(Ledger).post(tx, made));
  }

  /** A month that is over and closed. */
  async function ended(): Promise<string> {
    const period = month();
    const days = new Date(Date.UTC(now().getUTCFullYear(), now().getUTCMonth() + 1, 0)).getUTCDate();
    await app.advance(`P${days - now().getUTCDate() + 1}D`);
    await close(period);
    return period;
  }

  it('is paid by two people, swept from the clients’ account to the operating one and out (X4)', async () => {
    await sale();
    const open = month();
    const early = await record(open);
    const period = await ended();
    const payable = await get<{ data: object[] }>(app, by(ada), `/v1/finance/tax-periods?period=${period}`);

    const recorded = await record(period);
    const again = await record(period, 'USD', bo);
    const { id } = recorded.body as Filing;
    const before = await journalCount(app);
    const alone = await pay(id, ada);
    const between = await journalCount(app);
    const paid = await pay(id, bo, 'transfer-1', 'the-same');
    const repeated = await pay(id, bo, 'transfer-1', 'the-same');
    const late = [await withdraw(id), await pay(id, ada)];

    expect([early.status, early.body.code]).toEqual([409, 'tax_period_open']);
    expect(payable.data).toEqual([
      {
        currency: 'USD',
        collected: view(2_000),
        returned: view(0),
        payable: view(2_000),
        remitted: view(0),
      },
    ]);
    expect(recorded.status).toBe(201);
    expect(recorded.body).toMatchObject({ state: 'recorded', period, amount: view(2_000), recordedBy: ada?.userId });
    expect([again.status, again.body.code]).toEqual([409, 'tax_filed']);
    expect([alone.status, alone.body.code]).toEqual([403, 'tax_second_person_needed']);
    expect(between).toBe(before);
    expect(paid.status).toBe(200);
    expect(paid.body).toMatchObject({ state: 'paid', paidBy: bo?.userId, bankReference: 'transfer-1' });
    expect(repeated.body).toEqual(paid.body);
    expect(late.map(({ status }) => status)).toEqual([409, 409]);
    expect(await journals(id)).toEqual({
      made: 'bank_operating 20.00 | bank_client 20.00',
      remitted: 'tax_payable 20.00 | bank_operating 20.00',
    });
    expect([await moved(app, 'tax_payable'), await moved(app, 'bank_operating')]).toEqual([0, 0]);
  });

  it('of one currency leaves what is payable in the others', async () => {
    await sale();
    await sale('EUR');
    const period = await ended();
    const { id } = (await record(period)).body as Filing;
    const { id: inEuro } = (await record(period, 'EUR')).body as Filing;
    const remitted = () => app.sql(`select remitted from tax_totals where currency = 'EUR'`);
    const inOther = await pay(inEuro, bo);
    const before = await remitted();

    const paid = await pay(id, bo);

    expect([inOther.status, paid.status]).toEqual([200, 200]);
    expect(before).toHaveLength(1);
    expect(await remitted()).toEqual(before);
  });

  it('is paid once, however many people try at once', async () => {
    await sale();
    const { id } = (await record(await ended())).body as Filing;
    const cy = await staff(app, 'finance');

    const answers = await Promise.all([pay(id, bo), pay(id, cy), pay(id, bo)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await moved(app, 'tax_payable')).toBe(0);
  });

  it('is not paid out of what later refunds have given back', async () => {
    await sale('EUR');
    const first = (await record(await ended(), 'EUR')).body as Filing;
    await taxed(-500, 'EUR');
    const before = await journalCount(app);

    const refused = await pay(first.id);

    expect([refused.status, refused.body.code]).toEqual([409, 'tax_exceeds_payable']);
    expect(await journalCount(app)).toBe(before);
    expect(await moved(app, 'tax_payable', 'EUR')).toBe(1_500);
    const { data } = await get<{ data: Filing[] }>(app, by(ada), `${FROM}?state=recorded`);
    expect(data.map(({ id }) => id)).toContain(first.id);
  });

  it('of two months paid at once is never more than there is', async () => {
    await sale('GBP');
    const first = (await record(await ended(), 'GBP')).body as Filing;
    await sale('GBP');
    const second = (await record(await ended(), 'GBP')).body as Filing;
    await taxed(-1_000, 'GBP');

    const answers = await Promise.all([pay(first.id), pay(second.id)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await moved(app, 'tax_payable', 'GBP')).toBe(1_000);
  });

  it('is filed again after a filing was withdrawn, and not when nothing is payable', async () => {
    await sale('JPY');
    const period = await ended();
    const first = (await record(period, 'JPY')).body as Filing;

    const withdrawn = await withdraw(first.id);
    const paid = await pay(first.id);
    const second = await record(period, 'JPY');
    const nothing = await record(period, 'KWD');

    expect(withdrawn.body).toMatchObject({ state: 'withdrawn' });
    expect(paid.status).toBe(409);
    expect(second.status).toBe(201);
    expect([nothing.status, nothing.body.code]).toEqual([409, 'no_tax_payable']);
  });

  it('is paid with a transfer of its own', async () => {
    await sale('CNY');
    const first = (await record(await ended(), 'CNY')).body as Filing;
    await sale('CNY');
    const second = (await record(await ended(), 'CNY')).body as Filing;
    await pay(first.id, bo, 'one transfer');

    const refused = await pay(second.id, bo, 'one transfer');

    expect([refused.status, refused.body.code]).toEqual([409, 'tax_transfer_known']);
    expect(await journals(second.id)).toEqual({});
  });

  it('is nobody’s business but finance’s', async () => {
    const stranger = await buyer(app);
    const unknown = 'txf_01hzy3v9qtf5r8m2k4w6x8y0za';

    const answers = [
      await record('2020-01', 'USD', stranger),
      await pay(unknown, stranger),
      await pay(unknown),
      await withdraw(unknown),
      await post(app, by(ada), FROM, { period: '2020-13', currency: 'USD', reference: 'none' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 404, 404, 422]);
  });

  it('is kept by the database: two people, a fixed amount, not more than is due', async () => {
    const faults = [
      `update tax_filings set paid_by = recorded_by where state = 'recorded'`,
      `update tax_filings set amount = amount + 1`,
      `update tax_filings set state = 'paid' where state = 'recorded'`,
      `update tax_totals set remitted = due + 1`,
    ];

    const codes = await Promise.all(
      faults.map((fault) =>
        app.sql(fault).then(
          () => 'done',
          (error: { constraint?: string; code: string }) => error.constraint ?? error.code,
        ),
      ),
    );

    expect(codes).toEqual(['tax_filings_four_eyes', '23001', 'tax_filings_paid', 'tax_totals_within_due']);
  });
});
