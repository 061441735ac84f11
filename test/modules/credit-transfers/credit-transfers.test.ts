import { fromWire } from '../../../src/kernel/index.js';
import { CreditTransfersModule } from '../../../src/modules/credit-transfers/index.js';
import { IdentityModule } from '../../../src/modules/identity/index.js';
import { CompaniesModule } from '../../../src/modules/companies/index.js';
import { credit, debit, LedgerModule } from '../../../src/modules/ledger/index.js';
import { MintModule } from '../../../src/sandbox/mint.module.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { company } from '../../support/world.companies.js';
import { journal, post as book, usd } from '../ledger/ledger-app.js';

interface Transfer {
  readonly id: string;
  readonly state: string;
}

describe('store credit that is sent to a bank account', () => {
  let app: TestApp;
  let [ada, bo]: Person[] = [];

  beforeAll(async () => {
    app = await startApp({
      modules: [CompaniesModule, IdentityModule, LedgerModule, CreditTransfersModule, MintModule],
    });
    [ada, bo] = [await staff(app, 'finance'), await staff(app, 'finance')];
  });
  afterAll(() => app.stop());

  const USD = (amount: number) => ({ amount, currency: 'USD' });
  const by = (person: Person | undefined): string => person?.token ?? '';
  const uuidOf = ({ userId }: Person): string => fromWire('usr', userId) ?? '';
  const TO = { holder: 'Ida Holm', accountNumber: 'DE89370400440532013000', reason: 'Her card is closed.' };

  /** R3 has left 130.00. */
  async function credited(): Promise<Person> {
    const person = await buyer(app);
    const lines = [debit('goodwill_expense', usd(13_000)), credit('buyer_credit', usd(13_000), uuidOf(person))];
    await book(app, journal(lines));
    return person;
  }

  const propose = (from: Person, amount: number, who = ada) =>
    post(app, by(who), `/v1/finance/buyers/${from.userId}/credit-transfers`, { amount: USD(amount), ...TO });
  const decide = ({ body }: { body: unknown }, verdict: 'approval' | 'refusal', who = bo) =>
    post(app, by(who), `/v1/finance/credit-transfers/${(body as Transfer).id}/${verdict}`);
  const left = async (of: Person): Promise<number> => {
    const [row] = await app.sql<{ left: number }>(
      `select (credit - debit)::int as left from ledger.account_balance where type_code = 'buyer_credit' and owner_id = $1`,
      [uuidOf(of)],
    );
    return row?.left ?? 0;
  };
  const booked = ({ body }: { body: unknown }) =>
    app.sql(
      `select e.side || ' ' || a.type_code || ' ' || e.amount as line from ledger.journal j
         join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where j.source_type = 'credit_use' and j.source_id = $1 order by e.line`,
      [fromWire('ctf', (body as Transfer).id)],
    );

  it('takes two people, and is booked once (R3)', async () => {
    const ida = await credited();

    const proposed = await propose(ida, 13_000);
    const alone = await decide(proposed, 'approval', ada);
    const between = await left(ida);
    const approvals = await Promise.all([decide(proposed, 'approval'), decide(proposed, 'approval')]);
    const late = [await decide(proposed, 'refusal'), await decide(proposed, 'refusal', ada)];

    expect(proposed.body).toMatchObject({ state: 'proposed', amount: USD(13_000), buyerId: ida.userId, ...TO });
    expect([alone.status, alone.body.code, between]).toEqual([403, 'credit_transfer_second_person_needed', 13_000]);
    expect(approvals.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(late.map(({ body }) => (body as { code: string }).code)).toEqual([
      'illegal_transition',
      'illegal_transition',
    ]);
    expect(await booked(proposed)).toEqual([{ line: 'D buyer_credit 13000' }, { line: 'C bank_client 13000' }]);
    expect(await left(ida)).toBe(0);
  });

  it('is never more than there is, when it is proposed and when it is decided', async () => {
    const ida = await credited();

    const tooMuch = await propose(ida, 13_001);
    const nothing = await propose(ida, 0);
    const proposed = await propose(ida, 13_000);
    const second = await propose(ida, 1);
    const spent = [debit('buyer_credit', usd(1), uuidOf(ida)), credit('goodwill_expense', usd(1))];
    await book(app, journal(spent));
    const approved = await decide(proposed, 'approval');
    const declined = await decide(proposed, 'refusal');

    expect([tooMuch, nothing].map(({ body }) => body.code)).toEqual(['store_credit_smaller', 'store_credit_smaller']);
    expect([second.status, second.body.code]).toEqual([409, 'credit_transfer_proposed']);
    expect([approved.status, approved.body.code]).toEqual([409, 'store_credit_smaller']);
    expect(declined.body).toMatchObject({ state: 'declined', accountNumber: '…3000' });
    expect(await booked(proposed)).toEqual([]);
    expect(await left(ida)).toBe(12_999);
  });

  it('is that of a company, which takes two people who do not belong to it', async () => {
    const otter = await company(app);
    const lines = [
      debit('goodwill_expense', usd(5_000)),
      credit('buyer_credit', usd(5_000), fromWire('cmp', otter.companyId)),
    ];
    await book(app, journal(lines));
    const ours = await staff(app, 'finance');
    await app.http
      .put(`/v1/companies/${otter.companyId}/members/${ours.userId}`)
      .set(bearer(otter.admin.token))
      .send({ role: 'buyer' })
      .expect(200);

    const path = `/v1/finance/companies/${otter.companyId}/credit-transfers`;
    const ask = (who: Person | undefined, amount: number) => post(app, by(who), path, { amount: USD(amount), ...TO });
    const refused = [await ask(ours, 5_000), await ask(ada, 5_001)];
    const proposed = await ask(ada, 5_000);
    const second = await ask(bo, 1);
    const own = await decide(proposed, 'approval', ours);
    const approvals = await Promise.all(Array.from({ length: 10 }, () => decide(proposed, 'approval')));
    const unknown = await post(app, by(ada), '/v1/finance/companies/cmp_01hzy3v9qtf5r8m2k4w6x8y0za/credit-transfers', {
      ...{ amount: USD(1), ...TO },
    });

    expect(refused.map(({ body }) => body.code)).toEqual(['credit_transfer_to_oneself', 'store_credit_smaller']);
    expect(proposed.body).toMatchObject({ companyId: otter.companyId, buyerId: null, state: 'proposed' });
    expect([second.body.code, own.body.code]).toEqual(['credit_transfer_proposed', 'credit_transfer_to_oneself']);
    expect(approvals.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(unknown.status).toBe(404);
    expect(await booked(proposed)).toEqual([{ line: 'D buyer_credit 5000' }, { line: 'C bank_client 5000' }]);
  });

  it('goes to nobody who decides about it, and keeps the account sealed', async () => {
    const ida = await credited();
    const staffMember = { ...(ada as Person) };
    const lines = [debit('goodwill_expense', usd(5)), credit('buyer_credit', usd(5), uuidOf(staffMember))];
    await book(app, journal(lines));

    const own = await propose(staffMember, 5);
    const proposed = await propose(ida, 100);
    const [row] = await app.sql<Record<string, string>>('select * from credit_transfers where buyer_id = $1', [
      uuidOf(ida),
    ]);

    expect([own.status, own.body.code]).toEqual([403, 'credit_transfer_to_oneself']);
    expect(proposed.status).toBe(201);
    expect(JSON.stringify(row)).not.toContain(TO.accountNumber);
    expect(JSON.stringify(row)).not.toContain(TO.holder);
    expect(row).toMatchObject({ account_last4: '3000' });
  });

  it('is finance’s business, of buyers that exist', async () => {
    const ida = await credited();
    const proposed = await propose(ida, 1);

    const stranger = await decide(proposed, 'approval', ida);
    const unknown = await post(app, by(ada), '/v1/finance/buyers/usr_01hzy3v9qtf5r8m2k4w6x8y0za/credit-transfers', {
      ...{ amount: USD(1), ...TO },
    });
    const { data } = await get<{ data: Transfer[] }>(app, by(ada), '/v1/finance/credit-transfers?state=proposed');

    expect([stranger.status, unknown.status]).toEqual([403, 404]);
    expect(data[0]).toEqual(proposed.body);
    expect(await left(ida)).toBe(13_000);
  });
});
