import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money, system } from '../../../src/kernel/index.js';
import { credit, debit, journal, Ledger } from '../../../src/modules/ledger/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { booked, journalCount } from '../../support/booked.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import { held } from '../../support/world.refunds.js';

interface Payout {
  readonly id: string;
  readonly state: string;
}

describe('payouts of affiliates', () => {
  let app: TestApp;
  let [ada, bo]: Person[] = [];
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
    [ada, bo] = [await staff(app, 'finance'), await staff(app, 'finance')];
  });
  afterAll(() => app.stop());

  let count = 0;

  /** An active affiliate with 5.00 available. */
  async function affiliate(currency = 'USD'): Promise<string> {
    const person = await buyer(app);
    const { body } = await post(app, person.token, '/v1/affiliates', { code: `PAID-${(count += 1)}` });
    const { id } = body as { id: string };
    await finance(`affiliates/${id}/activation`);
    const [at, sum] = [{ effectiveAt: app.get(Clock).now(), actor: system('test') }, money(500, currency)];
    const lines = [debit('psp_clearing', sum), credit('affiliate_available', sum, ownerOf(id))];
    const given = journal(['test', randomUUID(), 'given'], at, ...lines);
    await app.get(UnitOfWork).run((tx) => app.get(Ledger).post(tx, given));
    await app.sql(
      `with sale as (
         insert into affiliate_referrals (id, order_id, seller_id, affiliate_id, terms_version, state, updated_at,
           referred_at, currency, base, earned, window_ends_at)
         values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, 1, 'released', now(), now(), $2, 10000, 500,
           now()) returning id)
       insert into lifecycle_history (subject_type, subject_id, from_state, to_state, action, actor_type, actor_id, at)
       select 'affiliate_referral', id, 'earned', 'released', 'release', 'system', 'test', now() from sale`,
      [ownerOf(id), currency],
    );
    return id;
  }

  const ownerOf = (id: string): string => fromWire('aff', id) ?? '';
  const finance = (path: string, body: object = {}, person = ada, key?: string) =>
    post(app, person?.token ?? '', `/v1/finance/${path}`, body, key);
  const make = (id: string, currency = 'USD') => finance(`affiliates/${id}/payouts`, { currency });
  const pay = (id: string, person = bo) =>
    finance(`affiliate-payouts/${id}/payment`, { bankReference: randomUUID() }, person);
  const giveBack = (id: string, person = ada, key?: string) =>
    finance(`affiliate-payouts/${id}/return`, { reason: 'The account is closed.' }, person, key);
  const available = (id: string): Promise<number> => held(app, 'affiliate_available', ownerOf(id));
  const journals = ({ id }: Payout) => booked(app, 'payout', fromWire('afp', id) ?? '');
  const switched = (scope: string, isEnabled: boolean) =>
    finance('payout-switches', { scope, isEnabled, reason: 'An attack is going on.' });

  it.each(['platform', 'currency:USD'])('are neither made nor paid while %s is switched off', async (scope) => {
    const [early, late] = [await affiliate(), await affiliate()];
    const made = (await make(early)).body as Payout;
    await switched(scope, false);
    const before = await journalCount(app);

    const refused = [await make(late), await pay(made.id)];
    const between = await journalCount(app);
    const given = await finance(`affiliate-payouts/${made.id}/failure`, { reason: 'Not now.' });
    await switched(scope, true);
    const again = (await make(early)).body as Payout;

    expect(refused.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [409, 'affiliate_payout_not_possible'],
      [409, 'affiliate_payout_not_possible'],
    ]);
    expect(between).toBe(before);
    expect(given.body).toMatchObject({ state: 'failed' });
    expect((await pay(again.id)).body).toMatchObject({ state: 'paid' });
    expect([await available(early), await available(late)]).toEqual([0, 500]);
  });

  it('are made and paid while another currency is switched off', async () => {
    const id = await affiliate();
    await switched('currency:EUR', false);

    const made = await make(id);
    const paid = await pay((made.body as Payout).id);
    await switched('currency:EUR', true);

    expect([made.status, paid.status]).toEqual([201, 200]);
  });

  it('are waited for by who switches payouts off', async () => {
    const id = await affiliate();

    const { met, outcomes } = await stage.meet<{ status: number }>(
      app,
      { statement: 'affiliates.insert-payout', stop: 'after' },
      () => make(id),
      async () => {
        const answer = await switched('platform', false);
        const [row] = await app.sql('select 1 from affiliate_payouts where affiliate_id = $1', [ownerOf(id)]);
        return { status: row ? answer.status : 0 };
      },
    );
    await switched('platform', true);

    expect([met, outcomes.map(({ status }) => status)]).toEqual([true, [201, 201]]);
  });

  it('count into the day like all others', async () => {
    const total = async (): Promise<number> => {
      const [row] = await app.sql<{ total: number }>(
        `select coalesce(sum(total), 0)::int as total from payout_days where currency = 'EUR'`,
      );
      return row?.total ?? 0;
    };
    const id = await affiliate('EUR');
    const before = await total();

    const made = (await make(id, 'EUR')).body as Payout;
    const between = await total();
    await pay(made.id);

    expect([before, between, await total()]).toEqual([0, 500, 500]);
  });

  it('give their day back what has not left, and no other day or currency', async () => {
    const totals = () =>
      app.sql(`select currency, total::int from payout_days where currency in ('GBP', 'JPY') order by currency, day`);
    const made = (await make(await affiliate('GBP'), 'GBP')).body as Payout;
    await make(await affiliate('JPY'), 'JPY');
    await app.advance('P1D');
    await make(await affiliate('GBP'), 'GBP');
    const before = await totals();

    const failed = await finance(`affiliate-payouts/${made.id}/failure`, { reason: 'The account is closed.' });

    expect(failed.body).toMatchObject({ state: 'failed' });
    expect([before, await totals()]).toEqual([
      [
        { currency: 'GBP', total: 500 },
        { currency: 'GBP', total: 500 },
        { currency: 'JPY', total: 500 },
      ],
      [
        { currency: 'GBP', total: 0 },
        { currency: 'GBP', total: 500 },
        { currency: 'JPY', total: 500 },
      ],
    ]);
  });

  it('may come back after they were paid, once, and are available again (O4)', async () => {
    const id = await affiliate();
    const made = (await make(id)).body as Payout;
    const early = await giveBack(made.id);
    await pay(made.id);
    const stranger = await giveBack(made.id, await buyer(app));
    const unknown = await giveBack('afp_01hzy3v9qtf5r8m2k4w6x8y0za');

    const [returned, again] = [await giveBack(made.id, ada, 'back-1'), await giveBack(made.id, ada, 'back-1')];
    const late = await Promise.all([giveBack(made.id), giveBack(made.id, bo)]);

    expect([early.status, stranger.status, unknown.status]).toEqual([409, 403, 404]);
    expect(returned.body).toMatchObject({ state: 'returned', failure: 'The account is closed.' });
    expect(again.body).toEqual(returned.body);
    expect(late.map(({ status }) => status)).toEqual([409, 409]);
    expect(await journals(made)).toEqual({
      created: 'affiliate_available 5.00 | payout_in_transit 5.00',
      paid: 'payout_in_transit 5.00 | bank_client 5.00',
      returned: 'bank_client 5.00 | affiliate_available 5.00',
    });
    expect(await available(id)).toBe(500);
    const second = (await make(id)).body as Payout;
    expect((await pay(second.id)).status).toBe(200);
    expect(await available(id)).toBe(0);
  });
});
