import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { funded, payouts, runPayouts, settled } from '../settlement/settlement-app.js';

interface TermsBody {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

const PATH = '/v1/finance/payout-terms';
const USD = (amount: number) => ({ amount, currency: 'USD' });

describe('the terms of payouts', () => {
  let app: TestApp;
  let maker: Person;
  let checker: Person;

  beforeAll(async () => {
    app = await startApp();
    [maker, checker] = [await staff(app, 'finance'), await staff(app, 'finance')];
  });
  afterAll(() => app.stop());

  const terms = (currency: string, more: object = {}) => ({
    ...{ currency, minimum: 1_000, retained: 0, automaticUpTo: 500_000, alarmFloor: 10_000_000, ...more },
  });
  const propose = (person: Person, currency: string, more: object = {}) =>
    post(app, person.token, PATH, terms(currency, more));
  const decide = (person: Person, { id }: TermsBody, what: 'approval' | 'refusal') =>
    post(app, person.token, `${PATH}/${id}/${what}`);
  const versions = async (currency: string): Promise<[number, string][]> => {
    const { data } = await get<{ data: TermsBody[] }>(app, maker.token, `${PATH}?currency=${currency}`);
    return data.map(({ version, state }): [number, string] => [version, state]).sort(([a], [b]) => b - a);
  };
  const paid = async () => {
    const seller = await funded(app);
    await runPayouts(app);
    await settled(app);
    const made = await payouts(app, seller);
    return made.map(({ state, amount }) => [state, amount.amount]);
  };

  it('are versioned: one person proposes them, another puts them into force for later payouts', async () => {
    const before = await paid();
    const proposed = await propose(maker, 'USD', { retained: 1_000, automaticUpTo: 5_000, note: 'More care.' });
    const between = await paid();
    const approved = await decide(checker, proposed.body as TermsBody, 'approval');
    const after = await paid();
    const next = await propose(checker, 'USD', { minimum: 9_001, automaticUpTo: 5_000 });
    await decide(maker, next.body as TermsBody, 'approval');
    const less = await paid();
    const last = await propose(checker, 'USD');
    await decide(maker, last.body as TermsBody, 'approval');

    expect(proposed.status).toBe(201);
    expect(proposed.body).toMatchObject({ version: 2, state: 'proposed', retained: USD(1_000), note: 'More care.' });
    expect([approved.status, approved.body]).toMatchObject([200, { state: 'in_force', automaticUpTo: USD(5_000) }]);
    expect([before, between, after, less]).toEqual([[['paid', 9_000]], [['paid', 9_000]], [['draft', 8_000]], []]);
    expect(await versions('USD')).toEqual([
      [4, 'in_force'],
      [3, 'superseded'],
      [2, 'superseded'],
      [1, 'superseded'],
    ]);
  });

  it('are decided about by somebody else, once', async () => {
    const [risk, ada] = [await staff(app, 'risk'), await buyer(app)];
    const proposed = (await propose(maker, 'EUR')).body as TermsBody;

    const own = [await decide(maker, proposed, 'approval'), await decide(maker, proposed, 'refusal')];
    const others = [await decide(risk, proposed, 'approval'), await decide(ada, proposed, 'approval')];
    const second = await propose(checker, 'EUR');
    const refused = await decide(checker, proposed, 'refusal');
    const late = await decide(checker, proposed, 'approval');
    const unknown = await decide(checker, { ...proposed, id: 'pyt_01hzy3v9qtf5r8m2k4w6x8y0za' }, 'approval');

    expect([...own, second, late].map(({ body }) => (body as { code: string }).code)).toEqual([
      'payout_terms_need_second_person',
      'payout_terms_need_second_person',
      'payout_terms_proposed',
      'payout_terms_decided',
    ]);
    expect([...others, unknown].map(({ status }) => status)).toEqual([403, 403, 404]);
    expect(refused.body).toMatchObject({ state: 'declined' });
    expect(await versions('EUR')).toEqual([
      [2, 'declined'],
      [1, 'in_force'],
    ]);
  });

  it('are decided about once by ten at once', async () => {
    const proposals = await Promise.all(Array.from({ length: 5 }, () => propose(maker, 'GBP')));
    const proposed = proposals.find(({ status }) => status === 201)?.body as TermsBody;

    const approvals = await Promise.all(Array.from({ length: 10 }, () => decide(checker, proposed, 'approval')));

    expect(proposals.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(approvals.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(await versions('GBP')).toEqual([
      [2, 'in_force'],
      [1, 'superseded'],
    ]);
  });

  it('are never changed, not even by hand', async () => {
    await expect(app.sql('update payout_terms set automatic_up_to = 900000000')).rejects.toThrow('never changed');
    await expect(app.sql('delete from payout_terms')).rejects.toThrow('never changed');
  });

  it('are amounts that can be paid', async () => {
    const refused = [
      await propose(maker, 'JPY', { minimum: 0 }),
      await propose(maker, 'JPY', { retained: -1 }),
      await propose(maker, 'XXX'),
    ];

    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(await versions('JPY')).toEqual([[1, 'in_force']]);
  });
});
